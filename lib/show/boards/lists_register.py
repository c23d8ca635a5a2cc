"""准入: the register of applications, and the load that matters in force lay on villages."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import sqlalchemy as sa

from lib.kept.models import Admission, AdmissionState, Decider, Urgency
from lib.kept.reference import Reference
from lib.ledger.access import Actor
from lib.review.admissions import applications, decided_as, past_exit, visible
from lib.review.loads import CountyLoad, loads_by_county
from lib.show import blocks
from lib.show.blocks import Attention, Block, Finding, Markup, Sentence
from lib.show.boards.words import counted, department_name, link, names, unit_name
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import MISSING, exact

# px of the columns of the register; English words need more
WIDTHS = {"zh": (72, 198, 116, 84, 60, 108), "en": (76, 190, 132, 120, 84, 92)}


@dataclass(frozen=True)
class RegisterBoard:
    """The register as rows with their codes, the lights of single cells, and the load in force."""

    lead: Markup
    finding: Finding
    rows: pd.DataFrame
    lights: dict[tuple[int, str], Light]
    codes: tuple[str, ...]
    load: Block
    clock: Block


def register_board(connection: sa.Connection, reference: Reference, state: str | None, reader: Actor) -> RegisterBoard:
    """Every application that `reader` may see, or those of one state."""
    admissions = [admission for admission in applications(connection) if visible(admission, reader)]
    shown = [admission for admission in admissions if state in (None, admission.state)]
    rows = _rows(reference, shown)
    return RegisterBoard(
        lead=blocks.lead(_lead(admissions)),
        finding=Finding(
            _title(admissions), _("Past their exit first, then what waits for you; click a row to open it")
        ),
        rows=rows,
        lights=_lights(shown, rows),
        codes=tuple(admission.code for admission in shown),
        load=_load(connection, reference),
        clock=_clock(reference, admissions),
    )


def _lead(admissions: Sequence[Admission]) -> Sentence:
    in_force = sum(admission.state is AdmissionState.IN_FORCE for admission in admissions)
    waiting = [admission for admission in admissions if admission.waits]
    parts: list[tuple[str, bool]] = [(_("{count} matters in force").format(count=in_force), False)]
    if late := sum(admission.past_exit > 0 for admission in admissions):
        parts += [(_(", {count} of them past their exit").format(count=late), True)]
    if waiting:
        longest = max(waiting, key=lambda admission: admission.days or 0)
        text = _("; {count} wait for review or decision, the longest for {days} days: ")
        parts += [(text.format(count=len(waiting), days=longest.days), False), (longest.matter, True)]
    return (*parts, (_("."), False))


def _title(admissions: Sequence[Admission]) -> str:
    late = [admission.matter for admission in admissions if admission.past_exit]
    if late:
        return _("Past their exit: {names}").format(names=names(late))
    return _("{count} applications, none past its exit").format(count=len(admissions))


def _rows(reference: Reference, shown: Sequence[Admission]) -> pd.DataFrame:
    headers = (_("Code"), _("Matter"), _("Applicant"), _("State"), _("Days taken"), _("Exit day"))
    rows = [
        (
            admission.code,
            admission.matter,
            department_name(reference, admission.department_code),
            _state(admission),
            _days(admission),
            _exit(admission),
        )
        for admission in shown
    ]
    return pd.DataFrame(rows, columns=list(headers))


def _state(admission: Admission) -> str:
    if admission.past_exit:
        return "！ " + _("Past exit")
    return f"{admission.state.symbol} {admission.state.word}"


def _days(admission: Admission) -> str:
    """The clock: still running while it waits."""
    if admission.days is None:
        return MISSING
    text = _("{days} so far") if admission.waits else _("{days} days")
    return text.format(days=admission.days)


def _exit(admission: Admission) -> str:
    if admission.past_exit:
        return _("{day} (+{days})").format(day=f"{admission.exit_on:%m-%d}", days=admission.past_exit)
    return admission.exit_on.isoformat() if admission.exit_on else _("none")


def _lights(shown: Sequence[Admission], rows: pd.DataFrame) -> dict[tuple[int, str], Light]:
    _code, _matter, _applicant, state, _taken, exit_day = rows.columns
    lights: dict[tuple[int, str], Light] = {}
    for at, admission in enumerate(shown):
        light = Light.FAR_BEHIND if admission.past_exit else admission.state.light
        if light:
            lights[at, state] = light
        if admission.past_exit:
            lights[at, exit_day] = Light.FAR_BEHIND
    return lights


def _load(connection: sa.Connection, reference: Reference) -> Block:
    loads = loads_by_county(connection)
    second = _("Hours and forms a month of the matters in force, on each village that has any")
    if not loads:
        return Block(
            Finding(load_words(loads), second),
            blocks.empty(_("Nothing is in force"), _("An approved matter counts from the step “start” on")),
        )
    rows = [
        (
            unit_name(reference.units[load.county_code]),
            f"{load.villages:,}",
            f"{load.hours / load.villages:.1f}",
            blocks.bold(exact_hours(load.most_hours)),
            load.most_forms,
        )
        for load in loads
    ]
    headers = (_("County"), _("Loaded"), _("Mean hours"), _("Most hours"), _("Most forms"))
    return Block(Finding(load_words(loads), second), blocks.table(headers, rows, {1, 2, 3, 4}))


def load_words(loads: Sequence[CountyLoad]) -> str:
    """How many villages carry matters in force, and the most on one of them."""
    if not loads:
        return _("No admitted matter loads any village")
    return _("{villages} carry admitted matters, at most {hours} hours and {forms} forms a month").format(
        villages=counted("village", sum(load.villages for load in loads)),
        hours=exact_hours(max(load.most_hours for load in loads)),
        forms=max(load.most_forms for load in loads),
    )


def exact_hours(hours: float) -> str:
    """12 or 7.5."""
    return exact(Decimal(str(round(hours, 1))))  # by its text: the float itself has digits without end


def _clock(reference: Reference, admissions: Sequence[Admission]) -> Block:
    """From application to decision, for each urgency and who decided."""
    rows = []
    for urgency, body, word in (
        (Urgency.GENERAL, Decider.MEETING, _("General: joint meeting")),
        (Urgency.URGENT, Decider.SECRETARY, _("Urgent: county deputy secretary")),
        (Urgency.URGENT, Decider.MEETING, _("Urgent, several counties: joint meeting")),
    ):
        mine = [each for each in admissions if each.urgency is urgency and decided_as(each, reference) is body]
        taken = [admission.days for admission in mine if admission.decided_on and admission.days is not None]
        waiting = [admission.days or 0 for admission in mine if admission.waits]
        mean = f"{sum(taken) / len(taken):.1f}" if taken else None
        rows.append((word, len(taken), mean, max(taken) if taken else None, len(waiting), max(waiting, default=None)))
    decided = [admission.days for admission in admissions if admission.decided_on and admission.days is not None]
    title = (
        _("Decided after {days} days on average").format(days=f"{sum(decided) / len(decided):.1f}")
        if decided
        else _("Nothing was decided yet")
    )
    headers = (_("Who decides"), _("Decided"), _("Mean"), _("Longest"), _("Waiting"), _("Up to"))
    second = _("Days from application to decision; what was sent back keeps its first day")
    return Block(Finding(title, second), blocks.table(headers, rows, {1, 2, 3, 4, 5}))


def late_admissions(connection: sa.Connection) -> list[Attention]:
    """What the overview says of matters in force past their exit; nothing when there is none."""
    late = past_exit(connection)
    if not late:
        return []
    href = link("lists", view="register", matter=late[0].code if len(late) == 1 else None)
    where = late[0].matter if len(late) == 1 else _("{name} and others").format(name=late[0].matter)
    words = _("admissions past their exit").format(count=len(late))
    return [Attention(len(late), words, where, href)]
