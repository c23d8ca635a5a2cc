"""What cannot be seen but changes what is seen is taken out of a text; all else stays."""

import unicodedata
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.words.texts import printable
from tests.hostile import HIDDEN, TEXTS


@pytest.mark.parametrize(
    "text, left",
    [
        pytest.param("\u202e村级\u202c 12", "村级 12", id="override-of-direction"),
        pytest.param("\u2067村\u2069", "村", id="isolate"),
        pytest.param("\u200e\u200f\u061c村", "村", id="marks-of-direction"),
        pytest.param("村\x00\x07\x1b[0m\x7f\x9f", "村[0m", id="control-characters"),
        pytest.param("村\u200b\ufeff\u2060\xad级", "村级", id="no-width"),
        pytest.param("村\ud800\udfff", "村", id="halves-of-characters"),
        pytest.param("村\ufffe\uffff", "村", id="no-characters"),
        pytest.param("村\U000e0041\U000e007f", "村", id="tags"),
        pytest.param(
            "一\r\n二\r三\u2028四\u2029五\x85六\x0b七\x0c八", "一\n二\n三\n四\n五\n六\n七\n八", id="line-ends"
        ),
    ],
)
def test_what_cannot_be_seen_is_taken_out(text, left):
    assert printable(text) == left


@pytest.mark.parametrize("text", [*TEXTS[:17], "a\tb\nc", "全角\u3000空格", "🏳️", "é", ""])
def test_what_can_be_seen_stays(text):
    assert printable(text) == text


@given(st.text(st.characters(codec=None)))
def test_printable_text_stands_in_xml_and_is_printable_already(text):
    shown = printable(text)
    assert printable(shown) == shown
    element = ElementTree.Element("t")
    element.text = shown
    file = BytesIO()
    ElementTree.ElementTree(element).write(file, encoding="utf-8")
    assert (ElementTree.fromstring(file.getvalue()).text or "") == shown


def test_nothing_is_left_that_turns_the_text_around_it():
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    every = "".join(map(chr, range(0x110000)))
    assert not {unicodedata.bidirectional(character) for character in printable(every)} & turns


@pytest.mark.parametrize("text", HIDDEN)
def test_hidden_texts_of_the_hostile_store_hide_something(text):
    assert printable(text) != text
