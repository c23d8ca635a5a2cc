"""Loading data/: the catalogues and the demo half months, through the same reader, checks and ledger as any upload."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, CheckedValues, Problem, check_records, check_values
from lib.intake.preview import Preview, preview_records, preview_values
from lib.intake.sheets import Sheet, read
from lib.kept.reference import Reference, read_reference, structure
from lib.kept.store import reading, writing
from lib.kept.tables import TABLES
from lib.ledger.access import engineer
from lib.ledger.door import Act, save, save_within
from lib.review.submissions import copied_forward
from lib.review.uploads import known_codes
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
}
REGISTERS = {
    "self_reviews.csv": "self_review",
    "meetings.csv": "meeting",
    "action_items.csv": "action_item",
    "admissions.csv": "admission",
    "inspections.csv": "inspection",
    "burden_events.csv": "burden_event",
}
TARGETS = ("targets_village.csv", "targets_county.csv")
MECHANISM = tuple(name for name in RECORDS if name != "units.csv")  # what is no demo: the same for every office
OWN = "own data"  # the token of the batch that marks a database as the office's own

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
    pending = [(path, step) for path, step in steps if path.name not in loaded]
    for number, (path, step) in enumerate(pending, start=1):
        tell(number, len(pending), path.name)
        step(store, path)
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


Step = tuple[Path, Callable[[sa.Engine, Path], None]]


def _catalogue_steps(data: Path, *, own: bool) -> Iterable[Step]:
    for file_name in MECHANISM if own else RECORDS:
        yield data / file_name, _records_into(RECORDS[file_name])
    for file_name in () if own else TARGETS:
        yield data / file_name, _load_targets


def _demo_steps(demo: Path) -> Iterable[Step]:
    yield demo / "half_months.csv", _records_into("half_month")
    for path in sorted(demo.glob("20*.csv")):
        yield path, _records_into("task_progress") if path.stem.endswith("task_progress") else _load_values
    yield demo / "submissions.csv", _load_submissions
    for file_name, table in REGISTERS.items():
        yield demo / file_name, _records_into(table)


def _records_into(table: str) -> Callable[[sa.Engine, Path], None]:
    def step(store: sa.Engine, path: Path) -> None:
        sheet = _sheet(path)
        with reading(store) as connection:
            checked = check_records(sheet, TABLES[table], known_codes(connection))
            _refuse(path, checked)
            preview = preview_records(connection, checked)
        _save(store, path, preview)

    return step


def _load_targets(store: sa.Engine, path: Path) -> None:
    _load_values(store, path, target=True)


def _load_values(store: sa.Engine, path: Path, *, target: bool = False) -> None:
    sheet = _sheet(path)
    form = None if target else path.stem.partition("_")[2]
    with reading(store) as connection:
        reference = _reference(str(store.url), structure(connection), connection)
        checked = check_values(sheet, reference, form=form, target=target, any_state=True)
        _refuse(path, checked)
        preview = preview_values(connection, checked, reference)
    _save(store, path, preview)


_kept: dict[tuple[str, int], Reference] = {}


def _reference(url: str, last: int, connection: sa.Connection) -> Reference:
    """The reference data, read again only after a file that changed it: most of the files hold values."""
    if (url, last) not in _kept:
        _kept.clear()
        _kept[url, last] = read_reference(connection)
    return _kept[url, last]


def _load_submissions(store: sa.Engine, path: Path) -> None:
    """The office's decisions; where it decided to carry a county forward, the values are carried before."""
    checked = check_records(_sheet(path), TABLES["submission"], _known_in(store))
    _refuse(path, checked)
    for record in checked.rows:
        if record.values["decision"] == "carried":
            ordinal, form, county_code = record.key
            _carry(store, ordinal, form, county_code, str(record.values["reason"]))
    _records_into("submission")(store, path)


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


def _known_in(store: sa.Engine) -> dict[str, Collection[str]]:
    with reading(store) as connection:
        return known_codes(connection)


def _save(store: sa.Engine, path: Path, preview: Preview) -> None:
    save(store, Act(ACTOR, "load", file_name=path.name, loads=True), preview.changes)


def _refuse(path: Path, checked: CheckedRecords | CheckedValues) -> None:
    if checked.problems:
        shown = [sentence(problem) for problem in checked.problems[:20]]
        heading = _("{file} in data/ has {count} mistakes; nothing of it was loaded:").format(
            file=path.name, count=len(checked.problems)
        )
        raise Refusal("\n".join([heading, *shown]))


def sentence(problem: Problem) -> str:
    """A place to mend in one line; what concerns the file as a whole, or a column that is not there, has no row."""
    if problem.row is None:
        column = _("column {column}: {mend}") if problem.column else "{mend}"
        return column.format(column=problem.column, mend=problem.mend)
    return _("row {row}, column {column}, “{text}”: {mend}").format(
        row=problem.row, column=problem.column, text=problem.text, mend=problem.mend
    )
