"""Every text that people see has its Chinese, and every Chinese text its place."""

from collections import Counter
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from lib.language import CATALOGUE, chinese, current, gettext, named, use
from lib.tables import TABLES

ROOT = Path(__file__).parent.parent
SOURCES = sorted([ROOT / "app.py", *(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])


def in_sources() -> dict[str, str]:
    """Every message id with the place where it is said."""
    found = {}
    for path in SOURCES:
        for line, message, _comments, _context in extract_from_file("python", path, keywords={"_": None}):
            found[str(message)] = f"{path.relative_to(ROOT)}:{line}"
    return found


def in_tables() -> dict[str, str]:
    """Titles of tables and columns: ids that stand in data, not in a call."""
    titles = {}
    for table in TABLES.values():
        titles |= dict.fromkeys((table.title, *(column.title for column in table.columns)), f"table {table.name}")
    return titles


USED = in_tables() | in_sources()


def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh")


def placeholders(text: str) -> Counter[str]:
    return Counter(name for _before, name, _spec, _conversion in Formatter().parse(text) if name is not None)


def test_more_than_three_hundred_texts_are_seen():
    assert len(USED) > 300


def test_every_text_has_its_chinese():
    missing = [f"{place}: {message}" for message, place in USED.items() if message not in chinese()]
    assert not missing, "\n".join(missing)


def test_every_chinese_text_is_used():
    unused = sorted(set(chinese()) - set(USED))
    assert not unused, "\n".join(unused)


def test_no_chinese_text_is_fuzzy_or_obsolete():
    assert not [message.id for message in catalogue() if message.id and message.fuzzy]
    assert not catalogue().obsolete


def test_no_text_is_translated_twice():
    ids = [line for line in CATALOGUE.read_text(encoding="utf-8").splitlines() if line.startswith("msgid ")]
    assert len(ids) == len(chinese()) + 1  # the header's is empty


@pytest.mark.parametrize("message", [message for message in chinese() if "{" in message or "{" in chinese()[message]])
def test_chinese_text_has_the_same_placeholders(message):
    said, texts = placeholders(message), placeholders(chinese()[message])
    assert set(said) == set(texts)


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
