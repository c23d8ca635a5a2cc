"""What the tests share: the demo, loaded once for all workers, and a small hand-made store for the rest.

`empty`, `small`, `demo` and `demo_copy` come on SQLite and, where the database makes a difference (ON_BOTH), on
PostgreSQL as well. A test that is about a SQLite file says so by `pytest.mark.sqlite`; `pytest --database sqlite`
leaves PostgreSQL out. One whose law another test holds on PostgreSQL already says so by `pytest.mark.on_one`: the suite
runs it on SQLite alone.

The long run, `make soak`, sets BANYUE_SOAK=1. It does what the suite has no time for:

- every test that uses a store on both databases, also those marked `on_one`;
- the tests marked `long`: slow proofs of what a quick test of the suite holds too, and more of a kind that the suite
  tries once; the module's docstring says which;
- all combinations of the factors of a test marked `pairs`, of which the suite takes every pair (tests/pairs.py);
- more examples, strikes, acts and seconds, and every inner view of every page, where a test asks the fixture `soak`.
"""

import gc
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, settings
from pwdlib.hashers import HasherProtocol
from pwdlib.hashers.argon2 import Argon2Hasher

from lib.documents import texts
from lib.kept import decided as in_force
from lib.kept import store
from lib.kept.changes import Change, ObservationKey, TargetKey
from lib.kept.locks import locked
from lib.kept.models import Account
from lib.kept.move import copy_all
from lib.kept.reference import Reference, read_reference
from lib.kept.tables import TABLES
from lib.ledger.access import engineer
from lib.ledger.accounts import begin
from lib.ledger.accounts.passwords import hasher
from lib.ledger.door import Act, Receipt, save
from lib.review import seed
from lib.words import language, set_by_office
from lib.words import settings as decisions
from lib.words.half_months import HalfMonth
from tests import compiled, hostile, postgres
from tests.pairs import pairwise

SOAK = "BANYUE_SOAK" in os.environ

# The same examples in every run: a failure is the change's, never the day's. Each example takes its own writes back.
settings.register_profile(
    "banyue", derandomize=True, database=None, deadline=None, max_examples=500 if SOAK else 50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
settings.load_profile("banyue")


@pytest.fixture(autouse=True)
def _every_test_starts_in_chinese() -> Iterator[None]:
    language.use("zh")
    yield
    language.use("zh")


@pytest.fixture
def english() -> None:
    """This test in English: the texts of a problem, a number, a refusal."""
    language.use("en")


@pytest.fixture
def nothing_stays_set() -> Iterator[None]:
    """What the office sets in this test holds until it ends."""
    yield
    set_by_office.put({})
    in_force._seen = None


@pytest.fixture(scope="session", autouse=True)
def _log_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What this process and its children log, the project's own log never sees."""
    os.environ["BANYUE_LOG_FILE"] = str(tmp_path_factory.mktemp("logs") / "banyue.log")
    yield
    del os.environ["BANYUE_LOG_FILE"]


FULL_COST = hasher.current_hasher


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_little() -> Iterator[None]:
    """Argon2 takes a fifth of a second each time, on purpose; only `full_cost` is about that."""
    with pytest.MonkeyPatch.context() as patch:
        _hash_with(patch, Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def full_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as they are for people."""
    _hash_with(monkeypatch, FULL_COST)


def _hash_with(patch: pytest.MonkeyPatch, one: HasherProtocol) -> None:
    patch.setattr(hasher, "hashers", [one])
    patch.setattr(hasher, "current_hasher", one)


@contextmanager
def opened(file: Path) -> Iterator[sa.Engine]:
    with opened_at(f"sqlite:///{file}") as engine:
        yield engine


@contextmanager
def opened_at(url: str) -> Iterator[sa.Engine]:
    engine = compiled.share(store.connect(url))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether this is the long run."""
    return SOAK


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """What is imported and collected stays: to look through it again and again takes a tenth of the tests' time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests marked `long` to the long run, and put the modules that need the demo first.

    The first of two workers begins at the top, the second half way down: one loads the demo, the other need not wait.
    """
    long = [] if SOAK else [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
    need_it = {item.path for item in items if {"demo_file", "given"} & {*item.fixturenames}}
    items[:] = sorted((item for item in items if item not in long), key=lambda item: item.path not in need_it)


# What the office decides ------------------------------------------------------------------------------------------


@contextmanager
def decided(**sections: dict[str, object]) -> Iterator[None]:
    """For the length of a with block, config.toml holds other values: decided(access={"view": "signed-in"})."""
    as_it_is = decisions.read()
    update = {name: getattr(as_it_is, name).model_copy(update=values) for name, values in sections.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decisions, "read", lambda: as_it_is.model_copy(update=update))
        decisions.settings.cache_clear()
        yield
    decisions.settings.cache_clear()


@pytest.fixture
def decide() -> Iterator[Callable[..., None]]:
    """decide(access={"view": "signed-in"}) decides in config.toml's place until the test ends (see decided)."""
    with ExitStack() as until_the_end:
        yield lambda **sections: until_the_end.enter_context(decided(**sections))


# Which database -------------------------------------------------------------------------------------------------

DATABASES = ("sqlite", "postgresql")

# Where the database makes a difference: the store itself, what is saved and summed, and the queries of all figures.
# Everything else asks through these, and meets PostgreSQL in the long run.
ON_BOTH = ("kept", "ledger", "figures", "reliability")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=DATABASES, help="run the tests on one kind of database alone")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that uses a store runs on the databases that it is about, one that is marked `pairs` with its factors."""
    marker = metafunc.definition.get_closest_marker("pairs")
    factors = {name: tuple(values) for name, values in marker.kwargs.items()} if marker else {}
    if "on" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--database")
        factors["on"] = tuple(name for name in _about(metafunc.definition) if wanted in (None, name))
    if factors:
        cases = product(*factors.values()) if SOAK else pairwise(*factors.values())
        metafunc.parametrize(tuple(factors), list(cases), scope="session")


def _about(test: pytest.Item) -> Sequence[str]:
    if marked := [name for name in DATABASES if test.get_closest_marker(name)]:
        return marked
    both = test.path.parent.name in ON_BOTH or test.get_closest_marker("pairs")
    return DATABASES if SOAK or (both and not test.get_closest_marker("on_one")) else DATABASES[:1]


@pytest.fixture(scope="session")
def on() -> str:
    """The kind of database, `sqlite` or `postgresql`: see pytest_generate_tests."""
    raise AssertionError("a test that uses a store is given its kind of database")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all workers share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def postgresql(shared: Path) -> postgres.Server:
    """One server for all workers, started by the one that needs it first; it ends with the run."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    return postgres.started(shared / "postgresql", run)


Given = Callable[..., AbstractContextManager[sa.Engine]]


@pytest.fixture(scope="session")
def given(on: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Given:
    """given("small") is a copy of that store for the length of a with block, given("own", file) of this file."""

    @contextmanager
    def copy(name: str, file: Path | None = None) -> Iterator[sa.Engine]:
        file = file or request.getfixturevalue(f"{name}_file")
        if on == "sqlite":
            own = tmp_path_factory.mktemp(name) / f"{name}.db"
            shutil.copyfile(file, own)
            with opened(own) as engine:
                yield engine
            shutil.rmtree(own.parent)
            return
        server = request.getfixturevalue("postgresql")
        _template(server, request.getfixturevalue("shared"), name, file)
        with postgres.copied(server, name) as url, opened_at(url) as engine:
            yield engine

    return copy


def _template(server: postgres.Server, folder: Path, name: str, file: Path) -> None:
    """What the file holds, moved to PostgreSQL by the worker that comes first."""
    with locked(folder / f"{name}.template", wait=True):
        if server.has(name):
            return
        with opened(file) as source, opened_at(server.create(f"{name}_part")) as engine:
            with store.reading(source) as sent, store.writing(engine) as kept:
                copy_all(sent, kept)  # whether all arrives is looked at in test_move.py
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        server.rename(f"{name}_part", name)


TEXTS = texts.read_texts()


@pytest.fixture
def texts_of_the_small_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The office's texts without the sentences and annexes of indicators that the small store does not have."""
    whole = TEXTS
    none, annexes = {"parts": ()}, whole.notice.annexes.model_copy(update={"tables": ()})
    parts = {name: getattr(whole.notice, name).model_copy(update=none) for name in ("reductions", "support")}
    plans = whole.notice.running.plans.model_copy(update={"sentences": ()})
    parts["running"] = whole.notice.running.model_copy(update={"plans": plans})
    notice = whole.notice.model_copy(update=parts | {"annexes": annexes})
    monkeypatch.setattr(texts, "read_texts", lambda: whole.model_copy(update={"notice": notice}))
    texts.office_texts.cache_clear()
    yield
    texts.office_texts.cache_clear()


# The demo -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def demo_file(shared: Path) -> Path:
    """data/ in one SQLite file: loaded by the worker that comes first, copied by all, written to by none."""
    folder = shared
    with locked(folder / "demo.lock", wait=True):
        if not (folder / "demo.db").exists():
            with opened(folder / "loading.db") as engine:
                store.migrate(engine)
                seed.load(engine)
                one_file(engine, folder / "demo.db")
    return folder / "demo.db"


def one_file(engine: sa.Engine, to: Path) -> None:
    """A copy without a write-ahead log beside it; it appears under its name only when it is complete."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.connection.driver_connection.execute(f"VACUUM INTO '{to}.part'")
    Path(f"{to}.part").rename(to)


@pytest.fixture(scope="session")
def demo(given: Given) -> Iterator[sa.Engine]:
    """The demo for tests that only read."""
    with given("demo") as engine:
        yield engine


@pytest.fixture
def demo_copy(given: Given) -> Iterator[sa.Engine]:
    """The demo for one test that writes."""
    with given("demo") as engine:
        yield engine


# Who is signed in ----------------------------------------------------------------------------------------------


def sign_in(
    engine: sa.Engine,
    name: str = "联席办 李四",
    role: str = "office",
    unit: str | None = None,
    department: str | None = None,
    login: str = "",
) -> str:
    """An account of this name and a session of it, without the cost of a password; the session's token."""
    login = login or hashlib.sha256(name.encode()).hexdigest()[:12]
    values = {"login": login, "name": name, "role": role, "unit_code": unit, "department_code": department}
    values |= {"password_hash": "", "password_at": store.moment(), "must_change": False, "disabled": False}
    with store.writing(engine) as connection:
        found = connection.scalar(sa.select(Account.__table__.c.id).where(Account.__table__.c.name == name))
        if found is None:
            made = connection.execute(sa.insert(Account).values(created_at=store.moment(), **values))
            found = made.inserted_primary_key[0]
    return begin(engine, found)


# A small store --------------------------------------------------------------------------------------------------

UNITS = (
    ("5223", "黔西南州", "Qianxinan", "prefecture", "自治州", None),
    ("522301", "兴义市", "Xingyi", "county", "市", "5223"),
    ("522326", "望谟县", "Wangmo", "county", "县", "5223"),
    ("522301001", "黄草街道", "Huangcao", "township", "街道", "522301"),
    ("522326101", "平洞街道", "Pingdong", "township", "街道", "522326"),
    ("522326102", "边饶镇", "Bianrao", "township", "镇", "522326"),
    ("522301001001", "黄草街道第1村", "Huangcao 1", "village", "村", "522301001"),
    ("522301001002", "黄草街道第2村", "Huangcao 2", "village", "村", "522301001"),
    ("522326101001", "平洞街道第1村", "Pingdong 1", "village", "村", "522326101"),
    ("522326101002", "平洞街道第1社区", "Pingdong 2", "village", "社区", "522326101"),
    ("522326102001", "边饶镇第1村", "Bianrao 1", "village", "村", "522326102"),
    ("522326102002", "边饶镇第2村", "Bianrao 2", "village", "村", "522326102"),
)
VILLAGES = tuple(code for code, *_rest in UNITS if len(code) == 12)

FORMS = (
    ("village_cleanup", "村级清理表", "Village clean-up", "village", "all"),
    ("county_empowerment", "县级赋能表", "County empowerment", "county", "all"),
)

INDICATORS = (  # code, name, name_en, unit, decimals, form, level, rollup, and more
    ("boards_removed", "清理机构牌子", "Boards removed", "块", 0, "village_cleanup", "village", "sum"),
    ("boards_outside", "现有外部标牌", "Boards outside", "块", 0, "village_cleanup", "village", "sum"),
    ("signs_outside", "现有规范标识", "Signs outside", "个", 0, "village_cleanup", "village", "sum"),
    ("mechanisms_last_year", "上年工作机制", "Mechanisms last year", "个", 0, "village_cleanup", "village", "sum"),
    ("mechanisms_now", "现有工作机制", "Mechanisms now", "个", 0, "village_cleanup", "village", "sum"),
    ("labour_pay", "发放劳务报酬", "Labour pay", "元", 2, "county_empowerment", "county", "sum"),
    ("mechanisms_cut_pct", "工作机制压减", "Mechanisms cut", "%", 1, None, "village", "fall"),
    ("boards_standard_villages", "四牌两标达标村", "Standard 4 + 2", "个", 0, None, "village", "count"),
)
MORE = {
    "boards_removed": {"cumulative": True, "direction": "up"},
    "boards_outside": {"direction": "down"},
    "mechanisms_cut_pct": {"numerator": "mechanisms_now", "denominator": "mechanisms_last_year", "goal": 50},
    "boards_standard_villages": {"condition": "boards_outside<=4 signs_outside<=2", "direction": "up"},
}

TASKS = (  # code, level, name, name_en, start, due, indicator
    ("01", "prefecture", "清理机构牌子", "Remove boards", "2023-06-1", "2023-07-2", "boards_removed"),
    ("02", "prefecture", "压减工作机制", "Cut mechanisms", "2023-06-1", "2023-07-1", "mechanisms_cut_pct"),
    ("03", "prefecture", "三张清单印发", "Issue the lists", "2023-06-1", "2023-06-2", None),
    ("C1", "county", "村务督办", "County check", "2023-06-2", "2023-08-1", None),
    ("V1", "village", "公示清单", "Show the lists", "2023-06-1", "2023-08-2", None),
)


BOARDS = (  # board, group, indicator, and more
    ("cleanup", "mechanisms", "mechanisms_cut_pct", {"new": "mechanisms_now", "back": "mechanisms_now",
                                                     "detail": "mechanisms", "group_name": "工作机制"}),
    ("cleanup", "boards", "boards_removed", {"back": "boards_outside", "group_name": "牌子制度"}),
    ("cleanup", "boards", "boards_standard_villages", {}),
    ("empowerment", "projects", "labour_pay", {"group_name": "项目下放"}),
    ("pilots", "boards", "boards_removed", {}),
)  # fmt: skip


@dataclass(frozen=True)
class Small:
    """A store of twelve units in the words of the tests: units by code, half months as 2023-07-1."""

    engine: sa.Engine
    reference: Reference

    def key(self, half_month: str, unit: str, indicator: str) -> ObservationKey:
        """A cell: half month ordinal, unit id, indicator id."""
        ordinal = HalfMonth.parse(half_month).ordinal
        return ordinal, self.reference.units[unit].id, self.reference.indicators[indicator].id

    def change(
        self, unit: str, indicator: str, after: int | None, before: int | None = None, at: str = "2023-07-1"
    ) -> Change:
        return Change("observation", self.key(at, unit, indicator), "value", before, after)

    def target(self, unit: str, indicator: str, after: int | None, before: int | None = None) -> Change:
        return Change("target", TargetKey(*self.key("2023-07-1", unit, indicator)[1:]), "value", before, after)

    def save(self, *changes: Change, actor: str = "望谟县 张三", kind: str = "upload", **more: object) -> Receipt:
        return save(self.engine, Act(engineer(actor), kind, **more), changes)

    def value(self, unit: str, indicator: str, at: str = "2023-07-1") -> int | None:
        half_month, unit_id, indicator_id = self.key(at, unit, indicator)
        return self.one(
            "SELECT value FROM observation WHERE half_month = ? AND unit_id = ? AND indicator_id = ?",
            half_month, unit_id, indicator_id,
        )  # fmt: skip

    def history(self, batch: int) -> list[tuple]:
        """Half month, unit, indicator, before, after of the cells that a batch changed, and whether it was 沿用."""
        rows = self.all("SELECT half_month, unit_id, cells FROM value_change WHERE batch_id = ?", batch)
        cells = [(half_month, unit, *cell) for half_month, unit, text in rows for cell in json.loads(text)]
        return sorted(cell if len(cell) == 6 else (*cell, False) for cell in cells)

    def one(self, query: str, *values: object) -> object:
        """The first column of the first row; None without a row."""
        row = next(iter(self.all(query, *values)), None)
        return row[0] if row else None

    def all(self, query: str, *values: object) -> list[tuple]:
        with store.reading(self.engine) as connection:
            return [tuple(row) for row in sql(connection, query, *values)]


def sql(connection: sa.Connection, query: str, *values: object) -> sa.CursorResult:
    """Run a test's own SQL, with `?` for each value, on whichever kind of database it is."""
    if connection.dialect.name != "sqlite":
        query = query.replace("?", "%s")
    return connection.exec_driver_sql(query, values)


def record(table: str, **values: object) -> Change:
    """A new record, with what its table needs and the test does not say."""
    columns = TABLES[table].columns
    blank = {"text": "", "yes_no": False}
    rest = {column.name: blank.get(column.kind) for column in columns}
    whole = rest | values
    return Change(table, tuple(whole[name] for name in TABLES[table].key), "", None, whole)


def small_world() -> list[Change]:
    """The catalogues of the small store."""
    unit = ("code", "name", "name_en", "level", "kind", "parent_code")
    form = ("code", "name", "name_en", "level", "units")
    indicator = ("code", "name", "name_en", "unit", "decimals", "form", "level", "rollup")
    task = ("code", "level", "name", "name_en", "start", "due", "indicator")
    none = dict.fromkeys(("numerator", "denominator", "condition"))
    changes = [record("unit", **dict(zip(unit, row, strict=True))) for row in UNITS]
    changes += [record("form", **dict(zip(form, row, strict=True))) for row in FORMS]
    for position, row in enumerate(INDICATORS):
        values = dict(zip(indicator, row, strict=True)) | {"position": position, "direction": "none"} | none
        changes.append(record("indicator", **values | MORE.get(row[0], {})))
    others = dict.fromkeys(("new", "left", "back", "total", "removed", "standard"))
    for position, (board, group, code, more) in enumerate(BOARDS):
        values = {"board": board, "group_code": group, "indicator": code, "position": position, "detail": ""}
        changes.append(record("board_item", **values | others | more))
    for row in TASKS:
        values = dict(zip(task, row, strict=True)) | {"phase": "clean", "department_code": None}
        dates = {name: HalfMonth.parse(values[name]).ordinal for name in ("start", "due")}
        changes.append(record("task", **values | dates))
    states = {"2023-06-1": "closed", "2023-06-2": "closed", "2023-07-1": "open"}
    months = {HalfMonth.parse(text).ordinal: state for text, state in states.items()}
    return changes + [record("half_month", half_month=month, state=state) for month, state in months.items()]


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schema and nothing in it."""
    folder = tmp_path_factory.mktemp("empty")
    with opened(folder / "migrated.db") as engine:
        store.migrate(engine)
        one_file(engine, folder / "empty.db")
    return folder / "empty.db"


@pytest.fixture
def empty(given: Given) -> Iterator[sa.Engine]:
    """A store with the schema and nothing in it."""
    with given("empty") as engine:
        yield engine


@pytest.fixture(scope="session")
def small_file(empty_file: Path) -> Path:
    """One prefecture, two counties, three townships, six villages; 2023-06-2 closed and full, 2023-07-1 open."""
    file = empty_file.with_name("small.db")
    shutil.copyfile(empty_file, file)
    with opened(file) as engine:
        save(engine, Act(engineer("data/"), "load", loads=True), small_world())
        small = Small(engine, reference_of(engine))
        june = {"boards_removed": 3, "boards_outside": 5, "signs_outside": 2}
        june |= {"mechanisms_last_year": 10, "mechanisms_now": 6}
        cells = [small.change(unit, code, value, at="2023-06-2") for unit in VILLAGES for code, value in june.items()]
        cells += [small.change(unit, "labour_pay", 10_050, at="2023-06-2") for unit in ("522301", "522326")]
        small.save(*cells, actor="data/", kind="load", loads=True)
        small.save(*(small.target(unit, "boards_removed", 6) for unit in VILLAGES), actor="data/", loads=True)
        one_file(engine, file.with_name("small_whole.db"))
    return file.with_name("small_whole.db")


TURN = HalfMonth.parse("2023-12-1")  # closed and full; the half month after the next one begins a year


def turning_world() -> list[Change]:
    """The catalogues of the small store at the turn of a year, with a form that asks pilots alone."""
    none = dict.fromkeys(("numerator", "denominator", "condition"))
    cut = {"code": "forms_cut", "name": "精简报表", "unit": "张", "form": "pilots", "level": "village", "rollup": "sum"}
    states = {TURN.next(-1): "closed", TURN: "closed", TURN.next(): "open"}
    return [
        *(change for change in small_world() if change.table != "half_month"),
        record("form", code="pilots", name="试点表", level="village", units="report_pilot"),
        record("indicator", **cut, position=30, decimals=0, direction="up", **none),
        *(record("half_month", half_month=month.ordinal, state=state) for month, state in states.items()),
    ]


@pytest.fixture(scope="session")
def turn_file(empty_file: Path) -> Path:
    """The small store at the turn of a year: one half month closed and full, the next one open."""
    file = empty_file.with_name("turn.db")
    shutil.copyfile(empty_file, file)
    with opened(file) as engine:
        save(engine, Act(engineer("data/"), "load", loads=True), turning_world())
        small = Small(engine, reference_of(engine))
        yearly = [Change("indicator", ("labour_pay",), name, False, True) for name in ("cumulative", "yearly")]
        targets = [small.target(unit, "boards_removed", 6) for unit in VILLAGES]
        of_villages = [code for code, *_names, form, _level, _rollup in INDICATORS if form == "village_cleanup"]
        cells = [small.change(unit, code, 3, at=str(TURN)) for unit in VILLAGES for code in of_villages]
        cells += [small.change(unit, "labour_pay", 10_050, at=str(TURN)) for unit in ("522301", "522326")]
        small.save(*yearly, *targets, actor="data/", kind="load", loads=True)
        small.save(*cells, actor="data/", kind="load", loads=True)
        one_file(engine, file.with_name("turn_whole.db"))
    return file.with_name("turn_whole.db")


def reference_of(engine: sa.Engine) -> Reference:
    """Units, indicators, forms and half months of a store."""
    with store.reading(engine) as connection:
        return read_reference(connection)


@pytest.fixture(scope="session")
def small_reference(small_file: Path) -> Reference:
    """The catalogues of the small store, which no test changes: to read them takes as long as most tests."""
    with opened(small_file) as engine:
        return reference_of(engine)


@pytest.fixture
def small(given: Given, small_reference: Reference) -> Iterator[Small]:
    """The small store, for one test to read and write."""
    with given("small") as engine:
        yield Small(engine, small_reference)


# A newer program ------------------------------------------------------------------------------------------------

REVISION = '''"""A table more, for this test."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table("{table}", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO {table} (id) VALUES (1), (2)")
    {then}
'''


def head() -> str:
    """The schema of this program."""
    config = Config()
    config.set_main_option("script_location", str(store.MIGRATIONS))
    return str(ScriptDirectory.from_config(config).get_current_head())


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """newer("pass") makes this a program with two revisions more; the last words are run at the end of the second."""
    at, folder = head(), tmp_path / "migrations"
    shutil.copytree(store.MIGRATIONS, folder)

    def program(then: str = "pass") -> None:
        steps = [("test1", at, "more", "pass"), ("test2", "test1", "still_more", then)]
        for revision, before, table, words in steps:
            text = REVISION.format(revision=revision, before=before, table=table, then=words)
            (folder / "versions" / f"{revision}.py").write_text(text)
        monkeypatch.setattr(store.schema, "MIGRATIONS", folder)

    return program


# A hostile store --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def hostile_file(demo_file: Path) -> Path:
    """The demo with hostile texts everywhere, made by the worker that comes first."""
    with locked(demo_file.parent / "hostile.lock", wait=True):
        whole = demo_file.with_name("hostile.db")
        if not whole.exists():
            shutil.copyfile(demo_file, demo_file.with_name("spoiling.db"))
            with opened(demo_file.with_name("spoiling.db")) as engine:
                hostile.spoil(engine)
                one_file(engine, whole)
    return whole


@pytest.fixture(scope="session")
def hostile_store(hostile_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """The hostile store for tests that only read."""
    file = tmp_path_factory.mktemp("hostile") / "banyue.db"
    shutil.copyfile(hostile_file, file)
    with opened(file) as engine:
        yield engine
