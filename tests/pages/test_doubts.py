"""核实·疑点: who sees which doubts with their numbers, narrowed by county and rule, linked and handed out."""

import pytest

from lib.kept import store
from lib.show.boards.doubts import doubts_board, doubts_export
from lib.words import language
from lib.words.half_months import HalfMonth

JULY = HalfMonth.parse("2023-07-1")
WANGMO, XINGYI = "522326", "522301"
VILLAGE = "522326101001"


@pytest.fixture
def doubtful(small):
    """One village of Wangmo reported less than before, one of Xingyi ten times as much."""
    small.save(
        small.change(VILLAGE, "boards_removed", 2),
        small.change("522301001001", "boards_outside", 50),
        small.change("522301001001", "boards_removed", 4),
    )
    return small


def board(small, sees, **narrowed):
    with store.reading(small.engine) as connection:
        return doubts_board(connection, small.reference, JULY, sees, **narrowed)


def text(board):
    return " ".join(str(group.__html__()) for group in (board.by_county, *board.groups))


OFFICE = {"role": "office"}


@pytest.mark.parametrize(
    ("who", "said", "not_said"),
    [
        pytest.param(
            OFFICE, ["2 个村有疑点，请核实", "清理机构牌子 3 → 2，累计值变小", "现有外部标牌 5 → 50"], [], id="office"
        ),
        pytest.param(
            {"role": "reporter", "unit": WANGMO},
            ["1 个村有疑点，请核实：望谟县", "3 → 2"],
            ["兴义市", "→ 50"],
            id="county",
        ),
        pytest.param({"role": "reporter", "unit": "522326102"}, ["没有疑点"], ["→"], id="another township"),
        pytest.param({"role": "viewer"}, ["2 个村有疑点，请核实", "只给联席会议办公室看"], ["→", "第1村"], id="viewer"),
        pytest.param(None, ["2 个村有疑点，请核实", "只给联席会议办公室看"], ["→", "第1村"], id="guest"),
    ],
)
def test_office_sees_all_a_county_its_own_and_others_only_how_many(visit, doubtful, who, said, not_said):
    page = visit(doubtful.engine, "verification", who=who, view="doubts", half_month="2023年7月上半月").text
    assert all(words in page for words in said), page
    assert not [words for words in not_said if words in page.partition("请核实")[2]]


def test_a_doubt_says_why_and_what_to_look_at_and_leads_to_the_village_and_its_table(doubtful):
    shown = text(board(doubtful, "5223"))
    assert "累计数减少" in shown and "核实时看" in shown
    assert f"unit={VILLAGE}" in shown and "/tables?table=village_cleanup" in shown
    assert f"county={WANGMO}" in shown


def test_county_and_rule_narrow_the_list_and_not_the_counts(doubtful):
    every = board(doubtful, "5223")
    assert list(every.counties) == [XINGYI, WANGMO] and list(every.rules) == ["outliers"]
    mine = board(doubtful, "5223", county=WANGMO)
    assert "→ 2" in text(mine) and "→ 50" not in text(mine)
    assert str(mine.by_county.__html__()) == str(every.by_county.__html__())
    assert board(doubtful, "5223", rule="alike").groups == ()


def test_the_list_is_handed_out_as_far_as_it_is_seen(doubtful):
    with store.reading(doubtful.engine) as connection:
        at = (connection, doubtful.reference, JULY)
        whole, own, none = (doubts_export(*at, sees) for sees in ("5223", WANGMO, None))
    assert len(whole.rows) == 2 and none.rows == []
    [row] = own.rows
    assert row[:6] == ("2023年7月上半月", "望谟县", "平洞街道", VILLAGE, "平洞街道第1村", "回落或突变")
    assert row[6:9] == ("清理机构牌子 3 → 2，累计值变小", 1, "平洞街道第1村")


def test_english(doubtful):
    language.use("en")
    assert "Boards removed 3 → 2, cumulative value falls" in text(board(doubtful, "5223"))


def test_nothing_doubtful_is_said(visit, small):
    page = visit(small.engine, "verification", who=OFFICE, view="doubts").text
    assert "按各项规则检查，已报数据没有疑点" in page


def test_what_was_carried_forward_is_nobodys_figure(doubtful):
    with store.writing(doubtful.engine) as connection:
        at = f"WHERE half_month = {JULY.ordinal}"
        connection.exec_driver_sql(f"UPDATE observation SET carried = TRUE {at}")
        connection.exec_driver_sql(f"UPDATE submission SET carried = 1 {at}")
    assert board(doubtful, "5223").groups == ()
