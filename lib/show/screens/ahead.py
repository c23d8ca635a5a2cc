"""What comes next, who moved, and the admissions: the inner views of two pages, one to a slide."""

from collections.abc import Sequence

from lib.figures.forecast import Forecast, Outlook, forecasts
from lib.figures.movement import moves
from lib.figures.progress import BELOW
from lib.kept.models import Admission, AdmissionState
from lib.ledger.access import GUEST
from lib.review.admissions import applications, visible
from lib.review.loads import loads_by_county
from lib.show import blocks
from lib.show.blocks import Finding, Markup, Slide
from lib.show.boards.lists_register import load_words
from lib.show.boards.movement import movement_second, movement_title, reasons, row_of
from lib.show.boards.outlook import between, month_words, ordered, outlook_pill, outlook_title, pace_needed, pace_words
from lib.show.boards.words import day, department_name, indicator_name, unit_header, unit_name
from lib.show.screens.view import MOST_ROWS, View, few, fitting, more_words
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import listed

MATTER, APPLICANT = 22, 10  # characters that these have in a line


# What comes next --------------------------------------------------------------------------------------------------


def outlook_slide(view: View) -> Slide:
    """The targets that are not reached, those in danger first: when they are, and what would be in time."""
    every = ordered(forecasts(view.connection, view.reference, [view.unit], view.half_month))
    title = outlook_title(every, view.half_month)
    left = [forecast for forecast in every if forecast.outlook is not Outlook.REACHED]
    if not left:
        return Slide(Finding(title), blocks.slide_empty(title))
    shown = left[:MOST_ROWS]
    second = _("Each half month, now and needed; between the slowest and the fastest so far; {count} reached").format(
        count=len(every) - len(left)
    )
    heads = (
        _("Indicator"), _("Progress"), _("Pace now"), _("Needed pace"), _("Target reached"), _("Between"),
        _("Due half month"), "",
    )  # fmt: skip
    table = blocks.slide_table(heads, [_target(view, forecast) for forecast in shown], {1, 2, 3}, room=8)
    return Slide(Finding(title, second + more_words(len(left), len(shown))), table)


def _target(view: View, forecast: Forecast) -> tuple[object, ...]:
    return (
        indicator_name(view.reference, forecast.code),
        blocks.bold(listed(forecast.percent)),
        pace_words(view.reference, forecast, forecast.pace.slope if forecast.pace else None),
        pace_needed(view.reference, forecast, forecast.needed),
        blocks.bold(month_words(forecast.reached, view.half_month)),
        blocks.element("span", "by-one-line", between(forecast, view.half_month)),
        month_words(forecast.due, view.half_month),
        outlook_pill(forecast.outlook),
    )


# Who moved --------------------------------------------------------------------------------------------------------


def movement_slide(view: View) -> Slide:
    """The units below, who improved most first; of many the first and the last."""
    every = moves(view.connection, view.reference, view.unit, view.half_month)
    title = movement_title(every, few)
    if not any(move.place for move in every):
        return Slide(Finding(title), blocks.slide_empty(title))
    shown = every if len(every) <= MOST_ROWS else [*every[: MOST_ROWS // 2], *every[-MOST_ROWS // 2 :]]
    heads = (unit_header(BELOW[view.unit.level]), _("Rank"), _("Moved"), _("Progress"), _("Points"), _("By what"))
    rows = [(unit_name(move.progress.unit), *row_of(move, reasons(move, 1) or None)) for move in shown]
    table = blocks.slide_table(heads, rows, {1, 3, 4}, room=10)
    return Slide(Finding(title, movement_second() + more_words(len(every), len(shown))), table)


# Admissions -------------------------------------------------------------------------------------------------------


def admission_slide(view: View) -> Slide:
    """Matters past their exit day, those that wait for a decision, and those in force; of a county those it carries."""
    # a slide is seen by everybody, so it holds what a guest may see
    reaching = [matter for matter in applications(view.connection) if visible(matter, GUEST) and _reaches(view, matter)]
    standing = [
        matter for matter in reaching if matter.past_exit or matter.waits or matter.state is AdmissionState.IN_FORCE
    ]
    late = sum(matter.past_exit > 0 for matter in standing)
    waiting = sum(matter.waits for matter in standing)
    title = _("Admissions: {late} past their exit, {waiting} wait, {in_force} in force").format(
        late=late, waiting=waiting, in_force=sum(matter.state is AdmissionState.IN_FORCE for matter in standing)
    )
    if not standing:
        said = _("No admitted matter waits or is in force")
        return Slide(Finding(said), blocks.slide_empty(said, _("Applications are handed in on the page of lists")))
    shown = fitting(standing, lambda matter: ((matter.matter, MATTER), (_applicant(view, matter), APPLICANT)))
    heads = (_("Matter"), _("Applicant"), _("State"), _("Days taken"), _("Exit day"))
    table = blocks.slide_table(heads, [_admission(view, matter) for matter in shown], {3}, room=1.25 * MATTER)
    return Slide(Finding(title, _load(view) + more_words(len(standing), len(shown))), table)


def _reaches(view: View, admission: Admission) -> bool:
    """Whether the matter reaches a village at or below the unit."""
    # one that names the prefecture reaches every county
    codes = {*admission.units.split()}
    return not view.is_county or bool(codes & (view.reference.codes_below(view.unit.code) | {view.reference.top.code}))


def _load(view: View) -> str:
    """How many villages carry matters in force, and the most on one of them."""
    loads = loads_by_county(view.connection)
    return load_words([load for load in loads if not view.is_county or load.county_code == view.unit.code])


def _applicant(view: View, admission: Admission) -> str:
    return department_name(view.reference, admission.department_code)


def _admission(view: View, admission: Admission) -> Sequence[object]:
    state: Markup = blocks.note_pill(_("Past exit"), Light.FAR_BEHIND)
    if not admission.past_exit:
        state = blocks.note_pill(admission.state.word, admission.state.light or Light.ON_SCHEDULE)
    exit_day = day(admission.exit_on) if admission.exit_on else None
    if admission.past_exit:
        exit_day = _("{day}, +{days} days").format(day=exit_day, days=admission.past_exit)
    taken = _("{days} days").format(days=admission.days)
    return admission.matter, _applicant(view, admission), state, taken, exit_day
