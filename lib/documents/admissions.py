"""准入审批表 and 批复: the form on which a matter for the villages is approved, and the answer to its applicant.

Source: section 二(二)2 of the article: general matters by the joint meeting, urgent ones by the county's deputy
secretary; staff, funds and materials guaranteed; an exit day. The office that keeps the register signs both routes.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from lib.documents.admission_sections import Approval, Reply
from lib.documents.letterhead import finished
from lib.documents.matters import Matter, matter_of
from lib.documents.paper import Block, Document, Grid, Run, Said, joined, paragraph, plain, runs_of
from lib.documents.parts import body, full_day, listed, numbered
from lib.documents.template import fill
from lib.documents.texts import Texts, office_texts
from lib.kept.models import AdmissionState
from lib.kept.reference import Reference
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.wording import MISSING

MOST_NAMED = 8  # units; of more the first are named
BLANK = "\n\n\n"  # room for a seal
SHARES = (16, 34, 16, 34)  # of the line: label, value, label, value


def approval_of(connection: sa.Connection, reference: Reference, code: str) -> Document:
    """The 准入审批表, a draft until it is decided. Raises Refusal where there is no such application."""
    matter, whole = matter_of(connection, reference, code), office_texts()
    texts, says = whole.admission, _facts(matter, whole)
    return _document(
        matter, whole, "admission", plain(fill(texts.file, code=code)), texts.title, approval_form(whole, says)
    )


def reply_of(connection: sa.Connection, reference: Reference, code: str) -> Document:
    """The 批复; while nothing is decided a draft that approves. Raises Refusal for what was not applied for."""
    matter, whole = matter_of(connection, reference, code), office_texts()
    # sent back it is a draft again, and keeps the day on which it was applied for
    if matter.admission.applied_on is None or matter.admission.state is AdmissionState.DRAFT:
        raise Refusal(_("It is not applied for; an answer follows an application"))
    texts, admission = whole.reply, matter.admission
    blocks = _refused(matter, texts) if matter.refused else _approved(matter, whole)
    who = admission.decided_by or (texts.secretary if matter.of_secretary else texts.meeting)
    decided = fill(texts.urgent if matter.urgent else texts.general, who=who)
    opening = fill(
        texts.opening, matter=admission.matter, code=code, day=full_day(admission.applied_on), decided=decided
    )
    still_open = () if matter.decided else fill(texts.undecided)
    title, file = plain(fill(texts.title, matter=admission.matter)), plain(fill(texts.file, code=code))
    return _document(matter, whole, "reply", file, title, (*body(opening, still_open), *blocks))


def _document(matter: Matter, whole: Texts, kind: str, file: str, title: str, blocks: tuple[Block, ...]) -> Document:
    """A reply has a head with its number, and an addressee; the form has neither."""
    texts, reply = whole.reply, kind == "reply"
    document = Document(
        kind=kind,
        file_name=file,
        draft="" if matter.decided else whole.words.draft,
        masthead=plain(fill(texts.masthead, prefecture=matter.prefecture)) if reply else "",
        number=_number(matter, texts) if reply else "",
        title=(title,),
        addressees=plain(fill(texts.addressees, department=matter.department)) if reply else "",
        copies=texts.copies if reply else "",
        body=blocks,
        signed_on=matter.admission.decided_on or settings().today,
        fields=_facts(matter, whole),
    )
    return finished(document, whole, matter.prefecture)


def _number(matter: Matter, texts: Reply) -> str:
    """发文字号: as the office wrote it, or around the number that it wrote; blank where the registry gave none yet."""
    written = matter.admission.reply_number.strip()
    if written and not written.isdigit():
        return written
    year = (matter.admission.decided_on or settings().today).year
    return plain(fill(texts.number, year=str(year), number=written or "　"))


# The form ---------------------------------------------------------------------------------------------------------


def _facts(matter: Matter, whole: Texts) -> dict[str, Said]:
    """What form and reply say of a matter, by the name under which a template may ask for it."""
    admission, texts = matter.admission, whole.admission
    return {
        "code": admission.code,
        "applied_on": full_day(admission.applied_on) if admission.applied_on else texts.not_applied,
        "applicant": matter.department,
        "route": _route(matter, texts),
        "matter": admission.matter,
        "basis": admission.basis or MISSING,
        "content": admission.content or MISSING,
        "villages": _villages(matter, whole),
        "start": full_day(admission.start_on),
        "exit": full_day(admission.exit_on),
        "staff": _staff(matter, whole),
        "funds": _funds(matter, whole),
        "materials": admission.materials or MISSING,
        "load": _load(matter, whole),
        "lists": _likeness(matter, whole),
        "department": f"{BLANK}{texts.sign}",
        "office": _reviewed(matter, whole),
        "decider": texts.labels.secretary if matter.of_secretary else texts.labels.meeting,
        "decision": _decision(matter, whole),
    }


def _route(matter: Matter, texts: Approval) -> Said:
    if not matter.urgent:
        return texts.general
    return texts.urgent if matter.of_secretary else texts.urgent_several


def approval_form(whole: Texts, says: Mapping[str, Said]) -> tuple[Block, ...]:
    """The form with these facts in it: the line above, then two pairs of label and value a row, or one long one."""
    of = whole.admission.labels
    above = fill(whole.admission.above, code=says["code"], day=says["applied_on"])
    rows: list[tuple[tuple[Said, str], ...]] = [
        ((of.applicant, "applicant"), (of.route, "route")),
        ((of.matter, "matter"),),
        ((of.basis, "basis"),),
        ((of.content, "content"),),
        ((of.villages, "villages"),),
        ((of.start, "start"), (of.exit, "exit")),
        ((of.staff, "staff"), (of.funds, "funds")),
        ((of.materials, "materials"),),
        ((of.load, "load"),),
        ((of.lists, "lists"),),
        ((of.department, "department"),),
        ((of.office, "office"),),
        ((says["decider"], "decision"),),
    ]
    cells = tuple(_cells(row, says) for row in rows)
    grid = Grid((), cells, SHARES, texts=frozenset({1, 3}), note=whole.admission.note)
    return paragraph("note", above), grid


def _cells(row: tuple[tuple[Said, str], ...], says: Mapping[str, Said]) -> tuple[Said, ...]:
    """The labels in 黑体, each with its value."""
    return tuple(said for label, name in row for said in (Run(plain(runs_of(label)), face="hei"), runs_of(says[name])))


def _villages(matter: Matter, whole: Texts) -> Said:
    if not matter.units:
        return MISSING
    names = listed(whole, matter.units, MOST_NAMED)
    return fill(whole.admission.villages, names=names, count=matter.number(matter.villages, "villages"))


def _staff(matter: Matter, whole: Texts) -> Said:
    staff = matter.admission.staff
    return fill(whole.admission.staff, count=matter.number(staff, "staff")) if staff else MISSING


def _funds(matter: Matter, whole: Texts) -> Said:
    funds = matter.admission.funds
    return fill(whole.admission.funds, count=matter.number(funds, "funds")) if funds else MISSING


def _load(matter: Matter, whole: Texts) -> Said:
    """What it adds on each village, and what the most loaded one carries with it."""
    admission, most = matter.admission, matter.most
    if most is None or admission.hours_month is None:
        return MISSING
    return fill(
        whole.admission.load,
        hours=matter.number(admission.hours_month, "hours_month"),
        forms=matter.number(admission.forms_month or 0, "forms_month"),
        most_hours=matter.number(most.hours, "most_hours"),
        most_forms=matter.number(most.forms, "most_forms"),
    )


def _likeness(matter: Matter, whole: Texts) -> Said:
    if matter.like is None:
        return whole.admission.like_none
    share = matter.number(matter.like.share, "share")
    return fill(whole.admission.like, item=matter.like.item.name, share=share, reason=matter.admission.apart or MISSING)


def _reviewed(matter: Matter, whole: Texts) -> Said:
    """That the office put it to decision; else room for what it says."""
    texts = whole.admission
    passed = matter.decided or matter.admission.state is AdmissionState.REVIEWED
    return f"{texts.passed if passed else ''}{BLANK}{texts.sign}"


def _decision(matter: Matter, whole: Texts) -> Said:
    """What was decided, why, by whom and when; else room for it."""
    texts, admission = whole.admission, matter.admission
    if not matter.decided:
        return f"{BLANK}{texts.sign}"
    said = fill(texts.refused if matter.refused else texts.approved, reason=matter.reason)
    by = fill(texts.decided, who=admission.decided_by, day=full_day(admission.decided_on))
    return (*joined((said, by), "\n"), Run(f"{BLANK}{texts.sign}"))


# The reply --------------------------------------------------------------------------------------------------------


def _refused(matter: Matter, texts: Reply) -> list[Block]:
    return [
        *body(fill(texts.refused, matter=matter.admission.matter, reason=matter.reason)),
        *body(fill(texts.after_refusal)),
    ]


def _approved(matter: Matter, whole: Texts) -> tuple[Block, ...]:
    """That it may begin, and under which conditions."""
    admission, texts = matter.admission, whole.reply
    exit_on = full_day(admission.exit_on)
    allowed = fill(
        texts.approved,
        matter=admission.matter,
        villages=_villages(matter, whole),
        start=full_day(admission.start_on),
        exit=exit_on,
    )
    guaranteed = fill(
        texts.guarantees,
        staff=_staff(matter, whole),
        funds=_funds(matter, whole),
        materials=admission.materials or MISSING,
    )
    hours = matter.number(admission.hours_month, "hours_month")
    forms = matter.number(admission.forms_month, "forms_month")
    conditions = fill(texts.conditions, reason=matter.reason) if matter.decided and matter.reason else ()
    sections = [
        (texts.approved_heading, body(allowed)),
        (texts.guarantees_heading, body(guaranteed)),
        (texts.load_heading, body(fill(texts.load, hours=hours, forms=forms))),
        (texts.exit_heading, body(fill(texts.exit, exit=exit_on))),
        (texts.conditions_heading, body(conditions)),
    ]
    return numbered(sections)
