"""A file of values or targets → cells in smallest steps, with every problem on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.intake.checks.choice import best, left_out, unreadable
from lib.intake.checks.collector import Collector
from lib.intake.checks.layout import Layout, Titles, read_layout
from lib.intake.checks.problems import Mistake, Problem, by_row
from lib.intake.checks.resolver import RowResolver
from lib.intake.checks.skipped import SkippedRows
from lib.intake.checks.told import hidden_rows, instead_of, zero_formulas
from lib.intake.checks.wanted import Reported, WantedValues
from lib.intake.sheets import Sheet
from lib.kept.changes import Key, TargetKey
from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import Nothing

ANY = Reported()


@dataclass(frozen=True)
class CheckedValues:
    """What a file says: the key of an observation or target → value in smallest steps.

    `rows` gives the row number of each cell. A row with any problem is refused as a whole; a problem with row None
    concerns the file and leaves no cell. `read_rows` counts the rows of units, `blanks` the cells not reported,
    `units` are the ids of all units in the file, refused or not; `sheets` are those that were read.
    `hidden` are the cells in rows that the file does not show.
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

    @property
    def good(self) -> int:
        """How many rows can be saved."""
        return len({self.rows[cell] for cell in self.cells})


def check_values(
    file: Sheet, reference: Reference, wanted: WantedValues = ANY, nothing: Nothing = "ask"
) -> CheckedValues:
    """The values that are `wanted` in the sheet of `file` that holds them, wide or long; what 无, / and — mean."""
    titles = Titles(reference, wanted.form)
    sheet, header = best(file, titles.known)
    layout = read_layout(sheet, header, titles, reference, wanted)
    if isinstance(layout, Problem):
        problem = unreadable(file) or instead_of(layout, sheet)
        return CheckedValues(wanted.form or "", problems=(problem,), notices=sheet.notices, sheets=(sheet,))
    layout.notices[:0] = left_out(file, [sheet])
    resolver = RowResolver(layout, reference, wanted)
    collector = Collector(sheet, layout, resolver, nothing)
    skipped = SkippedRows(layout, collector)
    for row in sheet.rows[layout.header.index + 1 :]:
        if not (isinstance(resolver.unit(row), Mistake) and skipped.takes(row)):
            collector.read(row)
    collector.finish()
    return _checked(sheet, layout, collector, skipped)


def _checked(sheet: Sheet, layout: Layout, collector: Collector, skipped: SkippedRows) -> CheckedValues:
    cells = collector.accepted()
    notices = [*sheet.notices, *layout.notices, *skipped.notices(cells), *collector.lost.notices(layout.header)]
    numbers = [layout.roles["value"]] if layout.long else list(layout.indicators)
    notices += [*hidden_rows(sheet, collector.seen), *zero_formulas(sheet, layout.header, numbers, collector.seen)]
    if collector.repeated:
        notices.append(_("{count} rows say the same twice; they count once").format(count=len(collector.repeated)))
    return CheckedValues(
        form=layout.form.code if layout.form else "",
        half_months=tuple(map(HalfMonth, sorted({key[0] for key in cells if not isinstance(key, TargetKey)}))),
        cells=cells,
        rows={key: collector.rows[key] for key in cells},
        hidden=frozenset(key for key in cells if collector.rows[key] in sheet.hidden) if sheet.hidden else frozenset(),
        refused_rows=frozenset(collector.refused),
        blanks=collector.blanks,
        problems=tuple(sorted(collector.problems, key=by_row)),
        notices=tuple(notices),
        read_rows=len(collector.seen),
        units=frozenset(collector.units),
        sheets=(sheet,),
    )
