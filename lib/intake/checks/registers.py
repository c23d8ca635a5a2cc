"""Which tables of a file hold a catalogue or register, and what their columns are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lib.intake.checks import fields
from lib.intake.checks.choice import best, every
from lib.intake.checks.header import Header, find_header, reads_as_header
from lib.intake.checks.problems import Problem, row_said
from lib.intake.checks.titles import brackets, header_key, says_nothing, tells_how
from lib.intake.checks.told import Lost
from lib.intake.sheets import SHEET_ROWS, Row, Sheet
from lib.kept.tables import Column, Table
from lib.words.language import gettext as _

_HOURS = ("小时", "时", "h", "hours")


@dataclass
class RegisterTable:
    """A table of a register: its rows, its header, the column of the table by place; what is wrong with its titles."""

    sheet: Sheet
    header: Header
    rows: tuple[Row, ...] = ()
    columns: dict[int, Column] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lost = Lost(self.sheet)

    def fits(self, other: "RegisterTable") -> bool:
        """Whether both have the same columns and nothing is wrong with them: they can be read as one."""
        names = ({column.name for column in one.columns.values()} for one in (self, other))
        return not (self.problems or other.problems) and next(names) == next(names)


class RegisterTitles:
    """Recognises the titles of a register. A bracket that says another thing than the column makes it another one."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._by_key = {header_key(title): column for column in table.columns for title in column.headers}
        self._left_out = {header_key(title) for title in table.left_out}
        self._spelled = {title for column in table.columns for title in column.headers}

    def column(self, title: str, group: str = "") -> Column | None:
        """The column of this title, below the title of its group."""
        full, (bare, said) = header_key(title or group), brackets(title or group)
        if full in self._by_key:
            return self._by_key[full]
        found = self._by_key.get(bare)
        return found if found and all(_says_nothing(found, each) for each in said) else None

    def is_header(self, row: Row, header: Header) -> bool:
        """Whether the row is the header of another table below this one."""
        # nearly no row holds a title as it is spelled; only those that do are looked at closer
        if not any(cell in self._spelled for cell in row.cells if isinstance(cell, str)):
            return False
        return reads_as_header(row, self.column) and not header.repeats(row)

    def assign(self, found: RegisterTable) -> None:
        """Give every column of a table its column of the register."""
        unknown, places = list[str](), dict[str, int]()
        for index, title in enumerate(found.header.titles):
            column = self.column(title)
            if column is None:
                unknown += [] if self._is_left_out(title) else [title]
            elif column.name in places:
                found.problems.append(found.header.doubled(places[column.name], index))
            else:
                places[column.name] = index
                found.columns[index] = column
        if unknown:
            found.notices.append(_("Left out, since unknown: {columns}").format(columns=_(", ").join(unknown)))
        found.problems += self._others(found.header, places)
        for column in self._table.columns:
            if column.required and column.name not in places:
                mend = _("This column is missing; add it as in the template")
                found.problems.append(Problem(title=_(column.title), mend=mend, kind="missing_column"))

    def _is_left_out(self, title: str) -> bool:
        return not title or header_key(title) in self._left_out or brackets(title)[0] in self._left_out

    def _others(self, header: Header, places: dict[str, int]) -> Iterator[Problem]:
        """Titles that say another thing of a column that the file does not have: which is meant only people know."""
        for index, title in enumerate(header.titles):
            bare, said = brackets(title)
            column = self._by_key.get(bare)
            if column is None or column.name in places or column.required or self.column(title) is not None:
                continue
            yield header.other_meaning(index, "、".join(said), _(column.title))


def _says_nothing(column: Column, said: str) -> bool:
    """Whether what stands in a bracket only tells how the column is filled in."""
    if says_nothing(said) or header_key(said) in map(header_key, column.headers):
        return True
    if column.kind in ("date", "half_month"):
        return tells_how(said)
    if column.kind == "choice":
        return all(part in fields.spellings(column) for part in re.split(r"[、,/;，；|或]+", said))
    if column.kind in ("integer", "number"):
        return said == "%" if fields.is_percent(column) else column.kind == "number" and said in _HOURS
    return False


def register_tables(file: Sheet, table: Table) -> tuple[Sheet, list[RegisterTable]]:
    """The sheet whose header fits best, and the tables that are read: its own, and those of sheets of one layout."""
    titles = RegisterTitles(table)
    sheet, header = best(file, titles.column)
    if header is None:
        return sheet, []
    first = _table(titles, sheet, header)
    others = [(other, find_header(other, titles.column)) for other in every(file) if other.name != sheet.name]
    alike = {other.name for other, found in others if found and _table(titles, other, found).fits(first)}
    together = [each for each in every(file) if each.name == sheet.name or each.name in alike]
    if len(together) > 1:
        together = [each.numbered_from(place * SHEET_ROWS) for place, each in enumerate(together)]
    names = tuple(each.name for each in together) if len(together) > 1 else ()
    return sheet, [part for each in together for part in _of_sheet(titles, each, names)]


def _table(titles: RegisterTitles, sheet: Sheet, header: Header) -> RegisterTable:
    found = RegisterTable(sheet, header)
    titles.assign(found)
    return found


def _of_sheet(titles: RegisterTitles, sheet: Sheet, names: tuple[str, ...]) -> Iterator[RegisterTable]:
    """The table of a sheet, and those below it that have a header of their own."""
    rest, above = sheet, None
    while (header := find_header(rest, titles.column)) is not None:
        header = replace(header, sheet=sheet.name if names else "")
        found = _table(titles, sheet, header)
        found.problems = [replace(problem, sheet=header.sheet) for problem in found.problems]
        if above is not None and not found.fits(above):
            notice = _("From row {row} on stands another table; it is left out")
            above.notices.append(notice.format(row=row_said(rest.rows[0].number, *names)))
            return
        below = rest.rows[header.index + 1 :]
        end = next((place for place, row in enumerate(below) if titles.is_header(row, header)), len(below))
        found.rows = below[:end]
        yield found
        if end == len(below):
            return
        rest, above = replace(rest, rows=below[end:]), found
