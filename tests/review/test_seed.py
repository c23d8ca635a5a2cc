"""Loading data/: once, in order, through the same door as any upload; a mistake stops it with its place."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from lib.figures.reading import figures
from lib.kept import store
from lib.kept.reference import read_reference
from lib.review import seed
from lib.review.seed import DATA, RECORDS, TARGETS, load
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import sql

PUBLISHED_AT = HalfMonth.parse("2023-06-2")
CATALOGUES = [*RECORDS, *TARGETS]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def count(engine, query: str, *values: object) -> int:
    with store.reading(engine) as connection:
        return sql(connection, query, *values).scalar_one()


@pytest.fixture
def data(tmp_path):
    """A copy of data/ whose files a test may break."""
    return Path(shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("demo", "make*")))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# The whole demo -------------------------------------------------------------------------------------------------

MEASURED = {row["code"] for row in read(DATA / "indicators.csv")}
FIGURES = [row for row in read(DATA / "published.csv") if row["id"] in MEASURED]


def test_every_published_measurement_is_an_indicator():
    measurements = {row["id"] for row in read(DATA / "published.csv") if row["kind"] in ("stock", "flow", "ratio")}
    assert len(FIGURES) > 30
    assert not measurements - MEASURED


@pytest.fixture(scope="module")
def published_figures(demo):
    with store.reading(demo) as connection:
        reference = read_reference(connection)
        top = reference.children[None][0]
        shown = figures(connection, reference, top, PUBLISHED_AT, [row["id"] for row in FIGURES])
    return {figure.code: figure for figure in shown}


@pytest.mark.parametrize("row", FIGURES, ids=lambda row: row["id"])
def test_figure_of_the_demo_equals_the_published_one(published_figures, row):
    figure = published_figures[row["id"]]
    assert figure.value == Decimal(row["value"])
    assert figure.published.section == row["section"]
    assert figure.reported in (None, (9, 9))


@pytest.mark.parametrize("file_name, table", RECORDS.items())
def test_every_record_of_a_catalogue_is_kept(demo, file_name, table):
    assert count(demo, f"SELECT COUNT(*) FROM {table}") == len(read(DATA / file_name))


def test_every_value_of_a_demo_file_is_kept(demo):
    names = {row["name"]: row["code"] for row in read(DATA / "indicators.csv")}
    expected = {
        (row["单位代码"], names[column]): int(text)
        for row in read(DATA / "demo" / "2023-07-1_village_cleanup.csv")
        for column, text in row.items()
        if column in names and text
    }
    query = (
        "SELECT u.code, i.code, o.value FROM observation o JOIN unit u ON u.id = o.unit_id"
        " JOIN indicator i ON i.id = o.indicator_id WHERE o.half_month = ? AND i.form = 'village_cleanup'"
    )
    with store.reading(demo) as connection:
        ordinal = PUBLISHED_AT.next().ordinal
        kept = {(unit, code): value for unit, code, value in sql(connection, query, ordinal)}
    assert kept == expected


def test_every_file_is_one_batch_of_its_own(demo):
    files = [*CATALOGUES, *(path.name for path in (DATA / "demo").glob("*.csv"))]
    with store.reading(demo) as connection:
        query = "SELECT file_name FROM batch WHERE kind = 'load'"
        assert sorted(connection.exec_driver_sql(query).scalars()) == sorted(files)


def test_carried_values_are_marked(demo):
    carried = [row for row in read(DATA / "demo" / "submissions.csv") if row["decision"] == "carried"]
    assert carried
    for row in carried:
        ordinal = HalfMonth.parse(row["half_month"]).ordinal
        assert count(
            demo,
            "SELECT COUNT(*) FROM observation o JOIN unit u ON u.id = o.unit_id"
            " WHERE o.carried AND o.half_month = ? AND u.code LIKE ?",
            ordinal, row["county_code"] + "%",
        ) > 0  # fmt: skip


def test_every_indicator_has_both_names_and_a_definition(demo):
    with store.reading(demo) as connection:
        for indicator in read_reference(connection).indicators.values():
            assert indicator.name and indicator.name_en and indicator.definition and indicator.definition_en


def test_demo_says_that_it_is_one(demo):
    with store.reading(demo) as connection:
        assert seed.is_demo(connection)


# Again, interrupted, broken -------------------------------------------------------------------------------------


def test_second_load_reads_nothing(demo_copy):
    revision = count(demo_copy, "SELECT number FROM revision")
    told = []
    assert load(demo_copy, tell=lambda *heard: told.append(heard)) == 0
    assert not told
    assert count(demo_copy, "SELECT number FROM revision") == revision


def test_load_without_the_demo_brings_the_catalogues_alone(empty, data):
    told = []
    assert load(empty, data, demo=False, tell=lambda *heard: told.append(heard)) == len(CATALOGUES)
    assert told == [(step, len(CATALOGUES), file) for step, file in enumerate(CATALOGUES, start=1)]
    assert count(empty, "SELECT COUNT(*) FROM observation") == 0
    with store.reading(empty) as connection:
        assert not seed.is_demo(connection)


def test_interrupted_load_goes_on_where_it_stopped(empty, data):
    class PowerCut(Exception):
        pass

    def cut(_step: int, _of: int, file: str) -> None:
        if file == "tasks.csv":
            raise PowerCut

    with pytest.raises(PowerCut):
        load(empty, data, demo=False, tell=cut)
    assert count(empty, "SELECT COUNT(*) FROM task") == 0
    left = CATALOGUES[CATALOGUES.index("tasks.csv") :]
    told = []
    assert load(empty, data, demo=False, tell=lambda _step, _of, file: told.append(file)) == len(left)
    assert told == left
    assert count(empty, "SELECT COUNT(*) FROM task") == len(read(DATA / "tasks.csv"))


@pytest.mark.parametrize(
    "file_name, old, new, said",
    [
        pytest.param(
            "indicators.csv", "boards_removed,4,", "boards_removed,four,",
            ["indicators.csv", "第 5 行", "four"], id="word for a number",
        ),
        pytest.param(
            "indicators.csv", "fall,mechanisms_now,mechanisms_last_year", "fall,mechanisms_now,mechanisms_lost",
            ["indicators.csv", "第 51 行", "mechanisms_lost"], id="reference to nothing",
        ),
        pytest.param(
            "tasks.csv", "2023-01-2,2023-03-2", "2023-01-2,2022-03-2",
            ["tasks.csv", "第 2 行", "2022-03-2"], id="due before start",
        ),
        pytest.param(
            "units.csv", "522301,兴义市,Xingyi,county,市,5223", "522301,兴义市,Xingyi,county,市,5224",
            ["units.csv", "第 3 行", "5224"], id="unit above is unknown",
        ),
        pytest.param("departments.csv", "D02,", "D01,", ["departments.csv", "第 3 行", "D01"], id="code twice"),
        pytest.param("forms.csv", "code,name", "code,nom", ["forms.csv"], id="column is missing"),
        pytest.param(
            "targets_village.csv", "522301001001,黄草街道第1村,4", "522301001001,黄草街道第1村,-4",
            ["targets_village.csv", "第 2 行", "-4"], id="negative target",
        ),
    ],
)  # fmt: skip
def test_broken_catalogue_stops_with_file_row_and_text(empty, data, file_name, old, new, said):
    replace(data / file_name, old, new)
    with pytest.raises(Refusal) as refusal:
        load(empty, data, demo=False)
    for part in said:
        assert part in str(refusal.value)
    assert "Traceback" not in str(refusal.value)
    assert "“”" not in str(refusal.value)
    before = CATALOGUES[: CATALOGUES.index(file_name)]
    assert count(empty, "SELECT COUNT(*) FROM batch") == len(before)  # nothing of the broken file, all before it


def test_many_mistakes_are_counted_and_twenty_shown(empty, data):
    path = data / "departments.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    broken = [rows[0], *(row.replace(",0,", ",maybe,") for row in rows[1:])]
    path.write_text("\n".join(broken), encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        load(empty, data, demo=False)
    lines = str(refusal.value).splitlines()
    assert len(lines) == 21
    assert str(len([row for row in broken if ",maybe," in row])) in lines[0]


def test_missing_catalogue_stops_with_its_name(empty, data):
    (data / "tasks.csv").unlink()
    with pytest.raises(Refusal, match="tasks.csv"):
        load(empty, data, demo=False)


def test_catalogue_that_is_no_table_stops_with_its_name(empty, data):
    (data / "tasks.csv").write_bytes(b"")
    with pytest.raises(Refusal, match="tasks.csv.*空"):
        load(empty, data, demo=False)
