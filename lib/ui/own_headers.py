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
        mended_so = [problem.row is None and problem.kind in ASKED for problem in checked.problems]
        return any(mended_so) and _ask(upload, Reported(form, half_month(), county), {}) and all(mended_so)
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
        found = columns_to_say(connection, upload.sheet, wanted, reference())
    if found is None or not (before or found.helps):
        return False
    html(board.head(found, reference(), wanted.scope))
    keys = _choices(found, wanted.scope, before)
    said = {index: widget(key) for index, key in keys.items()}
    mistakes = found.mistakes({index: meaning for index, meaning in said.items() if meaning})
    html(board.stands_in_the_way(mistakes) if all(said.values()) else None)
    with st.container(horizontal=True):
        act(
            _("Read the columns so, and remember it"),
            lambda: remember(
                store.engine(), found, {index: widget(key) for index, key in keys.items()}, wanted.scope, actor()
            ),
            lambda saved: _receipt(saved, _("Remembered what the columns of this layout are")),
            primary=True, undoable=True, disabled=bool(mistakes) or not all(said.values()),
        )  # fmt: skip
        if before:
            st.button(_("Leave it as it was"), on_click=_say_anew, args=("",))
    return True


def _choices(found: AskedColumns, whose: str | None, before: Mapping[int, str]) -> dict[int, str]:
    """The choices, a few in a row, as they were remembered or are suggested; the key of each by its column."""
    keys, about = dict[int, str](), hash((whose, found.form.code, found.layout, tuple(before.items())))
    cells = (
        cell
        for _row in range(0, len(found.columns), IN_A_ROW)
        for cell in st.columns(IN_A_ROW, vertical_alignment="bottom")
    )
    for column, cell in zip(found.columns, cells, strict=False):
        meaning = before.get(column.index, column.meaning)
        key = keys[column.index] = f"own_{about}_{column.index}"
        with cell:
            st.selectbox(
                plain(board.label(column)), found.choices,
                index=found.choices.index(meaning) if meaning in found.choices else None,
                format_func=lambda one: meaning_word(one, reference()), placeholder=_("Choose what it is"), key=key,
            )  # fmt: skip
    return keys


def _receipt(saved: Receipt, said: str) -> blocks.Markup:
    return blocks.banner("success", _("{said}; receipt no. {batch}").format(said=said, batch=saved.batch))
