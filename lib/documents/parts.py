"""What several documents share: numbered headings, days, the counts of a state, and sentences of indicators."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from lib.documents.facts import Facts
from lib.documents.numbers import IndicatorTexts, count
from lib.documents.paper import Block, Paragraph, Ref, Run, Runs, Said, joined, paragraph, plain, runs_of
from lib.documents.sections import Parts
from lib.documents.template import fill, fill_with, placeholders
from lib.documents.texts import Texts
from lib.review.meetings import Item, Meeting
from lib.review.submissions import completeness, due_date
from lib.words.half_months import HalfMonth
from lib.words.lights import Light
from lib.words.wording import MISSING

DIGITS = "一二三四五六七八九十"
SEMICOLON = "；"


def numbered(sections: Iterable[tuple[str, Sequence[Block]]]) -> tuple[Block, ...]:
    """一、heading, then what belongs to it; a section without anything is left out and not counted."""
    numbered_blocks: list[Block] = []
    said = ((heading, blocks) for heading, blocks in sections if blocks)
    for at, (heading, blocks) in enumerate(said, start=1):
        numbered_blocks += [paragraph("heading", f"{chinese(at)}、{heading}"), *blocks]
    return tuple(numbered_blocks)


def chinese(number: int) -> str:
    """一 … 十, 十一 … 十九."""
    tens, ones = divmod(number, 10)
    return DIGITS[number - 1] if number <= 10 else f"{'' if tens == 1 else DIGITS[tens - 1]}十{DIGITS[ones - 1]}"


def run_in(number: int, heading: str, *parts: Runs) -> Paragraph:
    """（一）heading in 楷体, and the text behind it in the same paragraph."""
    return paragraph("body", Run(f"（{chinese(number)}）{heading}", face="kai"), *parts)


def body(*parts: Runs) -> list[Block]:
    """One paragraph out of sentences; none where there is nothing to say."""
    return [paragraph("body", *parts)] if any(parts) else []


def day(value: date | None, told_in: HalfMonth | None = None) -> str:
    """6月30日; — where it is not known. In what is told of the half month `told_in` a day of another year has its year:
    2024年1月4日."""
    if value is None:
        return MISSING
    year = f"{value.year}年" if told_in and value.year != told_in.year else ""
    return f"{year}{value.month}月{value.day}日"


def full_day(value: date | None) -> str:
    """2023年6月30日; — where it is not known."""
    return f"{value.year}年{day(value)}" if value else MISSING


def due(facts: Facts) -> str:
    """Until when the half month's reports are on time."""
    return day(due_date(facts.half_month), facts.half_month)


def next_due(facts: Facts) -> str:
    """Until when the next half month's reports are on time."""
    return day(due_date(facts.half_month.next()), facts.half_month)


def deadline(facts: Facts, today: date | None = None) -> str:
    """Until when what is overdue or behind is to be settled: the first day on which reports are due after the half
    month's meeting, which asks for it (and after `today`, where it is asked for on that day); the next meeting sees it.
    """
    held = facts.meeting.held_on if facts.meeting else None
    after = max(day for day in (due_date(facts.half_month), held, today) if day)
    at = facts.half_month.next()
    while due_date(at) <= after:
        at = at.next()
    return day(due_date(at), facts.half_month)


def meeting_name(texts: Texts, meeting: Meeting) -> Runs:
    """第6次调度会（7月6日召开）; without its day as long as that is not known."""
    words, number = texts.notice.decisions, Run(str(meeting.number), Ref("count", "meetings", "own"))
    if meeting.held_on is None:
        return fill(words.meeting_undated, number=number)
    return fill(words.meeting, number=number, held=day(meeting.held_on, meeting.half_month))


def responsible(facts: Facts, item: Item, assisting: str) -> str:
    """Who is responsible for an item, and by the template `assisting` who helps."""
    who = facts.whom(item)
    return plain(fill(assisting, who=who, assisting=item.assisting)) if item.assisting else who


def marks(facts: Facts, texts: Texts) -> tuple[Runs, Runs]:
    """That the half month is still open, and that the data are the demo's; nothing where they are not."""
    still_open = fill(texts.notice.open, half_month=facts.half_month.label) if facts.draft else ()
    return still_open, runs_of(texts.words.demo) if facts.demo else ()


def listed(texts: Texts, parts: Sequence[Said], most: int, mark: str = "、") -> Runs:
    """The parts parted by 、; beyond `most` of them the first, and 等: how many there are was said before."""
    if len(parts) <= most:
        return joined(parts, mark)
    return fill(texts.words.among_others, names=joined(parts[:most], mark))


def report_counts(facts: Facts) -> dict[str, Said]:
    """How many reports were asked for, how many are complete, and `apart` what was carried forward or sent back."""
    reports = completeness(report.status for report in facts.reports)
    apart: Runs = ()
    for number, aspect, template in (
        (reports.carried, "carried", "，沿用{n}张"),
        (reports.returned, "returned", "，退回{n}张"),
    ):
        apart += fill(template, n=count(number, "reports", aspect)) if number else ()
    asked, filled = count(reports.asked, "reports", "asked"), count(reports.complete, "reports", "filled")
    return {"asked": asked, "filled": filled, "apart": apart}


def by_light(texts: Texts, lights: Sequence[Light | None], item: str, missing: str, code: str, unit: str = "") -> Runs:
    """已完成9项、正常12项、预警6项、滞后2项, and how many have no light; what is 0 is left out."""
    counted = Counter(lights)
    parts = [
        fill(item, light=light.word, count=count(counted[light], code, light.value, unit))
        for light in Light
        if counted[light]
    ]
    if counted[None]:
        parts.append(fill(missing, count=count(counted[None], code, "missing", unit)))
    return joined(parts)


def indicator_parts(facts: Facts, texts: Texts, parts: Parts) -> list[Block]:
    """（一）… （四）: the sentences of indicators; those without a value are named instead."""
    return [
        run_in(at, part.heading, *indicator_sentences(facts, texts, part.sentences))
        for at, part in enumerate(parts.parts, start=1)
    ]


def _sides(sentence: str) -> dict[str, list[str]]:
    """What a sentence says of each indicator that it names."""
    sides: dict[str, list[str]] = {}
    for code, side in placeholders(sentence):
        sides.setdefault(code, []).append(side)
    return sides


def indicator_sentences(facts: Facts, texts: Texts, sentences: Sequence[str]) -> list[Runs]:
    """Sentences of indicators; those without a value are named behind them instead."""
    figures = IndicatorTexts(facts, texts)
    said: list[Runs] = []
    for sentence in sentences:
        known = len(figures.missing)  # one more after a sentence with a figure that has no value: it is left out
        figures.sides = _sides(sentence)
        runs = fill_with(sentence, figures.find)
        if len(figures.missing) == known:
            said.append(runs)
    if figures.missing:
        said.append(fill(texts.words.no_data, names="、".join(dict.fromkeys(figures.missing))))
    return said
