"""Fields and selects ask the session for their own key alone, and hear what they would hear of all."""

import pytest
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1 import AppTest

from lib.ui.looked_up import look_up


@pytest.fixture
def gathered(monkeypatch) -> list[int]:
    """How often all was gathered; Streamlit is as it was when the test ends."""
    times = []
    gather = SessionState.filtered_state.fget
    monkeypatch.setattr(SessionState, "filtered_state", property(lambda self: (times.append(1), gather(self))[1]))
    monkeypatch.setattr(SafeSessionState, "filtered_state", SafeSessionState.filtered_state)
    return times


def test_one_key_is_looked_up_without_the_others(gathered):
    state = SafeSessionState(SessionState(), lambda: None)
    state["emptied"], state["filled"] = None, "兴义"
    whole = state.filtered_state
    look_up()
    gathered.clear()
    asked = state.filtered_state
    assert "emptied" in asked and asked["emptied"] is None and "another" not in asked
    assert not gathered
    assert dict(asked) == whole and len(asked) == 2


def fields() -> None:
    import streamlit as st

    st.session_state.setdefault("emptied", None)
    st.session_state.setdefault("chosen", "b")
    st.selectbox("1", ["a", "b"], key="emptied")
    st.selectbox("2", ["a", "b"], key="chosen")
    st.selectbox("3", ["a", "b"], key="never put")
    st.text_input("4", "x", key="typed")
    st.session_state.setdefault("emptied text", None)
    st.text_area("5", key="emptied text")


def drawn() -> list[str]:
    """The fields as they open, and after a choice that is taken back."""
    page, seen = AppTest.from_function(fields), list[str]()
    for act in (page.run, lambda: page.selectbox[0].select("a").run(), lambda: page.selectbox[0].select(None).run()):
        act()
        assert not page.exception
        seen += [str(each.proto) for each in (*page.selectbox, *page.text_input, *page.text_area)]
    return seen


def test_fields_are_drawn_as_before(gathered):
    before = drawn()
    look_up()
    gathered.clear()
    assert drawn() == before
    assert not gathered
