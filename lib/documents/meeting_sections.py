"""What data/briefing.toml says of meetings: its sections [notice.decisions], [agenda], [minutes] and [supervision]."""

from lib.documents.template import Part, holds


class Decisions(Part):
    heading: str
    meeting: str = holds("number", "held")
    meeting_undated: str = holds("number")
    decided: str = holds("meeting", "count")
    item: str = holds("title", "who", "due")
    assisting: str = holds("who", "assisting")
    nothing: str = holds("meeting")
    not_held: str


class Agenda(Part):
    file: str = holds("half_month")
    title: str = holds("number")
    opening: str = holds("half_month", "held", "place", "chair")
    last: str
    results: str
    unreported: str
    behind: str
    admissions: str
    admission: str = holds("matter", "who")
    no_admissions: str
    next: str
    next_text: str


class Minutes(Part):
    file: str = holds("half_month")
    title: str = holds("number")
    opening: str = holds("held", "place", "chair", "number")
    heard: str = holds("half_month")
    said: str
    decided: str
    item: str = holds("title", "who", "due")
    item_done: str = holds("title", "who", "result")
    assisting: str = holds("who", "assisting")
    no_items: str
    problems: str
    people: str
    present: str = holds("names")
    absent: str = holds("names")
    recorder: str = holds("names")
    open: str


class Supervision(Part):
    file: str = holds("half_month", "who")
    title: str
    item: str = holds("title", "who", "due", "days")
    county: str = holds("half_month", "county", "percent", "expected", "gap")
    reply: str = holds("due")
