"""The section [notice.running] of data/briefing.toml: monitoring points, admission, plans of villages, self-reviews."""

from lib.documents.template import Part, holds, sentences


class Monitoring(Part):
    heading: str
    events: str = holds("points", "events", "kinds", "change")
    kind: str = holds("kind", "count")
    outside: str = holds("count")
    none_outside: str
    unit: str
    sources: str = holds("departments")
    source: str = holds("department", "count")
    over_limit: str = holds("count", "villages")
    name: str


class Admitted(Part):
    heading: str
    counts: str = holds("applied", "approved", "refused", "exited", "waiting")
    approved: str = holds("matters")
    refused: str = holds("matters")
    waiting: str = holds("matters")
    past_exit: str = holds("count", "matters")
    matter: str = holds("matter", "department")
    name: str


class Plans(Part):
    heading: str
    sentences: tuple[str, ...] = sentences()


class Reviews(Part):
    heading: str
    done: str = holds("done", "every", "new")
    found: str = holds("mechanisms", "boards", "inspections")
    untold: str = holds("count")
    missing: str = holds("departments")
    name: str


class Running(Part):
    heading: str
    monitoring: Monitoring
    admission: Admitted
    plans: Plans
    reviews: Reviews
