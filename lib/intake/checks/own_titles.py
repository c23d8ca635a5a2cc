"""Columns whose titles are not ours, read as somebody said it of their layout."""

from collections.abc import Iterable, Mapping

from lib.intake.checks.header import Header, find_header, layout_of, likely_headers
from lib.intake.checks.problems import column_letters
from lib.intake.checks.titles import ROLES, Named, Role, Titles
from lib.intake.checks.wanted import OwnTitles, Reported, WantedValues
from lib.intake.sheets import Sheet
from lib.kept.reference import Reference
from lib.words.language import gettext as _
from lib.words.language import named

NOT_READ = "ignored"
"""What a column means that is not read."""


def header_of(sheet: Sheet, titles: Titles, wanted: WantedValues) -> Header | None:
    """The header of a sheet by the titles that are known, or the very row of titles of which somebody said more."""
    found, own = find_header(sheet, titles.known), own_of(wanted)
    if own is None or (found is not None and layout_of(found) == own.titles):
        return found
    return next((each for each in likely_headers(sheet) if layout_of(each) == own.titles), found)


def layouts(sheet: Sheet, titles: Titles) -> set[tuple[str, ...]]:
    """The layouts that the first rows of a sheet could be."""
    found = find_header(sheet, titles.known)
    return {layout_of(each) for each in (*([found] if found else []), *likely_headers(sheet))}


def own_of(wanted: WantedValues) -> OwnTitles | None:
    """What was said of titles that are not ours, of which targets have none."""
    return wanted.own if isinstance(wanted, Reported) else None


def meanings(header: Header, wanted: WantedValues) -> Mapping[int, str]:
    """What the columns mean of whose layout it was said; none of any other layout."""
    own = own_of(wanted)
    return own.meanings if own and layout_of(header) == own.titles else {}


def read_as(titles: Titles, meaning: str | None, title: str, group: str) -> tuple[Role | None, Named | None]:
    """A column's role or indicator by its title, else by what was said of it."""
    role, found = titles.role(title), titles.named(title, group)
    if found is not None and titles.named(group) is not None:
        role = None  # 村委会 below an indicator is a part of it
    if role is not None or found is not None or meaning is None:
        return role, found
    return (Role(meaning), None) if meaning in ROLES.values() else (None, titles.meant(meaning, title, group))


def told(header: Header, own: OwnTitles, reference: Reference) -> str:
    """Which columns were read as what, and by whose word."""
    columns = _(", ").join(
        _("column {column} as “{meaning}”").format(
            column=column_said(header, index), meaning=meaning_word(one, reference)
        )
        for index, one in sorted(own.meanings.items())
        if one != NOT_READ
    )
    unit = reference.units.get(own.unit_code or "")
    if unit is None:
        return _("Read as the office said of this layout: {columns}").format(columns=columns)
    said = _("Read as {whose} said of this layout: {columns}")
    return said.format(whose=named(unit.name, unit.name_en), columns=columns)


def column_said(header: Header, index: int) -> str:
    """A column with its title as people find it: C “拆牌数”."""
    title = " ".join(filter(None, (header.group(index), header.title(index))))
    return _("{letter} “{title}”").format(letter=column_letters(index), title=title)


def meaning_word(meaning: str, reference: Reference) -> str:
    """What people call a role or an indicator."""
    if meaning in reference.indicators:
        indicator = reference.indicators[meaning]
        return named(indicator.name, indicator.name_en)
    return {
        "unit_code": _("Unit code"),
        "unit_name": _("Unit name"),
        "township": _("Township"),
        "county": _("County"),
        "half_month": _("Half month"),
        "indicator": _("Indicator"),
        "value": _("Value"),
        NOT_READ: _("not read"),
    }.get(meaning, meaning)


def as_text(own: OwnTitles) -> tuple[str, str]:
    """Titles and meanings as they are kept: no key of a title holds a blank, and none is a full stop."""
    said = (f"{column_letters(index)}={meaning}" for index, meaning in sorted(own.meanings.items()))
    return " ".join(title or "." for title in own.titles), " ".join(said)


def of_text(titles: str, meanings: str, code: str, unit_code: str | None) -> OwnTitles:
    """The same read back. Raises ValueError where somebody wrote something else by hand."""
    keys = tuple("" if title == "." else title for title in titles.split(" "))
    places = {column_letters(index): index for index in range(len(keys))}
    pairs = (each.partition("=")[::2] for each in meanings.split())
    found = {places.get(letter, -1): meaning for letter, meaning in pairs}
    if not found or -1 in found or len(found) != len(meanings.split()) or not all(found.values()):
        raise ValueError(f"no meanings of columns: {meanings}")
    return OwnTitles(keys, found, code, unit_code)


def gone(own: OwnTitles, codes: Iterable[str]) -> list[str]:
    """The meanings that are no role and no indicator of these codes any more."""
    known = {*ROLES.values(), *codes}
    return [meaning for meaning in own.meanings.values() if meaning not in known]
