"""Who reported when: half_months.csv, submissions.csv, and whose rows a file therefore lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from . import files
from .forms import Place
from .periods import HALF_MONTHS, OPEN, parse, working_days_after
from .places import County
from .shares import chance

HEADER = ["half_month", "form", "county_code", "reported_on", "decision", "reason"]
PREFECTURE = "5223"
LATE = 0.007  # chance of a late report, times the county's backlog
CARRIED = (parse("2023-02-2"), "village_cleanup", "522326")
CARRIED_REASON = "填报系统停电两日，联席办同意沿用上半月累计数"
RETURNED_REASON = "现场抽查与填报数不一致，请逐村核实后重报"


@dataclass(frozen=True)
class Collection:
    """How many counties stand where on 2023-07-17; the promptest come first, the rest have not reported."""

    accepted: int
    reported: int
    partial: int = 0
    returned: int = 0

    def states(self, counties: Sequence[County]) -> dict[str, str]:
        """County code → accepted, reported, partial, returned or missing."""
        promptest_first = sorted(counties, key=lambda county: county.backlog)
        states = ["accepted"] * self.accepted + ["reported"] * self.reported
        states += ["partial"] * self.partial + ["returned"] * self.returned
        states += ["missing"] * (len(counties) - len(states))
        return {county.code: state for county, state in zip(promptest_first, states, strict=True)}


COLLECTIONS = {
    "village_cleanup": Collection(accepted=2, reported=4, partial=1, returned=1),
    "pilot_reports": Collection(accepted=2, reported=6),
    "village_support": Collection(accepted=1, reported=7),
    "county_empowerment": Collection(accepted=1, reported=7),
    "county_inspections": Collection(accepted=3, reported=5),
}


TASKS = Collection(accepted=1, reported=7)


def write(folder: Path, counties: Sequence[County]) -> None:
    """Write half_months.csv and submissions.csv."""
    states = [(half_month, "open" if half_month == OPEN else "closed") for half_month in HALF_MONTHS]
    files.write(folder / "half_months.csv", ["half_month", "state"], states)
    rows = [*_closed(counties), *_open(counties), *_tasks(counties)]
    files.write(folder / "submissions.csv", HEADER, rows)


def absent(form: str, places: Sequence[Place], counties: Sequence[County]) -> Mapping[str, set[str]]:
    """Half month → codes of the units without a row in the form's file."""
    states = COLLECTIONS[form].states(counties)
    missing = {place.code for place in places if states[place.county] == "missing"}
    half_done = [place.code for place in places if states[place.county] == "partial"]
    carried_in, carried_form, county = CARRIED
    return {
        str(OPEN): missing | set(half_done[len(half_done) // 2 :]),
        str(carried_in): {place.code for place in places if form == carried_form and place.county == county},
    }


def missing_counties(counties: Sequence[County]) -> Mapping[str, set[str]]:
    """Counties that have sent no task progress either: those whose clean-up form is missing."""
    states = COLLECTIONS["village_cleanup"].states(counties)
    return {str(OPEN): {code for code, state in states.items() if state == "missing"}}


def _closed(counties: Sequence[County]) -> Iterable[list[object]]:
    """All forms of the closed half months: accepted, a few late, one carried."""
    draw = chance("dates of reports")
    closed = [half_month for half_month in HALF_MONTHS if half_month != OPEN]
    for half_month, form, county in product(closed, COLLECTIONS, counties):
        late, days = draw.random() < LATE * county.backlog, draw.choice([1, 2, 3])
        if (half_month, form, county.code) == CARRIED:
            yield [half_month, form, county.code, None, "carried", CARRIED_REASON]
            continue
        start = half_month.due_date if late else half_month.last_day
        yield [half_month, form, county.code, working_days_after(start, days), "accepted", None]


def _open(counties: Sequence[County]) -> Iterable[list[object]]:
    """The half month in collection; a county that is partial or missing has no submission yet."""
    draw = chance("dates of collection")
    for form, collection in COLLECTIONS.items():
        for county, state in sorted(collection.states(counties).items()):
            if state in ("partial", "missing"):
                continue
            decision = None if state == "reported" else state
            reason = RETURNED_REASON if state == "returned" else None
            yield [OPEN, form, county, _in_collection(draw.random()), decision, reason]


def _tasks(counties: Sequence[County]) -> Iterable[list[object]]:
    """The percents of tasks, of each county and of the departments for the prefecture: accepted, and always in time."""
    draw = chance("dates of task reports")
    states = TASKS.states(counties)
    for half_month, code in product(HALF_MONTHS, [PREFECTURE, *(county.code for county in counties)]):
        luck, days = draw.random(), draw.choice([1, 2, 3])
        if half_month != OPEN:
            reported_on = working_days_after(half_month.last_day, days)
            yield [half_month, "task_progress", code, reported_on, "accepted", None]
        elif states.get(code) != "missing":
            decision = "accepted" if states.get(code) == "accepted" else None
            yield [half_month, "task_progress", code, _in_collection(luck), decision, None]


def _in_collection(luck: float) -> date:
    """The first or second day after the half month: today is 2023-07-17."""
    return OPEN.last_day + timedelta(days=1 if luck < 0.4 else 2)
