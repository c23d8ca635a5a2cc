"""Where somebody else was quicker than the edits of a grid: mine or theirs, for every cell."""

from collections.abc import Sequence

import streamlit as st

from lib.intake.listing import listing
from lib.kept.changes import Change
from lib.review.grid import Conflict, Proposal, mine
from lib.show.boards import tables as board
from lib.show.boards.records import Labels
from lib.show.boards.words import ON_A_PAGE
from lib.ui.drawing import html
from lib.ui.grids import Editor
from lib.ui.previews import preview
from lib.ui.reading import reference
from lib.words.language import gettext as _


def settle(proposal: Proposal, editor: Editor, labels: Labels) -> tuple[Change, ...] | None:
    """The changes to save, once mine or theirs is chosen for every conflict; None while something is open."""
    if proposal.problems:
        html(board.problems(proposal.problems))
        if proposal.waiting:
            _preview(proposal, proposal.waiting, editor, labels, waiting=True)
        return None
    sides = _sides(proposal.conflicts, editor, labels)
    changes = (*proposal.changes, *_mine(proposal.conflicts, sides))
    if changes:
        _preview(proposal, changes, editor, labels)
    if proposal.notices:
        html(board.also(proposal.notices))
    return None if None in sides else changes


def saved_all_the_same(conflicts: Sequence[Conflict], editor: Editor, labels: Labels) -> tuple[Change, ...] | None:
    """Of what others changed, what is saved all the same; None while something is open."""
    sides = _sides(conflicts, editor, labels)
    if None in sides:
        return None
    return tuple(_mine(conflicts, sides))


def _mine(conflicts: Sequence[Conflict], sides: Sequence[str | None]) -> list[Change]:
    """The changes of those conflicts for which mine is chosen."""
    return [mine(conflict) for conflict, side in zip(conflicts, sides, strict=True) if side == "mine"]


def _preview(
    proposal: Proposal, changes: Sequence[Change], editor: Editor, labels: Labels, *, waiting: bool = False
) -> None:
    listed = listing(changes, proposal.last, proposal.notes)
    preview(listed, _("Edits"), lambda _changes: labels, waiting=waiting, key=editor.key)


def _sides(conflicts: Sequence[Conflict], editor: Editor, labels: Labels) -> list[str | None]:
    """Mine or theirs for each conflict; beyond those that are shown, one choice for all."""
    if not conflicts:
        return []
    html(board.conflicts(len(conflicts)))
    if len(conflicts) > ON_A_PAGE:
        return [_side(_("Which ones stay?"), f"{editor.key}_all")] * len(conflicts)
    return [_side_of(conflict, editor, labels) for conflict in conflicts]


def _side_of(conflict: Conflict, editor: Editor, labels: Labels) -> str | None:
    """Mine or theirs, for one cell; asked anew when they change it once more."""
    shown, choice = st.columns([3, 1], gap="medium", vertical_alignment="bottom")
    with shown:
        html(board.conflict(reference(), conflict, labels))
    with choice:
        # the key holds what they wrote: when they write once more, nothing is chosen yet
        return _side(_("Which one stays?"), f"{editor.key}_{hash(str(conflict))}")


def _side(label: str, key: str) -> str | None:
    """Mine or theirs; None before a choice."""
    words = {"mine": _("Save mine"), "theirs": _("Keep theirs")}
    return st.segmented_control(label, list(words), format_func=words.__getitem__, key=f"side_{key}")
