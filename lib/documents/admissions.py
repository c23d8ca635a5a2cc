"""准入审批表 and 批复: the form on which a matter for the villages is approved, and the answer to its applicant.

Source: section 二(二)2 of the article: general matters by the joint meeting, urgent ones by the county's deputy
secretary; staff, funds and materials guaranteed; an exit day. The office that keeps the register signs both routes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.documents.admission_sections import Approval, Reply
from lib.documents.letterhead import finished
from lib.documents.paper import Block, Document, Grid, Ref, Run, Said, joined, paragraph, plain, runs_of
from lib.documents.parts import body, full_day, listed, numbered
from lib.documents.template import fill
from lib.documents.texts import Texts, office_texts
from lib.kept.duties import Match
from lib.kept.models import Admission, AdmissionState, Decider, Urgency
from lib.kept.reference import Reference
from lib.review.admissions import application, decided_as, like, why_decided
from lib.review.dispatch import department_names
from lib.review.loads import Load, load_before_and_after
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.wording import MISSING

MOST_NAMED = 8  # units; of more the first are named
BLANK = "\n\n\n"  # room for a seal
SHARES = (16, 34, 16, 34)  # of the line: label, value, label, value


@dataclass(frozen=True)
class Matter:
    """An application with what its papers say of it; `most` is the load on its most loaded village with it.

    `reason` is why it was decided so: what was written at the decision, else the application's note.
    """

    one: Admission
    prefecture: str
    department: str
    units: tuple[str, ...]
    villages: int
    most: Load | None
    like: Match | None
    reason: str
    decider: Decider

    @property
    def decided(self) -> bool:
        """Whether it was approved or refused."""
        return self.one.decided_on is not None

    @property
    def refused(self) -> bool:
        return self.one.state is AdmissionState.REFUSED

    @property
    def urgent(self) -> bool:
        return self.one.urgency is Urgency.URGENT

    @property
    def of_secretary(self) -> bool:
        return self.decider is Decider.SECRETARY

    def number(self, value: Decimal | int | float | None, aspect: str) -> Run:
        """60000, 4.5: exact, with what it is; — where it is not given."""
        if value is None:
            return Run(MISSING)
        return Run(f"{Decimal(str(value)).normalize():f}", Ref("admission", self.one.code, aspect))


def approval_of(connection: sa.Connection, reference: Reference, code: str) -> Document:
    """The 准入审批表, a draft until it is decided. Raises Refusal where there is no such application."""
    this, whole = _matter(connection, reference, code), office_texts()
    texts, says = whole.admission, _facts(this, whole)
    return _document(this, whole, "admission", plain(fill(texts.file, code=code)), texts.title, form(whole, says))


def reply_of(connection: sa.Connection, reference: Reference, code: str) -> Document:
    """The 批复; while nothing is decided a draft that approves. Raises Refusal for what was not applied for."""
    this, whole = _matter(connection, reference, code), office_texts()
    if this.one.applied_on is None or (this.one.state is AdmissionState.DRAFT):
        raise Refusal(_("It is not applied for; an answer follows an application"))
    texts, one = whole.reply, this.one
    said = _refused(this, texts) if this.refused else _approved(this, whole)
    who = one.decided_by or (texts.secretary if this.of_secretary else texts.meeting)
    decided = fill(texts.urgent if this.urgent else texts.general, who=who)
    opening = fill(texts.opening, matter=one.matter, code=code, day=full_day(one.applied_on), decided=decided)
    still_open = () if this.decided else fill(texts.undecided)
    title, file = plain(fill(texts.title, matter=one.matter)), plain(fill(texts.file, code=code))
    return _document(this, whole, "reply", file, title, (*body(opening, still_open), *said))


def _matter(connection: sa.Connection, reference: Reference, code: str) -> Matter:
    one = application(connection, code)
    if one is None:
        raise Refusal(_("There is no application {code}").format(code=code))
    villages, most = load_before_and_after(connection, one, 1)
    found = like(connection, one.matter)
    return Matter(
        one=one,
        prefecture=reference.top.name,
        department=department_names(reference).get(one.department_code, one.department_code),
        units=tuple(reference.units[code].name for code in one.units.split() if code in reference.units),
        villages=villages,
        most=most[0][1] if most else None,
        like=found[0] if found else None,
        reason=_sentence(why_decided(connection, one)),
        decider=decided_as(one, reference),
    )


def _sentence(text: str) -> str:
    return text if not text or text.endswith(("。", "！", "？")) else f"{text}。"


def _document(this: Matter, whole: Texts, kind: str, file: str, title: str, said: tuple[Block, ...]) -> Document:
    """A reply has a head with its number, and an addressee; the form has neither."""
    texts, reply = whole.reply, kind == "reply"
    made = Document(
        kind=kind,
        file_name=file,
        draft="" if this.decided else whole.words.draft,
        masthead=plain(fill(texts.masthead, prefecture=this.prefecture)) if reply else "",
        number=_number(this, texts) if reply else "",
        title=(title,),
        addressees=plain(fill(texts.addressees, department=this.department)) if reply else "",
        copies=texts.copies if reply else "",
        body=said,
        signed_on=this.one.decided_on or settings().today,
        fields=_facts(this, whole),
    )
    return finished(made, whole, this.prefecture)


def _number(this: Matter, texts: Reply) -> str:
    """发文字号: as the office wrote it, or around the number that it wrote; blank where the registry gave none yet."""
    given = this.one.reply_number.strip()
    if given and not given.isdigit():
        return given
    year = (this.one.decided_on or settings().today).year
    return plain(fill(texts.number, year=str(year), number=given or "　"))


# The form ---------------------------------------------------------------------------------------------------------


def _facts(this: Matter, whole: Texts) -> dict[str, Said]:
    """What form and reply say of a matter, by the name under which a template may ask for it."""
    one, texts = this.one, whole.admission
    return {
        "code": one.code,
        "applied_on": full_day(one.applied_on) if one.applied_on else texts.not_applied,
        "applicant": this.department,
        "route": _route(this, texts),
        "matter": one.matter,
        "basis": one.basis or MISSING,
        "content": one.content or MISSING,
        "villages": _villages(this, whole),
        "start": full_day(one.start_on),
        "exit": full_day(one.exit_on),
        "staff": _staff(this, whole),
        "funds": _funds(this, whole),
        "materials": one.materials or MISSING,
        "load": _load(this, whole),
        "lists": _likeness(this, whole),
        "department": f"{BLANK}{texts.sign}",
        "office": _reviewed(this, whole),
        "decider": texts.labels.secretary if this.of_secretary else texts.labels.meeting,
        "decision": _decision(this, whole),
    }


def _route(this: Matter, texts: Approval) -> Said:
    if not this.urgent:
        return texts.general
    return texts.urgent if this.of_secretary else texts.urgent_several


def form(whole: Texts, says: Mapping[str, Said]) -> tuple[Block, ...]:
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


def _villages(this: Matter, whole: Texts) -> Said:
    if not this.units:
        return MISSING
    names = listed(whole, this.units, MOST_NAMED)
    return fill(whole.admission.villages, names=names, count=this.number(this.villages, "villages"))


def _staff(this: Matter, whole: Texts) -> Said:
    return fill(whole.admission.staff, count=this.number(this.one.staff, "staff")) if this.one.staff else MISSING


def _funds(this: Matter, whole: Texts) -> Said:
    return fill(whole.admission.funds, count=this.number(this.one.funds, "funds")) if this.one.funds else MISSING


def _load(this: Matter, whole: Texts) -> Said:
    """What it adds on each village, and what the most loaded one carries with it."""
    one, most = this.one, this.most
    if most is None or one.hours_month is None:
        return MISSING
    return fill(
        whole.admission.load,
        hours=this.number(one.hours_month, "hours_month"),
        forms=this.number(one.forms_month or 0, "forms_month"),
        most_hours=this.number(most.hours, "most_hours"),
        most_forms=this.number(most.forms, "most_forms"),
    )


def _likeness(this: Matter, whole: Texts) -> Said:
    if this.like is None:
        return whole.admission.like_none
    share = this.number(this.like.share, "share")
    return fill(whole.admission.like, item=this.like.item.name, share=share, reason=this.one.apart or MISSING)


def _reviewed(this: Matter, whole: Texts) -> Said:
    """That the office put it to decision; else room for what it says."""
    texts = whole.admission
    passed = this.decided or this.one.state is AdmissionState.REVIEWED
    return f"{texts.passed if passed else ''}{BLANK}{texts.sign}"


def _decision(this: Matter, whole: Texts) -> Said:
    """What was decided, why, by whom and when; else room for it."""
    texts, one = whole.admission, this.one
    if not this.decided:
        return f"{BLANK}{texts.sign}"
    said = fill(texts.refused if this.refused else texts.approved, reason=this.reason)
    by = fill(texts.decided, who=one.decided_by, day=full_day(one.decided_on))
    return (*joined((said, by), "\n"), Run(f"{BLANK}{texts.sign}"))


# The reply --------------------------------------------------------------------------------------------------------


def _refused(this: Matter, texts: Reply) -> list[Block]:
    return [*body(fill(texts.refused, matter=this.one.matter, reason=this.reason)), *body(fill(texts.after_refusal))]


def _approved(this: Matter, whole: Texts) -> tuple[Block, ...]:
    """That it may begin, and under which conditions."""
    one, texts = this.one, whole.reply
    exit_on = full_day(one.exit_on)
    allowed = fill(
        texts.approved, matter=one.matter, villages=_villages(this, whole), start=full_day(one.start_on), exit=exit_on
    )
    guaranteed = fill(
        texts.guarantees, staff=_staff(this, whole), funds=_funds(this, whole), materials=one.materials or MISSING
    )
    hours, forms = this.number(one.hours_month, "hours_month"), this.number(one.forms_month, "forms_month")
    conditions = fill(texts.conditions, reason=this.reason) if this.decided and this.reason else ()
    sections = [
        (texts.approved_heading, body(allowed)),
        (texts.guarantees_heading, body(guaranteed)),
        (texts.load_heading, body(fill(texts.load, hours=hours, forms=forms))),
        (texts.exit_heading, body(fill(texts.exit, exit=exit_on))),
        (texts.conditions_heading, body(conditions)),
    ]
    return numbered(sections)
