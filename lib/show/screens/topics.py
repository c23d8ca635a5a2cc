"""Which slides there are: each topic by its readable code, with its words and what makes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import ceil
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept import boards
from lib.kept.models import Board
from lib.kept.reference import Reference, UnitRef
from lib.show.blocks import Slide
from lib.show.screens.ahead import admission_slide, movement_slide, outlook_slide
from lib.show.screens.headline import as_of, cover, figures_slide, levels_slide, ranking_slide
from lib.show.screens.reductions import reduction_slide
from lib.show.screens.schedule import behind_slide, schedule_slide
from lib.show.screens.support import burden_slide, empowerment_slide, has_points, meeting_slide
from lib.show.screens.verification import verification_slide
from lib.show.screens.view import ON_A_SLIDE, View
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import SLIDES, settings


class Topic(NamedTuple):
    """What a slide is about: its words on the cover and in the choices, and what makes it."""

    word: str
    make: Callable[[View], Slide]


def all_topics(reference: Reference) -> dict[str, Topic]:
    """Every topic by its readable code, in the order of the review, in the words of the language of this run.

    The groups of the clean-up are as the office declared them; where it names one like another slide, that slide stays.
    """
    before = {
        "title": Topic(_("Cover"), cover),
        "figures": Topic(_("Headline figures"), figures_slide),
        "levels": Topic(_("Four levels"), levels_slide),
        "ranking": Topic(_("Ranking"), ranking_slide),
        "movement": Topic(_("Rank and movement"), movement_slide),
    }
    after = {
        "schedule": Topic(_("Dispatch"), schedule_slide),
        "behind": Topic(_("What is behind"), behind_slide),
        "outlook": Topic(_("What comes next"), outlook_slide),
        "empowerment": Topic(_("Empowerment"), empowerment_slide),
        "burden": Topic(_("Monitoring points"), burden_slide),
        "verification": Topic(_("Verification"), verification_slide),
        "admissions": Topic(_("Admissions"), admission_slide),
        "meeting": Topic(_("Last meeting"), meeting_slide),
    }
    words = boards.words(reference, Board.CLEANUP)
    reductions = {code: Topic(word, partial(reduction_slide, action=code)) for code, word in words.items()}
    return before | {code: topic for code, topic in reductions.items() if code not in before} | after


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
    """The slides of the topics in their order; one that makes no sense for the unit or half month is left out."""
    view = View(connection, reference, half_month, collecting, _unit(reference, county))
    # an action that the office declared, and of which nothing is asked in this half month
    silent = boards.words(reference, Board.CLEANUP).keys() - boards.groups(reference, Board.CLEANUP, half_month).keys()
    out = silent if has_points(view) else silent | {"burden"}
    out |= set() if boards.groups(reference, Board.EMPOWERMENT, half_month) else {"empowerment"}
    return [Page(topic, part) for topic in codes if topic not in out for part in range(_parts(topic, view))]


def _parts(topic: str, view: View) -> int:
    return ceil(len(boards.headline(view.reference, view.half_month)) / ON_A_SLIDE) if topic == "figures" else 1


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
    view = View(connection, reference, half_month, collecting, _unit(reference, county))
    topics = all_topics(reference)
    return topics[shown[at].topic].make(replace(view, part=shown[at].part, contents=_contents(topics, shown)))


def turn(reference: Reference) -> tuple[str, ...]:
    """The topics that the settings name, as far as there are such; a group of the office's own comes after the last
    group that they name, else after all."""
    known, named = all_topics(reference), settings().screen.slides
    groups = [code for code in boards.words(reference, Board.CLEANUP) if code in known]
    shown = [code for code in named if code in known]
    after = max((at + 1 for at, code in enumerate(shown) if code in groups), default=len(shown))
    return (*shown[:after], *(code for code in groups if code not in (*SLIDES, *shown)), *shown[after:])


def _contents(known: Mapping[str, Topic], shown: Sequence[Page]) -> tuple[str, ...]:
    """The names of the slides; the parts of one topic are numbered."""
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
