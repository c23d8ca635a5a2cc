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

MATTER, APPLICANT, REASONS = 22, 10, 20  # characters that these have in a line


# What comes next --------------------------------------------------------------------------------------------------


def outlook_slide(view: View) -> Slide:
    """The targets that are not reached, those in danger first: when they are, and what would be in time."""
    found = ordered(forecasts(view.connection, view.reference, [view.unit], view.half_month))
    title = outlook_title(found, view.half_month)
    left = [one for one in found if one.outlook is not Outlook.REACHED]
    if not left:
        return Slide(Finding(title), blocks.slide_empty(title))
    shown = left[:MOST_ROWS]
    second = _("Each half month, now and needed; between the slowest and the fastest so far; {count} reached").format(
        count=len(found) - len(left)
    )
    heads = (
        _("Indicator"), _("Progress"), _("Pace now"), _("Needed pace"), _("Target reached"), _("Between"),
        _("Due half month"), "",
    )  # fmt: skip
    table = blocks.slide_table(heads, [_target(view, one) for one in shown], {1, 2, 3}, room=8)
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
    found = moves(view.connection, view.reference, view.unit, view.half_month)
    title = movement_title(found, few)
    if not any(one.place for one in found):
        return Slide(Finding(title), blocks.slide_empty(title))
    shown = found if len(found) <= MOST_ROWS else [*found[: MOST_ROWS // 2], *found[-MOST_ROWS // 2 :]]
    heads = (unit_header(BELOW[view.unit.level]), _("Rank"), _("Moved"), _("Progress"), _("Points"), _("By what"))
    rows = [(unit_name(one.progress.unit), *row_of(one, reasons(one, 1) or None)) for one in shown]
    table = blocks.slide_table(heads, rows, {1, 3, 4}, room=10)
    return Slide(Finding(title, movement_second() + more_words(len(found), len(shown))), table)


# Admissions -------------------------------------------------------------------------------------------------------


def admission_slide(view: View) -> Slide:
    """Matters past their exit day, those that wait for a decision, and those in force; of a county those it carries."""
    found = [one for one in applications(view.connection) if visible(one, GUEST) and _reaches(view, one)]
    standing = [one for one in found if one.past_exit or one.waits or one.state is AdmissionState.IN_FORCE]
    late = sum(one.past_exit > 0 for one in standing)
    waiting = sum(one.waits for one in standing)
    title = _("Admissions: {late} past their exit, {waiting} wait, {in_force} in force").format(
        late=late, waiting=waiting, in_force=sum(one.state is AdmissionState.IN_FORCE for one in standing)
    )
    if not standing:
        said = _("No admitted matter waits or is in force")
        return Slide(Finding(said), blocks.slide_empty(said, _("Applications are handed in on the page of lists")))
    shown = fitting(standing, lambda one: ((one.matter, MATTER), (_applicant(view, one), APPLICANT)))
    heads = (_("Matter"), _("Applicant"), _("State"), _("Days taken"), _("Exit day"))
    table = blocks.slide_table(heads, [_admission(view, one) for one in shown], {3}, room=1.25 * MATTER)
    return Slide(Finding(title, _load(view) + more_words(len(standing), len(shown))), table)


def _reaches(view: View, admission: Admission) -> bool:
    """Whether the matter reaches a village at or below the unit."""
    codes = {*admission.units.split()}
    return not view.is_county or bool(codes & (view.reference.codes_below(view.unit.code) | {view.reference.top.code}))


def _load(view: View) -> str:
    """How many villages carry matters in force, and the most on one of them."""
    loads = loads_by_county(view.connection)
    return load_words([one for one in loads if not view.is_county or one.county_code == view.unit.code])


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
