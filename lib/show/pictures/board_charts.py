"""Which charts there are: those of each board, and the main ones of a half month."""

from collections.abc import Iterator
from dataclasses import fields

import sqlalchemy as sa

from lib.kept import boards
from lib.kept.models import Board
from lib.kept.reference import Reference
from lib.show.blocks import Block
from lib.show.boards.cleanup import cleanup_board
from lib.show.boards.empowerment import empowerment_board
from lib.show.boards.empowerment_quadrant import quadrant_board
from lib.show.boards.monitoring import monitoring_board
from lib.show.boards.overview import overview
from lib.show.boards.pages import board_words
from lib.show.boards.progress import progress_board
from lib.show.boards.schedule import schedule_board
from lib.show.boards.words import indicator_name
from lib.show.pictures.page import Picture
from lib.words.half_months import HalfMonth


def of_board(board: object, half_month: HalfMonth, note: str, *about: str) -> list[Picture]:
    """The charts that a board shows, in its order. `about` is its page, then what it is about, for file names."""
    parts = (getattr(board, field.name) for field in fields(board))  # type: ignore[arg-type]  # every board is one
    named = tuple(filter(None, about))
    return [
        Picture(named, part.finding, part.chart, half_month, note)
        for part in parts
        if isinstance(part, Block) and part.chart
    ]


def main_pictures(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, collecting: HalfMonth, note: str
) -> Iterator[Picture]:
    """The prefecture's charts in one half month, in the order of the pages; reports are those of `collecting`.

    Every measure of the clean-up, and of each empowerment the figure with which its page opens: all of them would be
    some 160 pages, which nobody turns over.
    """
    top, words = (connection, reference, half_month), board_words()
    yield from of_board(overview(*top, collecting), half_month, note, words["overview"])
    yield from of_board(progress_board(*top, ""), half_month, note, words["progress"])
    cleanup = boards.groups(reference, Board.CLEANUP, half_month).values()
    for code in (item.indicator for items in cleanup for item in items):
        board = cleanup_board(*top, "", code)
        yield from of_board(board, half_month, note, words["cleanup"], indicator_name(reference, code))
    yield from of_board(schedule_board(*top), half_month, note, words["schedule"])
    for first, *_more in boards.groups(reference, Board.EMPOWERMENT, half_month).values():
        code = first.indicator
        figure = empowerment_board(*top, "", code)
        yield from of_board(figure, half_month, note, words["empowerment"], indicator_name(reference, code))
    if boards.groups(reference, Board.QUADRANT, half_month):
        yield from of_board(quadrant_board(*top), half_month, note, words["empowerment"])
    yield from of_board(monitoring_board(*top, ""), half_month, note, words["monitoring"])
