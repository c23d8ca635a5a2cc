"""Loading data/: the catalogues and the demo half months, through the same reader, checks and ledger as any upload."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, CheckedValues, Problem, Reported, Targets
from lib.intake.preview import Preview
from lib.intake.sheets import Sheet, read
from lib.kept.reference import Reference, read_reference, structure
from lib.kept.store import reading, writing
from lib.kept.tables import TABLES
from lib.ledger.access import engineer
from lib.ledger.door import Act, save, save_within
from lib.review.submissions import copied_forward
from lib.review.uploads import Records, Wanted, compare
from lib.words.errors import FileRefused, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import ROOT, settings

DATA = ROOT / "data"
ACTOR = engineer("data/")  # who a batch of the start-up is by

RECORDS = {
    "departments.csv": "department",
    "forms.csv": "form",
    "units.csv": "unit",
    "indicators.csv": "indicator",
    "tasks.csv": "task",
    "published.csv": "published",
    "duty_items.csv": "duty_item",
    "column_rules.csv": "column_rule",
}
REGISTERS = {
    "self_reviews.csv": "self_review",
    "meetings.csv": "meeting",
    "action_items.csv": "action_item",
    "admissions.csv": "admission",
    "inspections.csv": "inspection",
    "burden_events.csv": "burden_event",
    "surveys.csv": "survey",
    "pilots.csv": "pilot",
    "visits.csv": "visit",
}
SUBMISSIONS = "submissions.csv"
TARGETS = ("targets_village.csv", "targets_county.csv")
MECHANISM = tuple(name for name in RECORDS if name != "units.csv")  # what is no demo: the same for every office
OWN = "own data"  # the token of the batch that marks a database as the office's own

Checked = CheckedValues | CheckedRecords
Told = Callable[[int, int, str], None]  # step, of how many, which file


def load(store: sa.Engine, data: Path = DATA, *, demo: bool = True, tell: Told = lambda step, of, file: None) -> int:
    """Load what is not loaded yet of the catalogues in `data` and, with `demo`, its half months; how many files.

    `tell` hears of every file before it is read. A file is one batch, so a start that was interrupted goes on where it
    stopped. Raises Refusal naming file, row, column and reason for a file with a mistake; nothing of it is saved.
    """
    with reading(store) as connection:
        loaded, own = _loaded(connection), is_own(connection)
    steps = list(_catalogue_steps(data, own=own))
    if demo and not own:
        steps += _demo_steps(data / "demo")
    pending = [(path, wanted) for path, wanted in steps if path.name not in loaded]
    for number, (path, wanted) in enumerate(pending, start=1):
        tell(number, len(pending), path.name)
        _load(store, path, wanted)
    return len(pending)


def begin_own(store: sa.Engine, data: Path = DATA, *, tell: Told = lambda step, of, file: None) -> int:
    """Begin the office's own database: the mechanism's catalogues without units, targets and half months; how many.

    From then on no start loads the demo. Raises Refusal when the database holds something else already.
    """
    with writing(store) as connection:
        if not is_own(connection) and connection.exec_driver_sql("SELECT 1 FROM batch").first():
            raise Refusal(_("The database holds data already; choose an empty one"))
        # the mark comes first: a start that is interrupted goes on without the demo
        save_within(connection, Act(ACTOR, "load", _("begun without the demo"), token=OWN, loads=True), [])
    return load(store, data, tell=tell)


def is_own(connection: sa.Connection) -> bool:
    """Whether the database was begun as the office's own, without the demo."""
    return connection.execute(sa.text("SELECT 1 FROM batch WHERE token = :own"), {"own": OWN}).first() is not None


def is_demo(connection: sa.Connection) -> bool:
    """Whether the demo half months of data/demo were loaded: then every page says so."""
    return (
        connection.exec_driver_sql("SELECT 1 FROM batch WHERE kind = 'load' AND file_name = 'submissions.csv'").first()
        is not None
    )


def _loaded(connection: sa.Connection) -> set[str | None]:
    return set(connection.exec_driver_sql("SELECT file_name FROM batch WHERE kind = 'load'").scalars())


Step = tuple[Path, Wanted]


def _catalogue_steps(data: Path, *, own: bool) -> Iterable[Step]:
    for file_name in MECHANISM if own else RECORDS:
        yield data / file_name, Records(TABLES[RECORDS[file_name]])
    for file_name in () if own else TARGETS:
        yield data / file_name, Targets()


def _demo_steps(demo: Path) -> Iterable[Step]:
    yield demo / "half_months.csv", Records(TABLES["half_month"])
    for path in sorted(demo.glob("20*.csv")):
        form = path.stem.partition("_")[2]
        # its half months are closed already: what was reported in them is history
        yield path, Records(TABLES[form]) if form == "task_progress" else Reported(form, any_state=True)
    yield demo / SUBMISSIONS, Records(TABLES["submission"])
    for file_name, table in REGISTERS.items():
        yield demo / file_name, Records(TABLES[table])


def _load(store: sa.Engine, path: Path, wanted: Wanted) -> None:
    checked, preview = _compared(store, path, wanted)
    if path.name == SUBMISSIONS and _carry_forward(store, checked):
        preview = _compared(store, path, wanted)[1]  # carrying counted the counties' cells
    save(store, Act(ACTOR, "load", file_name=path.name, loads=True), preview.changes)


def _compared(store: sa.Engine, path: Path, wanted: Wanted) -> tuple[Checked, Preview]:
    sheet = _sheet(path)
    with reading(store) as connection:
        reference = None if isinstance(wanted, Records) else _reference(str(store.url), connection)
        checked, preview = compare(connection, sheet, wanted, reference)
    if checked.problems:
        raise _refusal(path, checked.problems)
    return checked, preview


_kept: dict[tuple[str, int], Reference] = {}


def _reference(url: str, connection: sa.Connection) -> Reference:
    """The reference data, read again only after a file that changed it: most of the files hold values."""
    last = structure(connection)
    if (url, last) not in _kept:
        _kept.clear()
        _kept[url, last] = read_reference(connection)
    return _kept[url, last]


def _carry_forward(store: sa.Engine, checked: Checked) -> bool:
    """Carry the values of the counties for which the office decided so; whether there was one."""
    decisions = checked.rows if isinstance(checked, CheckedRecords) else ()
    carried = [record for record in decisions if record.values["decision"] == "carried"]
    for record in carried:
        ordinal, form, county_code = record.key
        _carry(store, ordinal, form, county_code, str(record.values["reason"]))
    return bool(carried)


def _carry(store: sa.Engine, ordinal: int, form: str, county_code: str, reason: str) -> None:
    with reading(store) as connection:
        changes = copied_forward(connection, HalfMonth(ordinal), form, county_code)
    # the token makes a start that was interrupted here carry once
    save(store, Act(ACTOR, "carry", reason, token=f"carry {ordinal} {form} {county_code}", loads=True), changes)


def _sheet(path: Path) -> Sheet:
    try:
        return read(path.read_bytes(), path.name, settings().upload)
    except FileNotFoundError as error:
        raise Refusal(_("{file} is missing; take it from the project again").format(file=path.name)) from error
    except FileRefused as error:
        raise Refusal(f"{path.name}: {error}") from error


def _refusal(path: Path, problems: Sequence[Problem]) -> Refusal:
    heading = _("{file} in data/ has {count} mistakes; nothing of it was loaded:").format(
        file=path.name, count=len(problems)
    )
    return Refusal("\n".join([heading, *map(sentence, problems[:20])]))


def sentence(problem: Problem) -> str:
    """A place to mend in one line; what concerns the file as a whole, or a column that is not there, has no row."""
    if problem.row is None:
        column = _("column {column}: {mend}") if problem.column else "{mend}"
        return column.format(column=problem.column, mend=problem.mend)
    return _("row {row}, column {column}, “{text}”: {mend}").format(
        row=problem.place, column=problem.column, text=problem.text, mend=problem.mend
    )
