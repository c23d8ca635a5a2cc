"""Every page and inner view in both languages: nothing is said in the other one but what people wrote themselves."""

import html
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df

from lib.documents.places import labels
from lib.words.language import chinese, use
from lib.words.settings import settings
from tests.browser.walk import PAGES

OFFICES_TEXTS = Path(__file__).parents[2] / "data" / "briefing.toml"
HAN = re.compile(r"[\u4e00-\u9fff]")
OFFICE = {"name": "Office", "role": "office"}
WHERE = {
    "progress": ({}, {"unit": "522301"}, {"unit": "522301001"}, {"unit": "522301001001"}),
    "lists": ({}, {"matter": "2023-002"}),
}
IDENTIFIERS = {"id", "key", "form_id", "user_key", "fragment_id", "element_hash", "url", "url_path", "href"}
# Said in Chinese in every language: the switch, and a document, which is Chinese by law.
CHINESE = ("中文", "语言 Language")


def strings(message: Message) -> Iterator[str]:
    """Every text in an element as the server sends it; tables as their cells."""
    for field, value in message.ListFields():
        if field.name in IDENTIFIERS:
            continue
        several = value if field.is_repeated else [value]
        if field.type == FieldDescriptor.TYPE_STRING:
            yield from several
        elif field.type == FieldDescriptor.TYPE_MESSAGE and not field.message_type.GetOptions().map_entry:
            for part in several:
                yield from strings(part)


def pieces(text: str) -> Iterator[str]:
    """What of a text is read in one piece: between tags, in names and titles, in the parts of a chart."""
    if text.startswith("<style"):
        return
    if text.startswith('{"'):
        yield from in_json(json.loads(text))
        return
    text = re.sub(r"<article .*?</article>", "", text, flags=re.DOTALL).replace("<wbr>", "")
    for name in re.findall(r'(?:title|aria-label|alt)="([^"]*)"', text):
        yield from html.unescape(name).split("\n")
    yield from (html.unescape(part).strip() for part in re.split(r"<[^>]*>|\n", text))


def in_json(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, one in part.items():
            if not key.endswith(("Expr", "font", "ont")):
                yield from in_json(one)
    elif isinstance(part, list):
        for one in part:
            yield from in_json(one)


def read(app) -> set[str]:
    """All that stands on the page, the options of its selects and the rows of its charts and tables with it."""
    found: set[str] = set()
    for block in (app.main, app.sidebar):
        for element in block:
            proto = getattr(element, "proto", None)
            if proto is None:
                continue
            for text in strings(proto):
                found |= set(pieces(text))
            for data in tables(proto):
                found |= {str(cell) for column in data for cell in (column, *data[column]) if isinstance(cell, str)}
    return found - {""}


def tables(proto: Message):
    if "data" in proto.DESCRIPTOR.fields_by_name and isinstance(proto.data, bytes) and proto.data:
        yield convert_arrow_bytes_to_pandas_df(proto.data)


def views(page) -> Iterator[tuple[str, set[str]]]:
    yield "", read(page.app)
    tabs = [one for one in page.app.segmented_control if one.key != "language"]
    if tabs:
        for option in tabs[0].options[1:]:
            next(one for one in page.app.segmented_control if one.key == tabs[0].key).set_value(option)
            page.run()
            yield option, read(page.app)


@pytest.fixture(scope="module")
def names(demo) -> dict[str, str]:
    """Chinese → English of all that has a name in both."""
    with demo.connect() as connection:
        found = {}
        for table in ("unit", "department", "form", "indicator", "task"):
            found |= dict(connection.exec_driver_sql(f"SELECT name, name_en FROM {table} WHERE name_en <> ''").all())
    return found


@pytest.fixture(scope="module")
def peoples(demo, names) -> re.Pattern[str]:
    """What people wrote, in the data and in the office's texts of documents: no program translates it."""
    texts = set()
    with demo.connect() as connection:
        for (table,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all():
            for column in connection.exec_driver_sql(f"PRAGMA table_info({table})").all():
                if table != "record_change" and column[2].startswith("VARCHAR"):
                    texts |= {
                        text for (text,) in connection.exec_driver_sql(f'SELECT DISTINCT "{column[1]}" FROM {table}')
                    }
    texts |= {settings().title} | set(in_json(tomllib.loads(OFFICES_TEXTS.read_text(encoding="utf-8"))))
    kept = {text for text in texts if text and HAN.search(text)} - set(names)
    use("en")  # the headings above a text are the office's too, though an indicator may have the same name
    kept |= set(labels().values())
    use("zh")
    return re.compile("|".join(map(re.escape, sorted(kept | set(CHINESE), key=len, reverse=True))), re.DOTALL)


@pytest.mark.parametrize("name", sorted({*PAGES} - {"briefing"}))
def test_english_page_has_chinese_only_where_people_wrote_it(visit, demo, peoples, name):
    left = {}
    for where in WHERE.get(name, ({},)):
        page = visit(demo, "" if name == "overview" else name, who=OFFICE, language="English", **where)
        for view, texts in views(page):
            left |= {text: f"{where} {view}" for text in texts if HAN.search(peoples.sub("", text))}
    assert not left, "\n".join(f"{where}: {text[:200]}" for text, where in sorted(left.items()))


def test_english_page_of_documents_says_all_else_in_english(visit, demo, names):
    """A 通报 is Chinese, and so are its sentences in the fields and its numbers; what surrounds it is not."""
    for _view, texts in views(visit(demo, "briefing", who=OFFICE, language="English")):
        assert not texts & ({*chinese().values()} | {*names}) - set(chinese())


@pytest.mark.parametrize("name", PAGES)
def test_chinese_page_has_no_english_that_has_chinese(visit, demo, names, name):
    english = {text for text, said in chinese().items() if text != said} | (set(names.values()) - set(names))
    left = {}
    for where in WHERE.get(name, ({},)):
        page = visit(demo, "" if name == "overview" else name, who=OFFICE, **where)
        for view, texts in views(page):
            left |= dict.fromkeys(texts & english, f"{where} {view}")
    assert not left, left
