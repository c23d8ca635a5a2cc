"""Small tables in HTML: any short list, and the two of an upload, what to mend and what would change."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lib.intake.checks import Problem
from lib.show.blocks.html import Markup, bold, element
from lib.show.blocks.status import note_pill
from lib.words.language import gettext as _
from lib.words.wording import MISSING, exact, signed

SHORT_TEXT = 16  # characters that a chip has room for


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], numeric: Collection[int] = ()) -> Markup:
    """A table of texts, numbers and markup of this package; the columns in `numeric` (from 0) stand right.

    A cell that is None shows —, missing; "" stays empty. Without headers the table has no head.
    """
    head = element("tr", "", *(head_of(text, at in numeric) for at, text in enumerate(headers)))
    body = (element("tr", "", *(cell_of("td", cell, at in numeric) for at, cell in enumerate(row))) for row in rows)
    return element("table", "by-table", element("thead", "", head) if headers else None, element("tbody", "", *body))


def head_of(text: str, numeric: bool) -> Markup:
    """The head of a column; one without words is none, and not announced as one."""
    return cell_of("th", text, numeric, scope="col") if text else cell_of("td", "", numeric)


def cell_of(name: str, content: object, numeric: bool, **attributes: object) -> Markup:
    """One cell, as the element `name`; what is missing shows —."""
    return element(name, "by-number" if numeric else "", MISSING if content is None else content, **attributes)


def scrolling(content: Markup, name: str, classes: str) -> Markup:
    """A part of the page that may scroll by itself: reached with Tab, and named for who hears it."""
    return element("div", classes, content, tabindex="0", role="group", aria_label=name)


def wide_table(
    name: str, headers: Sequence[str], rows: Iterable[Sequence[object]], numeric: Collection[int] = ()
) -> Markup:
    """A table of many columns: on a narrow page it scrolls by itself, and its words keep together."""
    return scrolling(table(headers, rows, numeric), name, "by-wide")


def problems_table(problems: Iterable[Problem]) -> Markup:
    """Row and column as the spreadsheet counts them, the text found in a chip, and beside it how to mend it."""
    headers = (_("Row"), _("Column"), _("Found"), _("How to mend it"))
    return table(
        headers, [(_bold(problem.row), problem.column, chip(problem.text), problem.mend) for problem in problems], {0}
    )


def chip(text: str) -> Markup:
    """A text as it stands in the file, on the tint of 滞后; a blank cell says so. A long one stands in the title."""
    return element(
        "code", "by-chip", text if text.strip() else _("(blank)"), title=text if len(text) > SHORT_TEXT else None
    )


@dataclass(frozen=True)
class ChangeRow:
    """One value that saving would write; `before` None is new, `last` is of the half month before (None: unknown).

    `notes` say what is unusual (▲).
    """

    unit: str
    indicator: str
    before: Decimal | int | None
    after: Decimal | int | None
    notes: tuple[str, ...] = ()
    decimals: int = 0
    last: Decimal | int | None = None


def changes_table(changes: Iterable[ChangeRow], unit_header: str) -> Markup:
    """What saving changes, old and new value in full; `unit_header` names the level, as 村(社区)."""
    headers = (
        unit_header, _("Indicator"), _("Before"), _("After"), _("Change"), _("On last half month"), _("Please note"),
    )  # fmt: skip
    return table(headers, map(_change, changes), {2, 3, 4, 5})


def _change(row: ChangeRow) -> tuple[object, ...]:
    before = element("span", "by-mut", exact(row.before, row.decimals))
    notes = element("span", "by-notes", *map(note_pill, row.notes))
    return row.unit, row.indicator, before, _bold(exact(row.after, row.decimals)), _difference(row), _since(row), notes


def _difference(row: ChangeRow) -> str:
    if row.before is None:
        return _("new")
    return _("removed") if row.after is None else signed(row.after - row.before, row.decimals)


def _since(row: ChangeRow) -> str | None:
    """Against the half month before; missing where there is no value to compare."""
    return None if row.last is None or row.after is None else signed(row.after - row.last, row.decimals)


def _bold(content: object) -> Markup | None:
    return None if content is None else bold(content)
