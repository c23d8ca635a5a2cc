"""我的报表, and what was sent back or handed in again: reports with the reasons, for those whom they are meant for."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from lib.kept.reference import Reference
from lib.review.own_reports import own_reports
from lib.review.spot_checks import cells_of
from lib.review.submissions import Standing, Status, completeness, due_date
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.words import complete_words, day, form_name, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.wording import of_all


def my_reports(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str | None, sees: str | None
) -> tuple[Block | None, list[Standing]]:
    """What `who`, a unit or a department, has to report, with what was said of it; the reports themselves beside it.

    The reader `sees` which cells a check found to differ at and below this unit; None: nowhere.
    """
    mine = own_reports(connection, reference, half_month, who)
    cells = cells_of(connection, reference, half_month, sees, mine) if sees else {}
    return (_mine(reference, half_month, mine, cells) if mine else None), mine


def my_open_reports(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str | None
) -> Block | None:
    """The same beside other blocks: only what is still to do, with the reason."""
    mine = own_reports(connection, reference, half_month, who)
    if not mine:
        return None
    rows = [(name, pill, remark) for name, pill, _cells, remark in _rows(reference, mine, {}, settled=False)]
    return Block(_finding(half_month, mine), blocks.table((), rows) if rows else Markup(""))


def _mine(reference: Reference, half_month: HalfMonth, mine: Sequence[Standing], cells: Mapping[str, str]) -> Block:
    headers = (_("Form"), _("State"), _("Cells in"), _("Reason and remark"))
    return Block(_finding(half_month, mine), blocks.table(headers, _rows(reference, mine, cells), {2}))


def _finding(half_month: HalfMonth, mine: Sequence[Standing]) -> Finding:
    state = completeness(report.status for report in mine)
    title = complete_words(_("My reports of {half_month}: {count} complete{apart}"), state, half_month=half_month.short)
    return Finding(title, _("Due {day}").format(day=day(due_date(half_month))))


def _rows(
    reference: Reference, mine: Sequence[Standing], cells: Mapping[str, str], *, settled: bool = True
) -> list[tuple[str, Markup, str, Markup | None]]:
    """Those first that need something: sent back (with the `cells` of a check, by form), not reported, in part."""
    ordered = sorted(mine, key=lambda report: (report.complete, report.status is not Status.RETURNED, report.form))
    return [
        (
            form_name(reference, report.form),
            blocks.submission_pill(report.status),
            of_all(report.filled, report.asked),
            _reasons(report, cells.get(report.form)),
        )
        for report in ordered
        if settled or not report.complete
    ]  # fmt: skip


def _reasons(report: Standing, cells: str | None = None) -> Markup | None:
    """Why it was sent back or carried forward, and what was written when it was handed in again."""
    # the reason stays beside the remark that answers it
    reason = report.reason if report.status in (Status.RETURNED, Status.CARRIED) or report.remark else ""
    parts = [blocks.element("div", "", reason) if reason else None]
    if cells:
        parts.append(blocks.element("div", "by-second", cells))
    if report.remark:
        words = _("Handed in again: {remark}").format(remark=report.remark)
        parts.append(blocks.element("div", "by-second", words))
    return blocks.join(*parts) if any(parts) else None


def spoken_of(reference: Reference, reports: Iterable[Standing]) -> Block | None:
    """The reports that were sent back, and those that were handed in again with a remark, for the office to decide."""
    spoken = [
        report
        for report in reports
        if report.status is Status.RETURNED or (report.remark and report.status is not Status.ACCEPTED)
    ]
    if not spoken:
        return None
    again = sum(report.status is not Status.RETURNED for report in spoken)
    title = _("{returned} reports sent back, {again} handed in again").format(returned=len(spoken) - again, again=again)
    # what was handed in again waits for the office; what was sent back, for its county
    ordered = sorted(spoken, key=lambda report: (report.status is Status.RETURNED, report.county_code, report.form))
    rows = [
        (unit_name(reference.units[report.county_code]), form_name(reference, report.form),
         blocks.submission_pill(report.status), _reasons(report))
        for report in ordered
    ]  # fmt: skip
    headers = (_("County"), _("Form"), _("State"), _("Reason and remark"))
    return Block(Finding(title), blocks.table(headers, rows))
