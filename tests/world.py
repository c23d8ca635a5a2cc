"""A world in plain dicts, beside the program: what units, marks, targets and reports must come to in every half month.

It shares no code with the program and knows no SQL. Half months are ordinals, units and indicators their codes.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

FOREVER = 10**6
NEW_YEAR = 24  # half months in a year; the first one of a year is divisible by it


@dataclass
class Place:
    """A unit, and the half months in which it and its mark as a pilot hold."""

    level: str
    parent: str | None
    first: int = 0
    last: int = FOREVER
    heir: str | None = None
    pilot: tuple[int, int] | None = None

    def exists(self, half_month: int) -> bool:
        return self.first <= half_month <= self.last


@dataclass
class Asked:
    """A form: its level, whether only pilots are asked, and its indicators; those that begin anew with each year."""

    level: str
    pilots: bool
    indicators: tuple[str, ...]
    yearly: frozenset[str] = frozenset()


@dataclass
class World:
    """Everything that was done so far; `values` hold the value and whether it was carried forward."""

    places: dict[str, Place]
    forms: dict[str, Asked]
    months: dict[int, str]
    values: dict[tuple[int, str, str], tuple[int, bool]] = field(default_factory=dict)
    targets: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)
    decisions: dict[tuple[int, str, str], str] = field(default_factory=dict)
    asked_then: dict[int, dict[tuple[int, str, str], int]] = field(default_factory=dict, compare=False)
    """What each closed half month asked when it was closed."""

    def copy(self) -> "World":
        return deepcopy(self)

    # Units ------------------------------------------------------------------------------------------------------

    def above(self, code: str) -> Iterator[str]:
        """The unit and all above it."""
        at: str | None = code
        while at is not None:
            yield at
            at = self.places[at].parent

    def below(self, code: str, level: str) -> list[str]:
        return [one for one, place in self.places.items() if place.level == level and code in self.above(one)]

    def county(self, code: str) -> str | None:
        return next((one for one in self.above(code) if self.places[one].level == "county"), None)

    def asks(self, form: str, code: str, half_month: int) -> bool:
        place, asked = self.places[code], self.forms[form]
        if place.level != asked.level or not place.exists(half_month):
            return False
        return not asked.pilots or (place.pilot is not None and place.pilot[0] <= half_month <= place.pilot[1])

    def form_of(self, indicator: str) -> str:
        return next(code for code, form in self.forms.items() if indicator in form.indicators)

    # Sums -------------------------------------------------------------------------------------------------------

    def known(self, half_month: int, code: str, indicator: str) -> dict[str, int]:
        """What the units at and below reported, those that do not exist left out."""
        level = self.forms[self.form_of(indicator)].level
        found = {}
        for one in self.below(code, level):
            cell = self.values.get((half_month, one, indicator))
            if cell is not None and self.places[one].exists(half_month):
                found[one] = cell[0]
        return found

    def target(self, code: str, indicator: str, half_month: int) -> int | None:
        since = [each for each in self.targets.get((code, indicator), {}) if each <= half_month]
        return self.targets[code, indicator][max(since)] if since else None

    def merge(self, code: str, heir: str) -> None:
        """`heir` stands for `code` after its end, and must reach what both had to, where both had to."""
        self.places[code].heir = heir
        since = self.places[code].last + 1
        for indicator in {indicator for _code, indicator in self.targets}:
            both = [self.target(one, indicator, since) for one in (code, heir)]
            if None not in both:
                self.targets[heir, indicator][since] = sum(goal for goal in both if goal is not None)

    def progress(self, half_month: int, code: str, indicator: str) -> tuple[int | None, int | None]:
        """Of the units that have both value and target: the values, each up to its target, and the targets."""
        pairs = [
            (value, goal)
            for one, value in self.known(half_month, code, indicator).items()
            if (goal := self.target(one, indicator, half_month)) is not None
        ]
        if not pairs:
            return None, None
        return sum(min(value, goal) for value, goal in pairs), sum(goal for _value, goal in pairs)

    def before(self, half_month: int, code: str, indicator: str) -> int | None:
        """What stood in the half month before where `code` stands now: its own, with that of those it took over."""
        if half_month % NEW_YEAR == 0 and indicator in self.forms[self.form_of(indicator)].yearly:
            return None
        own = [code] if self.places[code].exists(half_month - 1) else []
        heirs = [one for one, at in self.places.items() if at.heir == code and at.last == half_month - 1]
        cells = [self.values.get((half_month - 1, one, indicator)) for one in (*own, *heirs)]
        if not cells or any(cell is None for cell in cells):
            return None
        return sum(cell[0] for cell in cells if cell)

    def change(self, half_month: int, code: str, indicator: str) -> int | None:
        steps = [
            value - was
            for one, value in self.known(half_month, code, indicator).items()
            if (was := self.before(half_month, one, indicator)) is not None
        ]
        return sum(steps) if steps else None

    # Reports ----------------------------------------------------------------------------------------------------

    def cells(self, half_month: int, form: str, county: str) -> list[tuple[str, str]]:
        """The cells that a county's form asks: unit and indicator."""
        asked = [one for one in self.places if self.county(one) == county and self.asks(form, one, half_month)]
        return [(one, indicator) for one in asked for indicator in self.forms[form].indicators]

    def filled(self, half_month: int, form: str, county: str) -> list[tuple[str, str]]:
        return [cell for cell in self.cells(half_month, form, county) if (half_month, *cell) in self.values]

    def reported(self, half_month: int, form: str, county: str) -> bool:
        """Whether every cell was really reported: none is missing, carried forward, or was sent back."""
        cells = self.cells(half_month, form, county)
        kept = [self.values.get((half_month, *cell)) for cell in cells]
        sent_back = self.decisions.get((half_month, form, county)) in ("returned", "carried")
        return bool(cells) and all(cell and not cell[1] for cell in kept) and not sent_back

    def copied(self, half_month: int, form: str, county: str) -> dict[tuple[int, str, str], int]:
        """What 本期无变化 and 沿用 give the empty cells: what the same unit reported in the half month before."""
        found = {}
        for one, indicator in self.cells(half_month, form, county):
            was = self.values.get((half_month - 1, one, indicator))
            merged = any(at.heir == one and at.last == half_month - 1 for at in self.places.values())
            anew = half_month % NEW_YEAR == 0 and indicator in self.forms[form].yearly
            empty = (half_month, one, indicator) not in self.values
            if was and empty and not merged and not anew and self.places[one].exists(half_month - 1):
                found[half_month, one, indicator] = was[0]
        return found

    # Acts -------------------------------------------------------------------------------------------------------

    def write(self, cells: dict[tuple[int, str, str], int | None], *, carried: bool = False) -> None:
        """Values as they are reported, None takes one away; a decision judged what it saw."""
        for (half_month, code, indicator), value in cells.items():
            before = self.values.pop((half_month, code, indicator), None)
            if value is not None:
                self.values[half_month, code, indicator] = (value, carried)
            if before != self.values.get((half_month, code, indicator)):
                self._waits(half_month, self.form_of(indicator), self.county(code))

    def _waits(self, half_month: int, form: str, county: str | None) -> None:
        at = (half_month, form, str(county))
        if self.decisions.get(at) in ("accepted", "returned"):
            del self.decisions[at]
        if self.decisions.get(at) == "carried" and not self._carried(*at):
            del self.decisions[at]

    def _carried(self, half_month: int, form: str, county: str) -> bool:
        return any(self.values[half_month, *cell][1] for cell in self.filled(half_month, form, county))

    def settle(self, asked_before: dict[tuple[int, str, str], int]) -> None:
        """After units or marks changed: what is asked no more goes, and whoever is asked otherwise waits again."""
        gone = [
            (half_month, code, indicator)
            for half_month, code, indicator in self.values
            if self.months[half_month] == "open" and not self.asks(self.form_of(indicator), code, half_month)
        ]
        self.write(dict.fromkeys(gone))
        for at, asked in self.asked().items():
            if asked_before.get(at, 0) != asked:
                self._waits(*at)

    def asked(self) -> dict[tuple[int, str, str], int]:
        """How many cells each report of an open half month asks."""
        opened = [half_month for half_month, state in self.months.items() if state == "open"]
        return {at: asked for half_month in opened for at, asked in self.asked_in(half_month).items()}

    def asked_in(self, half_month: int) -> dict[tuple[int, str, str], int]:
        """How many cells each report of the half month asks."""
        return {
            (half_month, form, county): len(self.cells(half_month, form, county))
            for form in self.forms
            for county, place in self.places.items()
            if place.level == "county"
        }

    def since(self, before: "World") -> "World":
        """The same, with what half months asked that were closed before and still are; the others ask what they do."""
        closed = [half_month for half_month, state in self.months.items() if state == "closed"]
        self.asked_then = {one: before.asked_then.get(one) or self.asked_in(one) for one in closed}
        return self

    def close(self, half_month: int) -> None:
        self.months[half_month] = "closed"
        self.asked_then[half_month] = self.asked_in(half_month)

    def reopen(self, half_month: int) -> None:
        """Judged anew: what units and marks became meanwhile holds here too, and who is asked otherwise waits again."""
        self.months[half_month] = "open"
        asked_then = self.asked_then.pop(half_month)
        for at, asked in self.asked_in(half_month).items():
            if asked_then[at] != asked:
                self._waits(*at)
