"""报送情况: who reported on time, late, in part, was sent back or is missing, each by name with its forms."""

from collections.abc import Sequence

from lib.documents.facts import Facts
from lib.documents.numbers import count
from lib.documents.paper import Ref, Run, Runs, Said, joined
from lib.documents.parts import day, listed
from lib.documents.sections import Behind
from lib.documents.template import fill
from lib.documents.texts import Texts
from lib.review.submissions import Standing, Status, due_date
from lib.words.settings import settings

ON_TIME = (Status.REPORTED, Status.ACCEPTED)
WITHOUT_DETAIL = (Status.OVERDUE, Status.NOT_REPORTED, Status.CARRIED)  # of which a form says no more than its name


def reporting(facts: Facts, texts: Texts, most: int = 1000, *, name_forms: bool = True) -> Runs:
    """A sentence for each state of forms with the counties by name, and unless told otherwise with their forms."""
    said = texts.notice.behind
    if not facts.reports:
        return ()
    if all(one.status in ON_TIME for one in facts.reports):
        return fill(said.all_on_time)
    found = list(fill(said.on_time, count=count(len(on_time(facts)), "counties", "on_time")))
    for status, template in _templates(said).items():
        if by_county := of_status(facts, status):
            number = count(len(by_county), "counties", status.value)
            counties: list[Said] = [
                _county(facts, said, several) if name_forms else facts.county_name(code)
                for code, several in by_county.items()
            ]
            found += fill(template, count=number, counties=listed(texts, counties, most))
    return tuple(found)


def _templates(said: Behind) -> dict[Status, str]:
    return {
        Status.LATE: said.late,
        Status.PARTIAL: said.partial,
        Status.RETURNED: said.returned,
        Status.NOT_REPORTED: said.not_reported,
        Status.OVERDUE: said.overdue,
        Status.CARRIED: said.carried,
    }


def on_time(facts: Facts) -> list[str]:
    """The codes of the counties all of whose forms were complete in time."""
    late = {one.county_code for one in facts.reports if one.status not in ON_TIME}
    return [code for code in dict.fromkeys(one.county_code for one in facts.reports) if code not in late]


def of_status(facts: Facts, *statuses: Status) -> dict[str, list[Standing]]:
    """By code of the county: its forms that stand so."""
    found: dict[str, list[Standing]] = {}
    for one in facts.reports:
        if one.status in statuses:
            found.setdefault(one.county_code, []).append(one)
    return found


def not_in_time(facts: Facts) -> tuple[Status, ...]:
    """The states that say a report was not complete in time: what is not in yet is late only after the due day."""
    return (*still_missing(facts), Status.CARRIED, Status.LATE)


def still_missing(facts: Facts) -> tuple[Status, ...]:
    """Of these, those of a report that is not complete to this day."""
    open_yet = settings().today <= due_date(facts.half_month)
    return (Status.OVERDUE,) if open_yet else (Status.OVERDUE, Status.NOT_REPORTED, Status.PARTIAL, Status.RETURNED)


def _county(facts: Facts, said: Behind, several: Sequence[Standing]) -> Runs:
    name = facts.county_name(several[0].county_code)
    every = sum(one.county_code == several[0].county_code for one in facts.reports)
    forms = joined(form(facts, said, one) for one in several)
    if len(several) == every > 1 and several[0].status in WITHOUT_DETAIL:
        forms = fill(said.forms_all, count=count(every, "forms", "all", several[0].county_code))
    return fill(said.report_county, county=name, forms=forms)


def form(facts: Facts, said: Behind, one: Standing) -> Runs:
    """A form with the day on which it was complete, why it was sent back, or how many villages it lacks."""
    name = facts.reference.forms[one.form].name
    if one.status is Status.LATE and one.reported_on:
        return fill(said.form_late, form=name, day=day(one.reported_on))
    if one.status is Status.RETURNED:
        return fill(said.form_returned, form=name, reason=one.reason)
    gap = facts.gaps.get((one.county_code, one.form))
    if one.status is Status.PARTIAL and gap and gap.units:
        units = Run(str(gap.units), Ref("count", one.form, "lacking", one.county_code))
        return fill(said.form_partial, form=name, units=units)
    return fill(said.form, form=name)
