"""准入: the register of applications, and the load that matters in force lay on villages."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import sqlalchemy as sa

from lib.kept.models import Admission, AdmissionState, Urgency
from lib.kept.reference import Reference
from lib.ledger.access import GUEST, Actor
from lib.review.admissions import applications, past_exit, visible
from lib.review.loads import CountyLoad, loads_by_county
from lib.show import blocks
from lib.show.blocks import Attention, Block, Finding, Markup, Sentence
from lib.show.boards.words import counted, department_name, link, names, unit_name
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import exact

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


def register_board(
    connection: sa.Connection, reference: Reference, state: str | None, reader: Actor = GUEST
) -> RegisterBoard:
    """Every application that `reader` may see, or those of one state."""
    found = [one for one in applications(connection) if visible(one, reader)]
    shown = [one for one in found if state in (None, one.state)]
    rows = _rows(reference, shown)
    return RegisterBoard(
        lead=blocks.lead(_lead(found)),
        finding=Finding(_title(found), _("Past their exit first, then what waits for you; click a row to open it")),
        rows=rows,
        lights=_lights(shown, rows),
        codes=tuple(one.code for one in shown),
        load=_load(connection, reference),
        clock=_clock(found),
    )


def _lead(found: Sequence[Admission]) -> Sentence:
    in_force = sum(one.state is AdmissionState.IN_FORCE for one in found)
    waiting = [one for one in found if one.waits]
    parts: list[tuple[str, bool]] = [(_("{count} matters in force").format(count=in_force), False)]
    if late := sum(one.past_exit > 0 for one in found):
        parts += [(_(", {count} of them past their exit").format(count=late), True)]
    if waiting:
        longest = max(waiting, key=lambda one: one.days or 0)
        said = _("; {count} wait for review or decision, the longest for {days} days: ")
        parts += [(said.format(count=len(waiting), days=longest.days), False), (longest.matter, True)]
    return (*parts, (_("."), False))


def _title(found: Sequence[Admission]) -> str:
    late = [one.matter for one in found if one.past_exit]
    if late:
        return _("Past their exit: {names}").format(names=names(late))
    return _("{count} applications, none past its exit").format(count=len(found))


def _rows(reference: Reference, shown: Sequence[Admission]) -> pd.DataFrame:
    headers = (_("Code"), _("Matter"), _("Applicant"), _("State"), _("Days taken"), _("Exit day"))
    rows = [
        (one.code, one.matter, department_name(reference, one.department_code), _state(one), _days(one), _exit(one))
        for one in shown
    ]
    return pd.DataFrame(rows, columns=list(headers))


def _state(admission: Admission) -> str:
    if admission.past_exit:
        return "！ " + _("Past exit")
    return f"{admission.state.symbol} {admission.state.word}"


def _days(admission: Admission) -> str:
    """The clock: still running while it waits."""
    if admission.days is None:
        return "—"
    said = _("{days} so far") if admission.waits else _("{days} days")
    return said.format(days=admission.days)


def _exit(admission: Admission) -> str:
    if admission.past_exit:
        return _("{day} (+{days})").format(day=f"{admission.exit_on:%m-%d}", days=admission.past_exit)
    return admission.exit_on.isoformat() if admission.exit_on else _("none")


def _lights(shown: Sequence[Admission], rows: pd.DataFrame) -> dict[tuple[int, str], Light]:
    state, last = rows.columns[3], rows.columns[5]
    found: dict[tuple[int, str], Light] = {}
    for at, one in enumerate(shown):
        light = Light.FAR_BEHIND if one.past_exit else one.state.light
        if light:
            found[at, state] = light
        if one.past_exit:
            found[at, last] = Light.FAR_BEHIND
    return found


def _load(connection: sa.Connection, reference: Reference) -> Block:
    found = loads_by_county(connection)
    second = _("Hours and forms a month of the matters in force, on each village that has any")
    if not found:
        return Block(
            Finding(load_words(found), second),
            blocks.empty(_("Nothing is in force"), _("An approved matter counts from the step “start” on")),
        )
    rows = [
        (
            unit_name(reference.units[one.county_code]),
            f"{one.villages:,}",
            f"{one.hours / one.villages:.1f}",
            blocks.bold(exact_hours(one.most_hours)),
            one.most_forms,
        )
        for one in found
    ]
    headers = (_("County"), _("Loaded"), _("Mean hours"), _("Most hours"), _("Most forms"))
    return Block(Finding(load_words(found), second), blocks.table(headers, rows, {1, 2, 3, 4}))


def load_words(found: Sequence[CountyLoad]) -> str:
    """How many villages carry matters in force, and the most on one of them."""
    if not found:
        return _("No admitted matter loads any village")
    return _("{villages} carry admitted matters, at most {hours} hours and {forms} forms a month").format(
        villages=counted("village", sum(one.villages for one in found)),
        hours=exact_hours(max(one.most_hours for one in found)),
        forms=max(one.most_forms for one in found),
    )


def exact_hours(hours: float) -> str:
    """12 or 7.5."""
    return exact(Decimal(str(round(hours, 1))))


def _clock(found: Sequence[Admission]) -> Block:
    """From application to decision, for general and urgent matters that were decided."""
    rows = []
    for urgency, word in (
        (Urgency.GENERAL, _("General: joint meeting")),
        (Urgency.URGENT, _("Urgent: county deputy secretary")),
    ):
        taken = [one.days for one in found if one.urgency is urgency and one.decided_on and one.days is not None]
        waiting = [one.days or 0 for one in found if one.urgency is urgency and one.waits]
        mean = f"{sum(taken) / len(taken):.1f}" if taken else None
        rows.append((word, len(taken), mean, max(taken) if taken else None, len(waiting), max(waiting, default=None)))
    decided = [one.days for one in found if one.decided_on and one.days is not None]
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
    said = _("admissions past their exit").format(count=len(late))
    return [Attention(len(late), said, where, href)]
