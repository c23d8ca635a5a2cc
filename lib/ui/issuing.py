"""印发: the button that hands the shown document out, and every version that was handed out, to be had again."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from lib.documents.issuing import HandedOut, issue
from lib.kept import store
from lib.kept.models import AttachedTo
from lib.ledger.access import Actor
from lib.review.attachments import Owner
from lib.review.issuing import content
from lib.show import blocks
from lib.show.boards import issued as board
from lib.show.boards.briefing import BriefingBoard
from lib.ui.acts import act
from lib.ui.attachments import attachments
from lib.ui.downloads import hand_out
from lib.ui.drawing import html
from lib.ui.reading import cached, reference
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

LISTED = 30  # versions in the list; there is one each half month, and nine sheets of counties


def issue_button(
    shown: BriefingBoard, half_month: HalfMonth, actor: Actor, seen: int, unsaved: Callable[[], bool]
) -> None:
    """Hand out what is shown, where it is new and nothing typed is left `unsaved`; `seen` is the revision before it was
    read."""

    def hand_out_shown() -> HandedOut:
        if unsaved():
            raise Refusal(_("What was typed is not saved yet, and not in the document: save or discard it, then issue"))
        return issue(store.engine(), reference(), half_month, shown.papers, actor, seen)

    nothing_new = all(paper.same or paper.document.draft for paper in shown.papers)
    act(_("Issue"), hand_out_shown, board.answer, disabled=not actor.decides or nothing_new)


def issued_list(half_month: HalfMonth, kind: str, actor: Actor) -> None:
    """Every version of this kind that was handed out, each with its very file, and scans of those that were signed."""
    files = cached(board.issued_files, half_month, kind)
    if not files:
        return
    title = _("{count} files were issued").format(count=len(files))
    html(blocks.Finding(title, _("Each is the very file of that day")))
    for file in files[:LISTED]:
        button, line = st.columns([1.4, 5], gap="small", vertical_alignment="center")
        with button:
            hand_out(_("Word"), file.file_name, partial(content, store.engine()), file.id, key=f"issued_{file.id}")
        with line:
            html(board.line(reference(), file))
    owners = {Owner(AttachedTo.ISSUED, str(file.id)): board.version(reference(), file) for file in files[:LISTED]}
    attachments(f"{half_month} {kind}", owners, actor, changes=actor.decides)
