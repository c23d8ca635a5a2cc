"""Which slides there are: each topic by its readable code, with its words and what makes it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import ceil
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.reference import Reference, UnitRef
from lib.show.blocks import Slide
from lib.show.boards.cleanup_measures import action_words
from lib.show.screens.ahead import admission_slide, movement_slide, outlook_slide
from lib.show.screens.headline import ON_A_SLIDE, as_of, cover, figures_slide, levels_slide, ranking_slide
from lib.show.screens.reductions import reduction_slide
from lib.show.screens.schedule import behind_slide, schedule_slide
from lib.show.screens.support import burden_slide, empowerment_slide, has_points, meeting_slide
from lib.show.screens.verification import verification_slide
from lib.show.screens.view import View
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


class Topic(NamedTuple):
    """What a slide is about: its words on the cover and in the choices, and what makes it."""

    word: str
    make: Callable[[View], Slide]


def all_topics() -> dict[str, Topic]:
    """Every topic by its readable code, in the order of the review, in the words of the language of this run."""
    reductions = {code: Topic(word, partial(reduction_slide, action=code)) for code, word in action_words().items()}
    return {
        "title": Topic(_("Cover"), cover),
        "figures": Topic(_("Headline figures"), figures_slide),
        "levels": Topic(_("Four levels"), levels_slide),
        "ranking": Topic(_("Ranking"), ranking_slide),
        "movement": Topic(_("Rank and movement"), movement_slide),
        **reductions,
        "schedule": Topic(_("Dispatch"), schedule_slide),
        "behind": Topic(_("What is behind"), behind_slide),
        "outlook": Topic(_("What comes next"), outlook_slide),
        "empowerment": Topic(_("Empowerment"), empowerment_slide),
        "burden": Topic(_("Monitoring points"), burden_slide),
        "verification": Topic(_("Verification"), verification_slide),
        "admissions": Topic(_("Admissions"), admission_slide),
        "meeting": Topic(_("Last meeting"), meeting_slide),
    }


class Page(NamedTuple):
    """One slide: its topic, and which part of it (from 0)."""

    topic: str
    part: int = 0


def pages(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    collecting: HalfMonth,
    county: str,
    codes: Sequence[str],
) -> list[Page]:
    """The slides of the topics in their order; one that makes no sense for the unit is left out."""
    view = View(connection, reference, half_month, collecting, _unit(reference, county))
    return [
        Page(topic, part) for topic in codes if topic != "burden" or has_points(view) for part in range(_parts(topic))
    ]


def _parts(topic: str) -> int:
    return ceil(len(settings().overview.figures) / ON_A_SLIDE) if topic == "figures" else 1


def slide(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    collecting: HalfMonth,
    county: str,
    shown: tuple[Page, ...],
    at: int,
) -> Slide:
    """Slide `at` (from 0) of the slides `shown`, for the county of this code or, without one, for the prefecture."""
    place = View(connection, reference, half_month, collecting, _unit(reference, county))
    return all_topics()[shown[at].topic].make(replace(place, part=shown[at].part, contents=_contents(shown)))


def _contents(shown: Sequence[Page]) -> tuple[str, ...]:
    """The names of the slides; the parts of one topic are numbered."""
    known = all_topics()
    parts = {page.topic for page in shown if page.part}
    words = ((known[page.topic].word, page) for page in shown)
    return tuple(f"{word} {page.part + 1}" if page.topic in parts else word for word, page in words)


def foot_note(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, collecting: HalfMonth, county: str
) -> str:
    """截至 2023-06-30　9／9 县已报齐　演示数据…: the foot of every slide."""
    return as_of(View(connection, reference, half_month, collecting, _unit(reference, county)))


def _unit(reference: Reference, county: str) -> UnitRef:
    return reference.units.get(county) or reference.top
