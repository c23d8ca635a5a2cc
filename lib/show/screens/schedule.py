"""Schedule and submissions, and what is behind with words: whom, how far, and in what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lib.figures.progress import TaskProgressAt, UnitProgress, children, task_cells
from lib.review.dispatch import MeasureAt, matrix, measures
from lib.review.submissions import Standing, Status, due_date, standings
from lib.show import blocks
from lib.show.blocks import Finding, Markup, Slide
from lib.show.boards.schedule import measures_words, reported_words
from lib.show.boards.words import day, department_name, form_name, names, short_gap, task_words, unit_name
from lib.show.screens.view import MOST_ROWS, View, fitting, more_words
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import LATE, Light
from lib.words.wording import listed, of_all

WORST_FIRST = (Light.FAR_BEHIND, Light.BEHIND, Light.ON_SCHEDULE, Light.DONE)
NAME, ABOUT = 15, 18  # characters that the name of a task or county, and what is said of it, have in a line


def schedule_slide(view: View) -> Slide:
    """Who reported this half month and the one in collection, beside the measures by lead department."""
    if view.is_county:
        return _forms_slide(view)
    months = _months(view)
    statuses = matrix(view.connection, months)
    led = measures(view.connection, view.reference, view.half_month)
    title = reported_words(view.reference, statuses.get(view.collecting, {}))
    second = _("Left: reports of {half_month}, due {day}; right: {measures}").format(
        half_month=view.collecting.short, day=day(due_date(view.collecting)), measures=measures_words(led)
    )
    second += more_words(len(view.reference.below(view.unit, view.collecting)), MOST_ROWS)
    left = _submissions(view, months, statuses)
    right = _departments(view, led)
    return Slide(
        Finding(_("{half_month}: ").format(half_month=view.collecting.short) + title, second),
        blocks.columns(left, right),
    )


def _months(view: View) -> list[HalfMonth]:
    """The half month shown and the one in collection, which may be the same."""
    return sorted({view.half_month, view.collecting})


def _submissions(view: View, months: Sequence[HalfMonth], statuses: dict[HalfMonth, dict[str, Status]]) -> Markup:
    """Each county's report over all its forms; — where nothing was asked of it.

    Of more counties than have room those whose report is not complete come first.
    """
    now = statuses.get(view.collecting, {})
    counties = view.reference.below(view.unit, view.collecting)
    if len(counties) > MOST_ROWS:
        # stable: within either half they stand in the order of their codes, as always
        counties.sort(key=lambda county: county.code in now and now[county.code].complete)
    rows = [
        (unit_name(county), *(_status(statuses.get(month, {}).get(county.code)) for month in months))
        for county in counties[:MOST_ROWS]
    ]
    heads = [_("{half_month} reports").format(half_month=month.short) for month in months]
    return blocks.slide_table([_("County"), *heads], rows)


def _status(status: Status | None) -> Markup | None:
    return blocks.submission_pill(status) if status else None


def _departments(view: View, led: Sequence[MeasureAt]) -> Markup:
    """How many of its measures stand how, of each department that leads one; the furthest behind are read first."""
    count: dict[str, Counter[Light | None]] = {}
    for measure in led:
        count.setdefault(measure.department_code or "", Counter())[measure.light] += 1
    order = sorted(count, key=lambda code: ([-count[code][light] for light in WORST_FIRST[:2]], code))[:MOST_ROWS]
    rows = [
        (
            department_name(view.reference, code) or None,
            *(blocks.slide_count(count[code][light], light) for light in WORST_FIRST),
        )
        for code in sorted(order)  # chosen by how far they are behind, found by their code
    ]
    heads = [f"{light.symbol} {light.word}" for light in WORST_FIRST]
    return blocks.slide_table([_("In the lead"), *heads], rows, {1, 2, 3, 4})


def _forms_slide(view: View) -> Slide:
    """A county: each of its forms, this half month and in collection, and why one was sent back."""
    now = {standing.form: standing for standing in _own(view, view.collecting)}
    before = {standing.form: standing for standing in _own(view, view.half_month)}
    done = sum(standing.status.complete for standing in now.values())
    title = _("{half_month}: {count} forms reported").format(
        half_month=view.collecting.short, count=of_all(done, len(now))
    )
    months = _months(view)
    rows = [_form(view, now.get(form), before.get(form), form, len(months)) for form in sorted(now | before)]
    heads = [_("{half_month} reports").format(half_month=month.short) for month in months]
    second = _("Due {day}; cells filled of all that were asked for").format(day=day(due_date(view.collecting)))
    table = blocks.slide_table([_("Form"), *heads, _("Cells in")], rows, {len(months) + 1}, room=20)
    return Slide(
        Finding(title, second), table if rows else blocks.slide_empty(_("Nothing was asked in this half month"))
    )


def _own(view: View, half_month: HalfMonth) -> list[Standing]:
    return [standing for standing in standings(view.connection, half_month) if standing.county_code == view.unit.code]


def _form(view: View, now: Standing | None, before: Standing | None, code: str, months: int) -> tuple[object, ...]:
    reason = now.reason if now and now.status is Status.RETURNED else ""
    name = blocks.join(form_name(view.reference, code), blocks.element("small", "", reason) if reason else None)
    # where both half months are one and the same it is shown once, as the one in collection
    states = [_status(standing.status if standing else None) for standing in (before, now)][-months:]
    return name, *states, of_all(now.filled, now.asked) if now else None


# What is behind ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Late:
    """A county or task below what is expected, and what is to be said of it."""

    name: str
    said: str
    percent: float | None
    expected: float | None
    light: Light | None
    overdue: bool = False

    @property
    def gap(self) -> float:
        return (self.expected or 0) - (self.percent or 0)


def behind_slide(view: View) -> Slide:
    """Counties first, then measures; of a county its own tasks; those furthest behind first."""
    counties = [] if view.is_county else _counties(view)
    tasks = _own_tasks(view) if view.is_county else _measures(view)
    every = [*counties, *tasks]
    if not every:
        # without any reported progress nobody can be said to be on schedule
        known = task_cells(view.connection, view.reference, [view.unit], view.half_month)
        said = _("Nobody is behind and no task is behind") if known else _("Nothing reported yet")
        return Slide(Finding(said), blocks.slide_empty(said))
    shown = fitting(every, lambda late: ((late.name, NAME), (late.said, ABOUT)))
    second = _("Below what is due; the furthest behind first") + more_words(len(every), len(shown))
    return Slide(
        Finding(_behind_words(counties, tasks), second), _table(shown, _("County or task") if counties else _("Task"))
    )


def _table(shown: Sequence[Late], name: str) -> Markup:
    """Without the words about them where there are none."""
    told = any(late.said for late in shown)
    heads = (name, *([_("About it")] if told else []), _("Progress"), _("Expected"), _("Gap"), _("State"))
    rows = [
        (
            late.name,
            *([blocks.element("span", "by-mut", late.said)] if told else []),
            blocks.bold(listed(late.percent)),
            listed(late.expected),
            short_gap(late.percent, late.expected),
            blocks.pill(late.light, late.overdue),
        )
        for late in shown
    ]
    return blocks.slide_table(heads, rows, set(range(len(heads) - 4, len(heads) - 1)), room=1.25 * NAME)


def _behind_words(counties: Sequence[Late], tasks: Sequence[Late]) -> str:
    """2 个县、8 项任务低于应达，其中 3 个滞后."""
    far = sum(late.light is Light.FAR_BEHIND for late in (*counties, *tasks))
    words = _("{tasks} tasks below what is due").format(tasks=len(tasks))
    if counties:
        text = _("{counties} counties and {tasks} tasks below what is due")
        words = text.format(counties=len(counties), tasks=len(tasks))
    return words + (_(", {far} of them far behind").format(far=far) if far else _(", none of them far behind"))


def _worst_first(behind: list[Late]) -> list[Late]:
    return sorted(behind, key=lambda late: (late.light is not Light.FAR_BEHIND, -late.gap))


def _counties(view: View) -> list[Late]:
    """Each county behind, with the tasks in which it is furthest behind."""
    every = children(view.connection, view.reference, view.unit, view.half_month)
    below = [county for county in every if county.light in LATE]
    cells = task_cells(view.connection, view.reference, [county.unit for county in below], view.half_month)
    tasks = task_words(view.reference)
    return _worst_first([_county(county, cells, tasks) for county in below])


def _county(county: UnitProgress, cells: Sequence[TaskProgressAt], tasks: dict[str, str]) -> Late:
    far = [cell for cell in cells if cell.unit == county.unit and cell.light is Light.FAR_BEHIND]
    worst = sorted(far, key=lambda cell: cell.percent - cell.expected)
    mostly = _("mostly {names}").format(names=names([tasks[cell.code] for cell in worst])) if worst else ""
    return Late(unit_name(county.unit), mostly, county.percent, county.expected, county.light)


def _measures(view: View) -> list[Late]:
    led = measures(view.connection, view.reference, view.half_month)
    return _worst_first([_measure(view, measure) for measure in led if measure.light in LATE])


def _measure(view: View, measure: MeasureAt) -> Late:
    """The lead department, and for how long it has been far behind."""
    again = _("{count} half months in a row").format(count=measure.far) if measure.far > 1 else ""
    about = "　".join(filter(None, (department_name(view.reference, measure.department_code or ""), again)))
    name = f"{measure.code} {measure.name}"
    return Late(name, about, measure.percent, measure.expected, measure.light, measure.overdue)


def _own_tasks(view: View) -> list[Late]:
    """A county's tasks, its own and those of the units below it; how many of them are complete."""
    tasks = task_words(view.reference)
    cells = task_cells(view.connection, view.reference, [view.unit], view.half_month)
    return _worst_first([_task(cell, tasks[cell.code]) for cell in cells if cell.light in LATE])


def _task(cell: TaskProgressAt, name: str) -> Late:
    return Late(f"{cell.code} {name}", _complete(cell), cell.percent, cell.expected, cell.light, cell.overdue)


def _complete(cell: TaskProgressAt) -> str:
    """Of a task with many units, how many are complete."""
    return _("{done} of {all} units complete").format(done=f"{cell.done:,}", all=f"{cell.n:,}") if cell.n > 1 else ""
