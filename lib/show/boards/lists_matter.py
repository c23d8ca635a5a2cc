"""准入·一项: one application with what it guarantees, what it is like, the load before and after, and its steps."""

from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models import Admission, AdmissionState, Urgency
from lib.kept.reference import Reference
from lib.ledger.door import Receipt
from lib.ledger.door.admissions import stopped, who_decides
from lib.review.admissions import Trail, application, like, trail
from lib.review.loads import load_before_and_after
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.lists_register import exact_hours
from lib.show.boards.words import counted, department_name, names, unit_name, when
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.wording import MISSING, exact

MOST_LOADED = 5


@dataclass(frozen=True)
class MatterBoard:
    """One application; `one` is what its steps need, `facts`, `load` and `trail` stand below each other."""

    one: Admission
    heading: Block
    facts: Markup
    load: Block | None
    trail: Block


def matter_board(connection: sa.Connection, reference: Reference, code: str) -> MatterBoard | None:
    """The board of one application; None when there is none of this code."""
    one = application(connection, code)
    if one is None:
        return None
    return MatterBoard(
        one=one,
        heading=_heading(reference, one),
        facts=_facts(connection, reference, one),
        load=_load(connection, reference, one),
        trail=_trail(trail(connection, code)),
    )


def so_far(one: Admission) -> str:
    """What has happened to an application, and who takes which step next."""
    urgent = one.urgency is Urgency.URGENT
    said = {
        AdmissionState.DRAFT: _("Not handed in yet; its department submits it next"),
        AdmissionState.APPLIED: _("Applied for on {applied}; the office reviews it next"),
        AdmissionState.REVIEWED: _("Reviewed; the deputy secretary of its county decides next")
        if urgent
        else _("Reviewed; the joint meeting decides next, and the office enters what it decided"),
        AdmissionState.APPROVED: _("Approved on {decided} by {who}; the office puts it in force next"),
        AdmissionState.REFUSED: _("Not approved on {decided} by {who}; no step is left"),
        AdmissionState.IN_FORCE: _("In force, to end by {exit}; its department or the office lets it exit then"),
        AdmissionState.EXITED: _("Exited on {exited}; no step is left"),
    }[one.state]
    days = {"applied": one.applied_on, "decided": one.decided_on, "exit": one.exit_on, "exited": one.exited_on}
    return said.format(who=one.decided_by or MISSING, **{name: day or MISSING for name, day in days.items()})


def kept_as_draft(receipt: Receipt) -> Markup:
    """What was saved of the form, and where the draft is to be had again."""
    said = _("It stands under “Admissions”: open it there to change it, to attach files and to submit it")
    return blocks.banner("success", _("Kept as a draft, no. {batch}").format(batch=receipt.batch), said)


def applied(receipt: Receipt) -> Markup:
    """That the application is handed in, and where it stands."""
    said = _("It stands under “Admissions”, where its state is to be seen")
    return blocks.banner(
        "success", _("Applied for, no. {batch}; the office reviews it next").format(batch=receipt.batch), said
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


def _heading(reference: Reference, one: Admission) -> Block:
    second = _("{code}, {department}, {urgency}; {clock}").format(
        code=one.code,
        department=department_name(reference, one.department_code),
        urgency=one.urgency.word,
        clock=_clock(one),
    )
    if not one.past_exit:
        return Block(Finding(one.matter, second))
    first = _("Past its exit of {day} by {days} days").format(day=one.exit_on, days=one.past_exit)
    banner = blocks.banner("error", first, _("Let it exit now; going on needs a new application."))
    return Block(Finding(one.matter, second), banner)


def _clock(one: Admission) -> str:
    if one.days is None:
        return _("not applied for yet")
    if one.days == 0:
        return _("applied for today") if one.waits else _("decided on the same day")
    said = _("waiting for {days} days") if one.waits else _("decided after {days} days")
    return said.format(days=one.days)


def _facts(connection: sa.Connection, reference: Reference, one: Admission) -> Markup:
    units = [unit_name(reference.units[code]) for code in one.units.split() if code in reference.units]
    rows = [
        (_("State"), blocks.join(f"{one.state.symbol} {one.state.word}")),
        (_("Legal basis"), one.basis or None),
        (_("Content"), one.content or None),
        (_("Reaches"), names(units) or None),
        (_("Runs"), _("{start} to {end}").format(start=one.start_on or MISSING, end=one.exit_on or MISSING)),
        (_("Guaranteed"), _guarantees(one)),
        (_("Compared with the lists"), _likeness(connection, one)),
        (_("Who decides"), _decision(one)),
        *([(_("Supervision"), blocks.element("span", "by-lines", one.supervision))] if one.supervision else []),
        *([(_("Note"), one.note)] if one.note else []),
    ]
    return blocks.table((), [(blocks.element("span", "by-label", name), text) for name, text in rows])


def _guarantees(one: Admission) -> Markup:
    """The three guarantees, each with ✓ or what is missing."""
    given = (
        (_("{count} people").format(count=one.staff), one.staff),
        (_("{yuan} yuan").format(yuan=exact(one.funds)), one.funds),
        (one.materials, one.materials),
    )
    lacking = (_("no staff"), _("no funds"), _("no materials"))
    pills = [
        blocks.note_pill(text, Light.DONE) if value else blocks.note_pill(missing, Light.FAR_BEHIND)
        for (text, value), missing in zip(given, lacking, strict=True)
    ]
    return blocks.element("span", "by-notes", *pills)


def _likeness(connection: sa.Connection, one: Admission) -> str:
    found = like(connection, one.matter)
    if not found:
        return _("like no item")
    if found[0].forbids or not one.apart:
        return stopped(found[0])
    item = found[0].item
    return _("{share}% like {code} “{name}”; reason: {reason}").format(
        share=found[0].share, code=item.code, name=item.shown, reason=one.apart
    )


def _decision(one: Admission) -> str:
    if one.decided_on is None:
        return who_decides(one.urgency)
    return _("{day}, {who}").format(day=one.decided_on, who=one.decided_by)


def _load(connection: sa.Connection, reference: Reference, one: Admission) -> Block | None:
    """The most loaded of its villages, without this matter and with it."""
    villages, most = load_before_and_after(connection, one, MOST_LOADED)
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


def _trail(found: list[Trail]) -> Block:
    rows = [
        (settings().clock(step.at), step.actor, step.before or None, blocks.bold(step.after), step.note)
        for step in found
    ]
    headers = (when(), _("Who"), _("State before"), _("State after"), _("Note"))
    return Block(Finding(_("Every step, newest first")), blocks.table(headers, rows))
