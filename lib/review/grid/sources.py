"""Which tables there are to show, edit, download and upload: forms, targets, registers and catalogues."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from lib.intake import exports, templates
from lib.intake.checks import Reported, Targets
from lib.intake.exports import Export
from lib.kept.changes import Change, Key
from lib.kept.models import Openness
from lib.kept.reference import Reference
from lib.kept.tables import TABLES
from lib.ledger.access import Actor, covers, may_read, may_write
from lib.review import uploads
from lib.review.grid import search
from lib.review.grid.edits import read_edits
from lib.review.grid.proposal import Proposal
from lib.review.grid.records import labels, propose_records, record_grid
from lib.review.grid.shape import Grid, Part
from lib.review.grid.values import propose_values, value_grid
from lib.review.spot_checks import FOUND
from lib.review.uploads import Records, Upload
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.settings import Nothing

ALL = Part()


class Source(NamedTuple):
    """A table: `kind` is values, targets or records, `name` that of the form or of the table."""

    kind: str
    name: str

    @property
    def code(self) -> str:
        """How a link names it: a form or table by its name, the targets of a form as targets:name."""
        return f"targets:{self.name}" if self.kind == "targets" else self.name

    @property
    def by_unit(self) -> bool:
        """Whether its rows are units, so that a county or township narrows them."""
        return self.kind != "records"

    def values(self, half_month: HalfMonth, scope: str | None = None) -> Reported | Targets:
        """The values that a form or its targets show."""
        return Reported(self.name, half_month, scope) if self.kind == "values" else Targets(self.name, scope)


def sources(reference: Reference, actor: Actor) -> list[Source]:
    """Every table that the actor may read: first what is reported, then the registers and catalogues."""
    forms = [code for code, form in reference.forms.items() if form.indicators]
    return [
        *(Source("values", code) for code in forms),
        *(Source("records", name) for name in TABLES if may_read(actor, name)),
        *(Source("targets", code) for code in forms),
    ]


def title(reference: Reference, source: Source) -> str:
    """How the table is called."""
    if source.kind == "records":
        return _(TABLES[source.name].title)
    form = reference.forms[source.name]
    text = _("Values: {form}") if source.kind == "values" else _("Targets: {form}")
    return text.format(form=named(form.name, form.name_en))


def open_grid(
    connection: sa.Connection,
    reference: Reference,
    source: Source,
    half_month: HalfMonth,
    below: str | None = None,
    part: Part = ALL,
) -> Grid:
    """A page of the table as it stands now."""
    if source.kind == "records":
        return record_grid(connection, TABLES[source.name], part)
    return value_grid(connection, reference, source.values(half_month), below, part)


def count_rows(
    connection: sa.Connection, reference: Reference, source: Source, half_month: HalfMonth, below: str | None, text: str
) -> int:
    """How many rows of the table hold every word of `text`."""
    if source.kind == "records":
        return search.count(connection, search.records(TABLES[source.name], text))
    form, ordinal = reference.forms[source.name], source.values(half_month).ordinal
    return search.count(connection, search.units(form, ordinal, below, text, reference.last_opened))


def takes_edits(reference: Reference, source: Source, half_month: HalfMonth) -> bool:
    """Whether anybody may edit the table now: some are decided elsewhere, and a closed half month is only read."""
    if source.kind == "records":
        return TABLES[source.name].editable
    return source.kind == "targets" or reference.states.get(half_month.ordinal) == Openness.OPEN


def record_labels(connection: sa.Connection, source: Source, changes: Iterable[Change]) -> dict[Key, str]:
    """How people call the records that change; values name their units themselves."""
    if source.kind != "records":
        return {}
    return labels(connection, TABLES[source.name], [change.key for change in changes])


def may_edit(actor: Actor, reference: Reference, source: Source, below: str | None) -> bool:
    """Whether the actor may write this table, of values those at `below` and under it."""
    table = {"values": Reported.table, "targets": Targets.table}.get(source.kind, source.name)
    return may_write(actor, table) and (not source.by_unit or covers(actor, reference, below))


def propose(
    connection: sa.Connection,
    reference: Reference,
    source: Source,
    half_month: HalfMonth,
    grid: Grid,
    state: Mapping[str, Any] | None,
) -> Proposal:
    """What the edits in an editor's `state` would change; `grid` is what that editor showed."""
    edits = read_edits(grid, state)
    if not edits.count:
        return Proposal()
    if source.kind == "records":
        return propose_records(connection, TABLES[source.name], grid, edits)
    return propose_values(connection, reference, source.values(half_month), grid, edits)


def export(
    connection: sa.Connection, reference: Reference, source: Source, half_month: HalfMonth, below: str | None = None
) -> Export:
    """The whole table to hand out; uploaded as it is, it changes nothing."""
    if source.kind == "records":
        return exports.records(connection, TABLES[source.name])
    if source.kind == "targets":
        return exports.targets(connection, reference, source.name, below)
    return exports.values(connection, reference, source.name, half_month, below)


def template(
    connection: sa.Connection, reference: Reference, source: Source, half_month: HalfMonth, below: str | None = None
) -> Export:
    """What to fill in: my units with their last values, or the header of a register."""
    if source.kind == "values":
        return templates.template(connection, reference, source.name, half_month, below)
    if source.kind == "targets":
        return exports.targets(connection, reference, source.name, below)
    return exports.empty(TABLES[source.name])


_RECORDS = {FOUND.table.name: FOUND}  # the tables of which a file says what was found, and nothing else


def take(
    store: sa.Engine,
    source: Source,
    half_month: HalfMonth,
    content: bytes,
    file_name: str,
    scope: str | None = None,
    nothing: Nothing | None = None,
) -> Upload:
    """Read and check a file for this table; nothing is saved. Raises FileRefused.

    `scope` is the unit that values may be about, with all below it; None takes every unit. `nothing` is what
    无, / and — mean in it.
    """
    wanted = (
        source.values(half_month, scope) if source.by_unit else _RECORDS.get(source.name, Records(TABLES[source.name]))
    )
    return uploads.take(store, content, file_name, wanted, nothing=nothing)
