"""上次议定事项, 存在的问题, 下一步要求: what meetings decided, and what the office makes of the half month.

The judgement and the demands are generated from the data until the office writes its own; both hold a paragraph a line.
"""

from collections import Counter
from collections.abc import Sequence

from lib.documents.facts import Facts
from lib.documents.numbers import count
from lib.documents.paper import Block, Paragraph, Ref, Run, Runs, Said, joined, paragraph
from lib.documents.parts import SEMICOLON, body, day, deadline, listed, meeting_name, next_due, responsible
from lib.documents.progress import ALL, counties_behind, spread
from lib.documents.reporting import not_in_time, of_status, still_missing
from lib.documents.template import fill
from lib.documents.texts import Texts
from lib.figures.progress import UnitProgress
from lib.kept.models import ItemKind, ItemState
from lib.review.meetings import Item
from lib.words.lights import Light
from lib.words.texts import printable

NAMED = 3  # villages that a judgement names; the rest are counted


def last_meeting(facts: Facts, texts: Texts, most: int = ALL, *, name_open: bool = True) -> list[Block]:
    """How many items the meeting before left to be done, what became of them, and those that are overdue by name."""
    words = texts.notice.meeting
    if facts.last is None:
        return body(fill(words.none))
    overdue = [item for item in facts.last_items if item.overdue]
    in_hand = [item for item in facts.last_items if item.state is ItemState.OPEN and not item.overdue]
    sentences = [_summary(facts, texts), _named(facts, texts, words.overdue_items, overdue, most)]
    if name_open:
        sentences.append(_named(facts, texts, words.open_items, in_hand, most))
    return body(*sentences)


def _summary(facts: Facts, texts: Texts) -> Runs:
    words, last = texts.notice.meeting, facts.last
    assert last is not None
    counted = Counter(item.state for item in facts.last_items)
    states = [
        fill(template, count=count(counted[state], "items", state))
        for state, template in (
            (ItemState.DONE, words.done),
            (ItemState.OPEN, words.open),
            (ItemState.DROPPED, words.dropped),
        )
        if counted[state]
    ]
    shown: dict[str, Said] = {
        "number": Run(str(last.number), Ref("count", "meetings", "number")),
        "count": count(len(facts.last_items), "items", "all"),
        "states": joined(states),
    }
    if last.held_on is None:
        return fill(words.summary_undated, **shown)
    return fill(words.summary, **shown, held=day(last.held_on, facts.half_month))


def _named(facts: Facts, texts: Texts, template: str, items: Sequence[Item], most: int) -> Runs:
    if not items:
        return ()
    named = [_item(facts, texts.notice.meeting.item, item) for item in items]
    return fill(template, items=listed(texts, named, most, SEMICOLON))


def _item(facts: Facts, template: str, item: Item) -> Runs:
    return fill(template, title=item.title, who=facts.whom(item), due=day(item.due_on, facts.half_month))


def decisions(facts: Facts, texts: Texts) -> list[Block]:
    """What the half month's own meeting decided anew, each with who leads and assists, and until when."""
    words, meeting = texts.notice.decisions, facts.meeting
    decided = [item for item in facts.new_items if item.kind is ItemKind.DECISION]
    if meeting is None or (meeting.held_on is None and not decided):
        return body(fill(words.not_held))
    name = meeting_name(texts, meeting)
    if not decided:
        return body(fill(words.nothing, meeting=name))
    number = count(len(decided), "items", "decided")
    items = [paragraph("body", f"{at}.", _decided(facts, texts, item)) for at, item in enumerate(decided, start=1)]
    return [*body(fill(words.decided, meeting=name, count=number)), *items]


def _decided(facts: Facts, texts: Texts, item: Item) -> Runs:
    words = texts.notice.decisions
    return fill(
        words.item,
        title=item.title,
        who=responsible(facts, item, words.assisting),
        due=day(item.due_on, facts.half_month),
    )


# Problems and demands -------------------------------------------------------------------------------------------


def problems(facts: Facts, texts: Texts, own: str) -> list[Block]:
    """The judgement, the office's own or the generated one; then the hard problems of this half month's meeting."""
    judged = own_words(own) or _each(texts, judgement(facts, texts))
    hard = [_item(facts, texts.notice.problems.item, item) for item in facts.new_items if item.kind is ItemKind.PROBLEM]
    if not hard or facts.meeting is None:
        return judged
    meeting = meeting_name(texts, facts.meeting)
    return [*judged, *body(fill(texts.notice.problems.hard, meeting=meeting, items=joined(hard, SEMICOLON)))]


def demands(facts: Facts, texts: Texts, own: str) -> list[Block]:
    """What is asked, the office's own or the generated."""
    return own_words(own) or _each(texts, asked(facts, texts))


def own_words(text: str) -> list[Block]:
    """The office's own paragraphs as they were written."""
    return [paragraph("body", line.strip()) for line in text.splitlines() if line.strip()]


def _each(texts: Texts, several: Sequence[Runs]) -> list[Block]:
    """A paragraph each, counted 一是, 二是 … where there is more than one."""
    if len(several) == 1:
        return body(several[0])
    ordinals = texts.words.ordinals  # six at least, by `Words`: the data make no more sentences than that
    return [paragraph("body", ordinal, runs) for ordinal, runs in zip(ordinals, several, strict=False)]


def judgement(facts: Facts, texts: Texts) -> list[Runs]:
    """What the data say is not well; one sentence when all is."""
    words = texts.notice.problems
    late = [facts.county_name(code) for code in of_status(facts, *not_in_time(facts))]
    sentences = [
        spread(facts, words.spread, texts) if _behind(facts) and len(facts.ranked) > 1 else (),
        fill(words.counties, counties="、".join(county.unit.name for county in _behind(facts)))
        if _behind(facts)
        else (),
        _measures(facts, words.measures),
        _rebounds(facts, texts),
        fill(words.reports, counties="、".join(late)) if late else (),
        _overdue(facts, words.items),
    ]
    return [runs for runs in sentences if runs] or [fill(_nothing_found(facts, texts))]


def _nothing_found(facts: Facts, texts: Texts) -> str:
    """Of what nobody reported nothing is said to be well."""
    if not facts.ranked:
        return texts.notice.behind.county_missing
    words = texts.notice.problems
    return words.none if all(report.complete for report in facts.reports) else words.none_known


def _behind(facts: Facts) -> list[UnitProgress]:
    return counties_behind(facts, Light.FAR_BEHIND, Light.BEHIND)


def _measures(facts: Facts, template: str) -> Runs:
    far = facts.of_light(Light.FAR_BEHIND)
    if not far:
        return ()
    number = count(len(far), "measures", Light.FAR_BEHIND.value)
    return fill(template, count=number, measures="、".join(measure.name for measure in far))


def _rebounds(facts: Facts, texts: Texts) -> Runs:
    if not facts.rebounds:
        return ()
    villages = {village.code: village.name for rebound in facts.rebounds for village in rebound.villages}
    number = count(len(villages), "rebounds", "all")
    return fill(texts.notice.problems.rebounds, count=number, villages="、".join([*villages.values()][:NAMED]))


def _overdue(facts: Facts, template: str) -> Runs:
    overdue = [item for item in facts.last_items if item.overdue]
    return fill(template, count=count(len(overdue), "items", "overdue")) if overdue else ()


def asked(facts: Facts, texts: Texts) -> list[Runs]:
    """What follows from the data: of counties, lead departments, townships, and for the next reports."""
    words, until = texts.notice.demands, deadline(facts)
    counties = "、".join(county.unit.name for county in _behind(facts))
    far = facts.of_light(Light.FAR_BEHIND)
    leading = (facts.department(measure.department_code) or texts.headers.department for measure in far)
    departments = "、".join(dict.fromkeys(leading))
    overdue = any(item.overdue for item in facts.last_items)
    sentences = [
        fill(words.counties, counties=counties, due=until) if counties else (),
        fill(words.measures, departments=departments, measures="、".join(measure.name for measure in far), due=until)
        if far
        else (),
        fill(words.rebounds, due=until) if facts.rebounds else (),
        fill(words.items, due=until) if overdue else (),
        _missing(facts, words.missing if facts.draft else words.missing_closed),
        fill(words.reports, half_month=facts.half_month.next().label, due=next_due(facts)),
    ]
    return [runs for runs in sentences if runs]


def _missing(facts: Facts, template: str) -> Runs:
    counties = [facts.county_name(code) for code in of_status(facts, *still_missing(facts))]
    return fill(template, counties="、".join(counties), half_month=facts.half_month.label) if counties else ()


def as_text(texts: Texts, several: Sequence[Runs]) -> str:
    """Generated paragraphs as the office finds them in the field to be edited."""
    return "\n".join(printable(block.text) for block in _each(texts, several) if isinstance(block, Paragraph))
