"""Forms: the indicators that are reported together, and which units are asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.kept.models import Form, Indicator
from lib.kept.units import UnitRef


@dataclass(frozen=True, slots=True)
class FormRef:
    """A form with the indicators that are reported in it, in their order."""

    code: str
    name: str
    name_en: str
    level: str
    units: str
    indicators: tuple[Indicator, ...]

    def asks(self, unit: UnitRef, half_month: int | None = None) -> bool:
        """Whether `unit` has to fill in this form in a half month (ordinal; None: ever): the form's level, and a mark
        if it asks only some units."""
        return unit.level == self.level and (self.units == "all" or unit.carries(self.units, half_month))


def form_ref(form: Form, indicators: Mapping[str, Indicator]) -> FormRef:
    """A row of the catalogue with its indicators, which stand in the office's order."""
    asked = tuple(ref for ref in indicators.values() if ref.form == form.code and ref.rollup == "sum")
    return FormRef(form.code, form.name, form.name_en, form.level, form.units, asked)
