"""A file of values or targets → cells in smallest steps, with every problem on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from lib.intake.checks.choice import Part, chosen, left_out
from lib.intake.checks.collector import Collected, Collector
from lib.intake.checks.header import HIGHEST, find_header, reads_as_header
from lib.intake.checks.layout import Layout, another_form, read_layout
from lib.intake.checks.named_months import another_half_month
from lib.intake.checks.named_places import another_county, instead_of_rows
from lib.intake.checks.numbers import asked_once
from lib.intake.checks.own_titles import meanings, own_of
from lib.intake.checks.problems import Mistake, Problem, by_row, row_said
from lib.intake.checks.recognised import holds_percents
from lib.intake.checks.resolver import RowResolver
from lib.intake.checks.skipped import SkippedRows
from lib.intake.checks.titles import Titles
from lib.intake.checks.told import hidden_rows, instead_of, zero_formulas
from lib.intake.checks.wanted import OwnTitles, Reported, Targets, WantedValues
from lib.intake.checks.whole import blocks
from lib.intake.sheets import Sheet
from lib.kept.changes import Key
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import Nothing

OF_THE_WHOLE = ("other_form", "other_half_month")
"""What is one sentence about a table, not one about each of its rows."""

ANY = Reported()


@dataclass(frozen=True)
class CheckedValues:
    """What a file says: the key of an observation or target → value in smallest steps.

    `rows` gives the row number of each cell. A row with any problem is refused as a whole; a problem with row None
    concerns the file and leaves no cell. `read_rows` counts the rows of units, `blanks` the cells not reported,
    `units` are the ids of all units in the file, refused or not; `sheets` are those that were read.
    `hidden` are the cells in rows that the file does not show, `own` what was said of the titles, where it was used.
    `scope` is the code of the unit that was reported for, with all below it.
    """

    form: str
    half_months: tuple[HalfMonth, ...] = ()
    cells: Mapping[Key, int] = field(default_factory=dict)
    rows: Mapping[Key, int] = field(default_factory=dict)
    refused_rows: frozenset[int] = frozenset()
    blanks: int = 0
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    read_rows: int = 0
    units: frozenset[int] = frozenset()
    sheets: tuple[Sheet, ...] = ()
    hidden: frozenset[Key] = frozenset()
    own: OwnTitles | None = None
    scope: str | None = None

    @property
    def good(self) -> int:
        """How many rows can be saved."""
        return len({self.rows[cell] for cell in self.cells})


def check_values(
    file: Sheet, reference: Reference, wanted: WantedValues = ANY, nothing: Nothing = "ask"
) -> CheckedValues:
    """The values that are `wanted` in the sheets of `file` that hold them, wide or long; what 无, / and — mean."""
    titles = Titles(reference, wanted.form, goals=isinstance(wanted, Targets))
    parts = chosen(file, titles, reference, wanted)
    if isinstance(parts, tuple):
        sheet, problem = parts
        problem = _percents_of_tasks(file, reference, wanted) or instead_of(problem, sheet)
        return CheckedValues(wanted.form or "", problems=(problem,), notices=sheet.notices, sheets=(sheet,))
    return _Reader(file, parts, titles, reference, wanted, nothing).read()


def _percents_of_tasks(file: Sheet, reference: Reference, wanted: WantedValues) -> Problem | None:
    """A file without any indicator may hold the percents of tasks, which are no values of a form of theirs."""
    if not wanted.form or not holds_percents(file):
        return None
    return another_form(reference, TASK_FORM, reference.forms[wanted.form].name)


class _Reader:
    """Reads the tables of a file, one after the other, into what they say together."""

    def __init__(
        self,
        file: Sheet,
        parts: list[Part],
        titles: Titles,
        reference: Reference,
        wanted: WantedValues,
        nothing: Nothing,
    ) -> None:
        self._file, self._parts = file, parts
        self._titles, self._reference, self._wanted = titles, reference, wanted
        self._nothing = nothing
        self._sheets = [part.sheet for part in parts]
        names = tuple(sheet.name for sheet in self._sheets)
        self._all = Collected(names if len(names) > 1 else ())
        self._skipped: list[SkippedRows] = []
        self._told: list[str] = []
        self._notices = [*self._sheets[0].notices, *left_out(file, self._sheets)]

    def read(self) -> CheckedValues:
        """Everything that the tables say."""
        for part in self._parts:
            self._read_sheet(part.sheet, part.layout)
        for skipped in self._skipped:
            skipped.settle()
        return self._checked()

    def _read_sheet(self, sheet: Sheet, layout: Layout) -> None:
        """Read the table of a sheet, and those below it that have a header of their own."""
        if isinstance(self._wanted, Reported):
            for named in (another_half_month, another_county):
                other = named(sheet, layout, self._reference, self._wanted)
                layout.problems += [replace(other, sheet=layout.header.sheet)] if other else []
        below = self._read_table(sheet, layout)
        while below is not None:
            rest = replace(sheet, rows=sheet.rows[below:])
            header = find_header(rest, self._titles.known)
            found = read_layout(rest, header, self._titles, self._reference, self._wanted)
            if isinstance(found, Problem) or not _continues(found, layout):
                notice = _("From row {row} on stands another table; it is left out")
                self._notices.append(notice.format(row=row_said(rest.rows[0].number, *self._all.sheets)))
                return
            found.header = replace(found.header, sheet=layout.header.sheet)
            below = self._read_table(rest, found)
            # a place in the rest, as one in the sheet; None stays None
            below = below and len(sheet.rows) - len(rest.rows) + below

    def _read_table(self, sheet: Sheet, layout: Layout) -> int | None:
        """Read the rows below a header; the place of a row that is the header of another table."""
        resolver = RowResolver(layout, self._reference, self._wanted)
        self._all.problems += [*layout.problems, *resolver.file_problems()]
        if any(problem.kind in OF_THE_WHOLE for problem in layout.problems):
            return None
        collector = Collector(sheet, layout, resolver, self._all, self._nothing)
        skipped = SkippedRows(layout, collector, resolver, self._reference)
        self._skipped.append(skipped)
        self._notices += layout.notices
        for block in blocks(sheet, layout, resolver):
            for place, row in enumerate(() if collector.keeps(block) else block.rows, start=block.first):
                unit = resolver.unit(row)
                if isinstance(unit, Mistake):
                    if reads_as_header(row, self._titles.known) and not layout.header.repeats(row):
                        self._finish(sheet, layout, collector)
                        return place
                    if skipped.takes(row, unit):
                        continue
                collector.read(row, unit)
        self._finish(sheet, layout, collector)
        self._notices += resolver.notices()
        return None

    def _finish(self, sheet: Sheet, layout: Layout, collector: Collector) -> None:
        """What all rows of a table together tell, and what is told about its sheet as its program left it."""
        collector.finish()
        numbers = [layout.roles["value"]] if layout.long else list(layout.indicators)
        self._told += collector.lost.notices(layout.header)
        self._told += zero_formulas(sheet, layout.header, numbers, self._all.seen)

    def _checked(self) -> CheckedValues:
        collected, layout = self._all, self._parts[0].layout
        # tables below one another say the same of the columns that they lack
        collected.problems[:] = asked_once(list(dict.fromkeys(collected.problems)))
        if not collected.cells:
            collected.problems[:] = instead_of_rows(collected.problems, self._reference, self._wanted)
        cells = collected.accepted()
        notices = [*self._notices, *(notice for skipped in self._skipped for notice in skipped.notices(cells))]
        read = {sheet.name: sheet for sheet in self._sheets}.values()
        notices += [
            *self._told,
            *(told for sheet in read for told in hidden_rows(sheet, collected.seen, *collected.sheets)),
        ]
        hidden = frozenset[int]().union(*(sheet.hidden for sheet in read))
        if collected.repeated:
            notices.append(_("{count} rows say the same twice; they count once").format(count=len(collected.repeated)))
        return CheckedValues(
            form=layout.form.code if layout.form else "",
            half_months=() if isinstance(self._wanted, Targets) else _half_months(cells),
            cells=cells,
            # no copy where no row is refused, as of nearly every file
            rows={key: collected.rows[key] for key in cells} if len(cells) < len(collected.rows) else collected.rows,
            hidden=frozenset(key for key in cells if collected.rows[key] in hidden) if hidden else frozenset(),
            refused_rows=frozenset(collected.refused),
            blanks=collected.blanks,
            problems=tuple(sorted(collected.problems, key=by_row)),
            notices=tuple(dict.fromkeys(notices)),
            read_rows=len(collected.seen),
            units=frozenset(collected.units),
            sheets=tuple(self._sheets),
            scope=None if isinstance(self._wanted, Targets) else self._wanted.scope,
            own=own_of(self._wanted)
            if any(meanings(part.layout.header, self._wanted) for part in self._parts)
            else None,
        )


def _half_months(cells: Iterable[Key]) -> tuple[HalfMonth, ...]:
    return tuple(map(HalfMonth, sorted({half_month for half_month, _unit, _indicator in cells})))


def _continues(below: Layout, layout: Layout) -> bool:
    """Whether a further table holds the same form as the first, complete and right below its own header."""
    return not below.problems and below.form == layout.form and below.header.index <= HIGHEST
