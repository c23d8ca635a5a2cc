"""Which slides there are: each topic by its readable code, with its words and what makes it."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.register import Register, UnitRef
from lib.show.blocks import Slide
from lib.show.boards.cleanup_measures import action_words
from lib.show.screens.headline import ON_A_SLIDE, as_of, cover, figures_slide, levels_slide, ranking_slide
from lib.show.screens.reductions import ACTIONS, reduction_slide
from lib.show.screens.schedule import behind_slide, schedule_slide
from lib.show.screens.support import burden_slide, empowerment_slide, has_points, meeting_slide
from lib.show.screens.view import View
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


class Page(NamedTuple):
    """One slide: its topic, and which part of it (from 0)."""

    topic: str
    part: int = 0


def topic_words() -> dict[str, str]:
    """Every topic in the order of the review, in the words of the language of this run."""
    return {
        "title": _("Cover"),
        "figures": _("Headline figures"),
        "levels": _("Four levels"),
        "ranking": _("Ranking"),
        **action_words(),
        "schedule": _("Dispatch"),
        "behind": _("What is behind"),
        "empowerment": _("Empowerment"),
        "burden": _("Monitoring points"),
        "meeting": _("Last meeting"),
    }


def pages(
    connection: sa.Connection,
    register: Register,
    half_month: HalfMonth,
    collecting: HalfMonth,
    county: str,
    topics: Sequence[str],
) -> list[Page]:
    """The slides of the topics in their order; one that makes no sense for the unit is left out."""
    view = View(connection, register, half_month, collecting, _unit(register, county))
    return [
        Page(topic, part) for topic in topics if topic != "burden" or has_points(view) for part in range(_parts(topic))
    ]


def _parts(topic: str) -> int:
    return ceil(len(settings().overview.figures) / ON_A_SLIDE) if topic == "figures" else 1


def slide(
    connection: sa.Connection,
    register: Register,
    half_month: HalfMonth,
    collecting: HalfMonth,
    county: str,
    shown: tuple[Page, ...],
    at: int,
) -> Slide:
    """Slide `at` (from 0) of the slides `shown`, for the county of this code or, without one, for the prefecture."""
    view = View(connection, register, half_month, collecting, _unit(register, county))
    page = shown[at]
    if page.topic == "title":
        return cover(view, _contents(shown))
    if page.topic == "figures":
        return figures_slide(view, page.part)
    if page.topic in ACTIONS:
        return reduction_slide(view, page.topic)
    return SLIDES[page.topic](view)


SLIDES: dict[str, Callable[[View], Slide]] = {
    "levels": levels_slide,
    "ranking": ranking_slide,
    "schedule": schedule_slide,
    "behind": behind_slide,
    "empowerment": empowerment_slide,
    "burden": burden_slide,
    "meeting": meeting_slide,
}


def _contents(shown: Sequence[Page]) -> list[str]:
    """The names of the slides; the parts of one topic are numbered."""
    words = topic_words()
    parts = {page.topic for page in shown if page.part}
    return [f"{words[page.topic]} {page.part + 1}" if page.topic in parts else words[page.topic] for page in shown]


def foot_note(
    connection: sa.Connection, register: Register, half_month: HalfMonth, collecting: HalfMonth, county: str
) -> str:
    """截至 2023-06-30　9／9 县已报齐　演示数据…: the foot of every slide."""
    return as_of(View(connection, register, half_month, collecting, _unit(register, county)))


def _unit(register: Register, county: str) -> UnitRef:
    return register.units.get(county) or register.children[None][0]
