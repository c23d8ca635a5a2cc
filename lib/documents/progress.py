"""总体进展, the ranking of counties, and who and what is behind."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from lib.documents.facts import Facts
from lib.documents.numbers import count, county_change, exactly, moved_points, percent, points, rests_on
from lib.documents.paper import Block, Ref, Run, Runs, Said, joined, paragraph
from lib.documents.parts import body, by_light, listed
from lib.documents.template import fill
from lib.documents.texts import Texts
from lib.figures.progress import LevelProgress, UnitProgress
from lib.kept.reference import level_word
from lib.review.dispatch import MeasureAt, Told
from lib.review.submissions import Status
from lib.words.lights import Light
from lib.words.wording import POINT, difference, rounded

ALL = 1000  # nobody is left out of an enumeration
ATTENTION = (Light.FAR_BEHIND, Light.BEHIND)
VILLAGES = 20  # that came back and are named


def overall(facts: Facts, texts: Texts) -> list[Block]:
    """The four levels against what is expected, and how the prefecture's measures stand."""
    words = texts.notice.overall
    levels = joined(_level(facts, texts, level) for level in facts.levels)
    done = [one for one in facts.measures if one.light is Light.DONE and one.code not in facts.done_before]
    lights = by_light(
        texts, [one.light for one in facts.measures], words.measure_light, words.measures_missing, "measures"
    )
    total = count(len(facts.measures), "measures", "all")
    return [
        *body(fill(words.levels, levels=levels)),
        *body(
            fill(words.measures, total=total, lights=lights) if facts.measures else (),
            fill(
                words.measures_done,
                count=count(len(done), "measures", "new"),
                measures=joined(one.name for one in done),
            )
            if done
            else (),
        ),
    ]


def _level(facts: Facts, texts: Texts, level: LevelProgress) -> Runs:
    words = texts.notice.overall
    name = level_word(level.level)
    if level.percent is None or level.expected is None or level.light is None:
        return fill(words.level_missing, level=name)
    return fill(
        words.level,
        level=name,
        percent=percent(level.percent, Ref("level", level.level, "percent")),
        expected=percent(level.expected, Ref("level", level.level, "expected")),
        light=level.light.word,
        change=moved_points(texts, level.change, Ref("level", level.level, "change")),
    )


# The counties ---------------------------------------------------------------------------------------------------


def ranking(facts: Facts, texts: Texts) -> Runs:
    """Every county from the best to the last, and how far they are apart."""
    words = texts.notice.ranking
    ranked = facts.ranked
    runs: list[Run] = []
    if ranked:
        runs += fill(words.order, counties=joined(_county(texts, county) for county in ranked))
    if len(ranked) > 1:
        runs += spread(facts, words.spread, texts)
    unranked = [county.unit.name for county in facts.counties if county.percent is None]
    if unranked:
        runs += fill(words.unranked, counties="、".join(unranked))
    return (*runs, *_apart(facts, texts))


def _apart(facts: Facts, texts: Texts) -> Runs:
    """Who reported too little for a place, each with what its progress rests on."""
    words = texts.notice.ranking
    apart = [
        fill(words.apart_county, county=county.unit.name, rests_on=rests_on(texts, county.unit.code, county.rests_on))
        for county in facts.counties
        if county.rests_on and county.percent is not None
    ]
    return fill(words.apart, counties=joined(apart)) if apart else ()


def _county(texts: Texts, county: UnitProgress) -> Runs:
    shown = percent(county.percent, Ref("progress", county.unit.code, "percent"))
    return fill(texts.notice.ranking.county, county=county.unit.name, percent=shown)


def spread(facts: Facts, template: str, texts: Texts) -> Runs:
    """How far the last county is behind the first."""
    first, last = facts.ranked[0], facts.ranked[-1]
    gap = difference(first.percent or 0, last.percent or 0)
    words = points(texts, gap, Ref("progress", first.unit.code, "spread", last.unit.code))
    return fill(template, first=first.unit.name, last=last.unit.name, gap=words)


def movement(facts: Facts, texts: Texts) -> Runs:
    """Which counties moved most and which least since the half month before, like for like; all who tie are named.

    Left out is whose report was sent back or carried forward: it has not reported. The least is nobody who has almost
    arrived: there is little left to move.
    """
    words = texts.notice.ranking
    silent = {report.county_code for report in facts.reports if report.status in (Status.RETURNED, Status.CARRIED)}
    known = {
        one.unit.code: rounded(exactly(one.change), POINT)
        for one in facts.ranked
        if one.change is not None and one.unit.code not in silent
    }
    on_the_way = [known[one.unit.code] for one in facts.ranked if one.unit.code in known and not _has_arrived(one)]
    most = max(known.values(), default=Decimal(0))
    least = min(on_the_way, default=most)
    return (
        *(_moved(facts, texts, words.fastest, [code for code in known if known[code] == most]) if most > 0 else ()),
        *(_moved(facts, texts, words.slowest, _slowest(facts, known, least)) if least < most else ()),
    )


NEAR = 95  # percent, from which on a county has almost arrived


def _has_arrived(county: UnitProgress) -> bool:
    return (county.percent or 0) >= NEAR


def _slowest(facts: Facts, known: Mapping[str, Decimal], least: Decimal) -> list[str]:
    return [
        county.unit.code for county in facts.ranked if known.get(county.unit.code) == least and not _has_arrived(county)
    ]


def _moved(facts: Facts, texts: Texts, template: str, codes: Sequence[str]) -> Runs:
    # they tie: the change of the first, rounded, is that of all
    first = next(county for county in facts.ranked if county.unit.code == codes[0])
    return fill(template, county="、".join(map(facts.county_name, codes)), change=county_change(texts, first))


# Who is behind --------------------------------------------------------------------------------------------------


def counties_behind(facts: Facts, *lights: Light) -> list[UnitProgress]:
    """The counties with one of these lights, furthest behind first."""
    return sorted(
        (county for county in facts.ranked if county.light in lights), key=lambda county: (county.gap, county.unit.code)
    )


def behind(facts: Facts, texts: Texts, most: int = ALL) -> Runs:
    """Counties far behind, counties behind, each by name with its gap; at most so many of each are named."""
    words = texts.notice.behind
    named = {light: [_behind(texts, county) for county in counties_behind(facts, light)] for light in ATTENTION}
    if sentences := _by_light(texts, words.counties, "counties", named, most):
        return sentences
    if not facts.ranked:
        return fill(words.county_missing)
    # of a county without a place nothing is known, so “none is behind” is said of those that have one
    return fill(words.no_county if len(facts.ranked) == len(facts.counties) else words.no_county_known)


def _by_light(texts: Texts, template: str, code: str, named: Mapping[Light, Sequence[Said]], most: int) -> Runs:
    """A sentence for each light that anything has: how many there are, and the first of them by name."""
    sentences = [
        fill(
            template,
            light=light.word,
            count=count(len(names), code, light.value),
            **{code: listed(texts, names, most)},
        )
        for light, names in named.items()
        if names
    ]
    return joined(sentences, "")


def _behind(texts: Texts, county: UnitProgress) -> Runs:
    code = county.unit.code
    gap = difference(county.expected or 0, county.percent or 0)
    return fill(
        texts.notice.behind.county,
        county=county.unit.name,
        percent=percent(county.percent, Ref("progress", code, "percent")),
        expected=percent(county.expected, Ref("progress", code, "expected")),
        gap=points(texts, gap, Ref("progress", code, "gap")),
    )


def measures_behind(
    facts: Facts, texts: Texts, most: int = ALL, lights: Sequence[Light] = ATTENTION, *, only_names: bool = False
) -> Runs:
    """The measures with these lights by name, with department and percent unless only names are told.

    Nothing where one light alone was asked for and none has it.
    """
    words = texts.notice.behind

    def say(measure: MeasureAt) -> Said:
        return measure.name if only_names else _measure(facts, texts, measure)

    named = {light: [say(measure) for measure in facts.of_light(light)] for light in lights}
    sentences = _by_light(texts, words.measures, "measures", named, most)
    if sentences or len(lights) == 1:
        return sentences
    known = sum(measure.percent is not None for measure in facts.measures)
    if not known:
        return fill(words.measure_missing)
    return fill(words.no_measure if known == len(facts.measures) else words.no_measure_known)


def _measure(facts: Facts, texts: Texts, measure: MeasureAt) -> Runs:
    words = texts.notice.behind
    shown: dict[str, Said] = {
        "measure": measure.name,
        "department": facts.department(measure.department_code),
        "percent": percent(measure.percent, Ref("measure", measure.code, "percent")),
        "expected": (
            percent(measure.expected, Ref("measure", measure.code, "expected")),
            *((Run(texts.words.overdue),) if measure.overdue else ()),
        ),
    }
    if measure.far > 1:
        return fill(words.measure_again, **shown, far=Run(str(measure.far), Ref("measure", measure.code, "far")))
    return fill(words.measure, **shown)


def told_of(facts: Facts, texts: Texts) -> list[Block]:
    """A paragraph for each measure that is behind: what its lead department wrote of it, in its own words."""
    of_both = [measure for light in ATTENTION for measure in facts.of_light(light)]
    return [
        paragraph("body", _told(facts, texts, measure, facts.told[measure.code]))
        for measure in of_both
        if measure.code in facts.told
    ]


def _told(facts: Facts, texts: Texts, measure: MeasureAt, told: Told) -> Runs:
    words = texts.notice.behind
    parts = ((words.told_done, told.done), (words.told_problem, told.problem), (words.told_next, told.next_step))
    quoted = joined((fill(template, text=_sentence(text)) for template, text in parts if text), "")
    return fill(words.told, measure=measure.name, department=facts.department(measure.department_code), words=quoted)


def _sentence(text: str) -> str:
    """Several lines as one, without the mark at its end, which the template sets."""
    return "；".join(line.strip().rstrip("。；;.") for line in text.splitlines() if line.strip())


def rebounded(facts: Facts, texts: Texts, most: int = VILLAGES) -> Runs:
    """Villages in which what was cleared came back."""
    runs: list[Run] = []
    for rebound in facts.rebounds:
        number = count(len(rebound.villages), "rebounds", rebound.indicator)
        villages = listed(texts, [village.name for village in rebound.villages], most)
        runs += fill(texts.notice.behind.rebound, indicator=rebound.name, count=number, villages=villages)
    return tuple(runs)
