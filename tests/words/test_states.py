"""A state is its value to the database and to comparisons, and word, symbol and light to people."""

import json

import pytest

from lib.words.language import N_, use
from lib.words.lights import Light
from lib.words.states import State


class Matter(State):
    IN_FORCE = "in_force", N_("In force"), "●", Light.ON_SCHEDULE
    EXITED = "exited", N_("Exited"), "✓", Light.DONE, ("退出", "已退出")


def test_state_is_the_value_that_the_database_holds():
    assert Matter("in_force") is Matter.IN_FORCE == "in_force"
    assert (str(Matter.EXITED), f"{Matter.EXITED}", json.dumps(Matter.EXITED)) == ("exited", "exited", '"exited"')


@pytest.mark.parametrize(("language", "word"), [("zh", "执行中"), ("en", "In force")])
def test_word_follows_the_language_of_the_run(language, word):
    use(language)
    assert Matter.IN_FORCE.word == word


def test_state_carries_symbol_and_light():
    assert (Matter.EXITED.symbol, Matter.EXITED.light) == ("✓", Light.DONE)


def test_what_a_file_may_hold_is_the_word_or_what_is_told():
    assert Matter.IN_FORCE.spellings == ("执行中",)
    assert Matter.EXITED.spellings == ("退出", "已退出")


def test_no_other_value_is_a_state():
    with pytest.raises(ValueError):
        Matter("bogus")
