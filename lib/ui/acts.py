"""One way for an act on a page: button → door → sentence.

The act is done at the click, before the next run draws the page, which begins with its sentence (`frame.last_act`).
What an act sends it reads at the click too (`session.widget`, `Form`): the arguments of a button are those of the run
that drew it, and what was typed last came along with the click.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.ledger.door import Receipt
from lib.show import blocks
from lib.show.blocks import Markup
from lib.ui.session import MENDS, SENTENCE
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
) -> None:
    """A button that does `do` and keeps what `sentence` makes of its answer, or why it was refused.

    `then` follows when it was done.
    """

    def click() -> None:
        done(do, sentence, then)

    st.button(label, on_click=click, key=key, type="primary" if primary else "secondary", disabled=disabled)


def done(
    do: Callable[[], Any],
    sentence: Callable[[Any], Markup] = saved,
    then: Callable[[], object] | None = None,
    form: str = "",
) -> bool:
    """Do it and keep the sentence for the next run; whether it was done.

    What is to mend in single fields is kept for those of the `form` of this name; without one it is a refusal.
    """
    MENDS.of(form).take()
    try:
        answer = do()
    except Refusal as refusal:
        if form and isinstance(refusal, Mistakes):
            MENDS.of(form).put(refusal.fields)
        else:
            SENTENCE.put(blocks.banner("error", str(refusal)))
        return False
    SENTENCE.put(sentence(answer))
    if then:
        then()
    return True
