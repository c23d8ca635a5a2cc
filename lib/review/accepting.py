"""确认: the office accepts several reports in one act, each as it was looked at."""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.kept.cells import holds
from lib.kept.models import Openness
from lib.kept.reference import Reference, read_reference
from lib.kept.store import writing
from lib.ledger.access import Actor
from lib.ledger.door import Act, ActKind, Receipt, save_within
from lib.review.contents import Contents, marks
from lib.review.own_writes import must_be_seen_by_another
from lib.review.reviewing import decision_changes, every_standing, must_be
from lib.review.submissions import Standing
from lib.words.errors import Conflict, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.settings import settings


def accept(
    store: sa.Engine, half_month: HalfMonth, seen: Sequence[Contents], actor: Actor, reason: str = ""
) -> Receipt:
    """Accept these reports as one batch, all or none.

    Raises Refusal for one that does not wait for it, or that the actor wrote itself and accepts without a `reason`,
    Conflict when one of them is no longer what was `seen`; each names the reports.
    """
    if not seen:
        raise Refusal(_("No report waits to be accepted"))
    with writing(store) as connection:
        must_be(connection, half_month, Openness.OPEN)
        reference = read_reference(connection)
        _must_wait(reference, seen)
        _must_be_as_seen(connection, reference, half_month, seen)
        must_be_seen_by_another(connection, half_month, [report.standing.key for report in seen], actor, reason)
        changes = [
            change
            for report in seen
            for change in decision_changes(connection, half_month, *report.standing.key, "accepted", "")
        ]
        note = _("{count} reports accepted").format(count=len(seen)) if len(seen) > 1 else ""
        note = _("; ").join(filter(None, (note, reason.strip())))
        return save_within(connection, Act(actor, ActKind.DECISION, note), changes)


def _must_wait(reference: Reference, seen: Sequence[Contents]) -> None:
    if others := [report.standing for report in seen if not report.waits]:
        text = _("Only a report that is complete and waits can be accepted, which these are not: {reports}")
        raise Refusal(text.format(reports=_listed(reference, others)))


def _must_be_as_seen(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, seen: Sequence[Contents]
) -> None:
    now = {standing.key: standing for standing in every_standing(connection, half_month)}
    marked = marks(connection, reference, half_month, {report.standing.form for report in seen})
    changed = []
    for report in seen:
        key = report.standing.key
        # a cell that was changed leaves the standing as it was, as long as all of them are filled: only the mark tells
        if now.get(key) != report.standing or marked.get(key, 0) != report.mark:
            changed.append(now.get(key, report.standing))
    if changed:
        text = _("Changed after you looked: {reports}. Nothing was accepted; look at them again, then accept")
        reports = _("; ").join(
            f"{_listed(reference, [each])}{_who_changed(connection, half_month, each)}" for each in changed
        )
        raise Conflict(text.format(reports=reports))


def _listed(reference: Reference, several: Sequence[Standing]) -> str:
    """望谟县 村级清理表（退回）."""
    text = _("{unit} {form} ({state})")
    return _(", ").join(text.format(state=each.status.word, **_names(reference, each)) for each in several)


def _names(reference: Reference, standing: Standing) -> dict[str, str]:
    unit, form = reference.units[standing.county_code], reference.forms[standing.form]
    return {"unit": named(unit.name, unit.name_en), "form": named(form.name, form.name_en)}


def _who_changed(connection: sa.Connection, half_month: HalfMonth, standing: Standing) -> str:
    """Who changed a value of it last, and when; nothing where it is not a value that changed."""
    given = {"h": half_month.ordinal, "form": standing.form, "county": standing.county_code}
    row = connection.execute(_LAST_CHANGE, given).first()
    return _(", last by {actor} at {at}").format(actor=row.actor, at=settings().clock(row.at)) if row else ""


_LAST_CHANGE = sa.text(
    "SELECT b.actor, b.at FROM value_change v JOIN batch b ON b.id = v.batch_id"
    f" JOIN indicator i ON i.form = :form AND {holds('i.id', 'v')}"
    " JOIN ancestry y ON y.unit_id = v.unit_id JOIN unit c ON c.id = y.ancestor_id AND c.code = :county"
    " WHERE v.half_month = :h ORDER BY v.batch_id DESC LIMIT 1"
).columns(at=sa.DateTime())
