"""数据报送: who is still missing from a report, by name; and what 本期无变化 would copy for a whole county."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.kept.store import all_rows
from lib.review.unchanged import Copied, copied
from lib.review.updates import lines
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.accepting import of_name
from lib.show.boards.words import all_names, form_name, names, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

MOST_INDICATORS = 4  # as many indicators a cell of the preview names


@dataclass(frozen=True)
class MissingBoard:
    """The units that lack a value in a report that was begun: a few by name, and all of them."""

    few: Block
    all: Markup


def missing_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, form: str, who: str | None
) -> MissingBoard | None:
    """Of each form of `who` that is begun and not complete (of all units: of this form), who is still missing.

    None where nothing is begun, or nobody is missing.
    """
    forms = [form] if who is None else [code for code, form_ref in reference.forms.items() if form_ref.indicators]
    # the percents of tasks are a report too, of a form without indicators
    if TASK_FORM in reference.forms and who is not None:
        forms.append(TASK_FORM)
    lacking = {code: units for code in forms if (units := _missing(connection, reference, half_month, code, who))}
    if not lacking:
        return None
    rows = [(form_name(reference, code), str(len(units)), _few(reference, units)) for code, units in lacking.items()]
    title = _("Still missing in {half_month}: {count} units").format(
        half_month=half_month.short, count=len({unit for units in lacking.values() for unit in units})
    )
    headers = (_("Form"), _("Missing"), _("Units"))
    listed = [blocks.element("p", "", _all(reference, code, units)) for code, units in lacking.items()]
    return MissingBoard(Block(Finding(title), blocks.table(headers, rows, {1})), blocks.join(*listed))


def _few(reference: Reference, units: Sequence[str]) -> str:
    return names([unit_name(reference.units[code]) for code in units])


def _all(reference: Reference, form: str, units: Sequence[str]) -> Markup:
    listed = all_names(unit_name(reference.units[code]) for code in units)
    return blocks.join(blocks.bold(form_name(reference, form)), " ", listed)


def _missing(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, form: str, who: str | None
) -> list[str]:
    """The codes of the units that lack a value of a form that is begun."""
    if form == TASK_FORM:
        mine = lines(connection, reference, half_month, who)
        lack = list(dict.fromkeys(line.unit_code for line in mine if line.percent is None))
        return lack if any(line.percent is not None for line in mine) else []
    asked = reference.forms[form].indicators
    listed = ", ".join(str(indicator.id) for indicator in asked)
    rows = all_rows(
        connection,
        f"SELECT unit_id, COUNT(*) FROM observation WHERE half_month = {half_month.ordinal}"
        f" AND indicator_id IN ({listed}) GROUP BY unit_id",
    )
    filled: Mapping[int, int] = dict(rows)  # cells by the unit's id; a unit without any has no row
    units = reference.form_units(form, who, half_month.ordinal)
    if not any(unit.id in filled for unit in units):
        return []
    return [unit.code for unit in units if filled.get(unit.id, 0) < len(asked)]


# 本期无变化 of all reports ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnchangedBoard:
    """What would be copied, form by form, and why the rest stays missing."""

    copied: tuple[Copied, ...]
    block: Block

    @property
    def count(self) -> int:
        """How many cells would be copied."""
        return sum(len(form.changes) for form in self.copied)


def unchanged_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, owner: str
) -> UnchangedBoard:
    """The preview of 本期无变化 for every form at `owner` and under it."""
    forms_copied = tuple(copied(connection, reference, half_month, owner))
    count, forms = sum(len(form.changes) for form in forms_copied), sum(bool(form.changes) for form in forms_copied)
    missing = sum(form.missing for form in forms_copied)
    title = _("{unit}: {count} cells in {forms} forms are copied, {missing} stay missing").format(
        unit=unit_name(reference.units[owner]), count=f"{count:,}", forms=forms, missing=f"{missing:,}"
    )
    second = _("From {half_month}; what is filled already stays as it is. Nothing has been saved yet.").format(
        half_month=half_month.next(-1).label
    )
    headers = (_("Form"), _("Copied"), _("Filled already"), _("Blank: begins anew with the year"), _("Stays missing"))
    rows = [
        (
            form_name(reference, form.form),
            f"{len(form.changes):,}",
            f"{form.filled:,}",
            _cells(reference, form.anew),
            _cells(reference, form.unknown),
        )
        for form in forms_copied
    ]
    return UnchangedBoard(forms_copied, Block(Finding(title, second), blocks.table(headers, rows, {1, 2})))


def _cells(reference: Reference, units_of: Mapping[str, Sequence[str]]) -> str:
    """发放劳务报酬：望谟县; 公示清单：平洞街道第1村等 4 个."""
    parted = _("{name}: {units}")
    shown = [parted.format(name=of_name(reference, of), units=_few(reference, units)) for of, units in units_of.items()]
    if len(shown) <= MOST_INDICATORS:
        return _("; ").join(shown)
    return _("{names} and {more} more").format(
        names=_("; ").join(shown[:MOST_INDICATORS]), more=len(shown) - MOST_INDICATORS
    )
