"""议程 and 会议纪要: what a meeting goes through, from the data, and what it heard and decided, from the register."""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.documents.facts import Facts, gather
from lib.documents.letterhead import finished
from lib.documents.paper import Block, Document, Run, Runs, joined, paragraph, plain
from lib.documents.parts import SEMICOLON, body, chinese, day, full_day, numbered, responsible
from lib.documents.progress import behind, measures_behind, overall, rebounded
from lib.documents.reporting import reporting
from lib.documents.review import last_meeting, own_words
from lib.documents.template import fill
from lib.documents.texts import Texts, office_texts
from lib.kept.models import ItemKind, ItemState
from lib.kept.reference import Reference
from lib.review.admissions import applications
from lib.review.meetings import Item, Meeting
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.wording import MISSING


def agenda_of(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Document:
    """The agenda: last time's items, results, who did not report or is behind, and the admissions that wait."""
    facts, whole = gather(connection, reference, half_month), office_texts()
    meeting, texts = _meeting(facts), whole.agenda
    waiting = [admission for admission in applications(connection) if admission.waits]
    asked = [
        fill(texts.admission, matter=admission.matter, who=facts.department(admission.department_code))
        for admission in waiting
    ]
    opening = fill(texts.opening, half_month=half_month.label, **_head(meeting))
    sections: list[tuple[str, list[Block]]] = [
        (texts.last, last_meeting(facts, whole)),
        (texts.results, overall(facts, whole)),
        (texts.unreported, body(reporting(facts, whole))),
        (texts.behind, body(behind(facts, whole), measures_behind(facts, whole), rebounded(facts, whole))),
        (texts.admissions, body((*joined(asked, SEMICOLON), Run("。"))) if asked else body(fill(texts.no_admissions))),
        (texts.next, body(fill(texts.next_text))),
    ]
    return _document("agenda", facts, whole, meeting, texts.file, texts.title, [*body(opening), *numbered(sections)])


def minutes_of(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Document:
    """The minutes: who was there, what was heard and said, what was decided with unit, day and result."""
    facts, whole = gather(connection, reference, half_month), office_texts()
    meeting, texts = _meeting(facts), whole.minutes
    opening = fill(texts.opening, number=str(meeting.number), **_head(meeting))
    decided = [item for item in facts.items if item.kind is ItemKind.DECISION]
    problems = [item for item in facts.items if item.kind is ItemKind.PROBLEM]
    sections: list[tuple[str, list[Block]]] = [
        (plain(fill(texts.heard, half_month=half_month.label)), [*overall(facts, whole), *last_meeting(facts, whole)]),
        (texts.said, own_words(meeting.said)),
        (texts.decided, _items(facts, whole, decided) or body(fill(texts.no_items))),
        (texts.problems, _items(facts, whole, problems)),
        (texts.people, _people(whole, meeting)),
    ]
    still_open = () if meeting.closed else fill(texts.open)
    return _document(
        "minutes", facts, whole, meeting, texts.file, texts.title, [*body(opening, still_open), *numbered(sections)]
    )


def _meeting(facts: Facts) -> Meeting:
    if facts.meeting is None:
        said = _("{half_month} has no meeting yet; prepare it on the page Dispatch, under “Meeting”")
        raise Refusal(said.format(half_month=facts.half_month.label))
    return facts.meeting


def _document(
    kind: str, facts: Facts, whole: Texts, meeting: Meeting, file: str, title: str, blocks: Sequence[Block]
) -> Document:
    document = Document(
        kind=kind,
        file_name=plain(fill(file, half_month=facts.half_month.label)),
        # an agenda goes out before its meeting: it is no draft for being early
        draft=whole.words.draft if kind == "minutes" and not meeting.closed else "",
        title=(plain(fill(title, number=str(meeting.number))),),
        body=tuple(blocks),
        signed_on=meeting.held_on or settings().today,
        fields=_head(meeting)
        | {name: getattr(meeting, name) for name in ("present", "absent", "recorder")}
        | {"half_month": facts.half_month.label, "meeting": str(meeting.number)},
    )
    return finished(document, whole, facts.top.name)


def _head(meeting: Meeting) -> dict[str, str]:
    """When and where it was held, and who was in the chair."""
    place, chair = meeting.place or MISSING, meeting.chair or MISSING
    return {"held": full_day(meeting.held_on), "place": place, "chair": chair}


def _items(facts: Facts, whole: Texts, items: Sequence[Item]) -> list[Block]:
    return [
        paragraph("body", f"（{chinese(at)}）", _item(facts, whole, item)) for at, item in enumerate(items, start=1)
    ]


def _item(facts: Facts, whole: Texts, item: Item) -> Runs:
    """What is to be done, by whom with whom, until when; once it is settled what came of it."""
    texts = whole.minutes
    who = responsible(facts, item, texts.assisting)
    if item.state is not ItemState.OPEN:
        return fill(texts.item_done, title=item.title, who=who, result=item.result)
    return fill(texts.item, title=item.title, who=who, due=day(item.due_on, facts.half_month))


def _people(whole: Texts, meeting: Meeting) -> list[Block]:
    texts = whole.minutes
    told = ((texts.present, meeting.present), (texts.absent, meeting.absent), (texts.recorder, meeting.recorder))
    return [paragraph("body", *fill(template, names=Run(names))) for template, names in told if names]
