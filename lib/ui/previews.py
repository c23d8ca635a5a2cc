"""What saving would change, on the page: filtered, page by page, to download; and the yes without which no cell is
emptied."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import streamlit as st

from lib.intake.listing import KINDS, Chosen, Listing, choose, emptied, month_of
from lib.kept.changes import Change
from lib.show.boards import previewed as board
from lib.ui.downloads import download_table
from lib.ui.drawing import html
from lib.ui.labels import plain
from lib.ui.reading import reference
from lib.words.language import gettext as _


def preview(
    found: Listing, name: str, labels: board.ToLabels, *, second: str = "", waiting: bool = False, key: str = ""
) -> None:
    """The changes of a preview; what does not fit on one page can be filtered and downloaded, under `name`."""
    html(board.head(found, waiting=waiting, second=second))
    months = Counter(map(month_of, found.changes))
    if len(found.changes) <= board.SHOWN:
        html(board.page(reference(), found, 1, labels(found.changes), months))
        return
    wanted = _chosen(found, key)
    said = board.said(reference(), found.changes, labels(found.changes)) if wanted.words.strip() else None
    shown = choose(found, reference(), wanted, said)
    with st.container(horizontal=True, vertical_alignment="center"):
        pages = max(1, -(-len(shown.changes) // board.SHOWN))
        number = st.pagination(pages, key=f"changes_{key}_{hash(wanted)}") if pages > 1 else 1
        st.caption(_("{count} of {all} changes").format(count=f"{len(shown.changes):,}", all=f"{len(found.changes):,}"))
    first = (number - 1) * board.SHOWN
    called = labels(shown.changes[first : first + board.SHOWN])
    html(board.page(reference(), shown, number, called, months))
    # below the changes: above them the first one would stand beyond the end of a small screen
    with st.container(horizontal=True):
        for label, suffix in ((_("These changes (Excel)"), "xlsx"), (_("These changes (CSV)"), "csv")):
            file = _("{name} changes").format(name=name)
            download_table(label, file, suffix, board.export, reference(), shown, file, labels)


def _chosen(found: Listing, key: str) -> Chosen:
    """Which of the changes are looked at: of a kind, in a place, of a column, with words."""
    counted = found.count()
    kinds = [kind for kind in KINDS if counted[kind]]
    places, columns = board.places(reference(), found), board.columns(reference(), found)
    pick = partial(st.selectbox, index=None, placeholder=_("All"), width=190)
    with st.container(horizontal=True):
        kind = pick(
            _("Kind"), kinds, format_func=lambda kind: f"{board.kind_word(kind)} {counted[kind]:,}", key=f"kind_{key}"
        )
        place = pick(_("Place"), list(places), format_func=places.__getitem__, key=f"place_{key}") if places else None
        column = pick(_("Column"), list(columns), format_func=columns.__getitem__, key=f"column_{key}")
        words = st.text_input(_("Search"), key=f"words_{key}", placeholder=_("Name, code, value"), width=190)
    return Chosen(kind or "", place or "", column, words)


def yes_to_empty(changes: Sequence[Change], key: str) -> bool:
    """Whether the changes may be saved: where they empty cells, only once that is ticked, with how many."""
    count = emptied(changes)
    if not count:
        return True
    label = plain(_("Yes, empty {count} cells; what they hold goes").format(count=f"{count:,}"))
    return st.checkbox(label, key=f"empty_{key}_{count}")
