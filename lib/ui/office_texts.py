"""管理·公文文字: a text of the documents, as the file has it and as the office rewrites it."""

import streamlit as st

from lib.documents.places import DOCUMENTS, document_of, document_word, labels
from lib.documents.rewriting import as_lines, rewrite, texts_to_rewrite
from lib.kept import store
from lib.ledger.access import Actor
from lib.review.office_settings import give_back
from lib.show import blocks
from lib.ui.drawing import html
from lib.ui.forms import Form
from lib.words.language import gettext as _
from lib.words.set_by_office import TEXTS, of_texts


def texts_view(actor: Actor) -> None:
    """Choose a document and one of its texts; its file's wording on the left, the field on the right."""
    placeholders, rewritten, names = texts_to_rewrite(), of_texts(), labels()
    first, second = st.columns([1, 3], gap="small")
    document = first.selectbox(_("Kind of document"), list(DOCUMENTS), format_func=document_word, key="document_shown")
    key = second.selectbox(
        _("Text of the documents"), [key for key in placeholders if document_of(key) == document],
        key=f"text_{document}", format_func=lambda key: f"{'● ' if key in rewritten else ''}{names[key]}",
    )  # fmt: skip
    left, right = st.columns(2, gap="medium")
    with left:
        title = _("Rewritten here: ● before its name") if key in rewritten else _("As in data/briefing.toml")
        html(blocks.Finding(title, _placeholders(placeholders[key])))
        html(blocks.element("div", "by-empty", *(blocks.element("p", "", line) for line in _of_file(key))))
    with right:
        _form(key, actor)


def _form(key: str, actor: Actor) -> None:
    """The text as it holds, to rewrite or to give back to its file."""
    now = as_lines(key)
    # the text stands in the name: when somebody rewrites it meanwhile, the field begins anew with it
    form = Form(f"text {key} {hash(now)}", {"text": now}, short=True)
    form.text("text", _("Text"), area=True, limit=4_000, height=180)
    with st.container(horizontal=True):
        form.button(
            _("Save"), lambda typed: rewrite(store.engine(), actor, typed, key), primary=True,
            disabled=not actor.decides,
        )  # fmt: skip
        form.button(
            _("Back to data/briefing.toml"), lambda _typed: give_back(store.engine(), actor, TEXTS + key),
            disabled=not actor.decides,
        )  # fmt: skip


def _of_file(key: str) -> list[str]:
    return as_lines(key, of_file=True).splitlines()


def _placeholders(names: tuple[str, ...]) -> str:
    """Which placeholders the text may have; a list of sentences has one a line."""
    if names == ("indicators",):
        return _("A sentence a line; in braces the code of any indicator")
    if not names:
        return _("No placeholders")
    return _("Placeholders: {names}").format(names=" ".join(f"{{{name}}}" for name in names))
