"""What saving would change, on the page: filtered, page by page, to download; and the yes without which no cell is
emptied."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

import streamlit as st

from lib.intake.listing import KINDS, Chosen, Listing, choose, emptied, month_of
from lib.kept.changes import Change
from lib.show.boards import previewed as board
from lib.show.boards.words import ON_A_PAGE
from lib.ui.downloads import download_table
from lib.ui.drawing import html
from lib.ui.labels import plain
from lib.ui.reading import reference
from lib.words.language import gettext as _

Option = TypeVar("Option")


def preview(
    listing: Listing, name: str, labels: board.ToLabels, *, second: str = "", waiting: bool = False, key: str = ""
) -> None:
    """The changes of a preview; what does not fit on one page can be filtered and downloaded, under `name`."""
    html(board.head(listing, waiting=waiting, second=second))
    months = Counter(map(month_of, listing.changes))
    if len(listing.changes) <= ON_A_PAGE:
        html(board.page(reference(), listing, 1, labels(listing.changes), months))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="by_filters"):
        shown, number = _page_of(listing, labels, key)
    if not shown.changes:
        st.caption(_("No change fits; saving saves all of them, whatever is looked at"))
        return
    first = (number - 1) * ON_A_PAGE
    called = labels(shown.changes[first : first + ON_A_PAGE])
    html(board.page(reference(), shown, number, called, months))
    # below the changes: above them the first one would stand beyond the end of a small screen
    with st.container(horizontal=True):
        for label, suffix in ((_("These changes (Excel)"), "xlsx"), (_("These changes (CSV)"), "csv")):
            file = _("{name} changes").format(name=name)
            download_table(label, file, suffix, board.export, reference(), shown, file, labels)


def _page_of(listing: Listing, labels: board.ToLabels, key: str) -> tuple[Listing, int]:
    """The changes that fit the filters, and the number of the page that is looked at; the line of both."""
    wanted = _chosen(listing, key)
    texts = None  # what is searched: made of every change, so only where words are typed
    if wanted.words.strip():
        texts = board.search_words(reference(), listing.changes, labels(listing.changes))
    shown = choose(listing, reference(), wanted, texts)
    pages = max(1, -(-len(shown.changes) // ON_A_PAGE))
    # the filters stand in the key: another choice begins at its first page
    number = st.pagination(pages, max_visible_pages=5, key=f"changes_{key}_{hash(wanted)}") if pages > 1 else 1
    counted = _("{count} of {all} changes")
    counted = counted.format(count=f"{len(shown.changes):,}", all=f"{len(listing.changes):,}")
    st.caption(counted, width="content")
    return shown, number


def _chosen(listing: Listing, key: str) -> Chosen:
    """Which of the changes are looked at: of a kind, in a place, of a column, with words."""
    counted = listing.count()
    kinds = [kind for kind in KINDS if counted[kind]]
    places, columns = board.places(reference(), listing), board.columns(reference(), listing)
    kind = _pick(_("Kind"), {kind: f"{board.kind_word(kind)} {counted[kind]:,}" for kind in kinds}, f"kind_{key}")
    place = _pick(_("Place"), places, f"place_{key}") if places else None
    column = _pick(_("Column"), columns, f"column_{key}")
    words = st.text_input(
        _("Search"), key=f"words_{key}", placeholder=_("Search name, code, value"), label_visibility="collapsed"
    )
    return Chosen(kind or "", place or "", column, words)


def _pick(label: str, options: Mapping[Option, str], key: str) -> Option | None:
    """One of these or all; its name stands within it, so that the filters and pages are one line above the changes."""
    return st.selectbox(
        label, list(options), index=None, format_func=options.__getitem__, key=key, label_visibility="collapsed",
        placeholder=_("{label}: all").format(label=label),
    )  # fmt: skip


def yes_to_empty(changes: Sequence[Change], key: str) -> bool:
    """Whether the changes may be saved: where they empty cells, only once that is ticked, with how many."""
    count = emptied(changes)
    if not count:
        return True
    label = plain(_("Yes, empty {count} cells; what they hold goes").format(count=f"{count:,}"))
    return st.checkbox(label, key=f"empty_{key}_{count}")
