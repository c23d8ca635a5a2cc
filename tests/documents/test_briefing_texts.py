"""data/briefing.toml: what the office may write in it, and how a mistake is named before anybody meets it."""

import re

import pytest

from lib.documents import kinds
from lib.documents.texts import FILE, check, named_indicators, office_texts, read_texts
from lib.kept import store
from lib.kept.reference import read_reference
from lib.words.errors import SettingsError
from lib.words.half_months import HalfMonth
from tests.documents.handed_out import documents

OWN = FILE.read_text(encoding="utf-8")
INDICATORS = {code for _key, code in named_indicators(office_texts())}


@pytest.fixture
def written(tmp_path):
    """written(old, new) reads the office's file with one passage changed."""

    def change(old: str, new: str):
        assert old in OWN
        (tmp_path / "briefing.toml").write_text(OWN.replace(old, new, 1), encoding="utf-8")
        return read_texts(tmp_path / "briefing.toml")

    return change


def test_file_of_the_project_is_taken(demo):
    assert kinds.check_texts(demo) is None  # it raises on a sentence that does not fit the demo


MISTAKES = [
    pytest.param(
        "应报{asked}张，已",
        "应报{askd}张，已",
        ["notice.opening", "{askd}", "{asked}", "{due}"],
        id="unknown placeholder",
    ),
    pytest.param(
        "{boards_removed:change}，目标",
        "{boards_removed:chnge}，目标",
        ["notice.reductions.parts.2.sentences", "{boards_removed:chnge}", ":change"],
        id="unknown side of an indicator",
    ),
    pytest.param(
        'level = "{level}{percent}', 'level = "{level{percent}', ["notice.overall.level", "花括号"], id="open brace"
    ),
    pytest.param('heading = "总体进展"', 'heding = "总体进展"', ["notice.overall.heding", "heading"], id="unknown key"),
    pytest.param('heading = "总体进展"', "", ["notice.overall.heading", "缺少"], id="missing key"),
    pytest.param('draft = "草稿"', "draft = 1", ["words.draft"], id="number for a text"),
    pytest.param('body = "仿宋_GB2312"', "body = '仿\"宋'", ["fonts.body", '仿"宋'], id="quote in the name of a font"),
    pytest.param('masthead = "减负赋能工作简报"', 'masthead = ""', ["digest.masthead"], id="blank masthead"),
    pytest.param(
        'no_target = "未设目标"', 'no_target = "未设{target}"', ["words.no_target", "{target}"], id="none allowed"
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES)
def test_mistake_is_named_with_its_key_and_what_is_allowed(written, old, new, said):
    with pytest.raises(SettingsError) as refused:
        written(old, new)
    for part in ["briefing.toml", *said]:
        assert part in str(refused.value)


def test_every_mistake_is_named_at_once(tmp_path):
    path = tmp_path / "briefing.toml"
    path.write_text(OWN.replace("{asked}", "{askd}").replace('draft = "草稿"', "draft = 1"), encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_texts(path)
    assert {line.split("：")[1].split(" ")[0] for line in str(refused.value).splitlines()} == {
        "words.draft", "notice.opening", "digest.opening",
    }  # fmt: skip


def test_what_an_own_file_lacks_is_said_as_the_next_kit_beside_it_says_it(tmp_path):
    path = tmp_path / "briefing.toml"
    path.write_text(OWN.replace('heading = "总体进展"', "", 1).replace('draft = "草稿"', 'draft = "送审稿"'), "utf-8")
    with pytest.raises(SettingsError, match="缺少 notice.overall.heading"):
        read_texts(path)
    path.with_name("briefing.toml.new").write_text(OWN, "utf-8")
    found = read_texts(path)
    assert (found.notice.overall.heading, found.words.draft) == ("总体进展", "送审稿")


def test_unknown_indicator_is_named_with_the_one_that_was_meant(written, demo):
    texts = written("清理机构牌子{boards_removed}，", "清理机构牌子{board_removed}，")
    with store.reading(demo) as connection, pytest.raises(SettingsError) as refused:
        check(texts, read_reference(connection).indicators.keys())
    for part in ("briefing.toml", "notice.reductions.parts.2.sentences", "board_removed", "boards_removed？"):
        assert part in str(refused.value)


def test_unknown_indicator_of_an_annex_is_named(written, demo):
    texts = written('"mechanisms_cut_pct", "boards_removed"', '"mechanisms_cut_pct", "boards"')
    with store.reading(demo) as connection, pytest.raises(SettingsError, match=r"annexes\.tables\.1\.indicators"):
        check(texts, read_reference(connection).indicators.keys())


def test_document_is_refused_when_an_indicator_was_taken_away(small):
    """The small store has eight indicators; the office's sentences name forty."""
    with store.reading(small.engine) as connection, pytest.raises(SettingsError, match="wall_posters_removed"):
        documents(connection, read_reference(connection), HalfMonth.parse("2023-06-2"), "notice")


def test_sentence_rewritten_by_the_office_is_said_so(written, demo, monkeypatch):
    texts = written("累计清理机构牌子{boards_removed}，", "摘下牌子{boards_removed}、还差{boards_removed:left}，")
    monkeypatch.setattr("lib.documents.notice.office_texts", lambda: texts)
    with store.reading(demo) as connection:
        reference = read_reference(connection)
        [document] = documents(connection, reference, HalfMonth.parse("2023-06-2"), "notice")
    assert any("摘下牌子12200块、还差937块，比上期增加1199块" in block.text for block in document.body)


def test_no_template_carries_a_number_of_its_own():
    """A number in a template would not change with the half month, and has no definition."""
    codes = "|".join(sorted(INDICATORS, key=len, reverse=True))
    for line in OWN.splitlines():
        quoted = "".join(re.findall(r'"([^"]*)"', re.sub(r"(^|\s)#.*", "", line))).replace("_GB2312", "")
        assert not re.search(r"\d", re.sub(rf"\{{[^}}]*\}}|{codes}", "", quoted)), line


def test_every_placeholder_is_told_beside_its_template():
    """Who opens the file sees which placeholders a template may have."""
    told: set[str] = set()
    for line in OWN.splitlines():
        if line.startswith("#"):
            told = set(re.findall(r"\{(\w+)\}", line)) or told
        elif not line.strip():
            told = set()
        else:
            text, _mark, beside = line.partition("  #")
            used = set(re.findall(r"\{(\w+)(?::\w+)?\}", text)) - INDICATORS
            assert used <= told | set(re.findall(r"\{(\w+)\}", beside)), line
