"""What columns whose titles are not ours could be: shown with a reason and asked about, never taken by itself."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice

from lib.intake.checks.cells import YES_NO, code, half_month, is_blank
from lib.intake.checks.choice import every
from lib.intake.checks.header import Header, find_header, layout_of, likely_header
from lib.intake.checks.layout import Layout
from lib.intake.checks.measures import factor
from lib.intake.checks.numbers import number
from lib.intake.checks.own_titles import NOT_READ
from lib.intake.checks.problems import Mistake, brief, cell_text
from lib.intake.checks.resolver import RowResolver
from lib.intake.checks.titles import LONGEST_TITLE, Titles, brackets, header_key, qualifiers
from lib.intake.checks.units import name_key, stem
from lib.intake.checks.wanted import Reported
from lib.intake.sheets import Cell, Row, Sheet
from lib.kept.models import LEVELS, Indicator
from lib.kept.reference import FormRef, Reference, UnitRef
from lib.words.language import gettext as _

ASKED = ("no_header", "another_table", "missing_column")
"""The problems of a file as a whole in whose place somebody can say what its columns are."""

CHOSEN_ROLES = ("unit_code", "unit_name", "township", "county", "half_month", "indicator", "value")
LOOKED_AT, SAMPLES, LONGEST_SAMPLE = 200, 2, 16  # rows, values of a column, characters of each
ALIKE, CLEARLY = 0.6, 0.15  # of titles, 0 to 1: at least so like, and by so much more than any other
WORD = 3  # characters: a shorter title stands in many a name
NEARLY_ALL, FEWEST = 0.8, 5  # the share of the cells that are of one kind, and how many there must be
Last = Mapping[tuple[int, int], int]
"""The values of the half month before in smallest steps, by the ids of unit and indicator."""


@dataclass(frozen=True)
class AskedColumn:
    """A column whose title is not ours, with two different values of it; `meaning` is what it could be, and `why`."""

    index: int
    title: str
    samples: tuple[str, ...]
    meaning: str | None = None
    why: str = ""


@dataclass(frozen=True)
class AskedColumns:
    """The columns of a layout that somebody has to say, what the others are, and what each may be said to be."""

    header: Header
    titles: Titles
    form: FormRef
    columns: tuple[AskedColumn, ...] = ()
    known: Mapping[int, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()

    @property
    def layout(self) -> tuple[str, ...]:
        """The exact row of the titles."""
        return layout_of(self.header)

    @property
    def helps(self) -> bool:
        """Whether one of the columns could be what the form still lacks."""
        return any(column.meaning != NOT_READ for column in self.columns)

    def mistakes(self, said: Mapping[int, str]) -> list[str]:
        """Why a file cannot be read by what was said of its columns, as sentences; none when it can."""
        return [*self._doubled(said), *self._other(said), *self._missing(said)]

    def _doubled(self, said: Mapping[int, str]) -> Iterator[str]:
        counted = Counter(meaning for meaning in said.values() if meaning != NOT_READ)
        for meaning in (meaning for meaning, count in counted.items() if count > 1):
            columns = _(", ").join(self.header.grouped(index) for index, one in said.items() if one == meaning)
            yield _("{columns} are said to be the same; keep one of them").format(columns=columns)

    def _other(self, said: Mapping[int, str]) -> Iterator[str]:
        for index, meaning in said.items():
            found = self.titles.meant(meaning, self.header.title(index), self.header.group(index))
            if found is not None and found.other:
                mend = _("{column} says “{other}”, and “{indicator}” is counted in {unit}; it cannot be that one")
                column, indicator = self.header.grouped(index), found.indicator
                yield mend.format(column=column, other=found.other, indicator=indicator.name, unit=indicator.unit)

    def _missing(self, said: Mapping[int, str]) -> Iterator[str]:
        have = {*self.known.values(), *said.values()}
        names = (
            [] if {"indicator", "value"} <= have else [one.name for one in self.form.indicators if one.code not in have]
        )
        # a form of townships or counties may name them in the column of that place
        names = [*([] if have & {"unit_code", "unit_name", self.form.level} else [_("Unit code")]), *names]
        if names:
            mend = _("Still without a column: {names}; choose it above, or add it to the file, blank if not reported")
            yield mend.format(names=_(", ").join(names))


def asked(file: Sheet, reference: Reference, wanted: Reported, last: Last) -> AskedColumns | None:
    """The columns of a file that somebody could say, as they could be; None where there is no table."""
    if wanted.form is None or not (form := reference.forms[wanted.form]).indicators:
        return None
    titles = Titles(reference, wanted.form)
    found = [(sheet, find_header(sheet, titles.known) or likely_header(sheet)) for sheet in every(file)]
    tables = [(sheet, header) for sheet, header in found if header is not None]
    if not tables:
        return None
    sheet, header = max(tables, key=lambda one: (one[1].score, len(one[0].rows)))
    looking = _Looking(sheet, header, titles, form, reference, wanted)
    columns = looking.columns(last)
    return AskedColumns(header, titles, form, tuple(columns), looking.known, looking.choices)


class _Looking:
    """Looks at the columns of a sheet, one after the other."""

    def __init__(
        self, sheet: Sheet, header: Header, titles: Titles, form: FormRef, reference: Reference, wanted: Reported
    ) -> None:
        self._sheet, self._header, self._titles = sheet, header, titles
        self._reference, self._wanted, self._form = reference, wanted, form
        below = islice(sheet.rows, header.index + 1, header.index + 1 + LOOKED_AT)
        self._rows = [row for row in below if not header.repeats(row)]
        self.known = {index: found for index in range(len(header.titles)) if (found := self._known(index))}
        free = (*CHOSEN_ROLES, *(one.code for one in form.indicators))
        said = {meaning for index, meaning in self.known.items() if header_key(header.title(index)) != "单位"}
        self.choices = (*(meaning for meaning in free if meaning not in said), NOT_READ)
        self._free = [one for one in form.indicators if one.code in self.choices]

    def _known(self, index: int) -> str:
        title, group = self._header.title(index), self._header.group(index)
        if role := self._titles.role(title):
            return "other" if role.other else role.name
        found = self._titles.named(title, group)
        return "" if found is None else "other" if found.other else found.indicator.code

    def columns(self, last: Last) -> list[AskedColumn]:
        """Those whose titles are not ours, each with what it could be, where that is clear."""
        titled = [index for index, title in enumerate(self._header.titles) if title and index not in self.known]
        first = [self._column(index, self._by_cells(index) or self._by_title(index)) for index in titled]
        roles = {one.meaning: one.index for one in self._clear(first) if one.meaning in CHOSEN_ROLES}
        known = {meaning: index for index, meaning in self.known.items() if meaning in CHOSEN_ROLES}
        by_values = self._by_values(known | roles, [one for one in first if one.meaning is None], last)
        return self._clear(
            self._column(one.index, by_values[one.index]) if one.index in by_values else one for one in first
        )

    def _column(self, index: int, found: tuple[str, str] | None) -> AskedColumn:
        samples = list(dict.fromkeys(brief(cell_text(cell), LONGEST_SAMPLE) for cell in self._cells(index)))[:SAMPLES]
        title = " ".join(filter(None, (self._header.group(index), self._header.title(index))))
        return AskedColumn(index, title, tuple(samples), *(found or (None, "")))

    def _cells(self, index: int) -> list[Cell]:
        cells = (row.cells[index] for row in self._rows if index < len(row.cells))
        return [cell for cell in cells if not is_blank(cell)]

    @staticmethod
    def _clear(columns: Iterable[AskedColumn]) -> list[AskedColumn]:
        """Without what is suggested for two columns: then it is clear for neither."""
        columns = list(columns)
        counted = Counter(column.meaning for column in columns)
        unclear = {meaning for meaning, count in counted.items() if count > 1 and meaning != NOT_READ}
        return [AskedColumn(one.index, one.title, one.samples) if one.meaning in unclear else one for one in columns]

    def _by_cells(self, index: int) -> tuple[str, str] | None:
        """A role by what the cells are; a column of words alone is nothing that a form asks."""
        cells = self._cells(index)
        for role, fits, why in self._kinds:
            if role in self.choices and cells and _share(cells, fits) >= NEARLY_ALL:
                return role, why
        if cells and not any(map(_could_be_value, cells)):
            return NOT_READ, _("no numbers")
        return None

    @cached_property
    def _kinds(self) -> tuple[tuple[str, Callable[[Cell], bool], str], ...]:
        """Role by role whether a cell could be of it, and how that is said."""
        of_level, level = self._reference.of_level, self._form.level
        codes = {unit.code for unit in of_level.get(level, ())}
        names = {of: {part for unit in of_level.get(of, ()) for part in self._spelled(unit)} for of in LEVELS}
        return (
            ("unit_code", lambda cell: _code(cell) in codes, _("like unit codes")),
            ("unit_name", lambda cell: _name(cell) in names[level], _("like unit names")),
            ("township", lambda cell: _name(cell) in names["township"], _("like townships")),
            ("county", lambda cell: _name(cell) in names["county"], _("like counties")),
            ("half_month", _is_half_month, _("like half months")),
        )

    def _spelled(self, unit: UnitRef) -> Iterator[str]:
        """The name of a unit as people write it: alone, behind its township, a place without what it is."""
        above = self._reference.units.get(unit.township_code or "")
        yield name_key(unit.name)[0]
        yield stem(unit.name) if unit.level != "village" else name_key((above.name if above else "") + unit.name)[0]

    def _by_title(self, index: int) -> tuple[str, str] | None:
        """An indicator by its measure or the likeness of its name, a role by that of its spellings."""
        bare, said = brackets(self._header.title(index)[:LONGEST_TITLE])
        cells = self._cells(index)
        if cells and _share(cells, _could_be_value) < NEARLY_ALL:
            return None
        alike = [one for one in self._free if _of_time(bare) == _of_time(header_key(one.name))]
        measured = [one for one in alike if any(factor(each, one.unit, one.unit_en) is not None for each in said)]
        if len(measured) == 1:
            return measured[0].code, _("same unit of measure")
        likely = sorted(((_likeness(bare, one), one.code) for one in measured or alike), reverse=True)
        second = likely[1][0] if len(likely) > 1 else 0
        clear = likely and likely[0][0] >= max(ALIKE, second + CLEARLY)
        return (likely[0][1], _("similar name")) if clear else None

    def _by_values(
        self, roles: Mapping[str, int], columns: Sequence[AskedColumn], last: Last
    ) -> dict[int, tuple[str, str]]:
        """The indicators whose values of the half month before these columns mostly repeat."""
        units = list(self._units(roles)) if last and columns else []
        found = {}
        for column in columns:
            values = [(unit, value) for row, unit in units if (value := _value(row, column.index)) is not None]
            shares = sorted(((_same(values, one, last), one.code) for one in self._free), reverse=True)
            second = shares[1][0] if len(shares) > 1 else 0
            if shares and shares[0][0] >= max(ALIKE, second + CLEARLY):
                found[column.index] = (shares[0][1], _("same values as last time"))
        return found

    def _units(self, roles: Mapping[str, int]) -> Iterator[tuple[Row, int]]:
        layout = Layout(self._header, dict(roles), form=self._form)
        resolver = RowResolver(layout, self._reference, self._wanted)
        for row in self._rows if {"unit_code", "unit_name"} & roles.keys() else ():
            unit = resolver.unit(row)
            if not isinstance(unit, Mistake):
                yield row, unit.id


def _share(cells: Sequence[Cell], fits: Callable[[Cell], bool]) -> float:
    return sum(count for cell, count in Counter(cells).items() if fits(cell)) / len(cells)


def _could_be_value(cell: Cell) -> bool:
    """Whether a cell may be meant for a number, with whatever words: 约5, 12块, 是."""
    written = cell_text(cell)
    return any(map(str.isdigit, written)) or written in YES_NO


def _code(cell: Cell) -> str:
    try:
        return code(cell) or ""
    except Mistake:
        return ""


def _name(cell: Cell) -> str:
    return name_key(cell)[0] if isinstance(cell, str) else ""


def _is_half_month(cell: Cell) -> bool:
    try:
        return half_month(cell) is not None
    except Mistake:
        return False


def _of_time(title: str) -> frozenset[str]:
    """What a title says of time and aim (本期, 上年, 目标): titles that differ in it are not of the same thing."""
    return frozenset(qualifiers(title.replace("去年", "上年")))


def _likeness(bare: str, indicator: Indicator) -> float:
    """How like a title is to an indicator's name, 0 to 1; a name that holds the whole title is."""
    bare = bare.replace("去年", "上年")
    names = [header_key(name) for name in (indicator.name, indicator.name_en) if name]
    within = any(len(bare) >= WORD and (bare in name or name in bare) for name in names)
    return max(ALIKE + CLEARLY if within else 0, *(SequenceMatcher(None, bare, name).ratio() for name in names))


def _value(row: Row, index: int) -> Decimal | None:
    try:
        return number(row.cells[index]) if index < len(row.cells) else None
    except Mistake:
        return None


def _same(values: Sequence[tuple[int, Decimal]], indicator: Indicator, last: Last) -> float:
    """The share of the values, each of a unit, that are the indicator's half month before; zeros tell nothing."""
    step, pairs = 10**indicator.decimals, list[bool]()
    for unit, value in values:
        before = last.get((unit, indicator.id))
        if before is not None and (value or before):
            pairs.append(value * step == before)
    return sum(pairs) / len(pairs) if len(pairs) >= FEWEST else 0
