"""README's recipes “A page” and “A slide”: what they name is enough, and each list they name is complete."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from lib.kept import store
from lib.kept.reference import read_reference
from lib.show.blocks import Block, Chart, Finding, Markup, Slide
from lib.show.boards.pages import DEFAULT, ENTRIES, board_words
from lib.show.pictures import of_board
from lib.show.screens import Page, slide, topics
from lib.show.screens.topics import Topic
from lib.words.half_months import HalfMonth
from lib.words.settings import SLIDES, settings

PAGES = Path(__file__).parent.parent.parent / "pages"
JUNE = HalfMonth.parse("2023-06-2")


@dataclass(frozen=True)
class OwnBoard:
    """What a new page shows."""

    lead: Markup
    part: Block
    nothing: Block | None = None


def test_chart_of_a_new_board_is_handed_out_without_being_named_anywhere_else():
    part = Block(Finding("晴隆县滞后", "各县进度"), chart=Chart({"mark": "bar"}, "各县"))
    (picture,) = of_board(OwnBoard(Markup(""), part), JUNE, "", "新页", "望谟县")
    assert picture.name == "新页_望谟县_各县"
    assert picture.finding is part.finding


@pytest.mark.parametrize("name", ENTRIES)
def test_entry_of_the_menu_has_its_page(name):
    assert (PAGES / f"{name}.py").exists()


def test_dashboard_opens_at_a_board():
    assert DEFAULT in board_words()


def test_new_slide_is_shown_once_its_topic_is_there(demo, monkeypatch):
    own = Topic("新", lambda view: Slide(Finding(f"{view.name} {view.part} {view.contents}"), Markup("")))
    monkeypatch.setattr(topics, "all_topics", lambda _reference: {"own": own})
    with store.reading(demo) as connection:
        shown = slide(connection, read_reference(connection), JUNE, JUNE, "", (Page("own"),), 0)
    assert shown.finding.title == "黔西南州 0 ('新',)"


def test_every_topic_is_a_slide_of_the_settings_at_the_same_place_and_shown_unless_they_choose(demo):
    with store.reading(demo) as connection:
        known = tuple(topics.all_topics(read_reference(connection)))
    assert known == SLIDES == settings().screen.slides
