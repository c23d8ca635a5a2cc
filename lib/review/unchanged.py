"""本期无变化 for all reports of a county at once: what would be copied of each, and what stays missing and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.changes import Change, Key, current_values
from lib.kept.models import Openness
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference, read_reference
from lib.kept.store import writing
from lib.ledger.access import Actor
from lib.ledger.door import Act, ActKind, Receipt, save_within
from lib.review.reviewing import must_be
from lib.review.submissions import copied_forward
from lib.review.updates import lines
from lib.words.errors import Conflict, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


@dataclass(frozen=True)
class Copied:
    """What 本期无变化 would do to one form: the `changes` that copy a value, and the cells that stay as they are.

    `filled` cells hold a value already; `anew` and `unknown` stay missing, by the code of their indicator or task:
    the one because it is counted from nought in the new year, the other because no value of before holds on.
    """

    form: str
    changes: tuple[Change, ...]
    filled: int
    anew: dict[str, tuple[str, ...]]
    unknown: dict[str, tuple[str, ...]]

    @property
    def missing(self) -> int:
        """How many cells stay missing."""
        return sum(map(len, [*self.anew.values(), *self.unknown.values()]))


def copied(connection: sa.Connection, reference: Reference, half_month: HalfMonth, owner: str) -> list[Copied]:
    """Each form that asks anything at the unit `owner` or under it, with what would be copied."""
    forms = (code for code, form in reference.forms.items() if form.indicators or code == TASK_FORM)
    each = (_copied(connection, reference, half_month, form, owner) for form in forms)
    return [form for form in each if form.changes or form.filled or form.missing]


def _copied(connection: sa.Connection, reference: Reference, half_month: HalfMonth, form: str, owner: str) -> Copied:
    changes = copied_forward(connection, half_month, form, owner)
    asked, filled = _asked(connection, reference, half_month, form, owner)
    anew: dict[str, list[str]] = defaultdict(list)
    unknown: dict[str, list[str]] = defaultdict(list)
    for of, unit in sorted(asked - filled - {_cell(reference, change.key) for change in changes}):
        begins = of in reference.indicators and reference.begins_anew(reference.indicators[of], half_month.ordinal)
        (anew if begins else unknown)[of].append(unit)
    return Copied(form, tuple(changes), len(filled), _tuples(anew), _tuples(unknown))


CellKey = tuple[str, str]  # the code of the indicator or task, and that of the unit


def _asked(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, form: str, owner: str
) -> tuple[set[CellKey], set[CellKey]]:
    """The cells that a form asks at `owner` and under it, and those of them that hold a value."""
    if form == TASK_FORM:
        mine = lines(connection, reference, half_month, owner)
        every = {(line.task_code, line.unit_code) for line in mine}
        return every, {(line.task_code, line.unit_code) for line in mine if line.percent is not None}
    units = reference.form_units(form, owner, half_month.ordinal)
    keys = [
        (half_month.ordinal, unit.id, indicator.id) for unit in units for indicator in reference.forms[form].indicators
    ]
    kept = current_values(connection, "observation", keys)
    return {_cell(reference, key) for key in keys}, {_cell(reference, key) for key in keys if key in kept}


def _cell(reference: Reference, key: Key) -> CellKey:
    _half_month, *rest = key
    if isinstance(rest[0], str):
        return rest[0], rest[1]  # a percent is kept under task and unit, a value under unit and indicator
    return reference.indicator_by_id[rest[1]].code, reference.by_id[rest[0]].code


def _tuples(units: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {of: tuple(codes) for of, codes in units.items()}


def nothing_changed_anywhere(
    store: sa.Engine, half_month: HalfMonth, owner: str, actor: Actor, seen: Sequence[Copied]
) -> Receipt:
    """Report, as one batch, that nothing changed in any form of the unit `owner`, as the preview `seen` showed it.

    Raises Refusal when there is nothing to copy, Conflict when something else would be copied by now.
    """
    with writing(store) as connection:
        must_be(connection, half_month, Openness.OPEN)
        now = copied(connection, read_reference(connection), half_month, owner)
        if now != list(seen):
            raise Conflict(_("Meanwhile something was reported or changed here; look at what is copied again"))
        changes = [change for form in now for change in form.changes]
        if not changes:
            raise Refusal(_("Nothing to copy: all is filled, was empty before, or is counted anew this year"))
        return save_within(connection, Act(actor, ActKind.UNCHANGED, _("nothing changed this half month")), changes)
