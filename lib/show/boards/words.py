"""Sentences and links that several boards share."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from lib.figures.figures import Figure
from lib.figures.progress import UnitProgress
from lib.kept.reference import Reference, UnitRef
from lib.review.submissions import Completeness
from lib.show.blocks import Card
from lib.words.half_months import HalfMonth
from lib.words.language import LANGUAGES, current, named
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.wording import MISSING, POINT, difference, exact, of_all, percent, printed, signed

NAMED = 3  # as many units a sentence names; the rest are counted
ON_A_PAGE = 20  # rows of a long list: the first, or so many at once


def unit_name(unit: UnitRef) -> str:
    """The unit's name in the language of this run."""
    return named(unit.name, unit.name_en)


def within(unit: UnitRef, above: UnitRef) -> str:
    """A unit's name without that of the unit above in front, which the path says already: 沙子镇第12村 is 第12村."""
    return unit_name(unit).removeprefix(unit_name(above)).strip()


def indicator_name(reference: Reference, code: str) -> str:
    """The indicator's name in the language of this run."""
    indicator = reference.indicators[code]
    return named(indicator.name, indicator.name_en)


def form_name(reference: Reference, code: str) -> str:
    """The form's name in the language of this run."""
    form = reference.forms[code]
    return named(form.name, form.name_en)


def counted(level: str, count: int) -> str:
    """9 个县(市、新区), 140 个乡镇(街道), 1,429 个村(社区)."""
    texts = {
        "prefecture": _("{count} prefecture"),
        "county": _("{count} counties"),
        "township": _("{count} townships"),
        "village": _("{count} villages"),
    }
    return texts[level].format(count=f"{count:,}")


def unit_header(level: str) -> str:
    """The head of a column of units: 县(市、新区), 乡镇(街道), 村(社区)."""
    return {
        "prefecture": _("Prefecture"),
        "county": _("County"),
        "township": _("Township"),
        "village": _("Village"),
    }[level]


def department_words(reference: Reference) -> dict[str, str]:
    """The departments' names by code, in the order of the codes."""
    return {code: named(department.name, department.name_en) for code, department in reference.departments.items()}


def department_name(reference: Reference, code: str) -> str:
    """The department's name; the code of one that is gone."""
    department = reference.departments.get(code)
    return named(department.name, department.name_en) if department else code


def task_words(reference: Reference) -> dict[str, str]:
    """The tasks' names by code, in the order of the codes."""
    return {code: named(task.name, task.name_en) for code, task in reference.tasks.items()}


def names(units: Sequence[str]) -> str:
    """晴隆县、望谟县; beyond three the first three and how many in all."""
    if len(units) <= NAMED:
        return all_names(units)
    return _("{names} and others, {count} in all").format(names=all_names(units[:NAMED]), count=len(units))


def all_names(units: Iterable[str]) -> str:
    """The same of all of them."""
    return ("、" if current() == "zh" else ", ").join(units)


def county_name(reference: Reference, unit: UnitRef) -> str | None:
    """The county in which a unit lies; None above the counties."""
    return unit_name(reference.units[unit.county_code]) if unit.county_code else None


def report_owner(reference: Reference, code: str) -> str:
    """The county; what departments report for the prefecture stands under theirs."""
    unit = reference.units[code]
    return unit_name(unit) if unit.level == "county" else _("Lead departments")


def behind_words(lights: Sequence[tuple[str, Light | None]], listed: Callable[[Sequence[str]], str] = names) -> str:
    """Who is far behind, else who is behind; "" when nobody is. `listed` makes one text of their names."""
    for light, text in ((Light.FAR_BEHIND, _("{names} far behind")), (Light.BEHIND, _("{names} behind"))):
        if units := [name for name, unit_light in lights if unit_light is light]:
            return text.format(names=listed(units))
    return ""


def nobody_words(lights: Collection[Light | None]) -> str:
    """That nobody is behind, or nobody of those who reported enough; that nothing is reported where nobody did."""
    if not any(lights):
        return _("Too little reported to say who is behind")
    return _("Nobody who reported is behind") if None in lights else _("Nobody is behind")


def expected_words(units: Iterable[UnitProgress]) -> str:
    """91%, or from the least to the most where what is expected of each differs: 86%–91%."""
    # as they read: what differs in digits that are not shown is one and the same
    known = sorted({printed(unit.expected) for unit in units if unit.expected is not None})
    ends = [percent(float(each)) for each in (known[:1] + known[-1:] if len(known) > 1 else known)]
    return "–".join(ends) or MISSING


def rests_on_words(unit: UnitProgress) -> str:
    """1／160 个村(社区): what is known of a unit that lacks too much to be ranked; "" of any other."""
    return unit.rests_on.said if unit.rests_on else ""


def link(page: str, /, **query: str | HalfMonth | None) -> str:
    """The address of a page with its half month and unit: it can be sent.

    A half month stands in it as the select shows it, since Streamlit takes no other spelling into the address.
    """
    as_shown = {key: value.label if isinstance(value, HalfMonth) else value for key, value in query.items()}
    parameters = {key: value for key, value in as_shown.items() if value is not None}
    if current() != settings().language:
        parameters["language"] = LANGUAGES[
            current()
        ]  # a link loads the page anew, in the office's language unless told
    return f"/{page}" + (f"?{urlencode(parameters)}" if parameters else "")


def day(value: date) -> str:
    """6月30日, in English 30 Jun; of another year than today's with its year."""
    this_year = value.year == settings().today.year
    if current() == "zh":
        return f"{'' if this_year else f'{value.year}年'}{value.month}月{value.day}日"
    return f"{value.day} {value:%b}{'' if this_year else f' {value.year}'}"  # no locale is ever set


def card(figure: Figure, half_month: HalfMonth) -> Card:
    """口径: what the figure counts, over which units, from what, as of when, by whom, and what was published."""
    indicator = figure.indicator
    lines = [
        (_("Definition"), named(indicator.definition, indicator.definition_en)),
        (_("Covers"), _("{units} have reported").format(units=counted(indicator.level, figure.n))),
        *_fraction(figure),
        (_("As of"), str(half_month.last_day)),
        (_("Last saved"), _saved(figure)),
        (_("Source"), _("article, section {section}").format(section=indicator.section)),
        *_published(figure),
        (_("Caveat"), named(indicator.caveat, indicator.caveat_en)),
    ]
    return Card(figure.name, tuple((name, text) for name, text in lines if text))


def _fraction(figure: Figure) -> list[tuple[str, str]]:
    if figure.part is None or figure.whole is None:
        return []
    is_ratio = figure.indicator.rollup in ("ratio", "fall")
    upper, lower = (_("Numerator"), _("Denominator")) if is_ratio else (_("Towards the target"), _("Target"))
    lines = [(upper, exact(figure.part)), (lower, exact(figure.whole))]
    if is_ratio and figure.indicator.goal:
        lines.append((_("Target"), exact(Decimal(figure.indicator.goal)) + figure.unit))
    return lines


def when() -> str:
    """The header above moments, which says on whose clock they are."""
    return _("When ({zone})").format(zone=settings().zone)


def _saved(figure: Figure) -> str:
    if figure.last_saved is None:
        return ""
    at, actor = figure.last_saved
    return _("{at} by {actor}").format(at=settings().clock(at), actor=actor)


def _published(figure: Figure) -> list[tuple[str, str]]:
    if figure.published is None:
        return []
    qualifiers = {"≈": _("about {value}"), "≥": _("at least {value}"), ">": _("more than {value}")}
    text = qualifiers.get(figure.published.qualifier, "{value}").format(value=exact(Decimal(figure.published.value)))
    return [(_("Published"), f"{text} {named(figure.published.unit_zh, figure.published.unit_en)}")]


def progress_card(least: int) -> Card:
    """综合进度: how a unit's percent is made, and from how many percent of its cells on a unit has a rank."""
    return Card(
        _("Overall progress"),
        (
            (
                _("Definition"),
                _(
                    "Mean of a unit's own level and the levels below it, each level the mean over its tasks and units;"
                    " measures of the levels above are not counted"
                ),
            ),
            (_("Expected"), _("Elapsed half months ÷ half months from start to due, the same mean")),
            (_("Change"), _("Over the tasks and units known in both half months")),
            (_("Missing"), _("A task without a report is left out of both means")),
            (
                _("Rank"),
                _("From {least}% of the cells filled; below that a unit stands apart with what it rests on").format(
                    least=least
                ),
            ),
        ),
    )


def short_gap(value: float | None, expected: float | None) -> str:
    """−39.2: points against what is expected, for a table, as a reader finds it who subtracts; — when unknown."""
    return MISSING if value is None or expected is None else signed(difference(value, expected), POINT)


def complete_words(text: str, completeness: Completeness, **more: str) -> str:
    """5／9 县，沿用 1，退回 3 within a text that has {count} and {apart}.

    What is not reported and is not simply missing is said beside how many are complete.
    """
    parts = [
        (completeness.carried, _(", {count} carried forward")),
        (completeness.returned, _(", {count} sent back")),
    ]
    apart = "".join(said.format(count=count) for count, said in parts if count)
    return text.format(count=of_all(completeness.complete, completeness.asked), apart=apart, **more)
