"""Every text that people see has its Chinese, and every Chinese text its place."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from lib.kept.tables import TABLES
from lib.words.language import CATALOGUE, PLURALS, chinese, current, gettext, named, plurals, use
from tests.sources import nodes_of

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted([ROOT / "app.py", *(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])
TEMPLATES = sorted((ROOT / "lib").rglob("*.html"))


def in_sources() -> dict[str, str]:
    """Every message id with the place where it is said."""
    found = {}
    for path in SOURCES + TEMPLATES:
        kind = {".py": "python", ".html": "jinja2"}[path.suffix]
        for line, message, _comments, _context in extract_from_file(kind, path, keywords={"_": None, "N_": None}):
            found[str(message)] = f"{path.relative_to(ROOT)}:{line}"
    return found


def in_tables() -> dict[str, str]:
    """Titles of tables and columns: ids that stand in data, not in a call."""
    titles = {}
    for table in TABLES.values():
        titles |= dict.fromkeys((table.title, *(column.title for column in table.columns)), f"table {table.name}")
    return titles


@cache
def used() -> dict[str, str]:
    """Every text, with its place; read when a test first asks."""
    return in_tables() | in_sources()


def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh")


def placeholders(text: str) -> Counter[str]:
    return Counter(name for _before, name, _spec, _conversion in Formatter().parse(text) if name is not None)


def test_every_text_has_its_chinese():
    missing = [f"{place}: {message}" for message, place in used().items() if message not in chinese()]
    assert not missing, "\n".join(missing)


def test_every_chinese_text_is_used():
    unused = sorted(set(chinese()) - set(used()))
    assert not unused, "\n".join(unused)


def test_no_chinese_text_is_fuzzy_or_obsolete():
    assert not [message.id for message in catalogue() if message.id and message.fuzzy]
    assert not catalogue().obsolete


def test_no_text_is_translated_twice():
    ids = [line for line in CATALOGUE.read_text(encoding="utf-8").splitlines() if line.startswith("msgid ")]
    assert len(ids) == len(chinese()) + 1  # the header's is empty


def test_chinese_texts_have_the_same_placeholders():
    differing = [message for message, said in chinese().items() if {*placeholders(message)} != {*placeholders(said)}]
    assert not differing, "\n".join(differing)


# Texts that count ---------------------------------------------------------------------------------------------------

# A count before a noun in the plural: {count} rows, {count} new events, {left} of {all} villages.
COUNTED = re.compile(r"\{(\w+)\} (?:[a-z-]+ ){0,2}?([a-z]+s)\b")
NO_COUNTS = {"half_month", "level", "file", "name", "village", "faulty"}  # words and percents stand there, no counts
NO_NOUNS = re.compile(
    "is|was|has|does|its|this|as|less|others|perhaps|says|exceeds|stands|leads|lies|ends|exists|carries|takes|refers"
    "|lists|holds|stays"
)
ALWAYS_MANY = {
    "Accept the {count} without remarks",
    "{villages}, each a month: {hours} more in hours, {forms} more in forms; hours at most {most}",
}


def counts_something(text: str) -> bool:
    return any(name not in NO_COUNTS and not NO_NOUNS.fullmatch(noun) for name, noun in COUNTED.findall(text))


def singulars():
    """Of every text that counts: the count, and how it reads of one and of many."""
    with PLURALS.open("rb") as file:
        return [(said.context, said.id, said.string) for said in read_po(file, locale="en") if said.id]


def test_every_text_that_counts_has_its_singular():
    known = plurals()[1].keys() | ALWAYS_MANY
    missing = [f"{place}: {text}" for text, place in used().items() if counts_something(text) and text not in known]
    assert not missing, "\n".join(missing)


def test_every_singular_is_used():
    after_one = {one for _count, _ids, (one, _many) in singulars()}
    unused = [many for _count, (many, _same), _said in singulars() if many not in used().keys() | after_one]
    assert not unused, "\n".join(unused)


def test_singulars_say_the_same_of_one():
    for count, (id_, many_id), (one, many) in singulars():
        assert many == many_id == id_ != one
        assert {*placeholders(many)} >= {*placeholders(one)} >= {*placeholders(many)} - {count}, many
        assert count in placeholders(many) or not placeholders(many), many  # it stands beside the text


@pytest.mark.parametrize(
    "text, values, said",
    [
        pytest.param("{count} counties", {"count": 1}, "1 county", id="one"),
        pytest.param("{count} counties", {"count": 0}, "0 counties", id="none"),
        pytest.param("{count} counties", {"count": "1,001"}, "1,001 counties", id="many, as they are written"),
        pytest.param("{reported} counties in", {"reported": "1/9"}, "1/9 counties in", id="one of many"),
        pytest.param("{now} events a village", {"now": "1.0"}, "1.0 events a village", id="with decimals"),
        pytest.param(
            "{count} villages wait for their visit", {"count": 1}, "1 village waits for its visit", id="with its verb"
        ),
        pytest.param("counties overdue", {"count": 1}, "county overdue", id="beside the text"),
        pytest.param(
            "Restored from {file}: {tables} tables with {rows} rows",
            {"file": "a.db", "tables": 1, "rows": "1"},
            "Restored from a.db: 1 table with 1 row",
            id="two counts",
        ),
        pytest.param(
            "Restored from {file}: {tables} tables with {rows} rows",
            {"file": "a.db", "tables": 2, "rows": "1"},
            "Restored from a.db: 2 tables with 1 row",
            id="the second alone",
        ),
    ],
)
def test_texts_count_as_english_does(text, values, said):
    use("en")
    assert gettext(text).format(**values) == said
    use("zh")
    assert gettext(text).format(**values) == chinese()[text].format(**values)


# Texts that pass the catalogue by ----------------------------------------------------------------------------------

HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"^[A-Z][a-z]{2,}( |$)|[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
# Where Chinese stands in the code: words that are read, not said; signs of the language itself; documents by law.
CHINESE_IN_CODE = {
    "lib/documents": "official documents are Chinese in every language",
    "lib/show/boards/briefing.py": "shows them",
    "lib/intake/checks": "words that files are recognised by, and the template's column in an English sentence",
    "lib/kept/models": "the same: headers and values of files",
    "lib/review/account_files.py": "the same",
    "lib/intake/sheets/encodings.py": "what a wrongly decoded text looks like",
    "lib/words/half_months.py": "how half months are written",
    "lib/kept/duties.py": "words that say nothing when duties are compared",
    "lib/kept/logs.py": "names of secrets",
    "lib/ledger/door/admissions.py": "the number of an official document",
    "lib/show/pictures/fonts.py": "characters that a font for Chinese has",
    "lib/words/settings.py": "the title, where config.toml names none",
    "lib/words/language.py": "the language's own name",
    "lib/ui/frame.py": "the switch, in both languages at once",
    "lib/show/boards/words.py": "day and month, in Chinese only",
    "lib/show/boards/empowerment.py": "an indicator's unit as it is kept",
    "lib/show/charts": "万, 亿, 月, 上 and 下 on Chinese axes; one-character signs of cells",
    "lib/show/screens/headline.py": "上 and 下 below Chinese columns",
    "lib/words/wording.py": "万 and 亿, in Chinese only",
}
DRAWING = ("app.py", "pages", "lib/show", "lib/ui", "lib/server/gate", "lib/words/wording.py")
# A mistake of a programmer is told to a programmer; a proxy or a supervisor is no person.
NOT_FOR_PEOPLE = ("ValueError", "KeyError", "TypeError", "TypeVar")
TO_MACHINES = {"Not found", "Forbidden", "database does not answer", "True"}
KEYS = {"Left", "Right", "Home", "End", "Space", "Esc"}  # of the keyboard, as Streamlit calls them
NAMES = {"Markup", "Liberation Sans", "Microsoft YaHei", "General"}  # of types, fonts, and Excel's own format


@cache
def literals(path: Path) -> list[tuple[int, str]]:
    """Every text in a module that is neither a docstring nor said through _()."""
    passed_over: set[ast.AST] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed_over.add(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", *NOT_FOR_PEOPLE):
            passed_over |= set(ast.walk(node))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log."):
            passed_over |= set(ast.walk(node))
    texts = [node for node in nodes_of(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [(node.lineno, str(node.value)) for node in texts if node not in passed_over]


def stands_in(path: Path, places: tuple[str, ...]) -> bool:
    return any(path == ROOT / place or ROOT / place in path.parents for place in places)


def test_chinese_stands_in_the_code_only_where_it_is_no_text():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in SOURCES
        if not stands_in(path, (*CHINESE_IN_CODE, "lib/kept/migrations"))
        for line, text in literals(path)
        if HAN.search(text)
    ]
    assert not found, "\n".join(found)


def test_every_place_of_chinese_in_the_code_has_some():
    for place in CHINESE_IN_CODE:
        paths = [path for path in SOURCES if stands_in(path, (place,))]
        assert any(HAN.search(text) for path in paths for _line, text in literals(path)), place


def test_no_english_sentence_is_drawn_past_the_catalogue():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in SOURCES
        if stands_in(path, DRAWING) and path.name != "__init__.py"
        for line, text in literals(path)
        if ENGLISH.search(text) and text not in TO_MACHINES | KEYS | NAMES
    ]
    assert not found, "\n".join(found)


def test_text_without_a_chinese_one_is_said_in_english():
    assert gettext("A text that nobody has translated") == "A text that nobody has translated"


def test_text_follows_the_language_of_the_run():
    assert (current(), gettext("Far behind")) == ("zh", "滞后")
    use("en")
    assert (current(), gettext("Far behind")) == ("en", "Far behind")


@pytest.mark.parametrize(
    "language, names, shown",
    [
        pytest.param("zh", ("兴义市", "Xingyi"), "兴义市", id="Chinese"),
        pytest.param("en", ("兴义市", "Xingyi"), "Xingyi", id="English"),
        pytest.param("en", ("兴义市", ""), "兴义市", id="without an English name"),
    ],
)
def test_name_is_shown_in_the_language_of_the_run(language, names, shown):
    use(language)
    assert named(*names) == shown
