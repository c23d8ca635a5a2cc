"""The columns of a file whose titles are not ours: said once, changed, forgotten."""

from collections.abc import Mapping

import streamlit as st

from lib.intake.checks import CheckedValues, Reported
from lib.intake.checks.own_titles import meaning_word
from lib.intake.checks.suggested import ASKED, AskedColumns
from lib.intake.checks.wanted import OwnTitles
from lib.kept import store
from lib.ledger.door import Receipt
from lib.review.own_headers import columns_to_say, forget, remember
from lib.review.uploads import Upload
from lib.show import blocks
from lib.show.boards import own_headers as board
from lib.ui.acts import act
from lib.ui.drawing import html
from lib.ui.labels import plain
from lib.ui.reading import reference
from lib.ui.session import SAYING, actor, half_month, widget
from lib.words.language import gettext as _

IN_A_ROW = 3


def own_header(upload: Upload, form: str, county: str | None) -> bool:
    """Ask what the columns are that a file is refused for, or offer to say anew what was remembered of them.

    Whether all depends on that, so that what the file says is not looked at yet.
    """
    checked = upload.checked
    if not isinstance(checked, CheckedValues):
        return False
    if checked.own is None:
        of_columns = [problem.row is None and problem.kind in ASKED for problem in checked.problems]
        return any(of_columns) and _ask(upload, Reported(form, half_month(), county), {}) and all(of_columns)
    if SAYING.get() == upload.act.token:
        _ask(upload, Reported(checked.form, half_month(), checked.own.unit_code), checked.own.meanings)
        return True
    _offer(checked.own, upload.act.token)
    return False


def _offer(own: OwnTitles, token: str) -> None:
    """What was remembered can be said anew, and forgotten."""
    with st.container(horizontal=True):
        st.button(_("Say anew what the columns are"), on_click=_say_anew, args=(token,))
        act(
            _("Forget what the columns are"), lambda: forget(store.engine(), own.code, actor()),
            lambda saved: _receipt(saved, _("Forgotten; the next file of this layout is asked about again")),
            undoable=True,
        )  # fmt: skip


def _say_anew(token: str) -> None:
    """Say anew what the columns of the file are that was read with this mark; "" leaves them as they were."""
    SAYING.put(token)


def _ask(upload: Upload, wanted: Reported, before: Mapping[int, str]) -> bool:
    """A choice for each column that is not ours, and the button that remembers what was chosen; whether it helps."""
    with store.reading(store.engine()) as connection:
        asked = columns_to_say(connection, upload.sheet, wanted, reference())
    if asked is None or not (before or asked.helps):
        return False
    html(board.head(asked, reference(), wanted.scope))
    keys = _choices(asked, wanted.scope, before)

    def chosen() -> dict[int, str]:
        return {index: widget(key) for index, key in keys.items()}

    meanings = chosen()
    mistakes = asked.mistakes({index: meaning for index, meaning in meanings.items() if meaning})
    html(board.stands_in_the_way(mistakes) if all(meanings.values()) else None)
    with st.container(horizontal=True):
        act(
            _("Read the columns so, and remember it"),
            lambda: remember(store.engine(), asked, chosen(), wanted.scope, actor()),
            lambda saved: _receipt(saved, _("Remembered what the columns of this layout are")),
            primary=True, undoable=True, disabled=bool(mistakes) or not all(meanings.values()),
        )  # fmt: skip
        if before:
            st.button(_("Leave it as it was"), on_click=_say_anew, args=("",))
    return True


def _choices(asked: AskedColumns, whose: str | None, before: Mapping[int, str]) -> dict[int, str]:
    """The choices, a few in a row, as they were remembered or are suggested; the key of each by its column."""
    keys = dict[int, str]()
    # another layout, unit or memory is asked about with new widgets: what was chosen for the one before is not its own
    about = hash((whose, asked.form.code, asked.layout, tuple(before.items())))
    cells = (
        cell
        for _row in range(0, len(asked.columns), IN_A_ROW)
        for cell in st.columns(IN_A_ROW, vertical_alignment="bottom")
    )
    for column, cell in zip(asked.columns, cells, strict=False):
        meaning = before.get(column.index, column.meaning)
        key = keys[column.index] = f"own_{about}_{column.index}"
        with cell:
            st.selectbox(
                plain(board.label(column)), asked.choices,
                index=asked.choices.index(meaning) if meaning in asked.choices else None,
                format_func=lambda meaning: meaning_word(meaning, reference()), placeholder=_("Choose what it is"),
                key=key,
            )  # fmt: skip
    return keys


def _receipt(saved: Receipt, sentence: str) -> blocks.Markup:
    return blocks.banner("success", _("{said}; receipt no. {batch}").format(said=sentence, batch=saved.batch))
