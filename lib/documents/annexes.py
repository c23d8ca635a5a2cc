"""附件: county × indicator, the measures, the reports, and what each indicator counts."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial

from lib.documents.facts import Facts
from lib.documents.numbers import bare, change, gap, light_run, rests_on
from lib.documents.paper import (
    Annex,
    Block,
    Column,
    Grid,
    Ref,
    Run,
    Runs,
    Said,
    joined,
    paragraph,
    plain,
    runs_of,
    table,
)
from lib.documents.parts import SEMICOLON, day
from lib.documents.reporting import form_words
from lib.documents.sections import AnnexTable
from lib.documents.template import fill
from lib.documents.texts import Texts
from lib.figures.figures import Figure
from lib.figures.progress import UnitProgress
from lib.figures.reading import ChildRow
from lib.kept.reference import UnitRef
from lib.review.dispatch import MeasureAt
from lib.review.submissions import Standing, Status
from lib.words.half_months import HalfMonth
from lib.words.wording import MISSING, tabled

LEAST = 6  # digits that every column has room for: its head stands in several lines
NOT_ASKED = "／"  # a county that a form does not ask


def annexes(facts: Facts, texts: Texts) -> tuple[Annex, ...]:
    """The four annexes in their order."""
    words = texts.notice.annexes
    return (
        Annex(words.figures, tuple(_figures(facts, texts))),
        Annex(words.measures, (_measures(facts, texts),)),
        Annex(words.reports, (_reports(facts, texts),)),
        Annex(words.definitions, (_definitions(facts, texts),)),
    )


# 1: the counties ------------------------------------------------------------------------------------------------


def _figures(facts: Facts, texts: Texts) -> list[Block]:
    words = texts.notice.annexes
    tables = [_indicator_table(facts, texts, at, chosen) for at, chosen in enumerate(words.tables, start=2)]
    return [_ranking(facts, texts), *tables, paragraph("note", words.figures_note)]


def _ranking(facts: Facts, texts: Texts) -> Grid:
    """Every county; one without progress has nothing but its name."""
    of = texts.headers

    def rank(county: UnitProgress) -> Run:
        number = facts.rank(county.unit.code)
        return Run(MISSING) if number is None else Run(str(number), Ref("progress", county.unit.code, "rank"))

    columns: list[Column[UnitProgress]] = [
        Column(of.rank, 8, rank),
        Column(of.county, 16, lambda county: county.unit.name),
        Column(of.progress, 14, lambda county: bare(county.percent, Ref("progress", county.unit.code, "percent"))),
        Column(of.expected, 14, lambda county: bare(county.expected, Ref("progress", county.unit.code, "expected"))),
        Column(of.gap, 18, lambda county: gap(county, Ref("progress", county.unit.code, "gap"))),
        Column(of.change, 16, lambda county: change(county, Ref("progress", county.unit.code, "change"))),
        Column(of.state, 14, lambda county: _state_of(texts, county)),
    ]
    return table(facts.counties, columns, title=_numbered(1, texts.notice.annexes.ranking))


def _state_of(texts: Texts, county: UnitProgress) -> Said:
    """The light; of a county that reported too little what it rests on."""
    if county.rests_on and county.percent is not None:
        return rests_on(texts, county.unit.code, county.rests_on)
    return light_run(county.light)


def _numbered(number: int, title: str) -> str:
    return f"表{number}　{title}"


def _indicator_table(facts: Facts, texts: Texts, number: int, chosen: AnnexTable) -> Grid:
    """The counties' figures, and below them the sum; columns are as wide as their longest number."""
    codes = chosen.indicators
    figures = [facts.figures[code] for code in codes]
    rows = [(Run(row.unit.name), *(_value(facts, row, code) for code in codes)) for row in facts.rows]
    top = facts.top
    rows.append((Run(top.name, face="hei"), *(_number(figure.value, figure, top.code) for figure in figures)))
    units = [tabled(Decimal(0), figure.unit)[1] for figure in figures]
    headers = (texts.headers.county, *(f"{figure.name}（{unit}）" for figure, unit in zip(figures, units, strict=True)))
    return Grid(headers, tuple(rows), widths(rows), title=_numbered(number, chosen.title))


def widths(rows: Sequence[Sequence[Said]]) -> tuple[int, ...]:
    """A share for each column by its longest number, so that none is broken; names are twice as wide as digits."""
    columns = list(zip(*rows, strict=True))
    longest = [max(len(plain(runs_of(cell))) for cell in column) for column in columns]
    return (12, *(max(each, LEAST) + 2 for each in longest[1:]))


def _value(facts: Facts, row: ChildRow, code: str) -> Run:
    if row.value(code) is None and not _asked(facts, row.unit, code):
        return Run(NOT_ASKED)
    return _number(row.value(code), facts.figures[code], row.unit.code)


def _number(value: Decimal | None, figure: Figure, unit: str) -> Run:
    """Without its unit, which the head of the column names."""
    if value is None:
        return Run(MISSING)
    return Run(tabled(value, figure.unit, figure.decimals)[0], Ref("indicator", figure.code, "value", unit))


def _asked(facts: Facts, county: UnitRef, code: str) -> bool:
    """Whether the county has units that report the indicator, or the first part of a derived one."""
    form_code = facts.reference.indicators[code].form
    if form_code is None:
        return True
    return bool(facts.reference.form_units(form_code, county.code, facts.half_month.ordinal))


# 2: the measures ------------------------------------------------------------------------------------------------


def _measures(facts: Facts, texts: Texts) -> Grid:
    of = texts.headers
    columns: list[Column[MeasureAt]] = [
        Column(of.number, 8, lambda measure: measure.code),
        Column(of.task, 20, lambda measure: measure.name, left=True),
        Column(of.department, 20, lambda measure: facts.department(measure.department_code), left=True),
        Column(of.period, 20, lambda measure: f"{HalfMonth(measure.start).short}—{HalfMonth(measure.due).short}"),
        Column(of.percent, 10, lambda measure: bare(measure.percent, Ref("measure", measure.code, "percent"))),
        Column(of.expected, 10, lambda measure: bare(measure.expected, Ref("measure", measure.code, "expected"))),
        Column(of.state, 12, lambda measure: light_run(measure.light, measure.overdue)),
    ]
    note = fill(texts.notice.annexes.measures_note, behind=str(facts.reference.of(facts.half_month).behind))
    return table(facts.measures, columns, note=plain(note))


# 3: the reports -------------------------------------------------------------------------------------------------


_Reports = tuple[str, dict[str, Standing]]  # a county's code, and its reports by form


def _reports(facts: Facts, texts: Texts) -> Grid:
    forms = list(dict.fromkeys(report.form for report in facts.reports))
    by_county: dict[str, dict[str, Standing]] = {}
    for report in facts.reports:
        by_county.setdefault(report.county_code, {})[report.form] = report
    form_columns: list[Column[_Reports]] = [
        # county and note take 40 of the line, the forms share the rest
        Column(facts.reference.forms[code].name, 60 // len(forms), partial(_state, code))
        for code in forms
    ]
    columns = [
        Column(texts.headers.county, 14, lambda row: facts.county_name(row[0])),
        *form_columns,
        Column(texts.headers.note, 26, lambda row: _notes(facts, texts, row[1].values()), left=True),
    ]
    return table(by_county.items(), columns, note=texts.notice.annexes.reports_note)


def _notes(facts: Facts, texts: Texts, reports: Iterable[Standing]) -> Runs:
    """Why a form was sent back, what it lacks, and why it was carried forward."""
    notes = [
        form_words(facts, texts.notice.behind, report)
        for report in reports
        if report.status in (Status.RETURNED, Status.PARTIAL) or (report.status is Status.CARRIED and report.reason)
    ]
    return joined(notes, SEMICOLON)


def _state(form_code: str, row: _Reports) -> Run:
    report = row[1].get(form_code)
    if report is None:
        return Run(NOT_ASKED)
    when = f"\n{day(report.reported_on)}" if report.reported_on and report.status.complete else ""
    attention = not report.status.complete or report.status is Status.LATE
    return Run(report.status.word + when, face="hei" if attention else "")


# 4: the definitions ---------------------------------------------------------------------------------------------


def _definitions(facts: Facts, texts: Texts) -> Grid:
    """Each indicator of the annexes, in the office's order, with what it counts."""
    wanted = {code for annex_table in texts.notice.annexes.tables for code in annex_table.indicators}
    numbered = enumerate((figure for code, figure in facts.figures.items() if code in wanted), start=1)
    of = texts.headers
    columns: list[Column[tuple[int, Figure]]] = [
        Column(of.number, 7, lambda row: str(row[0])),
        Column(of.indicator, 20, lambda row: row[1].name, left=True),
        Column(of.unit, 9, lambda row: row[1].unit),
        Column(of.definition, 64, lambda row: str(row[1].indicator.definition), left=True),
    ]
    return table(numbered, columns)
