"""What saving would change, before it is saved: a page of the changes as a table, or all of them to download."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from lib.intake.exports import Export, ExportCell, exact_value
from lib.intake.listing import (
    CHANGED,
    DIFFERS,
    EMPTIED,
    GONE,
    KINDS,
    NEW,
    SAME,
    UNUSUAL,
    Listing,
    column_of,
    month_of,
    unit_of,
)
from lib.intake.preview import note_word
from lib.kept.changes import VALUES, Change, Key, place
from lib.kept.reference import Reference
from lib.show import blocks
from lib.show.blocks import ChangeRow, Finding, Markup
from lib.show.boards.records import Labels, written_change
from lib.show.boards.words import ON_A_PAGE, unit_header, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named

ToLabels = Callable[[Sequence[Change]], Labels]  # how people call the records of some changes


def kind_word(kind: str) -> str:
    """比上期有变, 异常, 新增 and the like."""
    words = {
        EMPTIED: _("emptied"),
        GONE: _("taken away"),
        DIFFERS: _("differs from the last half month"),
        UNUSUAL: _("unusual"),
        CHANGED: _("changed"),
        NEW: _("new"),
        SAME: _("as in the last half month"),
    }
    return words[kind]


def head(listing: Listing, *, waiting: bool = False, second: str = "") -> Finding:
    """How many changes saving makes, or will once the rest is mended (`waiting`), and how many of each kind."""
    title = (
        _("Right already, and saved together with what is mended: {count} cells")
        if waiting
        else _("Saving changes {count} cells")
    )
    counted = listing.count()
    kinds = [f"{kind_word(kind)} {counted[kind]:,}" for kind in _in_order(counted)]
    by_kind = [_(", ").join(kinds)] if len(kinds) > 1 or set(counted) - {NEW, CHANGED} else []
    return Finding(title.format(count=f"{len(listing.changes):,}"), _("; ").join([*by_kind, *filter(None, [second])]))


def _in_order(counted: Counter[str]) -> list[str]:
    return [kind for kind in KINDS if counted[kind]]


def page(reference: Reference, listing: Listing, number: int, labels: Labels, months: Counter[int | None]) -> Markup:
    """The changes of a page, counted from 1; those of several half months stand under their names.

    `months` counts all changes of each half month.
    """
    first = (number - 1) * ON_A_PAGE
    shown = listing.changes[first : first + ON_A_PAGE]
    if len(months) < 2:
        return _table(reference, listing, shown, labels)
    parts = []
    # only values have half months, so that here each change has one; they stand in the order of these
    for month, changes in groupby(shown, month_of):
        text = _("{half_month}: {count} cells change")
        heading = text.format(half_month=HalfMonth(month or 0).label, count=f"{months[month]:,}")
        parts += [blocks.element("h4", "", heading), _table(reference, listing, list(changes), labels)]
    return blocks.join(*parts)


def _table(reference: Reference, listing: Listing, changes: Sequence[Change], labels: Labels) -> Markup:
    if changes and changes[0].table == "observation":
        level = reference.by_id[place(changes[0].key)[0]].level
        return blocks.changes_table([_value(reference, listing, change) for change in changes], unit_header(level))
    headers = (_("Record"), _("Column"), _("Before"), _("After"), _("Please note"))
    return blocks.table(headers, [_record(reference, listing, change, labels) for change in changes])


def _value(reference: Reference, listing: Listing, change: Change) -> ChangeRow:
    unit_id, indicator_id = place(change.key)
    unit, indicator = reference.by_id[unit_id], reference.indicator_by_id[indicator_id]
    return ChangeRow(
        unit=unit_name(unit),
        indicator=named(indicator.name, indicator.name_en),
        before=exact_value(change.before, indicator),
        after=exact_value(change.after, indicator),
        notes=tuple(_notes(listing, change)),
        decimals=indicator.decimals,
        last=exact_value(listing.last.get(change.key), indicator),
    )


def _record(reference: Reference, listing: Listing, change: Change, labels: Labels) -> tuple[object, ...]:
    written = written_change(reference, change, labels)
    pills = blocks.element("span", "by-notes", *(blocks.note_pill(text) for text in _notes(listing, change)))
    return (
        written.row,
        written.column,
        blocks.element("span", "by-mut", written.before),
        blocks.bold(written.after),
        pills,
    )


def _notes(listing: Listing, change: Change) -> list[str]:
    return [note_word(note) for note in listing.notes.get(change.key, ())]


def search_words(reference: Reference, changes: Iterable[Change], labels: Labels) -> Mapping[Key, str]:
    """The words in which a search looks: whose, which column, and the two sides."""
    words: dict[Key, str] = {}
    for change in changes:
        unit = unit_of(change, reference)
        parts = (*written_change(reference, change, labels), unit.code if unit else "")
        words[change.key] = " ".join([words.get(change.key, ""), *parts])
    return words


def export(reference: Reference, listing: Listing, name: str, labels: ToLabels) -> Export:
    """All these changes as a table, with where each unit lies, its code, and what it was in the half month before."""
    if listing.changes and listing.changes[0].table in VALUES:
        header = (
            _("Half month"), _("County"), _("Township"), _("Unit code"), _("Unit name"), _("Indicator"), _("Before"),
            _("After"), _("Last half month"), _("Kind"), _("Please note"),
        )  # fmt: skip
        return Export(name, header, [_value_out(reference, listing, at) for at in range(len(listing.changes))])
    titles = (_("Record"), _("Column"), _("Before"), _("After"), _("Kind"), _("Please note"))
    called = labels(listing.changes)
    records = [
        (*written_change(reference, change, called), kind_word(kind), _("; ").join(_notes(listing, change)))
        for change, kind in zip(listing.changes, listing.kinds, strict=True)
    ]
    return Export(name, titles, list(records))


def _value_out(reference: Reference, listing: Listing, at: int) -> tuple[ExportCell, ...]:
    change, kind = listing.changes[at], listing.kinds[at]
    unit_id, indicator_id = place(change.key)
    unit, indicator = reference.by_id[unit_id], reference.indicator_by_id[indicator_id]
    above = (reference.units.get(code or "") for code in (unit.county_code, unit.township_code))
    month, last = month_of(change), listing.last.get(change.key)
    return (
        HalfMonth(month).label if month else "",
        *(unit_name(unit_above) if unit_above else "" for unit_above in above),
        unit.code,
        unit_name(unit),
        named(indicator.name, indicator.name_en),
        *(exact_value(side, indicator) for side in (change.before, change.after, last)),
        kind_word(kind),
        _("; ").join(_notes(listing, change)),
    )


def columns(reference: Reference, listing: Listing) -> dict[object, str]:
    """What tells the columns of the changes apart, each with its title."""
    names: dict[object, str] = {}
    for change in listing.changes:
        at = column_of(change)
        if at not in names:
            # without labels: whose it is does not matter here
            names[at] = written_change(reference, change, {}).column or _("record")
    return names


def places(reference: Reference, listing: Listing) -> dict[str, str]:
    """The counties in which the changes lie; of a single one its townships. By code, each with its name."""
    units = {unit.code: unit for change in listing.changes if (unit := unit_of(change, reference))}.values()
    counties = dict.fromkeys(unit.county_code for unit in units if unit.county_code)
    codes = counties if len(counties) > 1 else dict.fromkeys(unit.township_code for unit in units if unit.township_code)
    # a single place is no choice
    return {code: unit_name(reference.units[code]) for code in sorted(filter(None, codes))} if len(codes) > 1 else {}
