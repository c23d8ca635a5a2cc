"""Several files at once, an archive, a workbook of several forms: each is recognised, shown and saved by itself."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, CheckedValues, Reported
from lib.intake.checks.recognised import by_form
from lib.intake.sheets import Sheet, packed, read
from lib.kept.changes import Key
from lib.kept.current import current_reference
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.kept.store import reading
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.updates import percents_of
from lib.review.uploads import Records, Upload, Wanted, save_upload, take_sheet
from lib.words.errors import FileRefused, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import Nothing, settings


class File(NamedTuple):
    """A file as somebody brought it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Item:
    """What was recognised in a file: a form with its upload, or why the file cannot be read.

    `form` is empty where none was recognised. `disputes` names the items that give cells of it another value: none of
    them is saved with the others; `after` names items before it that change the same cells alike and are saved first.
    """

    name: str
    form: str = ""
    upload: Upload | None = None
    refused: str = ""
    counties: tuple[str, ...] = ()
    half_months: tuple[HalfMonth, ...] = ()
    disputes: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def savable(self) -> bool:
        """Whether saving all saves this one: it changes something, and no other item changes the same."""
        return bool(self.upload and self.upload.preview.changes) and not (self.disputes or self.after)


@dataclass(frozen=True)
class Drop:
    """All that was brought at once, and the names of files in archives that are no tables."""

    items: tuple[Item, ...]
    left_out: tuple[str, ...] = ()

    @property
    def savable(self) -> tuple[Item, ...]:
        """What saving all saves."""
        return tuple(item for item in self.items if item.savable)


@dataclass(frozen=True)
class Outcome:
    """What became of one item when all were saved: its receipt, or why it was refused; and whether it was undone."""

    item: Item
    receipt: Receipt | None = None
    refused: str = ""
    undone: bool = False


def take_files(
    store: sa.Engine,
    files: Sequence[File],
    wanted: Wanted,
    half_month: HalfMonth | None,
    actor: Actor,
    nothing: Nothing | None = None,
) -> Upload | Drop:
    """One file of one form, checked for what is `wanted`; everything else as a drop. Nothing is saved.

    Without a `half_month` each file has to name its own.

    Raises FileRefused where a single file cannot be read, or all of them are too many.
    """
    limits = settings().upload
    packed.refuse_together(sum(len(file.content) for file in files), limits)
    with reading(store) as connection:
        taking = _Taking(connection, current_reference(connection), half_month, actor, nothing)
        if len(files) > 1 or packed.holds_files(files[0].content):
            return _drop(taking, files)
        sheet = read(files[0].content, files[0].name, limits)
        # a department reports percents alone: whatever its workbook holds is read as those
        if sheet.others and not actor.department_code and len(forms := by_form(sheet, taking.reference)) > 1:
            return Drop(_compared(taking.forms(forms, files[0])))
        return take_sheet(connection, sheet, files[0].content, wanted, actor, nothing)


def save_all(store: sa.Engine, drop: Drop, actor: Actor) -> Iterator[Outcome]:
    """Save whatever can be saved, each as an act of its own; what one is refused for keeps no other from it."""
    for item in drop.savable:
        assert item.upload is not None
        try:
            yield Outcome(item, save_upload(store, item.upload, actor))
        except Refusal as refusal:
            yield Outcome(item, refused=str(refusal))


def _drop(taking: "_Taking", files: Sequence[File]) -> Drop:
    items, left_out = list[Item](), list[str]()
    for file in files:
        if not packed.holds_files(file.content):
            items += taking.items(file)
            continue
        try:
            unpacked = packed.unpack(file.content, settings().upload)
        except FileRefused as refusal:
            items.append(Item(file.name, refused=str(refusal)))
            continue
        left_out += unpacked.left_out
        if not unpacked.files:
            items.append(Item(file.name, refused=_("The archive holds no files")))
        for inner in unpacked.files:
            name = f"{file.name}/{inner.name}"
            items += [Item(name, refused=inner.refused)] if inner.refused else taking.items(File(name, inner.content))
    return Drop(_compared(items), tuple(left_out))


@dataclass
class _Taking:
    """Reads files against what is kept; what they unpack to is counted over all of them."""

    connection: sa.Connection
    reference: Reference
    half_month: HalfMonth | None
    actor: Actor
    nothing: Nothing | None
    unpacked: int = 0

    def items(self, file: File) -> list[Item]:
        """What is recognised in a file."""
        try:
            size = self.unpacked + packed.unpacked_size(file.content)
            packed.refuse_unpacked(size, settings().upload)
            self.unpacked = size
            sheet = read(file.content, file.name, settings().upload)
        except FileRefused as refusal:
            return [Item(file.name, refused=str(refusal))]
        if self.actor.department_code:
            return [self._of_form(sheet, TASK_FORM, file)]
        return self.forms(by_form(sheet, self.reference) or {"": sheet}, file)

    def forms(self, sheets: Mapping[str, Sheet], file: File) -> list[Item]:
        """An item for each form of a file; of several, each with the name of its sheet."""
        items = [self._of_form(sheet, form, file) for form, sheet in sheets.items()]
        if len(items) == 1:
            return items
        named = zip(items, sheets.values(), strict=True)
        return [replace(item, name=f"{item.name} · {sheet.name}") for item, sheet in named]

    def _of_form(self, sheet: Sheet, form: str, file: File) -> Item:
        """The upload of a form, for the half month that is chosen, or the open one that the file itself names."""
        upload = self._taken(sheet, form, file, self.half_month)
        # rows of another open half month are refused with the offer to take the file for that one: here it is taken
        own = {problem.offer.half_month for problem in upload.checked.problems if problem.offer} - {None}
        half_month = HalfMonth(min(filter(None, own))) if len(own) == 1 else self.half_month
        if half_month != self.half_month:
            upload = self._taken(sheet, form, file, half_month)
        counties = _counties(upload, self.reference)
        # units of several counties bear one name: once the other rows tell the county, it is clear which are meant
        if len(counties) == 1 and _mostly_clear(upload):
            upload = self._taken(sheet, form, file, half_month, counties[0], upload)
        form = form or upload.form
        months = _half_months(upload) or ((half_month,) if form and half_month else ())
        return Item(file.name, form, upload, counties=counties, half_months=months)

    def _taken(
        self,
        sheet: Sheet,
        form: str,
        file: File,
        half_month: HalfMonth | None,
        county: str | None = None,
        before: Upload | None = None,
    ) -> Upload:
        """The upload of a file; for a county that was recognised `before` by the same titles."""
        scope = self.actor.unit_code or county
        own = before.checked.own if before and isinstance(before.checked, CheckedValues) else None
        wanted: Wanted = Reported(form or None, half_month, scope, own=own)
        if form == TASK_FORM:
            who = self.actor.department_code or scope
            wanted = percents_of(self.reference, half_month, who) if half_month else Records(TABLES[TASK_FORM])
        return take_sheet(self.connection, sheet, file.content, wanted, self.actor, self.nothing, self.reference)


def _mostly_clear(upload: Upload) -> bool:
    """Whether names that several counties know are few beside the units that all lie in one."""
    unclear = sum(problem.kind == "ambiguous_name" for problem in upload.checked.problems)
    return 0 < unclear < len(_units(upload))


def _units(upload: Upload) -> frozenset[object]:
    checked = upload.checked
    if isinstance(checked, CheckedRecords):
        return frozenset(record.values.get("unit_code") for record in checked.rows)
    return checked.units


def _counties(upload: Upload, reference: Reference) -> tuple[str, ...]:
    """The codes of the counties in which the units of a file lie."""
    counties = set[str]()
    for named in _units(upload):  # values name units by their ids, records by their codes
        unit = reference.by_id.get(named) if isinstance(named, int) else reference.units.get(str(named))
        counties |= {unit.county_code} if unit and unit.county_code else set()
    return tuple(sorted(counties))


def _half_months(upload: Upload) -> tuple[HalfMonth, ...]:
    if isinstance(upload.checked, CheckedValues):
        return upload.checked.half_months
    return tuple(map(HalfMonth, sorted({record.key[0] for record in upload.checked.rows})))


def _compared(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items, each with those that hold cells of it as well."""
    holders = dict[tuple[str, Key, str], list[int]]()
    after = [
        {(change.table, change.key, change.field): change.after for change in item.upload.preview.changes}
        if item.upload
        else {}
        for item in items
    ]
    for place, cells in enumerate(after):
        for cell in cells:
            holders.setdefault(cell, []).append(place)
    disputes, earlier = (defaultdict[int, dict[str, None]](dict) for _each in range(2))
    for cell, places in holders.items():
        for place in places if len(places) > 1 else ():
            others = {items[other].name: None for other in places if after[other][cell] != after[place][cell]}
            disputes[place] |= others
            earlier[place] |= {items[other].name: None for other in places if other < place} if not others else {}
    return tuple(
        replace(item, disputes=tuple(disputes[place]), after=tuple(earlier[place])) for place, item in enumerate(items)
    )
