"""The changes of a preview in the order in which they are looked at, each with its kind; and some of them, chosen."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.intake.preview import CONFIRMED, Dated, Notes
from lib.kept.changes import VALUES, Change, Key, place
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference, UnitRef
from lib.kept.tables import TABLES

EMPTIED, GONE, DIFFERS, UNUSUAL, CHANGED, NEW, SAME = (
    "emptied", "gone", "differs", "unusual", "changed", "new", "same",
)  # fmt: skip
KINDS = (EMPTIED, GONE, DIFFERS, UNUSUAL, CHANGED, NEW, SAME)
"""In the order in which they stand: emptied and taken away, which lose something; 比上期 what differs from the half
month before; unusual; changed where nothing tells the half month before; new; as in the half month before."""

BLANK = (None, "")


@dataclass(frozen=True)
class Listing:
    """Changes in order with the `kinds` of each; `last` are the values of the half month before."""

    changes: tuple[Change, ...] = ()
    kinds: tuple[str, ...] = ()
    unusual: Collection[Key] = frozenset()
    last: Mapping[Key, Any] = field(default_factory=dict)
    notes: Notes = field(default_factory=dict)

    def count(self) -> Counter[str]:
        """How many there are of each kind; what is unusual is counted there too, whatever else it is."""
        return Counter(self.kinds) | Counter({UNUSUAL: sum(change.key in self.unusual for change in self.changes)})


def empties(change: Change) -> bool:
    """Whether a cell loses what it holds; it is not emptied without a yes."""
    a_cell = bool(change.field) or change.table in (*VALUES, TASK_FORM)
    return a_cell and change.after in BLANK and change.before not in BLANK


def emptied(changes: Iterable[Change]) -> int:
    """How many cells the changes empty."""
    return sum(map(empties, changes))


def listing(changes: Sequence[Change], last: Mapping[Key, Any] | None = None, notes: Notes | None = None) -> Listing:
    """The changes month by month in the order of their kinds; of a kind what is unusual stands first."""
    before, noted = last or {}, notes or {}
    unusual = {key for key, found in noted.items() if any(_is_unusual(note) for note in found)}
    kinds = [_kind(change, before, unusual) for change in changes]
    rank = {kind: at for at, kind in enumerate(KINDS)}

    def order(at: int) -> tuple[int, int, bool]:
        change = changes[at]
        return month_of(change) or 0, rank[kinds[at]], change.key not in unusual

    ordered = sorted(range(len(changes)), key=order)
    return Listing(
        tuple(changes[at] for at in ordered), tuple(kinds[at] for at in ordered), unusual, before, noted
    )  # fmt: skip


def _is_unusual(note: object) -> bool:
    return note != CONFIRMED and not isinstance(note, Dated)


def _kind(change: Change, last: Mapping[Key, Any], unusual: Collection[Key]) -> str:
    if empties(change):
        return EMPTIED
    if change.after is None:
        return GONE
    compared = change.key in last and change.field in ("", "value", PERCENT)  # words are each half month's own
    if compared:
        after = change.after[PERCENT] if isinstance(change.after, dict) else change.after
        if after != last[change.key]:
            return DIFFERS
    if change.key in unusual:
        return UNUSUAL
    if compared:
        return SAME
    return NEW if change.before in BLANK else SAME if change.before == change.after else CHANGED


PERCENT = "percent"  # the field of a percent of a task, the one record that has a value in the half month before


@dataclass(frozen=True)
class Chosen:
    """Which changes are wanted: of a kind, at and below a unit, of one column, with words in what is `said` of them."""

    kind: str = ""
    place: str = ""
    column: object = None
    words: str = ""


def choose(found: Listing, reference: Reference, wanted: Chosen, said: Mapping[Key, str] | None = None) -> Listing:
    """Those of the changes that are wanted; `said` holds the words by which each is called."""
    words, called = wanted.words.casefold().split(), said or {}

    def fits(at: int) -> bool:
        change = found.changes[at]
        if (
            wanted.kind
            and found.kinds[at] != wanted.kind
            and not (wanted.kind == UNUSUAL and change.key in found.unusual)
        ):
            return False
        if wanted.column is not None and column_of(change) != wanted.column:
            return False
        if wanted.place and not _lies_in(unit_of(change, reference), wanted.place):
            return False
        return not words or all(word in called.get(change.key, "").casefold() for word in words)

    fitting = [at for at in range(len(found.changes)) if fits(at)]
    return Listing(
        tuple(found.changes[at] for at in fitting), tuple(found.kinds[at] for at in fitting), found.unusual, found.last,
        found.notes,
    )  # fmt: skip


def column_of(change: Change) -> object:
    """What tells the columns of changes apart: the id of an indicator, or the name of a field."""
    return place(change.key)[1] if change.table in VALUES else change.field


def unit_of(change: Change, reference: Reference) -> UnitRef | None:
    """The unit that a change is about; None of records that are about none."""
    if change.table in VALUES:
        return reference.by_id[place(change.key)[0]]
    table = TABLES[change.table]
    codes = [part for name, part in zip(table.key, change.key, strict=True) if table.column(name).refers == "unit"]
    return reference.units.get(codes[0]) if codes else None


def _lies_in(unit: UnitRef | None, code: str) -> bool:
    return unit is not None and code in (unit.code, unit.township_code, unit.county_code)


def month_of(change: Change) -> int | None:
    """The half month of a value; None of everything else."""
    return int(change.key[0]) if change.table == "observation" else None
