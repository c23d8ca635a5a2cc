"""What is handed out of a half month: the charts of a page as pictures, the overview as one image, the workbook.

All is made at the click, in a thread of its own; a page only keeps what it would be made from.
"""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

import sqlalchemy as sa
import streamlit as st

from lib.kept.reference import Reference
from lib.show import blocks
from lib.show.blocks import Finding, Markup
from lib.show.boards.drilldown import unit_shown
from lib.show.boards.status import data_status
from lib.show.boards.words import unit_name
from lib.show.pictures import (
    Picture,
    deck,
    draws_chinese,
    file_name,
    font_needed,
    main_pictures,
    of_board,
    overview_image,
    page,
    pdf,
    png,
    zipped,
)
from lib.show.workbook import workbook
from lib.ui.downloads import Clicked, hand_out
from lib.ui.drawing import html
from lib.ui.making import Making, show_progress
from lib.ui.reading import cached, read_now, reference
from lib.ui.session import MAKING, OFFERED, Offered
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

Content = TypeVar("Content")


def offer(board: object, half_month: HalfMonth, *subject: str, unit: str = "") -> None:
    """Let the foot of this page offer the charts of `board`, which is about `subject` at the unit of this code."""
    known = reference()
    place = unit_shown(known, unit)
    about = (unit_name(place) if place.parent_code else "", *subject)  # the prefecture goes without saying
    OFFERED.put(Offered(board, half_month, about))


def foot(title: str, behind: Markup) -> None:
    """The last row of the board of this title: its charts as pictures, and links to the tables behind it."""
    offered = OFFERED.take()
    pictures = _pictures(title, offered) if offered else []
    with st.container(key="by_foot", horizontal=True, vertical_alignment="center"):
        if pictures:
            _export(pictures)
        # script.js prints at its click: no button of Streamlit's can
        html(blocks.element("button", "by-print", _("Print"), type="button"))
        html(behind)


def _pictures(title: str, offered: Offered) -> list[Picture]:
    return of_board(offered.board, offered.half_month, _note(offered.half_month), title, *offered.about)


def _export(pictures: list[Picture]) -> None:
    # Not drawn only once it is opened, a fifth of a run though it is: a click elsewhere shuts such a popover by a run
    # of its page, which undoes the click where it was a link of the menu.
    with st.popover(_("Export charts"), type="tertiary", width="content", key="export"):
        if not draws_chinese():
            html(blocks.banner("error", font_needed()))
            return
        for picture in pictures:
            with st.container(horizontal=True, vertical_alignment="center"):
                html(Finding(picture.finding.title, picture.chart.name))
                for label, suffix, make in (("PNG", "png", _as_png), ("PDF", "pdf", _as_pdf)):
                    hand_out(label, file_name(picture.half_month, picture.name, suffix), make, picture)


def _as_png(picture: Picture) -> bytes:
    return png(page(picture))


def _as_pdf(picture: Picture) -> bytes:
    return pdf(page(picture))


class _File(NamedTuple, Generic[Content]):
    """A file to hand out: the button's label, the file's name after the half month, what is read and made into it, and
    what the click begins."""

    label: str
    name: str
    suffix: str
    read: Callable[[sa.Connection, Reference], Content]
    make: Callable[[Content], bytes]
    clicked: Clicked = "ignore"


def exports_section(half_month: HalfMonth) -> None:
    """The files of a half month: workbook, long image, and the main charts as images or as one PDF."""
    note, collecting = _note(half_month), cached(data_status).collecting

    # read and made at the click, in a thread that knows no session: what depends on it is asked for here
    def book(connection: sa.Connection, known: Reference) -> bytes:
        return workbook(connection, known, half_month, note)

    def image(connection: sa.Connection, known: Reference) -> str:
        return overview_image(connection, known, half_month, collecting, note)

    def charts(connection: sa.Connection, known: Reference) -> list[Picture]:
        return list(main_pictures(connection, known, half_month, collecting, note))

    html(Finding(_("Files of this half month"), _("Made at the click from what is saved at that moment")))
    of_workbook = _("Every table with exact numbers, to be sorted, summed and printed")
    _row(of_workbook, half_month, _File(_("Workbook (Excel)"), _("workbook"), "xlsx", book, bytes))
    if not draws_chinese():
        html(blocks.banner("error", font_needed()))
        return
    of_image = _("The overview as one long image, for a chat group")
    _row(of_image, half_month, _File(_("Overview (PNG)"), _("Overview"), "png", image, png))
    of_charts = _("The main charts at a projector's size; single ones stand at the foot of each board")
    making = MAKING.get() or Making()
    MAKING.put(making)
    images = _File(_("Charts (PNG)"), _("charts"), "zip", charts, making.counted(zipped), making.begin)
    paper = _File(_("Charts (one PDF)"), _("charts"), "pdf", charts, making.counted(deck), making.begin)
    _row(of_charts, half_month, images, paper)
    show_progress(making)


def _row(sentence: str, half_month: HalfMonth, *files: _File[Content]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for file in files:
            name = file_name(half_month, file.name, file.suffix)
            hand_out(file.label, name, _read_and_make, file, clicked=file.clicked)
        st.caption(sentence)


def _read_and_make(file: _File[Content]) -> bytes:
    """Read, then make: the database is let go before the pictures are drawn."""
    return file.make(read_now(file.read))


def _note(half_month: HalfMonth) -> str:
    """截至 2023-06-30　9／9 县已报齐　演示数据…, as the page's head says it."""
    return cached(data_status).notes[half_month]
