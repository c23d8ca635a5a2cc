"""Boards by declaration: an office with indicators of its own sees them live; no code names an indicator."""

import re

import pytest

from lib.intake.checks import check_records
from lib.intake.sheets import read
from lib.kept import decided, store
from lib.kept.boards import headline
from lib.kept.changes import Change, current_records
from lib.kept.reference import read_reference
from lib.kept.tables import TABLES
from lib.ledger.access import engineer
from lib.ledger.door.settings import MAY_BE_SET
from lib.review.office_settings import decide, mend_of
from lib.review.uploads import known_codes
from lib.show.screens import all_topics, turn
from lib.words import set_by_office
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.settings import ROOT, UploadLimits
from tests.conftest import BOARDS, UNITS, VILLAGES, Small, record, reference_of
from tests.test_data import table

MONTHS = ("2024-01-1", "2024-01-2")
NONE = dict.fromkeys(("numerator", "denominator", "condition"))
OTHERS = dict.fromkeys(("new", "left", "back", "total", "removed", "standard"))


@pytest.fixture
def office(empty):
    """Two indicators of the office's own, each on a board; two half months, the first one closed."""
    unit = ("code", "name", "name_en", "level", "kind", "parent_code")
    own = {"form": "meetings", "level": "village", "rollup": "sum", "unit": "次", "decimals": 0, "cumulative": True}
    world = [record("unit", **dict(zip(unit, row, strict=True))) for row in UNITS]
    world.append(record("form", code="meetings", name="会议表", level="village", units="all"))
    for position, (code, name, way) in enumerate((("held", "参加会议", "down"), ("merged", "合并会议", "up"))):
        world.append(record("indicator", code=code, name=name, direction=way, position=position, **own | NONE))
    item = {"position": 1, "detail": ""} | OTHERS
    cleanup = {"board": "cleanup", "group_code": "meetings", "group_name": "会议"}
    world.append(record("board_item", indicator="merged", **item | cleanup | {"total": "held", "detail": "found"}))
    world.append(
        record("board_item", board="empowerment", group_code="time", group_name="还时于村", **item, indicator="held")
    )
    dates = {"start": HalfMonth.parse(MONTHS[0]).ordinal, "due": HalfMonth.parse("2024-03-2").ordinal}
    said = {"code": "M1", "level": "prefecture", "name": "合并会议", "phase": "clean", "department_code": None}
    world.append(record("task", indicator="merged", **said, **dates))
    world += [record("half_month", half_month=HalfMonth.parse(text).ordinal, state="open") for text in MONTHS]
    made = Small(empty, reference_of(empty))
    made.save(*world, kind="load", loads=True)
    small = Small(empty, reference_of(empty))
    for at, merged in zip(MONTHS, (1, 3), strict=True):
        values = {"held": 9, "merged": merged}
        small.save(*(small.change(unit, code, value, at=at) for unit in VILLAGES for code, value in values.items()))
    small.save(*(small.target(unit, "merged", 6) for unit in VILLAGES), loads=True)
    return empty


def test_every_board_of_an_office_with_its_own_indicators_lives(visit, office):
    shown = visit(office, half_month=MONTHS[1]).text
    assert "合并会议累计 18 次，比上期增加 12 次，距目标还差 18 次" in shown
    assert "合并会议 18 次 ↑ 增加 12次" in shown
    page = visit(office, "cleanup", half_month=MONTHS[1])
    assert "合并会议 18 次，还差 18 次" in page.text  # the curve
    assert "本期新增 12 次" in page.text  # what is new
    assert "排查 54 次，还有 36 次" in page.text  # its third column: of the total that the office named
    assert "6 个村(社区)未达目标" in page.text and "没有反弹" in page.text
    assert {len(chart) for chart in page.charts if "status" in chart} == {2}
    page = visit(office, "empowerment", half_month=MONTHS[1])
    assert "参加会议 54 次" in page.text and "望谟县最多，36次" in page.text
    assert not re.search("牌子|机制|干部下沉", page.text)


def test_own_group_is_a_slide_that_turns_with_the_others(visit, office):
    page = visit(office, "screen", half_month=MONTHS[1], slides="meetings", rotate="false")
    assert "合并会议 18 次，还差 18 次" in page.text
    page = visit(office, "screen", half_month=MONTHS[1], rotate="false")
    assert "会议" in page.text and "牌子制度" not in page.text  # what the cover lists


@pytest.fixture
def _nothing_stays_set():
    yield
    set_by_office.put({})
    decided._seen = None


@pytest.mark.usefixtures("_nothing_stays_set")
def test_office_puts_its_own_group_where_it_wants_it_among_the_slides(visit, office):
    who, own = engineer("联席办"), ("title", "meetings", "ranking")
    assert mend_of(MAY_BE_SET["screen.slides"], own) == ""
    with pytest.raises(Refusal, match="没有 no_such 这一页；可用 title, .*meetings"):
        decide(office, who, "screen.slides", ["title", "no_such"])
    decide(office, who, "screen.slides", list(own))
    with store.reading(office) as connection:
        decided.follow(connection)
        assert turn(read_reference(connection)) == own
    address = visit(office, "screen", half_month=MONTHS[1], slides="MEETINGS", rotate="false")
    assert "合并会议 18 次，还差 18 次" in address.text


def test_indicator_of_several_groups_is_one_tile_and_no_group_takes_the_place_of_another_slide(office):
    small = Small(office, reference_of(office))
    for code in ("figures", "second", "meeting"):
        item = {"board": "cleanup", "group_code": code, "group_name": "撞名", "position": 0, "detail": ""}
        small.save(record("board_item", indicator="held", **item | OTHERS), kind="edit")
    reference = reference_of(office)
    assert headline(reference, HalfMonth.parse(MONTHS[1])) == ("held", "merged")
    words = {code: topic.word for code, topic in all_topics(reference).items()}
    assert (words["figures"], words["meeting"], words["second"]) == ("主要指标", "上次会议", "撞名")


def test_board_without_a_declared_indicator_says_who_names_it(visit, office):
    small = Small(office, reference_of(office))
    rows = {row[2]: row for row in small.all("SELECT board, group_code, indicator FROM board_item")}
    with store.reading(office) as connection:
        found = current_records(connection, TABLES["board_item"], list(rows.values()))
    small.save(*(Change("board_item", key, "", found[key], None) for key in rows.values()), kind="edit")
    for page in ("cleanup", "empowerment"):
        assert "这块看板上还没有指标" in visit(office, page, half_month=MONTHS[1]).text


def test_what_asks_nobody_stands_on_no_board(visit, office):
    small = Small(office, reference_of(office))
    small.save(record("form", code="pilots", name="试点表", level="village", units="report_pilot"), loads=True)
    own = {"form": "pilots", "level": "village", "rollup": "sum", "unit": "张", "decimals": 0, "direction": "up"}
    small.save(record("indicator", code="cut", name="精简报表", position=9, **own | NONE), loads=True)
    item = {"board": "cleanup", "group_code": "cut", "group_name": "报表", "position": 0, "detail": ""}
    small.save(record("board_item", indicator="cut", **item | OTHERS), kind="edit")
    shown = visit(office, "cleanup", half_month=MONTHS[1]).text
    assert "精简报表" not in shown and "合并会议 18 次" in shown
    assert "目标：会议表" in shown and "试点表" not in shown  # the tables behind the page
    small.save(Change("form", ("meetings",), "units", "all", "report_pilot"), kind="edit")
    assert "这块看板上还没有指标" in visit(office, "empowerment", half_month=MONTHS[1]).text


@pytest.mark.parametrize("column", ["indicator", "new", "left", "back", "total", "removed", "standard"])
def test_unknown_code_is_refused_where_it_stands(small, column):
    row = {"board": "cleanup", "group_code": "g", "indicator": "boards_removed", "position": "1", column: "no_such"}
    text = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
    with store.reading(small.engine) as connection:
        sheet = read(text.encode(), "boards.csv", UploadLimits())
        [problem] = check_records(sheet, TABLES["board_item"], known_codes(connection)).problems
    assert problem.row == 2 and problem.text == "no_such" and "没有这个代码" in problem.mend


def test_no_indicator_is_named_in_code():
    """Every code of data/indicators.csv, looked for in lib/ and pages/: only words of the articles' docstrings may."""
    codes = [row["code"] for row in table("indicators.csv")]
    named = re.compile(rf'"({"|".join(codes)})"')
    sources = [path for folder in ("lib", "pages") for path in (ROOT / folder).rglob("*.py")]
    found = {f"{path.name}: {match}" for path in sources for match in named.findall(path.read_text(encoding="utf-8"))}
    assert found == set()


def test_the_small_world_declares_what_it_has():
    assert {code for _board, _group, code, _more in BOARDS} <= {row["code"] for row in table("indicators.csv")}
