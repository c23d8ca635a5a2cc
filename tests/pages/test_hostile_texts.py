"""Every page on the store whose every text is hostile: markup that a browser would run or fetch is never sent.

tests/browser/test_hostile_names.py holds a real browser to the same law, with one page of each kind; all of them in the
long run.
"""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from google.protobuf.message import Message

from tests.browser.walk import WITH_TEXTS
from tests.hostile import EVIL, TEXTS

OFFICE = {"name": "Office", "role": "office"}
DEEPER = {
    "progress": ({"unit": "522301"}, {"unit": "522301001"}, {"unit": "522301001001"}),
    "cleanup": ({"unit": "522326", "action": "boards"},),
    "lists": ({"matter": "2023-002"}, {"view": "lists", "list": "negative"}),
    "admin": ({"view": "历史"}, {"view": "账号管理"}),
    "schedule": ({"view": "meeting", "language": "English"},),
    "overview": ({"language": "English"},),
}
CASES = [
    pytest.param(name, query, id=f"{name} {query}") for name in WITH_TEXTS for query in ({}, *DEEPER.get(name, ()))
]

READ_AS_MARKDOWN = {
    "label",
    "help",
    "body",
    "content",
    "caption",
    "captions",
    "title",
}  # fields of Streamlit's elements
FORMATTED = tuple(text for text in TEXTS if re.search(r"!\[|^\[|:material|\*b\*|^# |<", text))
FETCHES = ("src", "href", "xlink:href", "action", "data", "srcdoc")
LEADS_AWAY = re.compile(r"^\s*((https?:)?//[^/]*evil|javascript:|data:text)", re.IGNORECASE)
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069\u061c\u200e\u200f]")


class Became(HTMLParser):
    """What of a text of people became a part of the page, instead of standing there."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "img", "object", "embed"):
            self.found.append(f"<{tag}>")
        self.found += [
            f"{name}={value!r} of <{tag}>"
            for name, value in attrs
            if name.startswith("on")
            or (name in ("src", "href", "xlink:href", "action") and LEADS_AWAY.match(value or ""))
        ]


def became(page) -> Iterator[str]:
    """In markup what a browser would run or fetch; in what Streamlit reads as Markdown a text that is not escaped."""
    for block in (page.app.main, page.app.sidebar):
        for element in block:
            message = getattr(element, "proto", None)
            if message is None:
                continue
            if message.DESCRIPTOR.name == "Html":
                yield from Became(message.body).found
                continue
            for text in markdown(message):
                yield from (f"{message.DESCRIPTOR.name}: {text[:80]}" for raw in FORMATTED if raw in text)
                yield from (f"turned round: {text[:80]!r}" for _mark in TURNED.findall(text))


def markdown(message: Message) -> Iterator[str]:
    """The texts of an element and of its options that Streamlit formats."""
    for field, value in message.ListFields():
        for one in value if field.is_repeated else [value]:
            if field.name in READ_AS_MARKDOWN or (message.DESCRIPTOR.name, field.name) == ("Radio", "options"):
                yield from [one] if isinstance(one, str) else []
            if isinstance(one, Message):
                yield from markdown(one)


@pytest.mark.parametrize("name, query", CASES)
def test_no_text_of_people_becomes_a_part_of_the_page(visit, hostile_store, name, query):
    page = visit(hostile_store, "" if name == "overview" else name, who=OFFICE, **query)
    assert not [*became(page)]
    charts = "".join(chart.to_string() for chart in page.charts)
    options = [option for select in page.app.selectbox for option in select.options]
    assert EVIL in "".join([page.markup, charts, *options]), "no hostile text stands on this page: nothing was tried"


def test_what_a_browser_would_run_or_fetch_is_found_in_markup():
    """What the test above relies on: a hostile text is found where it is not escaped, none where it is."""
    tags = [text for text in TEXTS if re.search(r"<(img|script|iframe|svg)", text)]
    assert len(tags) == 4 and all(Became(f"<p>{text}</p>").found for text in tags)
    assert Became(f'<p title="{TEXTS[7]}">').found and Became(f'<a href="{TEXTS[8]}">').found
    assert not Became(f"<p title='{html.escape(TEXTS[7])}'>{html.escape(' '.join(TEXTS))}</p>").found
