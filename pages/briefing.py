"""简报: the half month as a document: its text to read, what the office writes itself, and the Word file."""

import streamlit as st

from lib import ui
from lib.documents.head import write_head
from lib.documents.kinds import desk_of
from lib.documents.word import write
from lib.kept import store
from lib.ledger.door import Receipt
from lib.show import blocks
from lib.show.boards.briefing import BriefingBoard, briefing_board, kind_words
from lib.show.boards.issued import issue_standing
from lib.show.boards.words import unit_name
from lib.words.language import gettext as _

half_month, actor = ui.half_month(), ui.actor()
EVERY = "all"  # every county in one file
# the fields of the head, row by row, each with its share of the width
ROWS: dict[str, tuple[dict[str, float], ...]] = {
    "notice": ({"issue": 1.5, "signed_on": 1.2, "copies": 1.2}, {"signed_by": 1.55, "addressees": 1}),
    "digest": ({"digest_issue": 1, "signed_on": 1}, {"signed_by": 1}),
    "feedback": ({"signed_on": 1, "signed_by": 2.3},),
}
HEIGHT = 116  # px of the two long texts: the button below them is seen without scrolling


def chosen_counties() -> tuple[str, ...]:
    """The county whose sheet is shown, or all of them: one file to print for the meeting."""
    reference = ui.reference()
    names = {unit.code: unit_name(unit) for unit in reference.below(reference.top, half_month)}
    options = {**names, EVERY: _("All counties in one file")}
    code = ui.select(_("County"), list(options), "county", options.__getitem__, hidden=True, width=280)
    assert code is not None  # it cannot be emptied
    return tuple(names) if code == EVERY else (code,)


def offer_document(board: BriefingBoard) -> None:
    """What can be taken away, and the button that hands it out."""
    if len(board.documents) > 1:
        title = _("{count} sheets in one file").format(count=len(board.documents))
        ui.html(blocks.Finding(title, _("The first is shown")))
    with st.container(horizontal=True):
        offer_files(board)
        ui.issue_button(board, half_month, actor, seen, lambda: form.unsaved(first.fields))


def offer_files(board: BriefingBoard) -> None:
    """The files."""
    name = board.file_name.removesuffix(".docx")
    ui.paper(_("Download Word file"), kind_words()[kind], name, write, *board.documents, primary=True)
    if len(board.documents) > 1:
        ui.papers_apart(name, *board.documents)


def office_form() -> None:
    """What the office writes of its own for this half month; it is kept with it, also after closing."""
    ui.html(
        blocks.Finding(
            _("What the office writes itself"),
            _("What is left as it is, or emptied, follows the data; what is changed stays as it is written"),
        )
    )
    head_fields()
    if kind == "notice":
        office_texts()

    def save(typed: ui.Typed) -> Receipt:
        return write_head(store.engine(), half_month, first, typed, actor)

    def save_on_the_day(typed: ui.Typed) -> Receipt:
        return save({**typed, "signed_on": now.generated["signed_on"]})

    own_day = bool(now.head and now.head.signed_on)
    with st.container(horizontal=True):
        form.button(_("Save"), save, primary=True, disabled=not actor.decides)
        form.button(_("Sign on the day of issue"), save_on_the_day, disabled=not (actor.decides and own_day))
        form.discard(_("Discard what is not saved"))


def head_fields() -> None:
    """Number, day and signature, and whom a 通报 is sent to; the name of an office is read whole in its field."""
    words = {
        "issue": (_("Document number"), _("registry"), 3),
        "digest_issue": (_("Issue of the digest"), "", 3),
        "signed_on": (_("Signed on"), "2023-07-17", 20),
        "signed_by": (_("Signed by"), "", 60),
        "addressees": (_("Addressees"), "", 300),
        "copies": (_("Copies to"), "", 300),
    }
    for row in ROWS[kind]:
        for place, name in zip(st.columns(list(row.values()), gap="small"), row, strict=True):
            label, placeholder, limit = words[name]
            with place:
                form.text(name, label, placeholder, limit=limit)


def office_texts() -> None:
    """The two texts of the office in a 通报."""
    form.text("judgement", _("Judgement"), area=True, limit=2000, height=HEIGHT)
    form.text("demands", _("Demands"), area=True, limit=2000, height=HEIGHT)


with st.container(horizontal=True):
    kind = ui.choice(_("Document"), kind_words(), "document")
    codes = chosen_counties() if kind == "feedback" else ()
seen = ui.revision()  # before anything is read: what is saved in between is not issued unseen
now = ui.cached(desk_of, half_month)
form = ui.Form(f"briefing {half_month}", now.fields)
first = form.first(now)
board = ui.cached(briefing_board, half_month, kind, codes)
ui.last_act(actor, may=actor.decides)
left, right = st.columns([1.45, 1], gap="medium")
with left:
    ui.html(board.paper)
with right:
    if board.cautions:
        ui.html(board.cautions)
    offer_document(board)
    ui.html(issue_standing(board.papers))
    office_form()
    ui.issued_list(half_month, kind, actor)
    with st.expander(_("Fonts of the file")):
        ui.html(board.fonts)
with st.expander(
    _("What the {count} numbers of the text are; those of the tables say it when pointed at").format(
        count=f"{board.numbers:,}"
    )
):
    ui.html(board.basis)
ui.exports_section(half_month)
