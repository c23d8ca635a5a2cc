"""Titles that are not ours: remembered for a county and a layout, read so the next time, forgotten, never shared."""

import pytest

from lib.intake.checks import Reported
from lib.kept.changes import Change
from lib.kept.store import reading
from lib.ledger.access import engineer, signed_in
from lib.ledger.door import undo
from lib.review.own_headers import columns_to_say, forget, remember
from lib.review.several import File, take_files
from lib.review.uploads import Upload, take
from lib.words.errors import Forbidden, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import sign_in

JULY = HalfMonth.parse("2023-07-1")
CLERK, OFFICE = engineer("望谟县 李四"), engineer("联席办")
WANGMO, XINGYI = "522326", "522301"
TITLES = "村寨,拆牌数,现挂,标识,去年机制,今年机制,备注"
ROWS = ("平洞街道第1村,4,5,2,10,6,", "平洞街道第1社区,3,5,2,10,6,好")
INDICATORS = ("boards_removed", "boards_outside", "signs_outside", "mechanisms_last_year", "mechanisms_now")
SAID = dict(enumerate(("unit_name", *INDICATORS, "ignored")))


def taken(small, *rows: str, scope: str | None = WANGMO, titles: str = TITLES, form="village_cleanup") -> Upload:
    content = "\n".join([titles, *(rows or ROWS)]).encode()
    return take(small.engine, content, "拆牌.csv", Reported(form, JULY, scope), CLERK)


def say(small, unit: str | None = WANGMO, actor=CLERK, titles: str = TITLES, **said: str):
    upload = taken(small, scope=unit, titles=titles)
    with reading(small.engine) as connection:
        found = columns_to_say(connection, upload.sheet, Reported("village_cleanup", JULY, unit), small.reference)
    return remember(small.engine, found, SAID | {int(at[1:]): one for at, one in said.items()}, unit, actor)


def test_a_layout_is_read_as_its_county_said_until_that_is_forgotten(small):
    before = taken(small)
    assert [problem.kind for problem in before.checked.problems] == ["no_header"] and not before.preview.changes
    receipt = say(small)
    read = taken(small)
    assert not read.checked.problems and len(read.preview.changes) == 10
    assert read.checked.notices[0].startswith("按望谟县上次的对应关系：A列“村寨”读作“单位名称”、B列“拆牌数”")
    assert small.value("522326101001", "boards_removed") is None
    assert taken(small, titles=TITLES.replace("备注", "说明")).checked.problems  # another layout
    undo(small.engine, receipt.batch, CLERK)
    assert taken(small).checked.problems
    say(small)
    forget(small.engine, taken(small).checked.own.code, CLERK)
    assert taken(small).checked.problems and not small.all("SELECT 1 FROM own_header")


def test_what_one_county_said_is_not_read_for_another_and_not_by_the_office_for_a_file_of_another(small):
    say(small)
    assert taken(small, scope=XINGYI).checked.problems
    assert taken(small, scope=None).checked.own.unit_code == WANGMO  # the office without a county: its units say it
    foreign = taken(small, "黄草街道第1村,4,5,2,10,6,", scope=None)
    assert foreign.checked.problems and foreign.checked.own is None
    say(small, unit=None, actor=OFFICE, titles=TITLES)
    assert taken(small, "黄草街道第1村,4,5,2,10,6,", scope=None).checked.own.unit_code is None
    assert taken(small, scope=XINGYI).checked.problems  # the office's own is not the county's


def test_a_county_can_say_it_for_itself_alone(small):
    with reading(small.engine) as connection:
        clerk = signed_in(connection, sign_in(small.engine, "兴义市 张三", "reporter", XINGYI))
    with pytest.raises(Forbidden):
        say(small, unit=WANGMO, actor=clerk)
    assert say(small, unit=XINGYI, actor=clerk).changes == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"_1": "boards_outside"}, "B 拆牌数、C 现挂说成了同一项"),
        ({"_5": ""}, "请说明每一列是什么"),
        ({"_0": "ignored"}, "还没有对应的列：单位代码"),
    ],
)
def test_what_cannot_be_read_is_not_remembered(small, said, sentence):
    with pytest.raises(Refusal, match=sentence):
        say(small, **said)
    assert not small.all("SELECT 1 FROM own_header")


def test_an_indicator_that_went_is_named_and_nothing_is_read_by_it(small):
    say(small)
    small.save(Change("indicator", ("signs_outside",), "form", "village_cleanup", None), kind="edit")
    found = taken(small)
    assert found.checked.problems and found.checked.own is None
    assert found.checked.notices[0].startswith("记住的对应关系不再用：这里不报“现有规范标识”")
    kept = small.one("SELECT meanings FROM own_header")
    small.save(Change("own_header", (small.one("SELECT code FROM own_header"),), "meanings", kept, "乱写"), kind="edit")
    assert "这里不报" in taken(small).checked.notices[0]


def test_changing_it_is_one_change_that_can_be_undone(small):
    say(small)
    with pytest.raises(Refusal, match="没有"):
        say(small)
    assert say(small, _1="boards_outside", _2="boards_removed").changes == 1
    assert small.one("SELECT COUNT(*) FROM own_header") == 1
    assert "B列“拆牌数”读作“现有外部标牌”" in taken(small).checked.notices[0]


def test_several_files_are_read_as_their_counties_said(small):
    say(small)
    contents = ["\n".join([TITLES, row]).encode() for row in (ROWS[0], "黄草街道第1村,4,5,2,10,6,")]
    files = [File(f"{at}.csv", content) for at, content in enumerate(contents)]
    drop = take_files(small.engine, files, Reported("village_cleanup", JULY), JULY, OFFICE)
    assert [(item.form, item.savable) for item in drop.items] == [("village_cleanup", True), ("", False)]
