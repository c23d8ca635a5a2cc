"""A correction says beforehand that an accepted report will wait for the office again."""

import pytest

from lib.intake.checks import Reported
from lib.kept import store
from lib.kept.reference import read_reference
from lib.ledger.access import engineer
from lib.review.grid import Part, Source, open_grid, propose
from lib.review.uploads import save_upload, take
from lib.words.half_months import HalfMonth
from tests.conftest import sql

JULY = HalfMonth.parse("2023-07-1")
SAID = "望谟县“村级清理表”已确认；保存后要由办公室重新确认"
VILLAGE = "522326101001"
HEADER = "半月,单位代码,清理机构牌子,现有外部标牌,现有规范标识,上年工作机制,现有工作机制"


@pytest.fixture
def accepted(small):
    """A value of 望谟县, whose report the office accepted."""
    small.save(small.change(VILLAGE, "boards_removed", 4))
    with store.writing(small.engine) as connection:
        accept = "UPDATE submission SET decision = 'accepted' WHERE county_code = '522326' AND form = 'village_cleanup'"
        sql(connection, f"{accept} AND half_month = ?", JULY.ordinal)
    return small


def told(small, value: int) -> tuple[str, ...]:
    content = f"{HEADER}\n2023年7月上半月,{VILLAGE},{value},,,,\n".encode()
    upload = take(small.engine, content, "望谟.csv", Reported("village_cleanup", JULY), engineer("张三"))
    before = upload.checked.notices
    save_upload(small.engine, upload, engineer("张三"))
    return before


def test_preview_of_a_file_says_it(accepted):
    assert SAID in told(accepted, 5)
    assert not any("已确认" in notice for notice in told(accepted, 6))  # it waits already


def test_file_that_changes_nothing_does_not(accepted):
    assert not any("已确认" in notice for notice in told(accepted, 4))


def test_preview_of_a_grid_says_it(accepted):
    with store.reading(accepted.engine) as connection:
        reference = read_reference(connection)
        source = Source("values", "village_cleanup")
        grid = open_grid(connection, reference, source, JULY, VILLAGE, Part())
        proposal = propose(connection, reference, source, JULY, grid, {"edited_rows": {0: {"boards_removed": "5"}}})
    assert proposal.notices == (SAID,)
