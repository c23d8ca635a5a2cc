"""The sections of data/briefing.toml: a class for each, and for each text the placeholders it may have."""

from pydantic import Field

from lib.documents.meeting_sections import Decisions
from lib.documents.running_sections import Running
from lib.documents.template import Part, holds, sentences
from lib.documents.verified_sections import FeedbackVerification, VerificationTexts

PLAIN = r"^[^<>&\"]+$"


class Office(Part):
    signed_by: str = holds("prefecture")


class Fonts(Part):
    """Names of fonts, which stand in attributes of the file."""

    title: str = Field(pattern=PLAIN)
    body: str = Field(pattern=PLAIN)
    heading: str = Field(pattern=PLAIN)
    subheading: str = Field(pattern=PLAIN)
    page_number: str = Field(pattern=PLAIN)


class Words(Part):
    rise: str = holds("amount")
    fall: str = holds("amount")
    rise_points: str = holds("amount")
    fall_points: str = holds("amount")
    same: str
    no_comparison: str
    points: str
    progress: str = holds("percent", "expected", "light")
    progress_done: str = holds("percent")
    no_target: str
    overdue: str
    of_villages: str = holds("done", "every")
    of_cells: str = holds("done", "every")
    coverage: str = holds("done", "every")
    no_data: str = holds("names")
    among_others: str = holds("names")
    draft: str
    corrected: str = holds("version")
    correction: str = holds("version", "before", "difference")
    correction_words: str
    correction_more: str = holds("count")
    demo: str
    money: str
    ordinals: tuple[str, ...] = Field(min_length=6)


class Headers(Part):
    """The heads of the tables' columns."""

    county: str
    village: str
    rank: str
    number: str
    indicator: str
    task: str
    department: str
    period: str
    progress: str
    percent: str
    target: str
    expected: str
    gap: str
    change: str
    change_amount: str
    value: str
    state: str
    unit: str
    definition: str
    note: str
    checks: str
    agree: str
    over: str
    under: str


class Overall(Part):
    heading: str
    levels: str = holds("levels")
    level: str = holds("level", "percent", "expected", "light", "change")
    level_missing: str = holds("level")
    measures: str = holds("total", "lights")
    measure_light: str = holds("light", "count")
    measures_missing: str = holds("count")
    measures_done: str = holds("count", "measures")


class NamedPart(Part):
    """（一）…: a heading and sentences of indicators."""

    heading: str
    sentences: tuple[str, ...] = sentences()


class Parts(Part):
    heading: str
    parts: tuple[NamedPart, ...]


class Ranking(Part):
    heading: str
    order: str = holds("counties")
    county: str = holds("county", "percent")
    spread: str = holds("first", "last", "gap")
    fastest: str = holds("county", "change")
    slowest: str = holds("county", "change")
    unranked: str = holds("counties")
    apart: str = holds("counties")
    apart_county: str = holds("county", "rests_on")


class Behind(Part):
    heading: str
    progress: str
    counties: str = holds("light", "count", "counties")
    county: str = holds("county", "percent", "expected", "gap")
    no_county: str
    no_county_known: str
    county_missing: str
    measures: str = holds("light", "count", "measures")
    measure: str = holds("measure", "department", "percent", "expected")
    measure_again: str = holds("measure", "department", "percent", "expected", "far")
    told: str = holds("measure", "department", "words")
    told_done: str = holds("text")
    told_problem: str = holds("text")
    told_next: str = holds("text")
    no_measure: str
    no_measure_known: str
    measure_missing: str
    rebound: str = holds("indicator", "count", "villages")
    reports: str
    all_on_time: str
    on_time: str = holds("count")
    late: str = holds("count", "counties")
    carried: str = holds("count", "counties")
    returned: str = holds("count", "counties")
    partial: str = holds("count", "counties")
    not_reported: str = holds("count", "counties")
    overdue: str = holds("count", "counties")
    report_county: str = holds("county", "forms")
    form: str = holds("form")
    forms_all: str = holds("count")
    form_late: str = holds("form", "day")
    form_returned: str = holds("form", "reason")
    form_partial: str = holds("form", "units")


class LastMeeting(Part):
    heading: str
    summary: str = holds("number", "held", "count", "states")
    summary_undated: str = holds("number", "count", "states")
    done: str = holds("count")
    open: str = holds("count")
    dropped: str = holds("count")
    overdue_items: str = holds("items")
    open_items: str = holds("items")
    item: str = holds("title", "who", "due")
    none: str


class Problems(Part):
    heading: str
    spread: str = holds("first", "last", "gap")
    counties: str = holds("counties")
    measures: str = holds("count", "measures")
    rebounds: str = holds("count", "villages")
    reports: str = holds("counties")
    items: str = holds("count")
    none: str
    none_known: str
    hard: str = holds("meeting", "items")
    item: str = holds("title", "who", "due")


class Demands(Part):
    heading: str
    counties: str = holds("counties", "due")
    measures: str = holds("departments", "measures", "due")
    rebounds: str = holds("due")
    items: str = holds("due")
    missing: str = holds("counties", "half_month")
    missing_closed: str = holds("counties", "half_month")
    reports: str = holds("half_month", "due")


class AnnexTable(Part):
    title: str
    indicators: tuple[str, ...] = Field(min_length=1, max_length=10)


class Annexes(Part):
    figures: str
    measures: str
    reports: str
    definitions: str
    checks: str
    recheck: str
    checks_note: str = holds("tolerance")
    ranking: str
    figures_note: str
    measures_note: str = holds("behind")
    reports_note: str
    tables: tuple[AnnexTable, ...]


class Notice(Part):
    file: str = holds("half_month")
    masthead: str = holds("prefecture")
    number: str = holds("year", "issue")
    title: str = holds("half_month")
    addressees: str
    copies: str
    opening: str = holds("half_month", "first_day", "last_day", "as_of", "due", "asked", "filled", "apart")
    open: str = holds("half_month")
    overall: Overall
    reductions: Parts
    support: Parts
    ranking: Ranking
    behind: Behind
    running: Running
    verification: VerificationTexts
    meeting: LastMeeting
    decisions: Decisions
    problems: Problems
    demands: Demands
    annexes: Annexes


class Digest(Part):
    file: str = holds("half_month")
    masthead: str = holds()
    number: str = holds("year", "issue")
    title: str = holds("half_month")
    opening: str = holds("as_of", "asked", "filled", "apart", "due")
    figures: str
    money: str
    ranking: str
    behind: str
    reports: str
    meeting: str


class FeedbackOverall(Part):
    heading: str
    text: str = holds("you", "percent", "expected", "light", "count", "rank", "change")
    apart: str = holds("you", "rests_on")
    missing: str = holds("you")


class FeedbackLights(Part):
    heading: str
    text: str = holds("count", "lights")
    light: str = holds("light", "count")
    missing: str = holds("count")
    tasks: str


class FeedbackVillages(Part):
    heading: str
    text: str = holds("count")
    none: str
    missing: str


class FeedbackReports(Part):
    heading: str
    all_on_time: str = holds("count")
    state: str = holds("state", "count", "forms")
    on_time: str = holds("count")


class FeedbackAsked(Part):
    heading: str
    item: str = holds("title", "due")
    overdue: str = holds("title", "due", "days", "until")
    none: str


class Feedback(Part):
    file: str = holds("half_month", "county")
    file_all: str = holds("half_month")
    title: str = holds("half_month", "county")
    addressees: str = holds("county")
    opening: str = holds("county", "you", "half_month", "reply")
    you: dict[str, str]
    overall: FeedbackOverall
    lights: FeedbackLights
    villages: FeedbackVillages
    reports: FeedbackReports
    verification: FeedbackVerification
    asked: FeedbackAsked
