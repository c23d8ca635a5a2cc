"""README.zh-CN.md and docs/zh/: the words that they quote are those of the screen, and they say what docs/ says."""

import re
from pathlib import Path

import pytest

from lib.show.blocks import anchor
from lib.show.boards.handbook import CONTENTS, help_board, help_pages
from lib.show.boards.pages import ENTRIES, HELP_OF_VIEWS, MENU
from lib.words import language
from tests.test_documentation import (
    CHINESE,
    FILES,
    QUOTED,
    ROOT,
    TABLES,
    anchors,
    described,
    links_within,
    sentences,
    text_of,
)

ZH = ROOT / "docs" / "zh"
HANDBOOK = [path for path in CHINESE if path.parent.parent == ZH]
QUOTE = re.compile(r"「([^」]+)」")
EACH = pytest.mark.parametrize("document", CHINESE, ids=lambda path: str(path.relative_to(ROOT)))


@pytest.fixture(autouse=True)
def _chinese():
    language.use("zh")


@EACH
def test_what_is_quoted_stands_on_the_screen(document):
    said = {*sentences().values()}
    assert [words for words in QUOTE.findall(text_of(document)) if words not in said] == []


@pytest.mark.parametrize("document", HANDBOOK, ids=lambda path: str(path.relative_to(ZH)))
def test_page_of_the_handbook_is_about_one_task(document):
    text = text_of(document)
    assert re.match(r"# \S", text) and len(re.findall("^# ", text, re.MULTILINE)) == 1
    assert QUOTE.search(text) and len(text) < 2200


def test_every_page_of_the_menu_is_named_in_the_handbook():
    named = {words for path in HANDBOOK for words in QUOTE.findall(text_of(path))} | {"帮助"}
    assert {entry.title() for entry in MENU} <= named


# The same as in English ------------------------------------------------------------------------------------------


def code_blocks(path: Path) -> list[str]:
    text = text_of(path)
    return [part.strip() for part in re.findall(r"^```\w*\n.*?^```$|(?:^    (?! )[^\n]*\n?)+", text, re.M | re.S)]


@pytest.mark.parametrize("name", ["own-data.md", "operating.md", "sharing.md"])
def test_commands_and_files_are_those_of_the_english_page(name):
    assert code_blocks(ZH / name) == code_blocks(ROOT / "docs" / name) != []


@pytest.mark.parametrize("name", ["own-data.md", "operating.md", "sharing.md", "troubleshooting.md"])
def test_sections_are_those_of_the_english_page(name):
    chinese, english = (re.findall("^#+", text_of(folder / name), re.MULTILINE) for folder in (ZH, ROOT / "docs"))
    assert chinese == english


def rows(path: Path) -> list[str]:
    return re.findall(r"^\| (?!系统说 |看到什么 |the program |what one )(.*?) \| ", text_of(path), re.MULTILINE)


def test_every_sentence_of_troubleshooting_stands_in_the_chinese_page_too():
    chinese, english = rows(ZH / "troubleshooting.md"), rows(ROOT / "docs" / "troubleshooting.md")
    assert [one for one in chinese if one in dict(QUOTED)] == [one for one, _english in QUOTED]
    assert len(chinese) == len(english)


def addresses(path: Path) -> list[list[str]]:
    """The rows about `/api/v1`: address and parameters, without what is said of them."""
    rows = re.findall(r"^\| (`/api/v1\S*`) \|.*\| (.*?) ?\|$", text_of(path), re.MULTILINE)
    return [[address, *re.findall(r"`(\w+)`", cell)] for address, cell in rows]


def test_addresses_and_parameters_are_those_of_the_english_page():
    assert addresses(ZH / "sharing.md") == addresses(ROOT / "docs" / "sharing.md") != []


def data_files() -> dict[str, list[list[str]]]:
    """File → the rows of its table on the Chinese page, cell by cell."""
    found: dict[str, list[list[str]]] = {}
    for part in re.split(r"^### ", text_of(ZH / "data-files.md"), flags=re.MULTILINE)[1:]:
        lines = [line for line in part.splitlines() if line.startswith("| ")][1:]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        for file in re.findall(r"`([\w./<>半月-]+\.(?:csv|toml))`", part.partition("\n")[0]):
            found[file.replace("<半月>", "2023-01-1")] = rows
    return found


def test_every_file_of_data_stands_on_the_chinese_page():
    named = {one for one in described() if not re.fullmatch(r"demo/2023-01-1_\w+\.csv", one)}
    assert [one for one in named if f"`{one}`" not in text_of(ZH / "data-files.md")] == []


@pytest.mark.parametrize("file", FILES)
def test_columns_of_a_table_stand_on_the_chinese_page_as_they_are_declared(file):
    table, rows, said = TABLES[FILES[file]], data_files()[file], text_of(ZH / "data-files.md")
    titles = [re.match(r"`\w+` (\S+)", row[0]).group(1) for row in described()[file]]
    if not rows:  # nobody edits it: its columns stand in a sentence
        assert "、".join(titles) in said
        return
    assert [row[0] for row in rows] == titles
    for row, column in zip(rows, table.columns, strict=True):
        assert row[2] == ("是" if column.required else "") and row[1]
        assert set(re.findall(r"`(\w+)`", row[1])) >= set(column.choices)
        assert column.kind != "reference" or "里的代码" in row[1]


def test_readmes_lead_to_each_other():
    assert "README.zh-CN.md" in links_within(text_of(ROOT / "README.md"))
    assert "README.md" in links_within(text_of(ROOT / "README.zh-CN.md"))


# 帮助 --------------------------------------------------------------------------------------------------------------


def test_every_page_of_the_menu_leads_to_its_help():
    assert {entry.help for entry in MENU if not (entry.bare or entry.name == "help")} <= help_pages().keys()
    assert {*HELP_OF_VIEWS.values()} <= help_pages().keys() and {
        name for name, _view in HELP_OF_VIEWS
    } <= ENTRIES.keys()
    assert "benchmarks" not in help_pages()


@pytest.mark.parametrize("name", help_pages())
@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_page_of_the_help_is_whole_and_its_links_lead_to_pages(name, tongue):
    language.use(tongue)
    board = help_board(name)
    assert bool(board.note) == (tongue not in help_pages()[name])
    read = re.sub(r"<pre>.*?</pre>|<code>.*?</code>", "", board.page + board.contents, flags=re.DOTALL)
    shown = re.sub(r"<[^>]+>", "", read)
    assert not re.search(r"\*\*|\]\(|`|^#|\| ---|\|---", shown)
    parts = set(re.findall(r'id="([^"]+)"', board.page))
    for address in re.findall(r'href="([^"]+)"', read):
        page = re.fullmatch(r"/help\?about=([\w%.-]+)(?:&amp;language=English)?|/help(?:\?language=English)?", address)
        assert address.removeprefix("#") in parts if address.startswith("#") else page, address
        assert page is None or not page[1] or page[1].replace("%2F", "/") in help_pages(), address
    assert all(source.startswith("data:image/png;base64,") for source in re.findall(r'src="([^"]+)"', read))


def test_unknown_page_of_the_help_is_the_table_of_contents():
    assert help_board("../../config") == help_board("") == help_board(CONTENTS)
    assert "操作手册" in help_board("").page and not help_board("").contents


def test_heading_is_linked_to_as_on_the_host_of_a_repository():
    assert anchors(ZH / "operating.md") == {
        anchor(heading) for heading in re.findall(r"^#+ (.*)$", text_of(ZH / "operating.md"), re.MULTILINE)
    }
