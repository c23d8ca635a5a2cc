"""A file of values or targets → cells in smallest steps, with every problem on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.intake.checks.collector import Collector, Key
from lib.intake.checks.layout import Layout, read_layout
from lib.intake.checks.problems import Mistake, Problem
from lib.intake.checks.resolver import RowResolver
from lib.intake.checks.skipped import SkippedRows
from lib.intake.sheets import Sheet
from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


@dataclass(frozen=True)
class CheckedValues:
    """What a file says: (half month ordinal, unit id, indicator id) → value in smallest steps.

    `rows` gives the row number of each cell. A row with any problem is refused as a whole; a problem with row None
    concerns the file and leaves no cell. `read_rows` counts the rows of units, `blanks` the cells not reported,
    `units` are the ids of all units in the file, refused or not.
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


def check_values(
    sheet: Sheet,
    reference: Reference,
    *,
    form: str | None = None,
    half_month: HalfMonth | None = None,
    scope: str | None = None,
    target: bool = False,
    any_state: bool = False,
) -> CheckedValues:
    """The values in `sheet`, wide or long, for `form` (else the one that most of its indicators belong to).

    `half_month` is the one chosen on the page: it stands for a missing column, and no other is taken. `scope` is the
    code of the unit that one may report for, with all below. `target` reads targets, whose half month is 0.
    `any_state` takes half months that are not open, as the loading of `data/` does.
    """
    layout = read_layout(sheet, reference, form, target=target)
    if isinstance(layout, Problem):
        return CheckedValues(form or "", problems=(layout,), notices=sheet.notices)
    resolver = RowResolver(layout, reference, half_month, scope, target=target, any_state=any_state)
    collector = Collector(sheet, layout, resolver)
    skipped = SkippedRows(layout, collector)
    for row in sheet.rows[layout.header.index + 1 :]:
        if not (isinstance(resolver.unit(row), Mistake) and skipped.takes(row)):
            collector.read(row)
    return _checked(sheet, layout, collector, skipped)


def _checked(sheet: Sheet, layout: Layout, collector: Collector, skipped: SkippedRows) -> CheckedValues:
    cells = collector.accepted()
    notices = [*sheet.notices, *layout.notices, *skipped.notices(cells)]
    if collector.repeated:
        notices.append(_("{count} rows say the same twice; they count once").format(count=len(collector.repeated)))
    return CheckedValues(
        form=layout.form.code if layout.form else "",
        half_months=tuple(HalfMonth(ordinal) for ordinal in sorted({key[0] for key in cells} - {0})),
        cells=cells,
        rows={key: collector.rows[key] for key in cells},
        refused_rows=frozenset(collector.refused),
        blanks=collector.blanks,
        problems=tuple(sorted(collector.problems, key=lambda problem: problem.row or 0)),
        notices=tuple(notices),
        read_rows=collector.read_rows,
        units=frozenset(collector.units),
    )
