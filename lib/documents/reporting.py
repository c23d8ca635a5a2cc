"""报送情况: who reported on time, late, in part, was sent back or is missing, each by name with its forms."""

from collections.abc import Sequence

from lib.documents.facts import Facts
from lib.documents.numbers import count
from lib.documents.paper import Ref, Run, Runs, Said, joined
from lib.documents.parts import day, listed
from lib.documents.progress import ALL
from lib.documents.sections import Behind
from lib.documents.template import fill
from lib.documents.texts import Texts
from lib.review.submissions import Standing, Status, due_date
from lib.words.settings import settings

ON_TIME = (Status.REPORTED, Status.ACCEPTED)
WITHOUT_DETAIL = (Status.OVERDUE, Status.NOT_REPORTED, Status.CARRIED)  # of which a form says no more than its name


def reporting(facts: Facts, texts: Texts, most: int = ALL, *, name_forms: bool = True) -> Runs:
    """A sentence for each state of forms with the counties by name, and unless told otherwise with their forms."""
    words = texts.notice.behind
    if not facts.reports:
        return ()
    if all(report.status in ON_TIME for report in facts.reports):
        return fill(words.all_on_time)
    runs = list(fill(words.on_time, count=count(len(on_time(facts)), "counties", "on_time")))
    for status, template in _templates(words).items():
        if by_county := of_status(facts, status):
            number = count(len(by_county), "counties", status.value)
            counties: list[Said] = [
                _county(facts, words, several) if name_forms else facts.county_name(code)
                for code, several in by_county.items()
            ]
            runs += fill(template, count=number, counties=listed(texts, counties, most))
    return tuple(runs)


def _templates(words: Behind) -> dict[Status, str]:
    return {
        Status.LATE: words.late,
        Status.PARTIAL: words.partial,
        Status.RETURNED: words.returned,
        Status.NOT_REPORTED: words.not_reported,
        Status.OVERDUE: words.overdue,
        Status.CARRIED: words.carried,
    }


def on_time(facts: Facts) -> list[str]:
    """The codes of the counties all of whose forms were complete in time."""
    late = {report.county_code for report in facts.reports if report.status not in ON_TIME}
    return [code for code in dict.fromkeys(report.county_code for report in facts.reports) if code not in late]


def of_status(facts: Facts, *statuses: Status) -> dict[str, list[Standing]]:
    """By code of the county: its forms that stand so."""
    by_county: dict[str, list[Standing]] = {}
    for report in facts.reports:
        if report.status in statuses:
            by_county.setdefault(report.county_code, []).append(report)
    return by_county


def not_in_time(facts: Facts) -> tuple[Status, ...]:
    """The states that say a report was not complete in time: what is not in yet is late only after the due day."""
    return (*still_missing(facts), Status.CARRIED, Status.LATE)


def still_missing(facts: Facts) -> tuple[Status, ...]:
    """Of these, those of a report that is not complete to this day."""
    open_yet = settings().today <= due_date(facts.half_month)
    return (Status.OVERDUE,) if open_yet else (Status.OVERDUE, Status.NOT_REPORTED, Status.PARTIAL, Status.RETURNED)


def _county(facts: Facts, words: Behind, several: Sequence[Standing]) -> Runs:
    name = facts.county_name(several[0].county_code)
    every = sum(report.county_code == several[0].county_code for report in facts.reports)
    forms = joined(form_words(facts, words, report) for report in several)
    # all of them in one word, where nothing is to be said of each
    if len(several) == every > 1 and several[0].status in WITHOUT_DETAIL:
        forms = fill(words.forms_all, count=count(every, "forms", "all", several[0].county_code))
    return fill(words.report_county, county=name, forms=forms)


def form_words(facts: Facts, words: Behind, report: Standing) -> Runs:
    """A form with the day on which it was complete, why it was sent back, or how many villages it lacks."""
    name = facts.reference.forms[report.form].name
    if report.status is Status.LATE and report.reported_on:
        return fill(words.form_late, form=name, day=day(report.reported_on, facts.half_month))
    if report.status is Status.RETURNED:
        return fill(words.form_returned, form=name, reason=report.reason)
    gap = facts.gaps.get((report.county_code, report.form))
    if report.status is Status.PARTIAL and gap and gap.units:
        units = Run(str(gap.units), Ref("count", report.form, "lacking", report.county_code))
        return fill(words.form_partial, form=name, units=units)
    return fill(words.form, form=name)
