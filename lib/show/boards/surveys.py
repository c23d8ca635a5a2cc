"""核实·群众评价: progress as it is reported against what people say who were asked anyway, county by county."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.figures.surveys import Felt, felt, stands_out
from lib.kept.models import Asked
from lib.kept.reference import Reference
from lib.kept.touched import of_its_half_month
from lib.show import blocks, charts
from lib.show.blocks import Block, Card, Chart, Finding
from lib.show.boards.words import names, unit_header, unit_name
from lib.show.charts import Circle, Side
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.wording import MISSING, listed, percent


@dataclass(frozen=True)
class SurveysBoard:
    """Reported against felt as a quadrant and as a table; `asked` are the kinds of people of whom there are surveys."""

    asked: tuple[Asked, ...]
    quadrant: Block
    register: Block | None


@of_its_half_month
def surveys_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, respondents: str
) -> SurveysBoard:
    """The last surveys of one kind of people: its value, or the first there is where that is none."""
    surveys = felt(connection, reference, half_month)
    asked = tuple(people for people in Asked if any(survey.respondents is people for survey in surveys))
    chosen = next((people for people in asked if people == respondents), asked[0] if asked else None)
    shown = [survey for survey in surveys if survey.respondents is chosen]
    return SurveysBoard(asked, _quadrant(shown), _register(shown) if shown else None)


def _quadrant(shown: Sequence[Felt]) -> Block:
    if not shown:
        how = _("Enter them in the table of surveys: who was asked, how many answered, how many were satisfied")
        return Block(Finding(_("No survey in the last twelve half months")), blocks.empty(_("Nothing to compare"), how))
    circles = (
        Circle(
            survey.unit.code,
            unit_name(survey.unit),
            survey.progress,
            None if survey.percent is None else float(survey.percent),
            listed(survey.progress),
            listed(survey.percent),
            stands_out(survey, shown),
            *_ends(survey),
        )
        for survey in shown
    )
    sides = Side(_("Progress as reported (%)"), _("Progress as reported")), Side(_("Satisfied (%)"), _("Satisfied"))
    spec = charts.quadrant(circles, *sides, _corners())
    second = _("Asked: {who}; bars: limits at 95%; dashed: median of the counties").format(
        who=shown[0].respondents.word
    )
    return Block(Finding(_title(shown), second, _card()), chart=Chart(spec, _("Reported and felt")))


def _title(shown: Sequence[Felt]) -> str:
    out = [unit_name(survey.unit) for survey in shown if stands_out(survey, shown)]
    if out:
        return _("Reported high, felt low: {names}").format(names=names(out))
    return _("No county reports high while its people say otherwise")


def _corners() -> tuple[str, str, str, str]:
    """Top left, top right, bottom left, bottom right."""
    return (
        _("reported low, felt high"),
        _("reported high, felt high"),
        _("reported low, felt low"),
        _("reported high, felt low"),
    )


def _card() -> Card:
    return Card(
        _("Reported and felt"),
        (
            (_("Satisfied"), _("People satisfied over people who answered, of the last survey in twelve half months")),
            (_("Limits"), _("Exact (Clopper–Pearson), as of people drawn at random; who did not answer is not in it")),
            (_("Progress as reported"), _("The county's overall progress; without enough reports it is left out")),
            (_("Stands out"), _("Progress at or above the median and the whole interval below the median share")),
            (_("Source"), _("Surveys that are held anyway; this system sends no questionnaire")),
        ),
    )


def _register(shown: Sequence[Felt]) -> Block:
    """The numbers behind the circles, least satisfied first."""
    ordered = sorted(shown, key=lambda survey: (survey.percent is None, survey.percent or 0, survey.unit.code))
    rows = [
        (
            unit_name(survey.unit),
            survey.half_month.short,
            _("{answered} of {asked}").format(answered=f"{survey.answered:,}", asked=f"{survey.asked:,}"),
            blocks.bold(percent(survey.percent, 1)),
            _interval(survey),
            percent(survey.progress, 1),
        )
        for survey in ordered
    ]
    headers = (
        unit_header("county"), _("Half month"), _("Answered"), _("Satisfied"), _("Limits at 95%"), _("Reported"),
    )  # fmt: skip
    return Block(Finding(_least(ordered), _by(shown)), blocks.wide_table(_least(ordered), headers, rows, {2, 3, 4, 5}))


def _least(ordered: Sequence[Felt]) -> str:
    known = [unit_name(survey.unit) for survey in ordered if survey.percent is not None]
    return _("{name}: least satisfied").format(name=known[0]) if known else _("Nobody answered yet")


def _by(shown: Sequence[Felt]) -> str:
    by = names(sorted({holder for survey in shown for holder in survey.held_by}))
    return _("Held by {names}; nobody is asked by this system").format(names=by) if by else ""


def _ends(survey: Felt) -> tuple[float | None, float | None]:
    return (100 * survey.limits.low, 100 * survey.limits.high) if survey.limits else (None, None)


def _interval(survey: Felt) -> str:
    low, high = _ends(survey)
    return MISSING if survey.limits is None else f"{percent(low, 1)}–{percent(high, 1)}"
