"""反馈单: what the half month says of one county, with its villages furthest behind and what it was asked."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from lib.documents.briefing.annexes import bare, light_run
from lib.documents.briefing.county import County, counties
from lib.documents.briefing.facts import facts
from lib.documents.briefing.fill import fill
from lib.documents.briefing.notice import file_name, title
from lib.documents.briefing.numbers import amount, count, county_change, difference, percent
from lib.documents.briefing.paper import Block, Document, Grid, Ref, Run, Runs, joined, paragraph, plain, runs_of
from lib.documents.briefing.parts import body, by_light, day, next_due, numbered
from lib.documents.briefing.reporting import ON_TIME, form
from lib.documents.briefing.texts import office_texts
from lib.figures.figures import Figure
from lib.figures.progress import TaskProgressAt, UnitProgress
from lib.kept.reference import Reference
from lib.review.meetings import Item
from lib.review.submissions import Standing, Status
from lib.words.half_months import HalfMonth
from lib.words.settings import settings
from lib.words.wording import signed


def feedback_of(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, codes: Sequence[str]
) -> tuple[Document, ...]:
    """The 反馈单 of each of these counties, in their order."""
    return tuple(_document(one) for one in counties(connection, reference, half_month, codes))


def all_file_name(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> str:
    """The name of the file that holds every county's sheet."""
    found, said = facts(connection, reference, half_month), office_texts()
    return file_name(found, said, plain(fill(said.feedback.file_all, half_month=half_month.label)))


def _document(one: County) -> Document:
    said, found = one.said.feedback, one.found
    names = {"half_month": found.half_month.label, "county": one.unit.name}
    return Document(
        kind="feedback",
        file_name=file_name(found, one.said, plain(fill(said.file, **names))),
        draft=one.said.words.draft if found.draft else "",
        title=title(found, one.said, plain(fill(said.title, **names))),
        addressees=plain(fill(said.addressees, county=one.unit.name)),
        body=(*_opening(one, names), *numbered(_sections(one))),
        signed_by=one.head.signed_by,
        signed_on=one.head.signed_on or settings().today,
        fonts=one.said.fonts.model_dump(),
    )


def _opening(one: County, names: Mapping[str, str]) -> list[Block]:
    opening = fill(one.said.feedback.opening, you=one.you, reply=next_due(one.found), **names)
    draft = fill(one.said.notice.open, half_month=names["half_month"]) if one.found.draft else ()
    return body(opening, draft, runs_of(one.said.words.demo) if one.found.demo else ())


def _sections(one: County) -> list[tuple[str, list[Block]]]:
    said = one.said.feedback
    return [
        (said.overall.heading, _overall(one)),
        (said.lights.heading, _lights(one)),
        (said.villages.heading, _villages(one)),
        (said.reports.heading, body(_reports(one))),
        (said.asked.heading, _items(one)),
    ]


# Progress and lights --------------------------------------------------------------------------------------------


def _overall(one: County) -> list[Block]:
    said, code = one.said.feedback.overall, one.unit.code
    mine = next((county for county in one.found.ranked if county.unit.code == code), None)
    if mine is None:
        return body(fill(said.missing, you=one.you))
    return body(
        fill(
            said.text,
            you=one.you,
            percent=percent(mine.percent, Ref("progress", code, "percent")),
            expected=percent(mine.expected, Ref("progress", code, "expected")),
            light=mine.light.word if mine.light else "—",
            count=count(len(one.found.ranked), "counties", "ranked"),
            rank=Run(str(one.found.rank(code)), Ref("progress", code, "rank")),
            change=county_change(one.said, mine),
        )
    )


def _lights(one: County) -> list[Block]:
    said = one.said.feedback.lights
    lights = [figure.light for figure in one.figures] + [cell.light for _name, cell, _rank in one.tasks]
    counted = by_light(one.said, lights, said.light, said.missing, "lights", one.unit.code)
    number = count(len(lights), "lights", "all", one.unit.code)
    sentence = fill(said.text, count=number, lights=counted)
    return [*body(sentence), _figures(one), *([_task_grid(one)] if one.tasks else [])]


def _figures(one: County) -> Grid:
    of = one.said.headers
    headers = (of.indicator, of.value, of.percent, of.expected, of.state, of.rank)
    rows = tuple(_figure(one, figure) for figure in one.figures)
    return Grid(headers, rows, (26, 20, 15, 13, 14, 12), frozenset({0}))


def _figure(one: County, figure: Figure) -> tuple[Run, ...]:
    ref = Ref("indicator", figure.code, "value", one.unit.code)
    rank = _rank(one, figure)
    return (
        Run(figure.name),
        Run("—") if figure.value is None else Run(amount(figure.value, figure), ref),
        bare(figure.percent, ref._replace(aspect="percent")),
        bare(figure.expected, ref._replace(aspect="expected")),
        light_run(figure.light),
        Run("—") if rank is None else Run(str(rank), ref._replace(aspect="rank")),
    )


def _rank(one: County, figure: Figure) -> int | None:
    """The place among the counties by progress towards the target; equal progress shares a place."""
    if figure.percent is None:
        return None
    rows = [row.rows[figure.code].percent for row in one.found.rows if figure.code in row.rows]
    return 1 + sum(other is not None and other > figure.percent for other in rows)


def _task_grid(one: County) -> Grid:
    of = one.said.headers
    headers = (of.task, of.percent, of.expected, of.state, of.rank)
    rows = tuple(_task(one, name, cell, rank) for name, cell, rank in one.tasks)
    return Grid(headers, rows, (36, 18, 18, 16, 12), frozenset({0}), one.said.feedback.lights.tasks)


def _task(one: County, name: str, cell: TaskProgressAt, rank: int) -> tuple[Run, ...]:
    ref = Ref("task", cell.code, "percent", one.unit.code)
    return (
        Run(name),
        bare(cell.percent, ref),
        bare(cell.expected, ref._replace(aspect="expected")),
        light_run(cell.light),
        Run(str(rank), ref._replace(aspect="rank")),
    )


# Villages, reports, what was asked --------------------------------------------------------------------------------


def _villages(one: County) -> list[Block]:
    said, of = one.said.feedback.villages, one.said.headers
    if not one.villages:
        known = one.unit.code in {county.unit.code for county in one.found.ranked}
        return body(fill(said.none if known else said.missing))
    number = count(len(one.villages), "villages", "behind", one.unit.code)
    headers = (of.number, of.village, of.progress, of.expected, of.gap)
    rows = tuple(_village(at, village) for at, village in enumerate(one.villages, start=1))
    return [*body(fill(said.text, count=number)), Grid(headers, rows, (10, 36, 18, 16, 20), frozenset({1}))]


def _village(number: int, one: UnitProgress) -> tuple[Run, ...]:
    ref = Ref("village", one.unit.code, "percent")
    gap = difference(one.percent or 0, one.expected or 0)
    return (
        Run(str(number)),
        Run(one.unit.name),
        bare(one.percent, ref),
        bare(one.expected, ref._replace(aspect="expected")),
        Run(signed(gap, 1), ref._replace(aspect="gap")),
    )


def _reports(one: County) -> Runs:
    said, code = one.said.feedback.reports, one.unit.code
    mine = [report for report in one.found.reports if report.county_code == code]
    if all(report.status in ON_TIME for report in mine):
        return fill(said.all_on_time, count=count(len(mine), "forms", "all", code))
    in_time = sum(report.status in ON_TIME for report in mine)
    found = fill(said.on_time, count=count(in_time, "forms", "on_time", code)) if in_time else ()
    for status in Status:
        several = [report for report in mine if report.status is status]
        if several and status not in ON_TIME:
            found += _state(one, status, several)
    return found


def _state(one: County, status: Status, several: Sequence[Standing]) -> Runs:
    forms = joined(form(one.found, one.said.notice.behind, report) for report in several)
    number = count(len(several), "forms", status.value, one.unit.code)
    return fill(one.said.feedback.reports.state, state=status.word, count=number, forms=forms)


def _items(one: County) -> list[Block]:
    said = one.said.feedback.asked
    if not one.items:
        return body(fill(said.none))
    return [paragraph("body", f"{at}.", _item(one, item)) for at, item in enumerate(one.items, start=1)]


def _item(one: County, item: Item) -> Runs:
    said = one.said.feedback.asked
    due = day(item.due_on) if item.due_on else "—"
    if item.overdue and item.due_on:
        days = Run(str((settings().today - item.due_on).days), Ref("item", item.code, "days"))
        return fill(said.overdue, title=item.title, due=due, days=days)
    return fill(said.item, title=item.title, due=due)
