"""Rows read as whole columns say what the same rows say when each cell is read by itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.intake.checks import CheckedValues, Reported, check_values
from lib.intake.checks.resolver import RowResolver
from lib.intake.sheets import CellError, Row, Sheet
from tests.intake.test_checks_values import REGISTER

WIDE = ("半月", "单位代码", "单位名称", "清理机构牌子", "清理上墙制度", "完成率")
LONG = ("半月", "单位代码", "单位名称", "指标", "值")
UNITS = [
    ("522326101001", "洛郎村"), ("522326101002", "洛郎社区"), ("522326101003", "平洞村"), ("522326101003", None),
    (522326101001, "洛郎村"), (None, "新屯村"), (None, "平洞村"), ("522326102003", "旧村"), ("522326101001", "平洞村"),
    ("合计", None), ("5223", "黔西南州"), (None, None), ("单位代码", "单位名称"),
]  # fmt: skip
MONTHS = st.sampled_from(["2023年7月上半月"] * 6 + ["2023-07-1", None, "2023年6月下半月", date(2023, 7, 1)])
PLAIN = st.integers(0, 30).flatmap(lambda number: st.sampled_from([str(number), number, None]))
ODD = st.sampled_from(
    [
        "",
        " ",
        "约3",
        "1.5",
        1.0,
        2.5,
        True,
        "-1",
        "１２",
        "1,200",
        "9" * 16,
        "无",
        10**15,
        CellError("#N/A"),
        "12块",
        "50%",
    ]
)
CELL = st.one_of(PLAIN, PLAIN, PLAIN, PLAIN, ODD)
SHARE = st.sampled_from([None, None, None, "40", "1", 0.5])
NAMES = st.sampled_from(["清理机构牌子"] * 3 + ["清理上墙制度", "清理机构牌子（万块）", "完成率", "没有的", None])


def rows(*cells: st.SearchStrategy[object]) -> st.SearchStrategy[list[tuple[object, ...]]]:
    one = st.tuples(
        MONTHS, st.sampled_from(UNITS), st.tuples(*cells), st.sampled_from([()] * 9 + [("5",), (None, "x")])
    )
    return st.lists(one.map(lambda row: (row[0], *row[1], *row[2], *row[3])), max_size=9)


def sheet(header: tuple[str, ...], cells: list[tuple[object, ...]], merged: int) -> Sheet:
    table = tuple(Row(number, row) for number, row in enumerate([header, *cells], start=1))
    return Sheet("望谟.csv", "", table, filled=frozenset({(merged, 3)} if merged < 6 else ()))


def by_cells(found: Sheet) -> CheckedValues:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RowResolver, "reads_whole", False)
        return check_values(found, REGISTER, Reported("village_cleanup"))


@given(rows(CELL, CELL, SHARE), st.integers(2, 30))
def test_a_wide_table_says_the_same_read_whole(cells, merged):
    found = sheet(WIDE, cells, merged)
    assert check_values(found, REGISTER, Reported("village_cleanup")) == by_cells(found)


@given(rows(NAMES, CELL), st.integers(2, 30))
def test_a_long_table_says_the_same_read_whole(cells, merged):
    found = sheet(LONG, cells, merged)
    assert check_values(found, REGISTER, Reported("village_cleanup")) == by_cells(found)


def test_plain_rows_are_not_read_cell_by_cell(monkeypatch):
    monkeypatch.setattr("lib.intake.checks.collector.Collector.read", lambda *_row: pytest.fail("read by itself"))
    cells = [("2023年7月上半月", code, name, number, "3", None) for number, (code, name) in enumerate(UNITS[:3])]
    found = check_values(sheet(WIDE, cells, 30), REGISTER, Reported("village_cleanup"))
    assert (len(found.cells), found.blanks, found.good, found.problems) == (6, 3, 3, ())
