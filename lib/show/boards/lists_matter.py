"""准入·一项: one application with what it guarantees, what it is like, the load before and after, and its steps."""

from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models import Admission, AdmissionState, Decider, Urgency
from lib.kept.reference import Reference
from lib.ledger.door import Receipt
from lib.ledger.door.admissions import stopped, who_decides
from lib.review.admissions import Trail, application, decided_as, like, trail
from lib.review.loads import load_before_and_after
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.lists_register import exact_hours
from lib.show.boards.words import counted, department_name, names, unit_name, when
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.wording import MISSING, exact

MOST_LOADED = 5  # villages that are listed; how many the application names is said above them


@dataclass(frozen=True)
class MatterBoard:
    """One application; its steps need the `admission`; `facts`, `load` and `trail` stand below each other."""

    admission: Admission
    heading: Block
    facts: Markup
    load: Block | None
    trail: Block


def matter_board(connection: sa.Connection, reference: Reference, code: str) -> MatterBoard | None:
    """The board of one application; None when there is none of this code."""
    admission = application(connection, code)
    if admission is None:
        return None
    return MatterBoard(
        admission=admission,
        heading=_heading(reference, admission),
        facts=_facts(connection, reference, admission),
        load=_load(connection, reference, admission),
        trail=_trail(trail(connection, code)),
    )


def so_far(admission: Admission, reference: Reference) -> str:
    """What has happened to an application, and who takes which step next."""
    texts = {
        AdmissionState.DRAFT: _("Not handed in yet; its department submits it next"),
        AdmissionState.APPLIED: _("Applied for on {applied}; the office reviews it next"),
        AdmissionState.REVIEWED: _decides_next(admission, reference),
        AdmissionState.APPROVED: _("Approved on {decided} by {who}; the office puts it in force next"),
        AdmissionState.REFUSED: _("Not approved on {decided} by {who}; no step is left"),
        AdmissionState.IN_FORCE: _("In force, to end by {exit}; its department or the office lets it exit then"),
        AdmissionState.EXITED: _("Exited on {exited}; no step is left"),
    }[admission.state]
    days = {
        "applied": admission.applied_on,
        "decided": admission.decided_on,
        "exit": admission.exit_on,
        "exited": admission.exited_on,
    }
    return texts.format(who=admission.decided_by or MISSING, **{name: day or MISSING for name, day in days.items()})


def _decides_next(admission: Admission, reference: Reference) -> str:
    if decided_as(admission, reference) is Decider.SECRETARY:
        return _("Reviewed; the deputy secretary of its county decides next")
    if admission.urgency is Urgency.URGENT:
        return _(
            "Reviewed; the joint meeting decides next, as an urgent matter concerns several counties,"
            " and the office enters what it decided"
        )
    return _("Reviewed; the joint meeting decides next, and the office enters what it decided")


def kept_as_draft(receipt: Receipt) -> Markup:
    """What was saved of the form, and where the draft is to be had again."""
    second = _("It stands under “Admissions”: open it there to change it, to attach files and to submit it")
    return blocks.banner("success", _("Kept as a draft, no. {batch}").format(batch=receipt.batch), second)


def applied(receipt: Receipt) -> Markup:
    """That the application is handed in, and where it stands."""
    second = _("It stands under “Admissions”, where its state is to be seen")
    return blocks.banner(
        "success", _("Applied for, no. {batch}; the office reviews it next").format(batch=receipt.batch), second
    )


def step_word(step: str) -> str:
    """What the button of a step says."""
    return {
        "submit": _("Submit"),
        "send_back": _("Send back to draft"),
        "pass": _("Reviewed: put to decision"),
        "approve": _("Approve"),
        "refuse": _("Do not approve"),
        "start": _("Start: in force"),
        "supervise": _("Add a supervision note"),
        "exit": _("Exit"),
    }[step]


def _heading(reference: Reference, admission: Admission) -> Block:
    second = _("{code}, {department}, {urgency}; {clock}").format(
        code=admission.code,
        department=department_name(reference, admission.department_code),
        urgency=admission.urgency.word,
        clock=_clock(admission),
    )
    if not admission.past_exit:
        return Block(Finding(admission.matter, second))
    first = _("Past its exit of {day} by {days} days").format(day=admission.exit_on, days=admission.past_exit)
    banner = blocks.banner("error", first, _("Let it exit now; going on needs a new application."))
    return Block(Finding(admission.matter, second), banner)


def _clock(admission: Admission) -> str:
    if admission.days is None:
        return _("not applied for yet")
    if admission.days == 0:
        return _("applied for today") if admission.waits else _("decided on the same day")
    text = _("waiting for {days} days") if admission.waits else _("decided after {days} days")
    return text.format(days=admission.days)


def _facts(connection: sa.Connection, reference: Reference, admission: Admission) -> Markup:
    units = [unit_name(reference.units[code]) for code in admission.units.split() if code in reference.units]
    rows = [
        (_("State"), blocks.join(f"{admission.state.symbol} {admission.state.word}")),
        (_("Legal basis"), admission.basis or None),
        (_("Content"), admission.content or None),
        (_("Reaches"), names(units) or None),
        (
            _("Runs"),
            _("{start} to {end}").format(start=admission.start_on or MISSING, end=admission.exit_on or MISSING),
        ),
        (_("Guaranteed"), _guarantees(admission)),
        (_("Compared with the lists"), _likeness(connection, admission)),
        (_("Who decides"), _decision(reference, admission)),
        *(
            [(_("Supervision"), blocks.element("span", "by-lines", admission.supervision))]
            if admission.supervision
            else []
        ),
        *([(_("Note"), admission.note)] if admission.note else []),
    ]
    return blocks.table((), [(blocks.element("span", "by-label", name), text) for name, text in rows])


def _guarantees(admission: Admission) -> Markup:
    """The three guarantees, each with ✓ or what is missing."""
    guarantees = (
        (_("{count} people").format(count=admission.staff), admission.staff),
        (_("{yuan} yuan").format(yuan=exact(admission.funds)), admission.funds),
        (admission.materials, admission.materials),
    )
    lacking = (_("no staff"), _("no funds"), _("no materials"))
    pills = [
        blocks.note_pill(text, Light.DONE) if value else blocks.note_pill(missing, Light.FAR_BEHIND)
        for (text, value), missing in zip(guarantees, lacking, strict=True)
    ]
    return blocks.element("span", "by-notes", *pills)


def _likeness(connection: sa.Connection, admission: Admission) -> str:
    alike = like(connection, admission.matter)
    if not alike:
        return _("like no item")
    if alike[0].forbids or not admission.apart:
        return stopped(alike[0])
    item = alike[0].item
    return _("{share}% like {code} “{name}”; reason: {reason}").format(
        share=alike[0].share, code=item.code, name=item.shown, reason=admission.apart
    )


def _decision(reference: Reference, admission: Admission) -> str:
    if admission.decided_on is None:
        return who_decides(admission.urgency, admission.units, reference)
    return _("{day}, {who}").format(day=admission.decided_on, who=admission.decided_by)


def _load(connection: sa.Connection, reference: Reference, admission: Admission) -> Block | None:
    """The most loaded of its villages, without this matter and with it; None for one that will load none any more."""
    if admission.state in (AdmissionState.REFUSED, AdmissionState.EXITED):
        return None
    villages, most = load_before_and_after(connection, admission, MOST_LOADED)
    if not most:
        return None
    before, after = most[0]
    title = _("{villages}, each a month: {hours} more in hours, {forms} more in forms; hours at most {most}").format(
        villages=counted("village", villages),
        hours=exact_hours(after.hours - before.hours),
        forms=after.forms - before.forms,
        most=exact_hours(after.hours),
    )
    rows = [
        (
            unit_name(reference.units[first.unit_code]),
            exact_hours(first.hours),
            blocks.bold(exact_hours(second.hours)),
            first.forms,
            blocks.bold(str(second.forms)),
        )
        for first, second in most
    ]
    headers = (_("Village"), _("Hours before"), _("Hours after"), _("Forms before"), _("Forms after"))
    second_line = _("Load of matters in force without this one and with it, the most loaded villages")
    return Block(Finding(title, second_line), blocks.table(headers, rows, {1, 2, 3, 4}))


def _trail(steps: list[Trail]) -> Block:
    rows = [
        (settings().clock(step.at), step.actor, step.before or None, blocks.bold(step.after), step.note)
        for step in steps
    ]
    headers = (when(), _("Who"), _("State before"), _("State after"), _("Note"))
    return Block(Finding(_("Every step, newest first")), blocks.table(headers, rows))
