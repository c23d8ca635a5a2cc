"""Texts of the documents that the office rewrites on a page: each checked for its placeholders, kept over the file."""

import pytest

from lib.documents import places, rewriting
from lib.documents.places import DOCUMENTS, called, document_of, labels
from lib.documents.rewriting import as_lines, mend_of, rewrite, texts_to_rewrite
from lib.documents.texts import office_texts, read_texts, rewritten
from lib.kept import decided, store
from lib.ledger.access import engineer
from lib.review.office_settings import give_back
from lib.words.errors import Mistakes, Refusal
from lib.words.language import use
from tests.conftest import record

OFFICE = engineer("联席办 李四")


pytestmark = pytest.mark.usefixtures("nothing_stays_set")


def follow(small):
    with store.reading(small.engine) as connection:
        decided.follow(connection)


def test_text_is_rewritten_at_once_and_given_back(small, texts_of_the_small_store):
    before = office_texts().words.same
    rewrite(small.engine, OFFICE, {"text": "和上期一样"}, "words.same")
    follow(small)
    assert (office_texts().words.same, as_lines("words.same"), before) == ("和上期一样", "和上期一样", "与上期持平")
    give_back(small.engine, OFFICE, "texts.words.same")
    follow(small)
    assert office_texts().words.same == before and small.all("SELECT * FROM setting") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("增加{no_such}", "no_such", id="unknown-placeholder"),
        pytest.param("增加{amount", "括号", id="open-brace"),
        pytest.param("  ", "写点内容", id="nothing"),
        pytest.param(r"\n\n", "写点内容", id="nothing-but-breaks"),
        pytest.param("增加｛amount｝", "半角", id="wide-brace"),
    ],
)
def test_text_with_a_broken_placeholder_is_refused_at_its_field(small, texts_of_the_small_store, typed, said):
    with pytest.raises(Mistakes, match=said):
        rewrite(small.engine, OFFICE, {"text": typed}, "words.rise")
    assert small.all("SELECT * FROM setting") == []


def test_list_that_is_too_short_is_refused_in_chinese(small, texts_of_the_small_store):
    with pytest.raises(Mistakes, match="每行一个，至少 6 个"):
        rewrite(small.engine, OFFICE, {"text": "一"}, "words.ordinals")


def test_every_text_of_the_page_can_be_written_back_as_it_is(monkeypatch):
    texts = read_texts()
    monkeypatch.setattr(rewriting, "read_texts", lambda: texts)
    for key in texts_to_rewrite():
        lines = as_lines(key, of_file=True)
        assert lines, key
    assert rewritten(texts, "words.same", "一样").words.same == "一样"
    with pytest.raises(LookupError):
        rewritten(texts, "words.no_such", "x")


def test_text_that_no_longer_fits_is_passed_over(small, texts_of_the_small_store, caplog):
    with store.writing(small.engine) as connection:
        connection.exec_driver_sql("INSERT INTO setting (code, value) VALUES ('texts.words.gone', '\"x\"')")
    follow(small)
    assert office_texts().words.same == "与上期持平"
    assert "the text words.gone is passed over" in caplog.text


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        pytest.param("words.rise", "增加{no_such}", "各公文通用语句 › 比上期增加{amount}：.*no_such", id="placeholder"),
        pytest.param("words.rise", "增加{amount", "括号", id="open-brace"),
        pytest.param("words.rise", " ", "写点内容", id="nothing"),
        pytest.param("words.rise", ["增加"], "不能是列表或数字", id="list-for-a-text"),
        pytest.param("words.rise", 3, "不能是列表或数字", id="number"),
        pytest.param("words.ordinals", "一是", "几条文字的列表", id="text-for-a-list"),
        pytest.param("words.ordinals", ["一是", ""], "写点内容", id="blank-line"),
        pytest.param("words.ordinals", [], "写点内容", id="empty-list"),
        pytest.param("words.ordinals", ["一是"], "至少 6 个", id="too-few"),
        pytest.param("notice.reductions.parts.9.heading", "x", "没有这条文字", id="no-such-part"),
        pytest.param("words.no_such", "x", "words.no_such：没有这条文字", id="no-such-text"),
        pytest.param("fonts.body", "宋体", "没有这条文字", id="font"),
        pytest.param("", "x", "没有这条文字", id="no-key"),
    ],
)
def test_text_that_comes_by_another_way_is_held_to_the_rules_of_the_page(
    small, texts_of_the_small_store, key, value, said
):
    with pytest.raises(Refusal, match=said):
        small.save(record("setting", code=f"texts.{key}", value=decided.as_text(value)), kind="edit")
    assert small.all("SELECT * FROM setting") == []


def test_good_text_comes_by_another_way_and_one_that_went_bad_is_in_no_way(small, texts_of_the_small_store):
    with store.writing(small.engine) as connection:
        connection.exec_driver_sql("INSERT INTO setting (code, value) VALUES ('texts.words.gone', '\"x\"')")
    small.save(record("setting", code="texts.words.same", value='"没有变化"'), kind="edit")
    follow(small)
    assert office_texts().words.same == "没有变化"


def test_every_text_has_its_document_and_a_label_of_its_own_in_both_languages(monkeypatch):
    known = texts_to_rewrite()
    assert {document_of(key) for key in known} == set(DOCUMENTS)
    for language in ("zh", "en"):
        use(language)
        own = labels()  # of all texts, made anew for each
        monkeypatch.setattr(places, "labels", lambda own=own: own)
        names = [called(key) for key in known]
        assert not [name for name in names if "." in name.replace("…", "")]  # no key of the file
        assert own.keys() >= known.keys()
    use("zh")
    monkeypatch.undo()
    assert called("notice.overall.heading") == "通报 › 小标题 › 总体进展"
    assert called("notice.running.monitoring.kind") == (
        "通报 › 监测、准入、一村一策和部门自查情况 › 监测点情况 › {kind}{count}件"
    )


def test_sentence_names_an_indicator_that_there_is():
    key = "notice.reductions.parts.1.sentences"
    assert mend_of(key, ["{mechanisms_now}"], {"mechanisms_now"}) == ""
    assert mend_of(key, ["{mechanism_now}"], {"mechanisms_now"}).startswith("通报 › 五项减负推进情况 › 严控工作机制 › ")
    assert "mechanism_now 不是指标；代码见“数据表”的“指标”" in mend_of(key, ["{mechanism_now}"], {"mechanisms_now"})
