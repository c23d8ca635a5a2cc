"""印发: the very file is kept with number, version, day and by whom; unchanged it is the same, corrected the next."""

import hashlib
from datetime import date
from io import BytesIO

import docx
import pytest

from lib.documents import issuing, kinds
from lib.documents.head import head_of, write_head
from lib.documents.word import write
from lib.kept import store
from lib.kept.move import move
from lib.kept.reference import read_reference
from lib.ledger.access import Actor, engineer
from lib.ledger.door import undo
from lib.review.issuing import content, issued, stated
from lib.review.reviewing import close_half_month
from lib.words.errors import Conflict, Forbidden, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import opened

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")
OFFICE = engineer("联席办 李四")
VILLAGE = "522301001001"


pytestmark = pytest.mark.usefixtures("texts_of_the_small_store")


def papers(small, kind: str = "notice", half_month: HalfMonth = JUNE, counties: tuple[str, ...] = ()):
    with store.reading(small.engine) as connection:
        reference = read_reference(connection)
        seen = store.revision(connection)
        return reference, kinds.to_issue(connection, reference, half_month, kind, counties), seen


def issue(small, kind: str = "notice", half_month: HalfMonth = JUNE, counties=(), actor: Actor = OFFICE):
    reference, several, seen = papers(small, kind, half_month, counties)
    return issuing.issue(small.engine, reference, half_month, several, actor, seen)


def listed(small, kind: str = ""):
    with store.reading(small.engine) as connection:
        return issued(connection, JUNE, kind)


def correct(small, after: int = 4, before: int = 3) -> None:
    """A figure of the closed half month, as the office corrects it after reopening."""
    small.save(small.change(VILLAGE, "boards_removed", after, before=before, at=str(JUNE)), loads=True)


def text(file: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(file)).paragraphs)


def test_what_is_issued_is_kept_with_number_version_day_and_by_whom(small, decide):
    decide(calendar={"today": date(2023, 7, 18)})
    _reference, (paper,), _seen = papers(small)
    issue(small)
    (one,) = listed(small)
    assert (one.kind, one.unit_code, one.version, one.issued_by) == ("notice", "", 1, "联席办 李四")
    assert (one.number, one.issued_on, one.difference) == (paper.document.number, date(2023, 7, 18), "")
    assert content(small.engine, one.id) == write(paper.document)
    assert stated(one).figures["522301"]["boards_removed"] == "6"


def test_notice_bears_the_code_of_its_closing_and_a_draft_none(small):
    assert papers(small, half_month=JULY)[1][0].document.code == ""
    receipt = close_half_month(small.engine, JULY, OFFICE, "")
    small.save(small.target(VILLAGE, "boards_removed", 9, 6))  # what is saved later has a seal of its own
    assert papers(small, half_month=JULY)[1][0].document.code == receipt.seal[:12]


def test_what_was_issued_keeps_the_number_that_it_had(small):
    """Also the one that a program before this counted itself, and until the office enters another."""
    issue(small)
    with store.writing(small.engine) as connection:
        connection.exec_driver_sql("UPDATE issued SET number = '州减负联席办〔2023〕12号'")
    assert papers(small)[1][0].document.number == "州减负联席办〔2023〕12号"
    with store.reading(small.engine) as connection:
        shown = kinds.desk_of(connection, read_reference(connection), JUNE)
    write_head(small.engine, JUNE, shown, {"issue": "9"}, OFFICE)
    assert papers(small)[1][0].document.number == "州减负联席办〔2023〕9号"


def test_made_again_from_unchanged_figures_it_is_the_same_to_the_byte(small, decide):
    decide(calendar={"today": date(2023, 7, 18)})
    issue(small)
    (one,) = listed(small)
    decide(calendar={"today": date(2023, 7, 19)})
    _reference, (paper,), _seen = papers(small)
    assert (paper.same, paper.version) == (True, 1)
    assert hashlib.sha256(write(paper.document)).digest() == hashlib.sha256(content(small.engine, one.id)).digest()
    with pytest.raises(Refusal, match="与已印发的第1版相同，没有另存"):
        issue(small)
    assert len(listed(small)) == 1


def test_after_a_correction_it_is_the_second_version_which_says_what_changed(small):
    issue(small)
    correct(small)
    issue(small)
    second, first = listed(small)
    assert (first.version, second.version) == (1, 2)
    assert second.difference.split("；")[0] == "黔西南州 清理机构牌子 18 → 19 块"
    assert "兴义市 清理机构牌子 6 → 7 块" in second.difference
    file = text(content(small.engine, second.id))
    assert "（更正，第2版）" in file and "兴义市 清理机构牌子 6 → 7 块" in file
    assert "更正" not in text(content(small.engine, first.id))
    assert second.file_name.endswith("（更正，第2版）.docx")


def test_the_corrected_one_made_again_is_the_same(small):
    issue(small)
    correct(small)
    issue(small)
    _reference, (paper,), _seen = papers(small)
    assert (paper.same, paper.version) == (True, 2)
    assert write(paper.document) == content(small.engine, listed(small)[0].id)
    correct(small, 5, 4)
    issue(small)
    assert [one.version for one in listed(small)] == [3, 2, 1]
    assert "兴义市 清理机构牌子 7 → 8 块" in listed(small)[0].difference


def test_words_of_the_office_that_change_are_a_version_without_figures(small):
    issue(small)
    with store.reading(small.engine) as connection:
        shown = kinds.desk_of(connection, read_reference(connection), JUNE)
    write_head(small.engine, JUNE, shown, {"judgement": "望谟县差距最大。"}, OFFICE)
    issue(small)
    assert listed(small)[0].difference == "数据没有改动，文字有改动"


def test_a_day_of_signature_alone_is_no_new_version(small):
    issue(small)
    with store.reading(small.engine) as connection:
        shown = kinds.desk_of(connection, read_reference(connection), JUNE)
    write_head(small.engine, JUNE, shown, {"signed_on": "2023-07-20"}, OFFICE)
    with pytest.raises(Refusal, match="第1版相同"):
        issue(small)


def test_each_county_has_its_own_sheet_and_versions(small):
    both = ("522301", "522326")
    issue(small, "feedback", counties=both)
    assert {(one.unit_code, one.version) for one in listed(small, "feedback")} == {(code, 1) for code in both}
    correct(small)
    issue(small, "feedback", counties=("522301",))
    newest = listed(small, "feedback")[0]
    assert (newest.unit_code, newest.version) == ("522301", 2)
    assert newest.difference == "兴义市 清理机构牌子 6 → 7 块"


def test_a_draft_is_not_issued(small):
    with pytest.raises(Refusal, match="2023年7月上半月尚未关闭"):
        issue(small, half_month=JULY)


def test_only_the_office_issues(small):
    with pytest.raises(Forbidden):
        issue(small, actor=Actor())
    assert listed(small) == []


def test_what_was_saved_since_it_was_looked_at_keeps_it_from_being_issued(small):
    reference, several, seen = papers(small)
    correct(small)
    with pytest.raises(Conflict, match="页面显示之后又有数据保存"):
        issuing.issue(small.engine, reference, JUNE, several, OFFICE, seen)
    assert listed(small) == []


def test_an_issue_is_in_the_history_and_cannot_be_undone(small):
    saved = issue(small).receipt
    assert small.one("SELECT kind FROM batch WHERE id = ?", saved.batch) == "issue"
    with pytest.raises(Refusal, match="已经发出"):
        undo(small.engine, saved.batch, OFFICE)


def test_a_move_carries_it(small, tmp_path):
    issue(small)
    (one,) = listed(small)
    with opened(tmp_path / "moved.db") as engine:
        move(small.engine, engine)
        assert content(engine, one.id) == content(small.engine, one.id)
        with store.reading(engine) as connection:
            assert issued(connection, JUNE) == [one]


def test_it_is_signed_on_the_day_of_issue_unless_the_office_wrote_a_day(small, decide):
    decide(calendar={"today": date(2023, 7, 18)})
    _reference, (paper,), _seen = papers(small)
    assert paper.document.signed_on == date(2023, 7, 18)
    with store.reading(small.engine) as connection:
        shown = kinds.desk_of(connection, read_reference(connection), JUNE)
    write_head(small.engine, JUNE, shown, {"signed_on": "2023-07-10"}, OFFICE)
    assert papers(small)[1][0].document.signed_on == date(2023, 7, 10)
    with store.reading(small.engine) as connection:
        assert head_of(connection, JUNE).signed_on == date(2023, 7, 10)
