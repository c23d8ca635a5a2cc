"""Loading data/: the catalogues and the demo half months, through the same reader, checks and ledger as any upload."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, groupby
from pathlib import Path

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, CheckedValues, Problem, Reported, Targets, check_values
from lib.intake.preview import value_changes
from lib.intake.sheets import Sheet, read
from lib.kept.changes import Change
from lib.kept.current import structure
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference, read_reference
from lib.kept.store import reading, writing
from lib.kept.tables import TABLES
from lib.kept.uncollected import uncollected
from lib.ledger.access import engineer
from lib.ledger.door import Act, load_within, save_within
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
    "boards.csv": "board_item",
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
    "spot_plans.csv": "spot_plan",
    "spot_checks.csv": "spot_check",
}
CONTENTS = {"spot_checks.csv": "spot_frame.txt"}  # kept beside the batch: from it the draw can be repeated
SUBMISSIONS = "submissions.csv"  # of the demo alone: by the act that loaded it a demo is known
TARGETS = ("targets_village.csv", "targets_county.csv")
MECHANISM = tuple(name for name in RECORDS if name != "units.csv")  # what is no demo: the same for every office
OWN = "own data"  # the token of the batch that marks a database as the office's own

Checked = CheckedValues | CheckedRecords
Saved = tuple[Act, Sequence[Change]]
Announce = Callable[[int, int, str], None]  # step, of how many, which file


def load(
    store: sa.Engine, data: Path = DATA, *, demo: bool = True, tell: Announce = lambda step, of, file: None
) -> int:
    """Load what is not loaded yet of the catalogues in `data` and, with `demo`, its half months; how many files.

    `tell` hears of every file before it is read. A file is one batch, and those of a half month are saved together: a
    start that was interrupted goes on where it stopped. Raises Refusal naming file, row, column and reason for a file
    with a mistake; nothing of it is saved.
    """
    with reading(store) as connection:
        loaded = set(connection.exec_driver_sql("SELECT file_name FROM batch WHERE kind = 'load'").scalars())
        own = is_own(connection)
    steps = list(_catalogue_steps(data, own=own))
    if demo and not own:
        steps += _demo_steps(data / "demo")
    pending = [step for step in steps if step[0].name not in loaded]
    numbers = count(1)
    with uncollected():
        for _half_month, files in groupby(pending, lambda step: _half_month_of(step[0])):
            # those of a half month in one transaction, a batch each
            with writing(store) as connection:
                # an act is read when the one before it is written: a file may refer to records of the last
                acts = _acts(connection, files, lambda path: tell(next(numbers), len(pending), path.name))
                load_within(connection, acts)
    return len(pending)


def _half_month_of(path: Path) -> str:
    """2023-06-1 of 2023-06-1_task_progress.csv: its files are loaded together, any other by itself."""
    half_month, parted, _form = path.name.partition("_")
    return half_month if parted and half_month[:2] == "20" else path.name


def begin_own(store: sa.Engine, *, tell: Announce = lambda step, of, file: None) -> int:
    """Begin the office's own database: the mechanism's catalogues without units, targets and half months; how many.

    From then on no start loads the demo. Raises Refusal when the database holds something else already.
    """
    with writing(store) as connection:
        if not is_own(connection) and connection.exec_driver_sql("SELECT 1 FROM batch").first():
            raise Refusal(_("The database holds data already; choose an empty one"))
        # the mark comes first: a start that is interrupted goes on without the demo
        save_within(connection, Act(ACTOR, "load", _("begun without the demo"), token=OWN, loads=True), [])
    return load(store, DATA, tell=tell)


def is_own(connection: sa.Connection) -> bool:
    """Whether the database was begun as the office's own, without the demo."""
    return connection.execute(sa.text("SELECT 1 FROM batch WHERE token = :own"), {"own": OWN}).first() is not None


def is_demo(connection: sa.Connection) -> bool:
    """Whether the demo half months of data/demo were loaded: then every page says so."""
    demo = sa.text("SELECT 1 FROM batch WHERE kind = 'load' AND file_name = :file")
    return connection.execute(demo, {"file": SUBMISSIONS}).first() is not None


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
        yield path, Records(TABLES[form]) if form == TASK_FORM else Reported(form, any_state=True)
    # after all values: what is carried forward, and what was accepted, rests on them
    yield demo / SUBMISSIONS, Records(TABLES["submission"])
    for file_name, table in REGISTERS.items():
        yield demo / file_name, Records(TABLES[table])


def _acts(connection: sa.Connection, files: Iterable[Step], tell: Callable[[Path], None]) -> Iterator[Saved]:
    """What each file is saved as, before it what it makes the office carry forward."""
    for path, wanted in files:
        tell(path)
        checked, changes = _compared(connection, path, wanted)
        if path.name == SUBMISSIONS and isinstance(checked, CheckedRecords):
            yield from _carried_forward(connection, checked)  # before the decisions, which are about these values
        content = (path.parent / CONTENTS[path.name]).read_bytes() if path.name in CONTENTS else None
        yield Act(ACTOR, "load", file_name=path.name, content=content, loads=True), changes


def _compared(connection: sa.Connection, path: Path, wanted: Wanted) -> tuple[Checked, Sequence[Change]]:
    """A file, checked as any upload is, and its changes: of values without a preview, which nobody would see."""
    sheet = _sheet(path)
    checked: Checked
    if isinstance(wanted, Records):
        checked, preview = compare(connection, sheet, wanted)
        changes = preview.changes
    else:
        reference = _reference(connection)
        checked = check_values(sheet, reference, wanted, settings().upload.nothing)
        changes = value_changes(connection, checked, reference)
    if checked.problems:
        raise _refusal(path, checked.problems)
    return checked, changes


_kept: dict[tuple[str, int], Reference] = {}


def _reference(connection: sa.Connection) -> Reference:
    """The reference data, read again only after a file that changed it: most of the files hold values."""
    url, last = str(connection.engine.url), structure(connection)
    if (url, last) not in _kept:
        _kept.clear()
        _kept[url, last] = read_reference(connection)
    return _kept[url, last]


def _carried_forward(connection: sa.Connection, decisions: CheckedRecords) -> Iterator[Saved]:
    """The values of the counties for which the office decided so."""
    for record in decisions.rows:
        if record.values["decision"] == "carried":
            half_month, form, county = record.key
            changes = copied_forward(connection, HalfMonth(half_month), form, county)
            token = f"carry {half_month} {form} {county}"
            yield Act(ACTOR, "carry", str(record.values["reason"]), token=token, loads=True), changes


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
