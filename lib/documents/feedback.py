"""反馈单: what the half month says of one county, with its villages furthest behind and what it was asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.documents.facts import Facts, gather
from lib.documents.letterhead import file_name, head_for, of_half_month
from lib.documents.numbers import bare, count, county_change, gap, in_table, light_run, money_note, percent, rests_on
from lib.documents.paper import Block, Column, Document, Grid, Ref, Run, Runs, joined, paragraph, plain, table
from lib.documents.parts import body, by_light, day, deadline, marks, numbered
from lib.documents.reporting import ON_TIME, form_words
from lib.documents.template import fill
from lib.documents.texts import Texts, office_texts
from lib.documents.verified import of_county
from lib.figures.figures import Figure
from lib.figures.progress import TaskProgressAt, UnitProgress, task_cells, villages_behind
from lib.figures.ranking import place_among
from lib.figures.reading import figures
from lib.kept.models import Briefing
from lib.kept.reference import Reference, UnitRef
from lib.review.meetings import Item, all_items, in_force, meetings, way_of
from lib.review.submissions import Standing, Status
from lib.words.half_months import HalfMonth
from lib.words.settings import settings
from lib.words.wording import MISSING

VILLAGES = 8


@dataclass(frozen=True)
class County:
    """One county in one half month; `tasks` are its own with their rank among the counties."""

    facts: Facts
    texts: Texts
    head: Briefing
    unit: UnitRef
    figures: Sequence[Figure]
    tasks: Sequence[tuple[str, TaskProgressAt, int]]  # name, cell, rank
    villages: Sequence[UnitProgress]
    items: Sequence[Item]

    @property
    def you(self) -> str:
        """县, 市 or 区, as the county is spoken to."""
        return self.texts.feedback.you.get(self.unit.kind, "")


def feedback_of(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, codes: Sequence[str]
) -> tuple[Document, ...]:
    """The 反馈单 of each of these counties, in their order."""
    return tuple(_document(county) for county in counties(connection, reference, half_month, codes))


def all_file_name(half_month: HalfMonth, draft: str) -> str:
    """The name of the file that holds every county's sheet."""
    return file_name(plain(fill(office_texts().feedback.file_all, half_month=half_month.label)), draft)


def _document(county: County) -> Document:
    texts, facts = county.texts.feedback, county.facts
    names = {"half_month": facts.half_month.label, "county": county.unit.name}
    opening = fill(texts.opening, you=county.you, reply=deadline(facts), **names)
    sheet = Document(
        kind="feedback",
        file_name=plain(fill(texts.file, **names)),
        title=(plain(fill(texts.title, **names)),),
        body=(*body(opening, *marks(facts, county.texts)), *numbered(_sections(county))),
        addressees=plain(fill(texts.addressees, county=county.unit.name)),
    )
    return of_half_month(sheet, facts, county.texts, county.head)


def _sections(county: County) -> list[tuple[str, list[Block]]]:
    texts = county.texts.feedback
    verified = of_county(county.facts, county.texts, county.unit, county.you)
    return [
        (texts.overall.heading, _overall(county)),
        (texts.lights.heading, _lights(county)),
        (texts.villages.heading, _villages(county)),
        (texts.reports.heading, [*body(_reports(county)), *verified]),
        (texts.asked.heading, _items(county)),
    ]


# Progress and lights --------------------------------------------------------------------------------------------


def _overall(county: County) -> list[Block]:
    texts, code = county.texts.feedback.overall, county.unit.code
    mine = next((ranked for ranked in county.facts.ranked if ranked.unit.code == code), None)
    if mine is None:
        apart = next(
            (
                progress
                for progress in county.facts.counties
                if progress.unit.code == code and progress.percent is not None
            ),
            None,
        )
        if apart and apart.rests_on:
            return body(fill(texts.apart, you=county.you, rests_on=rests_on(county.texts, code, apart.rests_on)))
        return body(fill(texts.missing, you=county.you))
    return body(
        fill(
            texts.text,
            you=county.you,
            percent=percent(mine.percent, Ref("progress", code, "percent")),
            expected=percent(mine.expected, Ref("progress", code, "expected")),
            light=mine.light.word if mine.light else MISSING,
            count=count(len(county.facts.ranked), "counties", "ranked"),
            rank=Run(str(county.facts.rank(code)), Ref("progress", code, "rank")),
            change=county_change(county.texts, mine),
        )
    )


def _lights(county: County) -> list[Block]:
    texts = county.texts.feedback.lights
    lights = [figure.light for figure in county.figures] + [cell.light for _name, cell, _rank in county.tasks]
    counted = by_light(county.texts, lights, texts.light, texts.missing, "lights", county.unit.code)
    number = count(len(lights), "lights", "all", county.unit.code)
    sentence = fill(texts.text, count=number, lights=counted)
    return [*body(sentence), _figures(county), *([_task_grid(county)] if county.tasks else [])]


def _figures(county: County) -> Grid:
    of, unit = county.texts.headers, county.unit.code
    columns: list[Column[Figure]] = [
        Column(of.indicator, 26, lambda row: row.name, left=True),
        Column(of.value, 20, lambda row: in_table(row.value, row, Ref("indicator", row.code, "value", unit))),
        Column(of.percent, 15, lambda row: bare(row.percent, Ref("indicator", row.code, "percent", unit))),
        Column(of.expected, 13, lambda row: bare(row.expected, Ref("indicator", row.code, "expected", unit))),
        Column(of.state, 14, lambda row: light_run(row.light, row.overdue)),
        Column(of.rank, 12, lambda row: _rank(county, row, Ref("indicator", row.code, "rank", unit))),
    ]
    return table(county.figures, columns, note=money_note(county.texts.words.money, county.figures))


def _rank(county: County, figure: Figure, ref: Ref) -> Run:
    """The place among the counties by progress towards the target."""
    if figure.percent is None or figure.light is None:
        return Run(MISSING)
    # among those that have a place in the ranking: who reported too little is no measure for others
    percents = [
        row.rows[figure.code].percent
        for row in county.facts.rows
        if figure.code in row.rows and county.facts.rank(row.unit.code) is not None
    ]
    return Run(str(place_among(figure.percent, percents)), ref)


def _task_grid(county: County) -> Grid:
    of, unit = county.texts.headers, county.unit.code
    columns: list[Column[tuple[str, TaskProgressAt, int]]] = [
        Column(of.task, 36, lambda row: row[0], left=True),
        Column(of.percent, 18, lambda row: bare(row[1].percent, Ref("task", row[1].code, "percent", unit))),
        Column(of.expected, 18, lambda row: bare(row[1].expected, Ref("task", row[1].code, "expected", unit))),
        Column(of.state, 16, lambda row: light_run(row[1].light, row[1].overdue)),
        Column(of.rank, 12, lambda row: Run(str(row[2]), Ref("task", row[1].code, "rank", unit))),
    ]
    return table(county.tasks, columns, county.texts.feedback.lights.tasks)


# Villages, reports, what was asked --------------------------------------------------------------------------------


def _villages(county: County) -> list[Block]:
    texts = county.texts.feedback.villages
    if not county.villages:
        known = county.unit.code in {ranked.unit.code for ranked in county.facts.ranked}
        return body(fill(texts.none if known else texts.missing))
    number = count(len(county.villages), "villages", "behind", county.unit.code)
    return [*body(fill(texts.text, count=number)), _village_grid(county)]


def _village_grid(county: County) -> Grid:
    of = county.texts.headers
    columns: list[Column[tuple[int, UnitProgress]]] = [
        Column(of.number, 10, lambda row: str(row[0])),
        Column(of.village, 36, lambda row: row[1].unit.name, left=True),
        Column(of.progress, 18, lambda row: bare(row[1].percent, Ref("village", row[1].unit.code, "percent"))),
        Column(of.expected, 16, lambda row: bare(row[1].expected, Ref("village", row[1].unit.code, "expected"))),
        Column(of.gap, 20, lambda row: gap(row[1], Ref("village", row[1].unit.code, "gap"))),
    ]
    return table(enumerate(county.villages, start=1), columns)


def _reports(county: County) -> Runs:
    texts, code = county.texts.feedback.reports, county.unit.code
    mine = [report for report in county.facts.reports if report.county_code == code]
    if mine and all(report.status in ON_TIME for report in mine):
        return fill(texts.all_on_time, count=count(len(mine), "forms", "all", code))
    in_time = sum(report.status in ON_TIME for report in mine)
    sentences = fill(texts.on_time, count=count(in_time, "forms", "on_time", code)) if in_time else ()
    for status in Status:
        several = [report for report in mine if report.status is status]
        if several and status not in ON_TIME:
            sentences += _state(county, status, several)
    return sentences


def _state(county: County, status: Status, several: Sequence[Standing]) -> Runs:
    forms = joined(form_words(county.facts, county.texts.notice.behind, report) for report in several)
    number = count(len(several), "forms", status.value, county.unit.code)
    return fill(county.texts.feedback.reports.state, state=status.word, count=number, forms=forms)


def _items(county: County) -> list[Block]:
    texts = county.texts.feedback.asked
    if not county.items:
        return body(fill(texts.none))
    return [paragraph("body", f"{at}.", _item(county, item)) for at, item in enumerate(county.items, start=1)]


def _item(county: County, item: Item) -> Runs:
    texts = county.texts.feedback.asked
    due = day(item.due_on, county.facts.half_month)
    if item.overdue and item.due_on:
        days = Run(str((settings().today - item.due_on).days), Ref("item", item.code, "days"))
        return fill(texts.overdue, title=item.title, due=due, days=days, until=deadline(county.facts))
    return fill(texts.item, title=item.title, due=due)


# What a sheet is made from ------------------------------------------------------------------------------------


def counties(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, codes: Sequence[str]
) -> list[County]:
    """What the sheets of these counties are made from, in their order."""
    facts, texts = gather(connection, reference, half_month, verification=True), office_texts()
    head = head_for(connection, texts, half_month)
    cells = task_cells(connection, reference, [county.unit for county in facts.counties], half_month)
    items = asked_until(connection, half_month)
    tasks = reference.tasks.values()
    # a task that a county or its townships report themselves
    names = {task.code: task.name for task in tasks if task.indicator is None and task.level in ("county", "township")}
    # lower levels have duties for the same indicators as the prefecture's measures, which say nothing new
    measures = {task.indicator for task in tasks if task.level == "prefecture"}
    measured = [code for code in facts.figures if code in measures]
    return [
        County(
            facts=facts,
            texts=texts,
            head=head,
            unit=reference.units[code],
            figures=figures(connection, reference, reference.units[code], half_month, measured),
            tasks=_tasks(cells, names, code),
            villages=villages_behind(connection, reference, reference.units[code], half_month, VILLAGES),
            items=_asked(items, reference.codes_below(code)),
        )
        for code in codes
    ]


def asked_until(connection: sa.Connection, half_month: HalfMonth) -> list[Item]:
    """What is not settled of all that meetings up to this half month's asked; where it stands today."""
    items = all_items(connection)
    held = {meeting.code for meeting in meetings(connection) if meeting.half_month <= half_month}
    return [item for item in in_force(items) if way_of(items, item)[-1].meeting_code in held]


def _tasks(
    cells: Iterable[TaskProgressAt], names: Mapping[str, str], code: str
) -> list[tuple[str, TaskProgressAt, int]]:
    percents: dict[str, list[float]] = {}
    for cell in cells:
        percents.setdefault(cell.code, []).append(cell.percent)
    mine = [cell for cell in cells if cell.unit.code == code and cell.code in names]
    return [(names[cell.code], cell, place_among(cell.percent, percents[cell.code])) for cell in mine]


def _asked(items: Iterable[Item], codes: frozenset[str]) -> list[Item]:
    """What the county or a unit below it was asked and has not settled, what is overdue first."""
    mine = [item for item in items if item.unit_code in codes]
    return sorted(mine, key=lambda item: (not item.overdue, str(item.due_on), item.code))
