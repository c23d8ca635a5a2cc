"""附件: county × indicator, the measures, the reports, and what each indicator counts."""

from collections.abc import Sequence
from decimal import Decimal

from lib.documents.briefing.facts import Facts
from lib.documents.briefing.fill import SEMICOLON, fill
from lib.documents.briefing.numbers import difference, exactly
from lib.documents.briefing.paper import Annex, Block, Grid, Ref, Run, Said, joined, paragraph, plain, runs_of
from lib.documents.briefing.parts import day
from lib.documents.briefing.reporting import form
from lib.documents.briefing.sections import AnnexTable
from lib.documents.briefing.texts import Texts
from lib.figures.progress import UnitProgress
from lib.figures.reading import ChildRow
from lib.kept.reference import UnitRef
from lib.review.dispatch import MeasureAt
from lib.review.submissions import Standing, Status
from lib.words import wording
from lib.words.half_months import HalfMonth
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.wording import MISSING, rounded, signed

LEAST = 6  # digits that every column has room for: its head stands in several lines
NOT_ASKED = "／"  # a county that a form does not ask


def annexes(facts: Facts, texts: Texts) -> tuple[Annex, ...]:
    """The four annexes in their order."""
    said = texts.notice.annexes
    return (
        Annex(said.figures, tuple(_figures(facts, texts))),
        Annex(said.measures, (_measures(facts, texts),)),
        Annex(said.reports, (_reports(facts, texts),)),
        Annex(said.definitions, (_definitions(facts, texts),)),
    )


# 1: the counties ------------------------------------------------------------------------------------------------


def _figures(facts: Facts, texts: Texts) -> list[Block]:
    said = texts.notice.annexes
    tables = [_indicator_table(facts, texts, at, table) for at, table in enumerate(said.tables, start=2)]
    return [_ranking(facts, texts), *tables, paragraph("note", said.figures_note)]


def _ranking(facts: Facts, texts: Texts) -> Grid:
    of = texts.headers
    headers = (of.rank, of.county, of.progress, of.expected, of.gap, of.change, of.state)
    rows = [_ranked(one, facts.rank(one.unit.code)) for one in facts.counties]
    title = _numbered(1, texts.notice.annexes.ranking)
    return Grid(headers, tuple(rows), (8, 16, 14, 14, 18, 16, 14), title=title)


def _numbered(number: int, title: str) -> str:
    return f"表{number}　{title}"


def _ranked(one: UnitProgress, rank: int | None) -> tuple[Run, ...]:
    code = one.unit.code
    if rank is None or one.percent is None or one.expected is None:
        return (Run(MISSING), Run(one.unit.name), *[Run(MISSING)] * 5)
    gap = difference(one.percent, one.expected)
    return (
        Run(str(rank), Ref("progress", code, "rank")),
        Run(one.unit.name),
        bare(one.percent, Ref("progress", code, "percent")),
        bare(one.expected, Ref("progress", code, "expected")),
        Run(signed(gap, 1), Ref("progress", code, "gap")),
        _change(one),
        light_run(one.light),
    )


def _change(one: UnitProgress) -> Run:
    if one.change is None:
        return Run(MISSING)
    return Run(signed(exactly(one.change), 1), Ref("progress", one.unit.code, "change"))


def bare(value: float | None, ref: Ref) -> Run:
    """A percent in a column whose head names the unit."""
    return Run(MISSING) if value is None else Run(one_decimal(value), ref)


def one_decimal(value: float) -> str:
    """92.9, 100.0: every number of a column with the same decimals."""
    return wording.percent(value, 1).removesuffix("%")


def light_run(light: Light | None) -> Run:
    """■ 滞后 in 黑体, what needs attention; the calm states as they are."""
    if light is None:
        return Run(MISSING)
    return Run(f"{light.symbol}{light.word}", face="hei" if light in (Light.FAR_BEHIND, Light.BEHIND) else "")


def _indicator_table(facts: Facts, texts: Texts, number: int, table: AnnexTable) -> Grid:
    headers = (texts.headers.county, *(_header(facts, code) for code in table.indicators))
    rows = [_county_row(facts, row, table.indicators) for row in facts.rows]
    rows.append(_sum_row(facts, table.indicators))
    return Grid(headers, tuple(rows), widths(rows), title=_numbered(number, table.title))


def widths(rows: Sequence[Sequence[Said]]) -> tuple[int, ...]:
    """A share for each column by its longest number, so that none is broken; names are twice as wide as digits."""
    columns = list(zip(*rows, strict=True))
    longest = [max(len(plain(runs_of(cell))) for cell in column) for column in columns]
    return (12, *(max(each, LEAST) + 2 for each in longest[1:]))


def _header(facts: Facts, code: str) -> str:
    figure = facts.figures[code]
    return f"{figure.name}（{figure.unit}）"


def _county_row(facts: Facts, row: ChildRow, codes: Sequence[str]) -> tuple[Run, ...]:
    return (Run(row.unit.name), *(_cell(facts, row, code) for code in codes))


def _cell(facts: Facts, row: ChildRow, code: str) -> Run:
    value = row.value(code)
    if value is None:
        return Run(MISSING if _asked(facts, row.unit, code) else NOT_ASKED)
    return Run(_number(value, facts, code), Ref("indicator", code, "value", row.unit.code))


def _sum_row(facts: Facts, codes: Sequence[str]) -> tuple[Run, ...]:
    cells = []
    for code in codes:
        value = facts.figures[code].value
        ref = Ref("indicator", code, "value", facts.top.code)
        cells.append(Run(MISSING) if value is None else Run(_number(value, facts, code), ref))
    return (Run(facts.top.name, face="hei"), *cells)


def _number(value: Decimal, facts: Facts, code: str) -> str:
    """In full, without commas: tables show the exact number, never 万."""
    figure = facts.figures[code]
    if figure.unit == "%":
        return one_decimal(float(value))
    return f"{rounded(value, figure.decimals):f}"


def _asked(facts: Facts, county: UnitRef, code: str) -> bool:
    """Whether the county has units that report the indicator, or the first part of a derived one."""
    form_code = facts.reference.indicators[code].form
    if form_code is None:
        return True
    return bool(facts.reference.form_units(form_code, county.code, facts.half_month.ordinal))


# 2: the measures ------------------------------------------------------------------------------------------------


def _measures(facts: Facts, texts: Texts) -> Grid:
    of = texts.headers
    headers = (of.number, of.task, of.department, of.period, of.percent, of.expected, of.state)
    note = fill(texts.notice.annexes.measures_note, behind=str(settings().lights.behind))
    rows = tuple(_measure(facts, one) for one in facts.measures)
    return Grid(headers, rows, (8, 20, 20, 20, 10, 10, 12), frozenset({1, 2}), note=plain(note))


def _measure(facts: Facts, one: MeasureAt) -> tuple[Run, ...]:
    return (
        Run(one.code),
        Run(one.name),
        Run(facts.department(one)),
        Run(f"{_month(one.start)}—{_month(one.due)}"),
        bare(one.percent, Ref("measure", one.code, "percent")),
        bare(one.expected, Ref("measure", one.code, "expected")),
        light_run(one.light),
    )


def _month(ordinal: int) -> str:
    return HalfMonth(ordinal).short


# 3: the reports -------------------------------------------------------------------------------------------------


def _reports(facts: Facts, texts: Texts) -> Grid:
    forms = list(dict.fromkeys(one.form for one in facts.reports))
    by_county: dict[str, dict[str, Standing]] = {}
    for one in facts.reports:
        by_county.setdefault(one.county_code, {})[one.form] = one
    headers = (texts.headers.county, *(facts.reference.forms[code].name for code in forms), texts.headers.note)
    rows = tuple(_report_row(facts, texts, code, mine, forms) for code, mine in by_county.items())
    shares = (14, *[60 // max(len(forms), 1)] * len(forms), 26)
    return Grid(headers, rows, shares, frozenset({len(forms) + 1}), note=texts.notice.annexes.reports_note)


def _report_row(
    facts: Facts, texts: Texts, code: str, mine: dict[str, Standing], forms: Sequence[str]
) -> tuple[Said, ...]:
    states = [_state(mine.get(one)) for one in forms]
    notes = [
        form(facts, texts.notice.behind, one)
        for one in mine.values()
        if one.status in (Status.RETURNED, Status.PARTIAL) or (one.status is Status.CARRIED and one.reason)
    ]
    return (Run(facts.county_name(code)), *states, joined(notes, SEMICOLON))


def _state(one: Standing | None) -> Run:
    if one is None:
        return Run(NOT_ASKED)
    when = f"\n{day(one.reported_on)}" if one.reported_on and one.status.complete else ""
    attention = not one.status.complete or one.status is Status.LATE
    return Run(one.status.word + when, face="hei" if attention else "")


# 4: the definitions ---------------------------------------------------------------------------------------------


def _definitions(facts: Facts, texts: Texts) -> Grid:
    """Each indicator of the annexes, in the office's order, with what it counts."""
    wanted = {code for table in texts.notice.annexes.tables for code in table.indicators}
    rows = [
        (Run(str(at)), Run(facts.figures[code].name), Run(facts.figures[code].unit), Run(_definition(facts, code)))
        for at, code in enumerate((code for code in facts.figures if code in wanted), start=1)
    ]
    of = texts.headers
    headers = (of.number, of.indicator, of.unit, of.definition)
    return Grid(headers, tuple(rows), (7, 20, 9, 64), frozenset({1, 3}))


def _definition(facts: Facts, code: str) -> str:
    return str(facts.figures[code].indicator.definition)
