"""The percents of tasks that departments and units report themselves, with what they tell beside them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, Problem, Record, fields
from lib.intake.checks.numbers import meant
from lib.intake.checks.problems import Mistake, brief, cell_text
from lib.intake.exports import Export, ExportCell, unmistakable
from lib.intake.sheets import Cell as Typed
from lib.intake.templates import form_title, note
from lib.kept.changes import Change, current_records
from lib.kept.models import Task, TaskProgress
from lib.kept.models.values import TASK_FORM, WORDS
from lib.kept.reference import Reference
from lib.kept.store import records
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Act, Receipt, save
from lib.review.grid import Edits, Grid, GridColumn, GridRow, Proposal, proposal, settled
from lib.review.grid.shape import GridCell
from lib.review.submissions import percent_record
from lib.review.uploads import Records
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.settings import settings
from lib.words.wording import exact, percent

PERCENT = "percent"  # beside the WORDS the only column of the grid that is edited


@dataclass(frozen=True)
class Line:
    """A task whose percent a unit reports: `percent` of this half month and `last` of the one before, None for none.

    `carried` says that this half month's was carried forward; `words` are what was told beside it, by their fields.
    """

    task_code: str
    unit_code: str
    task: str
    percent: Decimal | None
    last: Decimal | None
    expected: float
    carried: bool = False
    words: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(WORDS, ""))


def lines(connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str | None) -> list[Line]:
    """What `who` (None: everybody) reports: a lead department the measures that it leads, a county or township its own
    tasks and those of the units below it."""
    of_both = sa.select(TaskProgress).where(_P.half_month.in_((half_month.ordinal, half_month.ordinal - 1)))
    kept = {(row.half_month, row.task_code, row.unit_code): row for row in records(connection, of_both)}
    reported = (task for task in reference.tasks.values() if task.indicator is None)
    mine = []
    for task in reported:
        expected = reference.expected(task, half_month)
        for unit in _units(reference, task, who, half_month):
            now, last = (kept.get((half_month.ordinal - ago, task.code, unit)) for ago in (0, 1))
            name = f"{task.code} {named(task.name, task.name_en)}"
            given, before = (row.percent if row else None for row in (now, last))
            words = {of: getattr(now, of) if now else "" for of in WORDS}
            mine.append(Line(task.code, unit, name, given, before, expected, bool(now and now.carried), words))
    return mine


_P = TaskProgress.__table__.c


def _units(reference: Reference, task: Task, who: str | None, half_month: HalfMonth) -> list[str]:
    """The codes of the units for which `who` reports the task."""
    if task.level == "prefecture":
        return [reference.top.code] if who in (None, reference.top.code, task.department_code) else []
    units = reference.at_level(task.level, half_month)
    return [unit.code for unit in units if who in (None, unit.county_code, unit.township_code)]


_COLUMNS = {column.name: column for column in TABLES[TASK_FORM].columns}


def percents_template(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str | None
) -> Export:
    """The percents to fill in: my tasks and units with the values they have, else those of the half month before.

    A sheet beside it has for the same rows what was reported before, what is expected and when the task is due.
    """
    mine = lines(connection, reference, half_month, who)
    which = (_("Task code"), _("Task name"), _("Unit code"), _("Unit name"))
    rows: list[tuple[ExportCell, ...]] = [
        (half_month.label, *_which(reference, line), _to_fill_in(line), *line.words.values()) for line in mine
    ]
    header = (*which, _("Last half month"), _("Expected"), _("Due"))
    helps = Export(_("Last half month"), header, [_helps(reference, line) for line in mine], 4, note())
    title = form_title(reference, TASK_FORM)
    words = (_(_COLUMNS[of].title) for of in WORDS)
    return Export(title, (_("Half month"), *which, f"{_('Percent')}（%）", *words), rows, 5, beside=(helps,))


def _which(reference: Reference, line: Line) -> tuple[str, str, str, str]:
    task, unit = reference.tasks[line.task_code], reference.units[line.unit_code]
    return task.code, named(task.name, task.name_en), unit.code, named(unit.name, unit.name_en)


def _to_fill_in(line: Line) -> ExportCell:
    return unmistakable(line.last if line.percent is None else line.percent, percent=True)


def _helps(reference: Reference, line: Line) -> tuple[ExportCell, ...]:
    last = None if line.last is None else f"{exact(line.last)}%"
    due = HalfMonth(reference.tasks[line.task_code].due).label
    return *_which(reference, line), last, percent(line.expected), due


def percents_of(reference: Reference, half_month: HalfMonth, who: str | None) -> Records:
    """What a file of percents is checked for: rows of another half month, or not reported by `who`, are refused."""

    def settle(connection: sa.Connection, checked: CheckedRecords) -> CheckedRecords:
        mine = {(line.task_code, line.unit_code) for line in lines(connection, reference, half_month, who)}
        return checked.without(problem for row in checked.rows for problem in _not_reported(row, half_month, mine))

    return Records(TABLES[TASK_FORM], settle, half_month)


def _not_reported(row: Record, half_month: HalfMonth, mine: Collection[tuple[str, str]]) -> Iterator[Problem]:
    ordinal, task, unit = row.key
    if ordinal != half_month.ordinal:
        mend = _("Here {half_month} is reported; upload other rows under theirs").format(half_month=half_month.label)
        text = HalfMonth(ordinal).label
        yield Problem(mend=mend, kind="other_half_month", row=row.number, title=_("Half month"), text=text)
    elif (task, unit) not in mine:
        mend = _("The percent of {task} at this unit is not reported here; leave the row out").format(task=task)
        yield Problem(mend=mend, kind="not_asked", row=row.number, title=_("Unit code"), text=unit)


def percent_grid(reference: Reference, mine: Sequence[Line], is_open: bool) -> Grid:
    """A row for each task and unit; all but the percent and what is told beside it says which row it is."""
    fixed = [("task", _("Task")), ("unit", _("Unit")), ("last", _("Last half month")), ("expected", _("Expected"))]
    columns = [GridColumn(name, title, locked=True) for name, title in fixed]
    columns.append(GridColumn(PERCENT, _("This half month"), "number"))
    columns += [GridColumn(name, _(_COLUMNS[name].title)) for name in WORDS]
    return Grid(tuple(columns), tuple(_row(reference, line) for line in mine), edits=is_open)


def _row(reference: Reference, line: Line) -> GridRow:
    unit = reference.units[line.unit_code]
    last = "—" if line.last is None else f"{exact(line.last)}%"
    now = None if line.percent is None else float(line.percent)
    name = named(unit.name, unit.name_en)
    cells = (line.task, name, last, percent(line.expected), now, *line.words.values())
    again = frozenset({PERCENT} if line.carried else ())
    kept = {PERCENT: line.percent, **line.words}
    return GridRow((line.task_code, line.unit_code), f"{line.task} {name}", cells, kept, again)


def propose_percents(connection: sa.Connection, half_month: HalfMonth, grid: Grid, edits: Edits) -> Proposal:
    """What the edits of `grid` would change in what stands now; a percent that is cleared is taken away.

    What somebody else reported since the grid was read is a conflict, field by field.
    """
    problems = [*_not_edited(grid, edits), *edits.unfit]
    good = dict[int, dict[str, Any]]()
    for at in sorted(edits.changed.keys() - edits.keys.keys()):
        read, wrong = _read(grid, at, edits.changed[at])
        problems += wrong or _without_percent(grid, at, read)
        good |= {} if wrong else {at: read}
    rows = {at: (half_month.ordinal, *grid.rows[at].key) for at in good}
    now = current_records(connection, TABLES[TASK_FORM], list(rows.values()))
    wanted = [
        change for at, read in good.items() for change in _typed(rows[at], grid.rows[at], read, now.get(rows[at]))
    ]
    return proposal(*settled(connection, wanted), problems)


def _read(grid: Grid, at: int, typed: Mapping[str, GridCell]) -> tuple[dict[str, Any], list[Problem]]:
    """What was typed in a row, by field, with 无, / and — as this office means them; and what of it cannot be read."""
    nothing = settings().upload.nothing
    read: dict[str, Any] = {}
    wrong = []
    for name, cell in typed.items():
        try:
            if name in WORDS:  # 无 among words is a word
                read[name] = fields.value(cell, _COLUMNS[name], {}) or ""
            else:
                read[name] = fields.value(meant(cell, nothing), _COLUMNS[name], {})
        except Mistake as mistake:
            wrong.append(_problem(grid, at, name, cell, str(mistake), mistake.kind))
    return read, wrong


def _without_percent(grid: Grid, at: int, read: Mapping[str, Any]) -> Iterator[Problem]:
    """Words are told beside a percent: alone they would be no report."""
    if read.get(PERCENT, grid.rows[at].kept[PERCENT]) is None:
        for name in WORDS:
            if read.get(name):
                mend = _("Write the percent of this half month too; without it nothing is reported")
                yield _problem(grid, at, name, read[name], mend, "without_percent")


def _typed(
    key: tuple[int, str, str], row: GridRow, read: Mapping[str, Any], now: Mapping[str, Any] | None
) -> Iterator[Change]:
    """What differs in a row: the record as a whole where it comes or goes, else each of its fields."""
    shown, carried = row.kept[PERCENT], bool(row.carried)
    words = {name: row.kept[name] for name in WORDS}
    before = None if shown is None else percent_record(key, shown, carried=carried, **words)
    after = read.get(PERCENT, shown)
    if after is None or now is None:
        whole = None if after is None else percent_record(key, after, **(words | _words_of(read)))
        if before != whole:
            yield Change(TASK_FORM, key, "", before, whole)
        return
    if PERCENT in read and (after != shown or carried):  # typed as it was carried, it is reported from now on
        yield Change(TASK_FORM, key, PERCENT, shown, after)
    for name, text in _words_of(read).items():
        if text != words[name]:
            yield Change(TASK_FORM, key, name, words[name], text)


def _words_of(read: Mapping[str, Any]) -> dict[str, str]:
    return {name: text for name, text in read.items() if name in WORDS}


def _not_edited(grid: Grid, edits: Edits) -> Iterator[Problem]:
    """What was pasted over the columns that only say which row it is."""
    for at, cells in edits.keys.items():
        for name, typed in cells.items():
            mend = _("This column says which row it is and stays; paste from the row and column that are meant")
            yield _problem(grid, at, name, typed, mend, "key")


def _problem(grid: Grid, at: int, name: str, typed: Typed, mend: str, kind: str) -> Problem:
    title = next(column.title for column in grid.columns if column.name == name)
    return Problem(row=grid.rows[at].label, title=title, text=brief(cell_text(typed)), mend=mend, kind=kind)


def save_percents(store: sa.Engine, changes: Sequence[Change], actor: Actor) -> Receipt:
    """Save the percents as one batch. Raises Refusal when nothing differs, Locked when the half month is not open."""
    if not changes:
        raise Refusal(_("Nothing differs from what is saved"))
    return save(store, Act(actor, "edit"), changes)
