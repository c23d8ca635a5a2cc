"""Which unit a row means: by code, by name with its variants, or by both, which must then agree."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import chain

from lib.intake.checks.cells import code, plain, text, without_notes
from lib.intake.checks.problems import Mistake
from lib.intake.sheets import Cell
from lib.kept.models import LEVELS
from lib.kept.reference import Reference, UnitRef
from lib.words.language import gettext as _

_VILLAGE = re.compile(r"(村?村民委员会|村?村委会|村委|村)$")
_COMMUNITY = re.compile(r"(社区居民委员会|社区居委会|居民委员会|居委会|社区)$")
LONGEST_NAME = 100
"""Characters: looking for the endings in a longer text, which is no name, takes the square of its length."""

_PLACE = re.compile(r"(街道|新区|[镇乡县市区])$")
_ASIDE = re.compile(r"^\(?\d{1,3}[.、)](?=\D)|\((原|曾用)[^()]*\)$")
"""3、洛郎村 and 洛郎村（原红旗村）: what lists and people put beside a name."""
_OFFICE = re.compile(r"(人民政府|办事处|管理委员会|管委会)$")

UNITS_NAMED = 5
Places = Sequence[tuple[str, Cell]]
"""Where a row says that its unit lies: the level and what the cell of it holds."""


def name_key(name: str) -> tuple[str, str]:
    """A name to compare by, and what it says of itself: 平洞村委会 → (平洞, village), 平洞 → (平洞, "")."""
    bare = re.sub(r"\s+", "", plain(without_notes(name)))
    if len(bare) > LONGEST_NAME:
        return bare, ""
    bare = _ASIDE.sub("", bare)
    bare = _OFFICE.sub("", bare)
    if (found := _COMMUNITY.search(bare)) and found.start() > 0:
        return bare[: found.start()], "community"
    if (found := _VILLAGE.search(bare)) and found.start() > 0:
        return bare[: found.start()], "village"
    return bare, ""


class Units:
    """Finds the unit of a row among those of `level` in `scope` (a unit code; None is everywhere).

    Of several with one name that is meant which exists in the row's half month: a successor is often called the same.
    """

    def __init__(self, reference: Reference, level: str | None, scope: str | None) -> None:
        self.reference = reference
        self.level = level
        self.scope = None if scope is None else reference.codes_below(scope)

    def find(
        self, code_cell: Cell, name_cell: Cell, lies_in: Places = (), group: Places = (), *, at: int | None = None
    ) -> UnitRef:
        """The unit that these cells of a row say, `at` a half month (ordinal).

        `lies_in` are its places, each the level with a name or code, all of which must be the unit's own; `group` those
        of a row above, where its own are blank: they tell units of one name apart. Raises Mistake when the cells say
        none, several or different ones.
        """
        plainly = self.reference.units.get(code_cell) if type(code_cell) is str and not lies_in else None
        if plainly is not None and name_cell in (plainly.name, None):
            self._refuse_outside(plainly)  # as nearly every row is: the code and the name of the register
            return plainly
        name, own = self._in_top(text(name_cell) or ""), [(level, self._place(cell)) for level, cell in lies_in]
        own, above = (
            [each for each in own if each[1]],
            [place for _level, cell in group if (place := self._place(cell))],
        )
        places = [place for _level, place in own], above
        try:
            written = code(code_cell)
            unit = self._by_code(written) if written else self._by_name(name, places, at)
        except Mistake as mistake:
            raise self._with_suggestion(mistake, name, places, at) if code_cell is not None else mistake from None
        if written and name and not self._is_called(unit, name):
            raise Mistake(
                "code_name_disagree",
                _("Code {code} is {unit}; correct the code or the name").format(code=unit.code, unit=unit.name),
            )
        self._refuse_outside(unit)
        for level, place in own:
            self._refuse_elsewhere(unit, level, place)
        return unit

    def _place(self, cell: Cell) -> str:
        """What a cell says of a place: its name, or its code."""
        return self._in_top((code(cell) if isinstance(cell, int | float) else text(cell)) or "")

    def _in_top(self, name: str) -> str:
        """贵州省黔西南布依族苗族自治州望谟县 → 望谟县: a name without what everything here lies in."""
        return self._of_all.sub("", name) or name

    @cached_property
    def _of_all(self) -> re.Pattern[str]:
        top = next((stem(unit.name).removesuffix("州") for unit in self.reference.children.get(None, ())), "")
        whole = rf"({re.escape(top)}\w{{0,12}}?州)?" if top else ""
        # only before something that is a place itself: the prefecture alone keeps its name
        return re.compile(rf"^(\w{{1,8}}?(省|自治区))?{whole}(?=.*[县市区镇乡村道])")

    def _refuse_elsewhere(self, unit: UnitRef, level: str, place: str) -> None:
        """A row that names another county or township than the unit's own is about another unit of that name."""
        above = self.reference.units.get((unit.township_code if level == "township" else unit.county_code) or "")
        if above is None or self._is_place(above, place):
            return
        mend = _("{unit} lies in {place}, the row says “{said}”; correct the unit or the place")
        mend = mend.format(unit=f"{unit.name} ({unit.code})", place=self._path(above), said=place)
        raise Mistake(f"other_{level}", mend)

    def _is_place(self, above: UnitRef, place: str) -> bool:
        return place == above.code or self._is_called(above, place) or stem(above.name) == name_key(place)[0]

    def _path(self, unit: UnitRef) -> str:
        """望谟县平洞街道: a unit with what it lies in below the prefecture."""
        return self._prefixes(unit)[-1] + unit.name

    def _by_code(self, written: str) -> UnitRef:
        if unit := self.reference.units.get(written):
            return unit
        # a spreadsheet that opens a CSV takes 0522 for the number 522
        padded = [known for known in self.reference.units if known.lstrip("0") == written.lstrip("0")]
        if padded:
            raise Mistake("lost_zeros", _("Zeros are lost; write {code} as text").format(code=padded[0]))
        raise Mistake("unknown_unit", _("There is no unit with this code; take the code from the template"))

    def _by_name(self, name: str | None, places: Sequence[Sequence[str]], at: int | None) -> UnitRef:
        if not name:
            raise Mistake("no_unit", _("Write the code or the name of the unit"))
        called = self._called(name) or next(filter(None, (self._called(each + name) for each in chain(*places))), [])
        found = self._narrowed(called, places, at)
        if not found:
            raise Mistake("unknown_unit", _("There is no unit with this name; write the code from the template"))
        if len(found) > 1:
            raise self._ambiguous(found)
        return found[0]

    def _ambiguous(self, found: list[UnitRef]) -> Mistake:
        more = " …" if len(found) > UNITS_NAMED else ""
        listed = _(", ").join(self._path(unit) for unit in found[:UNITS_NAMED]) + more
        if len({unit.township_code for unit in found}) < len(found):
            mend = _("{count} units are called so: {units}; write the unit code as well")
        else:
            mend = _("{count} units are called so: {units}; a column 乡镇 would tell them apart, or the unit code")
        return Mistake("ambiguous_name", mend.format(count=len(found), units=listed))

    def _with_suggestion(
        self, mistake: Mistake, name: str | None, places: Sequence[Sequence[str]], at: int | None
    ) -> Mistake:
        """The same mistake, with the right code where the name alone is clear."""
        if not name or mistake.kind not in ("scientific_code", "unknown_unit"):
            return mistake
        found = self._narrowed(self._called(name), places, at)
        if len(found) != 1:
            return mistake
        right = found[0].code
        if mistake.kind == "unknown_unit":
            mend = _("There is no unit with this code; that of {unit} is {code}")
            return Mistake(mistake.kind, mend.format(unit=self._path(found[0]), code=right))
        mend = _("Format the column as text and write all {digits} digits: {code}")
        return Mistake(mistake.kind, mend.format(digits=len(right), code=right))

    def _narrowed(self, units: list[UnitRef], places: Sequence[Sequence[str]], at: int | None) -> list[UnitRef]:
        """Of `units` those that fit the level, the scope, the township and county named in the row, and exist then.

        A rule that none fits is left out, so that a later check can say what is wrong with the one that is meant.
        """
        for fits in (
            lambda unit: self.level is None or unit.level == self.level,
            lambda unit: all(self._lies_in(unit, place) for place in places[0]),
            lambda unit: all(self._lies_in(unit, place) for place in places[1]),
            lambda unit: self._in_scope(unit),
            lambda unit: _exists(unit, at),
        ):
            units = [unit for unit in units if fits(unit)] or units
        return units

    def _called(self, name: str) -> list[UnitRef]:
        base, kind = name_key(name)
        return [unit for unit in self._by_key.get(base, ()) if not kind or kind == _kind(unit)]

    def _is_called(self, unit: UnitRef, name: str) -> bool:
        if name in (unit.name, unit.name_en):
            return True  # as the register has it: nearly every row, so the index of all names is not needed
        base, kind = name_key(name)
        return base in self._keys(unit) and (not kind or kind == _kind(unit))

    def _lies_in(self, unit: UnitRef, place: str) -> bool:
        above = (self.reference.units.get(unit.township_code or ""), self.reference.units.get(unit.county_code or ""))
        return any(found is not None and self._is_place(found, place) for found in above)

    def _in_scope(self, unit: UnitRef) -> bool:
        return self.scope is None or unit.code in self.scope

    def _refuse_outside(self, unit: UnitRef) -> None:
        if self.level is not None and unit.level != self.level:
            raise Mistake(
                "wrong_level", _("{unit} is not a unit of the level that this form asks").format(unit=unit.name)
            )
        if not self._in_scope(unit):
            raise Mistake("out_of_scope", _("{unit} is not among the units that you report for").format(unit=unit.name))

    @cached_property
    def _by_key(self) -> dict[str, list[UnitRef]]:
        """Units by the key of their name, alone and after the names of the units above, in both languages."""
        found: dict[str, list[UnitRef]] = defaultdict(list)
        for unit in self.reference.units.values():
            for key in self._keys(unit):
                found[key].append(unit)
        return found

    def _keys(self, unit: UnitRef) -> set[str]:
        keys = {name_key(prefix + unit.name)[0] for prefix in self._prefixes(unit)}
        return keys | ({name_key(unit.name_en)[0]} if unit.name_en else set())

    def _prefixes(self, unit: UnitRef) -> list[str]:
        """What may stand before the name: nothing, the township, the county, or both."""
        codes = (unit.county_code, unit.township_code)
        names = [self.reference.units[above].name for above in codes if above and above != unit.code]
        return ["", *names, "".join(names)]

    def above(self, code_cell: Cell, name_cell: Cell, places: Places, at: int | None) -> UnitRef | None:
        """The unit of a higher level that a row is named like; without a name, the one in which its units lie."""
        levels = LEVELS[: LEVELS.index(self.level)] if self.level else ()
        try:
            written, named = code(code_cell), [text(name_cell), *(self._place(cell) for _level, cell in places)]
        except Mistake:
            return None
        if written and (unit := self.reference.units.get(written)):
            return unit if unit.level in levels else None
        name = next((each for each in named if each), "")
        units = [unit for unit in self._called(name) if unit.level in levels and _exists(unit, at)] if name else []
        units = [unit for unit in units if self._in_scope(unit)] or units
        return units[0] if len(units) == 1 else None


def stem(name: str) -> str:
    """平洞街道 → 平洞: a place is often written without what it is."""
    return _PLACE.sub("", name_key(name)[0]) or name


def _exists(unit: UnitRef, at: int | None) -> bool:
    """Whether the unit exists in this half month; without one, whether it still does."""
    return unit.exists_in(at) if at else unit.valid_to is None


def _kind(unit: UnitRef) -> str:
    if unit.level != "village":
        return ""
    return "community" if unit.kind == "社区" else "village"
