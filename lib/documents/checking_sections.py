"""The section [checking] of data/briefing.toml: the texts of the notice of a spot check."""

from lib.documents.template import Part, holds


class CheckingWhat(Part):
    heading: str
    text: str = holds("half_month", "indicators", "count")


class CheckingDraw(Part):
    heading: str
    by_size: str = holds("indicator")
    simple: str
    doubts: str
    counts: str = holds("frame", "villages", "visited", "unreported")
    again: str = holds("day", "seed", "hash")


class CheckingHow(Part):
    heading: str
    text: str
    not_found: str


class CheckingEntry(Part):
    heading: str
    text: str


class CheckingVillages(Part):
    title: str
    township: str
    reported: str
    found: str


class Checking(Part):
    file: str = holds("plan")
    title: str = holds("half_month")
    addressees: str
    opening: str = holds("half_month")
    confidential: str
    what: CheckingWhat
    draw: CheckingDraw
    how: CheckingHow
    entry: CheckingEntry
    villages: CheckingVillages
