"""Two pairs of eyes: what an account of the office wrote itself is accepted by another, or with a reason that stays."""

import json
from collections.abc import Collection

import sqlalchemy as sa

from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference, read_reference
from lib.kept.store import all_rows
from lib.ledger.access import Actor
from lib.ledger.door import ActKind
from lib.review.submissions import ReportKey
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named


def written_reports(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, account: int | None, name: str
) -> frozenset[ReportKey]:
    """The reports with a cell or percent that stands as this account left it, by whatever act and under whatever name.

    What was saved at the machine itself is that of whoever has the `name` it was saved under; the start-up's loading
    is nobody's.
    """
    given = {"h": half_month.ordinal, "account": account or 0, "actor": name, "load": ActKind.LOAD}
    mine = sorted(connection.scalars(_BATCHES, given))
    if not mine:
        return frozenset()
    listed = ", ".join(map(str, mine))  # within the text: `all_rows` takes no parameters, and these are our own numbers
    rows = all_rows(
        connection,
        "SELECT DISTINCT o.unit_id, i.form FROM observation o JOIN indicator i ON i.id = o.indicator_id"
        f" WHERE o.half_month = {half_month.ordinal} AND o.batch_id IN ({listed})",
    )
    known = ((reference.by_id[unit].code, form) for unit, form in rows if unit in reference.by_id)
    written = {ReportKey(form, _county(code, reference)) for code, form in known}
    # a percent keeps no batch as a value does: the history says which act wrote it last
    last = connection.execute(_PERCENTS, given | {"key": f"[{half_month.ordinal}, %"})
    units = [json.loads(row.key)[2] for row in last if row.batch_id in mine]
    written |= {ReportKey(TASK_FORM, _county(unit, reference)) for unit in units if unit in reference.units}
    return frozenset(written)


_BATCHES = sa.text(
    "SELECT id FROM batch WHERE (account_id = :account OR account_id IS NULL AND actor = :actor) AND kind <> :load"
)
# keys of the history are JSON lists; that of a percent begins with its half month
_PERCENTS = sa.text(
    "SELECT r.key, MAX(r.batch_id) AS batch_id FROM record_change r"
    " WHERE r.\"table\" = 'task_progress' AND r.key LIKE :key GROUP BY r.key"
)


def _county(unit: str, reference: Reference) -> str:
    """The county that reports for a unit; the prefecture for itself."""
    return reference.units[unit].county_code or unit


def must_be_seen_by_another(
    connection: sa.Connection, half_month: HalfMonth, accepted: Collection[ReportKey], actor: Actor, reason: str
) -> None:
    """Raises Refusal, naming the reports, where the actor accepts without a reason what it wrote itself."""
    if reason.strip():
        return
    reference = read_reference(connection)
    own = written_reports(connection, reference, half_month, actor.account, actor.name).intersection(accepted)
    if own:
        text = _(
            "You wrote values of these reports yourself: {reports}. Let another account of the office accept them, or"
            " write a reason, which stays in the history"
        )
        raise Refusal(text.format(reports=_(", ").join(_report(reference, *key) for key in sorted(own))))


def _report(reference: Reference, form: str, county: str) -> str:
    unit, of_form = reference.units[county], reference.forms[form]
    return f"{named(unit.name, unit.name_en)} {named(of_form.name, of_form.name_en)}"
