"""The sections [admission] and [reply] of data/briefing.toml: the texts of the approval form and of its answer."""

from lib.documents.template import Part, holds


class Labels(Part):
    applicant: str
    route: str
    matter: str
    basis: str
    content: str
    villages: str
    start: str
    exit: str
    staff: str
    funds: str
    materials: str
    load: str
    lists: str
    department: str
    office: str
    meeting: str
    secretary: str


class Approval(Part):
    file: str = holds("code")
    title: str
    above: str = holds("code", "day")
    not_applied: str
    general: str
    urgent: str
    urgent_several: str
    staff: str = holds("count")
    funds: str = holds("count")
    villages: str = holds("names", "count")
    load: str = holds("hours", "forms", "most_hours", "most_forms")
    like: str = holds("item", "share", "reason")
    like_none: str
    passed: str
    approved: str = holds("reason")
    refused: str = holds("reason")
    decided: str = holds("who", "day")
    sign: str
    note: str
    labels: Labels


class Reply(Part):
    file: str = holds("code")
    masthead: str = holds("prefecture")
    number: str = holds("year", "number")
    title: str = holds("matter")
    addressees: str = holds("department")
    copies: str
    opening: str = holds("matter", "code", "day", "decided")
    general: str = holds("who")
    urgent: str = holds("who")
    undecided: str
    meeting: str
    secretary: str
    approved_heading: str
    approved: str = holds("matter", "villages", "start", "exit")
    guarantees_heading: str
    guarantees: str = holds("staff", "funds", "materials")
    load_heading: str
    load: str = holds("hours", "forms")
    exit_heading: str
    exit: str = holds("exit")
    conditions_heading: str
    conditions: str = holds("reason")
    refused: str = holds("matter", "reason")
    after_refusal: str
