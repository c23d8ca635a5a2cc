"""Numbers as they are said in a document, each with what it is."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from lib.documents.facts import Facts
from lib.documents.paper import Ref, Run, Runs, Said, runs_of
from lib.documents.template import fill
from lib.documents.texts import Texts
from lib.figures.coverage import Coverage
from lib.figures.figures import Figure
from lib.figures.progress import UnitProgress
from lib.words import wording
from lib.words.lights import Light, said
from lib.words.wording import (
    MISSING,
    POINT,
    difference,
    not_comparable,
    official,
    official_percent,
    rounded,
    signed,
    tabled,
)


def count(number: int, code: str, aspect: str = "", unit: str = "") -> Run:
    """How many there are of something."""
    return Run(str(number), Ref("count", code, aspect, unit))


def percent(value: float | None, ref: Ref) -> Run:
    """92.9%, or — where there is none."""
    return Run(MISSING) if value is None else Run(official_percent(value), ref)


def bare(value: float | None, ref: Ref) -> Run:
    """A percent in a column whose head names the unit, each with the same decimals: 92.9, 100.0."""
    return Run(MISSING) if value is None else Run(wording.percent(value, POINT).removesuffix("%"), ref)


def light_run(light: Light | None, overdue: bool = False) -> Run:
    """■ 滞后 in 黑体, what needs attention, past due ■ 滞后（逾期）; the calm states as they are."""
    if light is None:
        return Run(MISSING)
    attention = light in (Light.FAR_BEHIND, Light.BEHIND)
    return Run(f"{light.symbol}{said(light, overdue)}", face="hei" if attention else "")


def gap(unit: UnitProgress, ref: Ref) -> Run:
    """−5.4: against what is expected, as a reader finds it who subtracts."""
    if unit.percent is None or unit.expected is None:
        return Run(MISSING)
    return Run(signed(difference(unit.percent, unit.expected), POINT), ref)


def change(unit: UnitProgress, ref: Ref) -> Run:
    """+4.5: since the half month before."""
    return Run(MISSING) if unit.change is None else Run(signed(exactly(unit.change), POINT), ref)


def exactly(value: float) -> Decimal:
    """A difference of floats without their noise: 94.07 − 92.42 is 1.65 and rounds to 1.7, not to 1.6."""
    return Decimal(str(round(value, 6)))


def rests_on(texts: Texts, code: str, coverage: Coverage) -> Runs:
    """1／160个村（社区）, or how many cells: what the progress of a county apart rests on."""
    complete = coverage.complete < coverage.units
    sides = ("complete", "units") if complete else ("filled", "asked")
    done, every = (Run(str(getattr(coverage, side)), Ref("coverage", code, side)) for side in sides)
    return fill(texts.words.of_villages if complete else texts.words.of_cells, done=done, every=every)


def points(texts: Texts, value: Decimal, ref: Ref) -> Run:
    """5.4个百分点, without a sign: the words around it say the direction."""
    return Run(official(abs(value), texts.words.points, POINT), ref)


def moved(texts: Texts, value: Decimal | float | None, amount: Run, *, is_percent: bool, decimals: int) -> Runs:
    """比上期增加1199块, 与上期持平, or that there is nothing to compare."""
    words = texts.words
    if value is None:
        return runs_of(words.no_comparison)
    size = rounded(exactly(value) if isinstance(value, float) else value, decimals)
    if size == 0:
        return runs_of(words.same)
    if is_percent:
        return fill(words.rise_points if size > 0 else words.fall_points, amount=amount)
    return fill(words.rise if size > 0 else words.fall, amount=amount)


def moved_points(texts: Texts, value: float | None, ref: Ref) -> Runs:
    """比上期提高5.4个百分点."""
    return moved(texts, value, points(texts, exactly(value or 0.0), ref), is_percent=True, decimals=POINT)


def county_change(texts: Texts, county: UnitProgress) -> Runs:
    """How far a county's 综合进度 moved."""
    return moved_points(texts, county.change, Ref("progress", county.unit.code, "change"))


# Indicators -----------------------------------------------------------------------------------------------------


class IndicatorTexts:
    """What a paragraph says of indicators: {boards_removed}, {boards_removed:change} and the other sides.

    `missing` gathers the names of those without a value; the coverage stands behind the first value that it is true
    of, and again where it differs.
    """

    def __init__(self, facts: Facts, texts: Texts) -> None:
        self.facts, self.texts = facts, texts
        self.missing: list[str] = []
        self.sides: Mapping[str, Collection[str]] = {}  # of each indicator, what the sentence says of it
        self._covered: tuple[int, int] | None = None

    def find(self, code: str, side: str) -> Said:
        """What stands in the placeholder {code:side}."""
        figure = self.facts.figures[code]
        if side == "name":
            return figure.name
        if figure.value is None:
            self.missing.append(figure.name)
            return ""  # nobody reads it: the whole sentence is left out, and the name told instead
        ref = self._ref(figure, side or "value")
        match side:
            case "":
                return (quantity(figure.value, figure, ref, self._beside(figure)), *self._coverage(figure))
            case "change":
                return self._change(figure, ref)
            case "progress":
                return self._progress(figure)
            case "percent" | "expected":
                return percent(getattr(figure, side), ref)
            case "target":
                return quantity(_target(figure), figure, ref, self._beside(figure))
            case "left":
                return quantity(_left(figure), figure, ref, self._beside(figure))
        return said(figure.light, figure.overdue) or MISSING  # light: a template is checked to name no other side

    def _beside(self, figure: Figure) -> list[Decimal]:
        """The amounts that the sentence says in this figure's unit: all of them in the same steps of it."""
        amounts: list[Decimal | None] = []
        for code, sides in self.sides.items():
            one = self.facts.figures[code]
            said = {"": one.value, "change": one.change, "target": _target(one), "left": _left(one)}
            amounts += [said.get(side) for side in sides] if one.unit == figure.unit else []
        return [one for one in amounts if one is not None]

    def _ref(self, figure: Figure, aspect: str) -> Ref:
        return Ref("indicator", figure.code, aspect, self.facts.top.code)

    def _coverage(self, figure: Figure) -> Runs:
        reported = figure.reported
        # as long as all counties reported there is nothing to say of it
        if reported is None or reported == self._covered or (self._covered is None and reported[0] == reported[1]):
            return ()
        self._covered = reported
        done, every = (
            Run(str(number), self._ref(figure, aspect))
            for number, aspect in zip(reported, ("reported", "counties"), strict=True)
        )
        return fill(self.texts.words.coverage, done=done, every=every)

    def _change(self, figure: Figure, ref: Ref) -> Said:
        if figure.anew:
            return not_comparable()
        if figure.unit == "%":
            value = None if figure.change is None else float(figure.change)
            return moved_points(self.texts, value, ref)
        size = Run(amount(abs(figure.change or Decimal(0)), figure, self._beside(figure)), ref)
        return moved(self.texts, figure.change, size, is_percent=False, decimals=figure.decimals)

    def _progress(self, figure: Figure) -> Said:
        if figure.percent is None or figure.expected is None or figure.light is None:
            return self.texts.words.no_target
        reached = self.find(figure.code, "percent")
        if figure.light is Light.DONE:
            return fill(self.texts.words.progress_done, percent=reached)
        expected = self.find(figure.code, "expected")
        return fill(
            self.texts.words.progress, percent=reached, expected=expected, light=said(figure.light, figure.overdue)
        )


def _target(figure: Figure) -> Decimal | None:
    """The goal of a share, else the sum of targets over the units that have both."""
    if figure.indicator.goal:
        return Decimal(figure.indicator.goal)
    return figure.whole


def _left(figure: Figure) -> Decimal | None:
    """What is still to do; nothing once the target is passed."""
    if figure.indicator.goal:
        return None if figure.value is None else max(Decimal(figure.indicator.goal) - figure.value, Decimal(0))
    return None if figure.whole is None or figure.part is None else max(figure.whole - figure.part, Decimal(0))


def amount(value: Decimal, figure: Figure, beside: Iterable[Decimal] = ()) -> str:
    """A figure's number with its unit, the one that the numbers `beside` it can take too: 12200块 beside 937块."""
    if figure.unit == "%":
        return official_percent(value)
    return official(value, figure.unit, figure.decimals, beside)


def in_table(value: Decimal | None, figure: Figure, ref: Ref, sign: str = "") -> Run:
    """A figure's value or change as a table says it, with its unit: 1204.4万元, +20.0%; — where there is none."""
    if value is None:
        return Run(MISSING)
    return Run(sign + "".join(tabled(abs(value) if sign else value, figure.unit, figure.decimals)), ref)


def money_note(note: str, figures: Iterable[Figure]) -> str:
    """The `note` how money is rounded, at a table that states any."""
    return note if any(figure.unit == "元" for figure in figures) else ""


def quantity(value: Decimal | None, figure: Figure, ref: Ref, beside: Iterable[Decimal]) -> Run:
    """A figure's value, target or rest with its unit; — where there is none."""
    return Run(MISSING) if value is None else Run(amount(value, figure, beside), ref)
