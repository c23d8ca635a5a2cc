"""The way of a figure: from a board down to the roll-ups and up to what is drawn, without coming back.

A step is a call from one module of lib into another, each pair of module and function called counted once; a step into
a module in which the figure was before is a return. Left out are the words everything is said in (lib.words), and
the drawing (markup and charts), where one figure is as good as another. Before there was one reading layer the
ranking took 21 steps with 12 returns (54 with 37 when words and drawing are counted), the tile 13 with 6.
"""

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType

import pytest

from lib.kept import store
from lib.kept.reference import Reference, read_reference
from lib.show.boards.cleanup import cleanup_board
from lib.show.boards.empowerment import EmpowermentBoard, empowerment_board
from lib.show.boards.overview import overview
from lib.words.half_months import HalfMonth

LIB = Path(__file__).parents[2] / "lib"
LEFT_OUT = ("words", "show/blocks", "show/charts", "show/look")
MOST_STEPS, MOST_RETURNS = 20, 5
JUNE = HalfMonth.parse("2023-06-2")

# what the boards show beside the one figure, by the functions that begin it
BESIDE_RANKING = {
    "curve",
    "new",
    "villages",
    "detail",
    "came_back",
    "way_to",
    "item_of",
    "declared",
    "read_by_detail",
    "light_finding",
}
BESIDE_TILE = {
    "lead", "_levels", "last_meeting", "_ranking", "_submissions", "needs_attention", "overview_data",
    "matters", "four_levels", "children", "task_cells", "overall", "cells_asked", "standings",
}  # fmt: skip

# all but the one figure of the empowerments; its curve and its counties are each followed without the other
BESIDE_SUPPORT = {"_all_figures", "_each", "_part", "groups", "new", "way_to"}


def ranking(connection, reference: Reference) -> object:
    return cleanup_board(connection, reference, JUNE, "", "boards_removed").ranking.chart


def tile(connection, reference: Reference) -> object:
    return overview(connection, reference, JUNE, JUNE.next()).head


def support(connection, reference: Reference) -> EmpowermentBoard:
    return empowerment_board(connection, reference, JUNE, "", "resident_cadres")


def over_time(connection, reference: Reference) -> object:
    return support(connection, reference).curve.chart


def by_county(connection, reference: Reference) -> object:
    return support(connection, reference).counties.chart


@pytest.mark.parametrize(
    ("make", "beside"),
    [
        pytest.param(ranking, BESIDE_RANKING, id="ranking-of-the-clean-up"),
        pytest.param(tile, BESIDE_TILE, id="tile-of-the-overview"),
        pytest.param(over_time, BESIDE_SUPPORT | {"_counties"}, id="curve-of-an-empowerment"),
        pytest.param(by_county, BESIDE_SUPPORT | {"curve"}, id="counties-of-an-empowerment"),
    ],
)
def test_a_figure_comes_to_its_drawing_without_turning_back(demo, make, beside):
    with store.reading(demo) as connection:
        reference = read_reference(connection)
        steps = way(lambda: make(connection, reference), beside)
    modules = [module for module, _function in steps]
    returns = len(modules) - len(set(modules))
    assert "figures/rollups" in modules, "the way was not followed down to the roll-ups"
    assert len(steps) <= MOST_STEPS and returns <= MOST_RETURNS, steps


def way(run: Callable[[], object], beside: set[str]) -> list[tuple[str, str]]:
    """Where each step leads, in order."""
    steps: dict[tuple[str, str, str], tuple[str, str]] = {}

    def follow(frame: FrameType, event: str, _arg: object) -> None:
        if event == "call" and (to := module(frame)) and not within(frame, beside):
            caller = above(frame)
            if caller and caller != to:
                steps.setdefault((caller, to, frame.f_code.co_name), (to, frame.f_code.co_name))

    sys.setprofile(follow)
    try:
        assert run() is not None
    finally:
        sys.setprofile(None)
    return list(steps.values())


def module(frame: FrameType) -> str | None:
    """A module of lib by its path, None for what is left out; comprehensions are no calls."""
    return None if frame.f_code.co_name.startswith("<") else module_of(frame.f_code.co_filename)


@cache
def module_of(file: str) -> str | None:
    path = Path(file)
    if not path.is_relative_to(LIB):
        return None
    name = path.relative_to(LIB).with_suffix("").as_posix()
    return None if name.startswith(LEFT_OUT) else name


def above(frame: FrameType) -> str | None:
    """The module of the nearest caller that counts."""
    caller = frame.f_back
    while caller and not module(caller):
        caller = caller.f_back
    return module(caller) if caller else None


def within(frame: FrameType | None, names: set[str]) -> bool:
    while frame:
        if frame.f_code.co_name in names and module(frame):
            return True
        frame = frame.f_back
    return False
