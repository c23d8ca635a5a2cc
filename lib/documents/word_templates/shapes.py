"""What a template of each kind may name: a text, or a list of texts or of rows to loop over.

Generic names tell any document part by part; those of `FIELDS` are single facts of one kind. `values` takes them all
out of a document, so that a file made by a template says what the built-in one says.
"""

from collections.abc import Mapping, Sequence

from lib.documents.paper import Document, Grid, Paragraph, Said, plain, runs_of
from lib.documents.parts import full_day
from lib.words.language import N_
from lib.words.texts import printable

# A text is None; a list is its item in brackets; an item with sides is a mapping.
Shape = None | list["Shape"] | Mapping[str, "Shape"]
Value = str | list["Value"] | dict[str, "Value"]

CELLS = ("number", "township", "village", "indicator", "reported", "found")  # the columns of the list of villages

TEXTS = {
    "title": N_("Title, with the mark of a draft"),
    "draft": N_("草稿 while it is a draft, else nothing"),
    "signed_by": N_("Who signs"),
    "signed_on": N_("Day below the signature"),
}
HEAD = {"addressees": N_("To whom it goes")}
BODY = {
    "opening": N_("List: the paragraphs before the first heading"),
    "sections": N_("List: each with section.heading, and the list section.lines"),
}
MEETING = {
    "half_month": N_("Half month"),
    "meeting": N_("Number of the meeting"),
    "held": N_("Day of the meeting"),
    "place": N_("Place"),
    "chair": N_("Chair"),
    "present": N_("Present"),
    "absent": N_("Absent"),
    "recorder": N_("Recorder"),
}
MATTER = {
    "code": N_("Application code"),
    "applied_on": N_("Applied on"),
    "applicant": N_("Applicant department"),
    "route": N_("Urgency, and who decides"),
    "matter": N_("Matter"),
    "basis": N_("Legal basis"),
    "content": N_("Content"),
    "villages": N_("Range: units and number of villages"),
    "start": N_("Start day"),
    "exit": N_("Exit day"),
    "staff": N_("Staff provided"),
    "funds": N_("Funds provided"),
    "materials": N_("Materials provided"),
    "load": N_("Load that it adds"),
    "lists": N_("Compared with the lists"),
    "department": N_("Opinion of the department: room for a seal"),
    "office": N_("Opinion of the office"),
    "decider": N_("Who decides, as the label of the last row"),
    "decision": N_("Decision with reason, by whom and when"),
}
TABLES = {"tables": N_("List: a table a county, each with table.title, and the list table.rows")}

FIELDS: Mapping[str, Mapping[str, str]] = {
    "agenda": TEXTS | BODY | MEETING,
    "minutes": TEXTS | BODY | MEETING,
    "supervision": TEXTS | HEAD | BODY | {"half_month": N_("Half month")},
    "checking": TEXTS | HEAD | BODY | TABLES,
    "admission": TEXTS | MATTER,
    "reply": TEXTS | HEAD | BODY | MATTER | {"number": N_("Number of the document")},
}  # fmt: skip

_ROW: Shape = dict.fromkeys(CELLS)
_LISTS: Mapping[str, Shape] = {
    "opening": [None],
    "sections": [{"heading": None, "lines": [None]}],
    "tables": [{"title": None, "rows": [_ROW]}],
}


def shape_of(kind: str) -> Mapping[str, Shape]:
    """The names that a template of this kind may use, and what each is."""
    return {name: _LISTS.get(name) for name in FIELDS[kind]}


def values(document: Document) -> dict[str, Value]:
    """Everything that a template of this document's kind may name, as plain texts without control characters."""
    body = document.body
    opening, sections = _parted([block for block in body if isinstance(block, Paragraph)])
    known: dict[str, Value] = {
        "title": _text("\n".join(document.title)),
        "draft": _text(document.draft),
        "signed_by": _text(document.signed_by),
        "signed_on": full_day(document.signed_on),
        "addressees": _text(document.addressees),
        "number": _text(document.number),
        "opening": opening,
        "sections": sections,
        "tables": [_table(block) for annex in document.annexes for block in annex.blocks if isinstance(block, Grid)],
        **{name: _text(said) for name, said in document.fields.items()},
    }
    return {name: known[name] for name in FIELDS[document.kind]}


def sample(shape: Shape, *, empty: bool = False) -> Value:
    """A value of this shape to try a template with: two items a list, or none."""
    if shape is None:
        return "" if empty else "1"
    if isinstance(shape, list):
        return [] if empty else [sample(shape[0]), sample(shape[0])]
    return {name: sample(inner, empty=empty) for name, inner in shape.items()}


def _parted(paragraphs: Sequence[Paragraph]) -> tuple[list[Value], list[Value]]:
    """The texts before the first heading, and the sections after it."""
    opening: list[Value] = []
    sections: list[dict[str, Value]] = []
    for paragraph in paragraphs:
        if paragraph.role == "heading":
            sections.append({"heading": _text(paragraph.text), "lines": []})
        else:
            lines = sections[-1]["lines"] if sections else opening
            assert isinstance(lines, list)
            lines.append(_text(paragraph.text))
    return opening, list(sections)


def _table(grid: Grid) -> Value:
    rows: list[Value] = [dict(zip(CELLS, map(_text, row), strict=True)) for row in grid.rows]
    return {"title": _text(grid.title), "rows": rows}


def _text(said: Said) -> str:
    """Word's XML knows no control characters; docxtpl drops what follows one in a value."""
    return printable(plain(runs_of(said)))
