"""One way for an act on a page: button → door → sentence.

The act is done at the click, before the next run draws the page, which begins with its sentence (`frame.last_act`).
What an act sends it reads at the click too (`session.widget`, `Form`): the arguments of a button are those of the run
that drew it, and what was typed last came along with the click.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.kept import store
from lib.ledger.door import Receipt, undo
from lib.show import blocks
from lib.show.blocks import Markup, element
from lib.show.boards import upload as board
from lib.ui.drawing import html
from lib.ui.session import MENDS, SENTENCE, UNDO, actor
from lib.words.errors import Mistakes, Refusal
from lib.words.language import gettext as _


def saved(receipt: Receipt) -> Markup:
    """已保存，编号 12."""
    return blocks.banner("success", _("Saved as no. {batch}").format(batch=receipt.batch))


def silent(_answer: object) -> Markup:
    """No sentence: the page itself shows what was done."""
    return Markup("")


def act(
    label: str,
    do: Callable[[], Any],
    sentence: Callable[[Any], Markup] = saved,
    *,
    then: Callable[[], object] | None = None,
    key: str | None = None,
    primary: bool = False,
    disabled: bool = False,
    undoable: bool = False,
) -> None:
    """A button that does `do` and keeps what `sentence` makes of its answer, or why it was refused.

    `then` follows when it was done; `undoable` as `done` takes it.
    """

    def click() -> None:
        done(do, sentence, then, undoable=undoable)

    st.button(label, on_click=click, key=key, type="primary" if primary else "secondary", disabled=disabled)


def done(
    do: Callable[[], Any],
    sentence: Callable[[Any], Markup] = saved,
    then: Callable[[], object] | None = None,
    form: str = "",
    *,
    undoable: bool = False,
) -> bool:
    """Do it and keep the sentence for the next run; whether it was done.

    What is to mend in single fields is kept for those of the `form` of this name; without one it is a refusal. What is
    `undoable` has a receipt for its answer, and the button that undoes it stands beside the sentence.
    """
    # what the act before left on the page is over, also where this one is refused
    MENDS.of(form).take()
    UNDO.take()
    try:
        answer = do()
    except Refusal as refusal:
        if form and isinstance(refusal, Mistakes):
            MENDS.of(form).put(refusal.fields)
        else:
            SENTENCE.put(blocks.banner("error", str(refusal)))
        return False
    SENTENCE.put(sentence(answer))
    if undoable:
        UNDO.put(answer.batch)
    if then:
        then()
    return True


def say() -> bool:
    """What the last act came to, and beside a receipt the button that undoes it; whether there was anything to say."""
    sentence, batch = SENTENCE.take(), UNDO.take()
    heard = element("div", "by-said", sentence) if sentence else None  # script.js lets it be seen from further down
    if batch is None:
        html(heard)
        return bool(sentence)
    with st.container(horizontal=True, vertical_alignment="center"):
        html(heard)
        undo_button(batch, key="undo_the_last")
    return True


def undo_button(batch: int, *, key: str | None = None, then: Callable[[], object] | None = None) -> None:
    """A button that undoes the act of this number; `then` follows when it was done."""
    act(
        _("Undo no. {batch}").format(batch=batch), lambda: undo(store.engine(), batch, actor()),
        lambda receipt: board.undone(receipt, batch), then=then, key=key,
    )  # fmt: skip
