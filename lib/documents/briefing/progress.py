"""总体进展, the ranking of counties, and who and what is behind."""

from collections.abc import Sequence

from lib.documents.briefing.facts import Facts
from lib.documents.briefing.fill import fill, listed
from lib.documents.briefing.numbers import count, county_change, difference, moved_points, percent, points
from lib.documents.briefing.paper import Block, Ref, Run, Runs, Said, joined
from lib.documents.briefing.parts import body, by_light
from lib.documents.briefing.texts import Texts
from lib.figures.progress import LevelProgress, UnitProgress
from lib.kept.reference import level_word
from lib.review.dispatch import MeasureAt
from lib.words.lights import Light

ALL = 1000  # nobody is left out of an enumeration
VILLAGES = 20  # that came back and are named


def overall(facts: Facts, texts: Texts) -> list[Block]:
    """The four levels against what is expected, and how the prefecture's measures stand."""
    said = texts.notice.overall
    levels = joined(_level(facts, texts, one) for one in facts.levels)
    done = [one for one in facts.measures if one.light is Light.DONE and one.code not in facts.done_before]
    lights = by_light(
        texts, [one.light for one in facts.measures], said.measure_light, said.measures_missing, "measures"
    )
    total = count(len(facts.measures), "measures", "all")
    return [
        *body(fill(said.levels, levels=levels)),
        *body(
            fill(said.measures, total=total, lights=lights) if facts.measures else (),
            fill(
                said.measures_done,
                count=count(len(done), "measures", "new"),
                measures=joined(one.name for one in done),
            )
            if done
            else (),
        ),
    ]


def _level(facts: Facts, texts: Texts, one: LevelProgress) -> Runs:
    said = texts.notice.overall
    name = level_word(one.level)
    if one.percent is None or one.expected is None or one.light is None:
        return fill(said.level_missing, level=name)
    before = facts.levels_before.get(one.level)
    change = None if before is None or before.percent is None else one.percent - before.percent
    return fill(
        said.level,
        level=name,
        percent=percent(one.percent, Ref("level", one.level, "percent")),
        expected=percent(one.expected, Ref("level", one.level, "expected")),
        light=one.light.word,
        change=moved_points(texts, change, Ref("level", one.level, "change")),
    )


# The counties ---------------------------------------------------------------------------------------------------


def ranking(facts: Facts, texts: Texts) -> Runs:
    """Every county from the best to the last, and how far they are apart."""
    said = texts.notice.ranking
    ranked = facts.ranked
    found: list[Run] = []
    if ranked:
        found += fill(said.order, counties=joined(_county(texts, one) for one in ranked))
    if len(ranked) > 1:
        found += spread(facts, said.spread, texts)
    unranked = [one.unit.name for one in facts.counties if one.percent is None]
    if unranked:
        found += fill(said.unranked, counties="、".join(unranked))
    return tuple(found)


def _county(texts: Texts, one: UnitProgress) -> Runs:
    shown = percent(one.percent, Ref("progress", one.unit.code, "percent"))
    return fill(texts.notice.ranking.county, county=one.unit.name, percent=shown)


def spread(facts: Facts, template: str, texts: Texts) -> Runs:
    """How far the last county is behind the first."""
    first, last = facts.ranked[0], facts.ranked[-1]
    gap = difference(first.percent or 0, last.percent or 0)
    said = points(texts, gap, Ref("progress", first.unit.code, "spread", last.unit.code))
    return fill(template, first=first.unit.name, last=last.unit.name, gap=said)


def movement(facts: Facts, texts: Texts) -> Runs:
    """Which county moved most and which least since the half month before."""
    said = texts.notice.ranking
    known = sorted((one for one in facts.ranked if one.change is not None), key=lambda one: one.change or 0)
    if len(known) < 2:
        return ()
    least, most = known[0], known[-1]
    return (
        *fill(said.fastest, county=most.unit.name, change=county_change(texts, most)),
        *fill(said.slowest, county=least.unit.name, change=county_change(texts, least)),
    )


# Who is behind --------------------------------------------------------------------------------------------------


def counties_behind(facts: Facts, *lights: Light) -> list[UnitProgress]:
    """The counties with one of these lights, furthest behind first."""
    return sorted((one for one in facts.ranked if one.light in lights), key=lambda one: (one.gap, one.unit.code))


def behind(facts: Facts, texts: Texts, most: int = ALL) -> Runs:
    """Counties far behind, counties behind, each by name with its gap; at most so many of each are named."""
    said = texts.notice.behind
    found: list[Run] = []
    for light in (Light.FAR_BEHIND, Light.BEHIND):
        if counties := counties_behind(facts, light):
            number = count(len(counties), "counties", light.value)
            named = listed(texts, [_behind(texts, one) for one in counties], most)
            found += fill(said.counties, light=light.word, count=number, counties=named)
    return tuple(found) or fill(said.no_county if facts.ranked else said.county_missing)


def _behind(texts: Texts, one: UnitProgress) -> Runs:
    code = one.unit.code
    gap = difference(one.expected or 0, one.percent or 0)
    return fill(
        texts.notice.behind.county,
        county=one.unit.name,
        percent=percent(one.percent, Ref("progress", code, "percent")),
        expected=percent(one.expected, Ref("progress", code, "expected")),
        gap=points(texts, gap, Ref("progress", code, "gap")),
    )


def measures_behind(
    facts: Facts,
    texts: Texts,
    most: int = ALL,
    lights: Sequence[Light] = (Light.FAR_BEHIND, Light.BEHIND),
    *,
    only_names: bool = False,
) -> Runs:
    """The measures with these lights by name, with department and percent unless only names are told.

    Nothing where one light alone was asked for and none has it.
    """
    said = texts.notice.behind
    found: list[Run] = []
    for light in lights:
        if measures := facts.of_light(light):
            number = count(len(measures), "measures", light.value)
            each: list[Said] = [one.name if only_names else _measure(facts, texts, one) for one in measures]
            named = listed(texts, each, most)
            found += fill(said.measures, light=light.word, count=number, measures=named)
    if found or len(lights) == 1:
        return tuple(found)
    return fill(said.no_measure if any(one.percent is not None for one in facts.measures) else said.measure_missing)


def _measure(facts: Facts, texts: Texts, one: MeasureAt) -> Runs:
    said = texts.notice.behind
    shown: dict[str, Said] = {
        "measure": one.name,
        "department": facts.department(one),
        "percent": percent(one.percent, Ref("measure", one.code, "percent")),
        "expected": percent(one.expected, Ref("measure", one.code, "expected")),
    }
    if one.far > 1:
        return fill(said.measure_again, **shown, far=Run(str(one.far), Ref("measure", one.code, "far")))
    return fill(said.measure, **shown)


def rebounded(facts: Facts, texts: Texts, most: int = VILLAGES) -> Runs:
    """Villages in which what was cleared came back."""
    found: list[Run] = []
    for one in facts.rebounds:
        number = count(len(one.villages), "rebounds", one.indicator)
        villages = listed(texts, [village.name for village in one.villages], most)
        found += fill(texts.notice.behind.rebound, indicator=one.name, count=number, villages=villages)
    return tuple(found)
