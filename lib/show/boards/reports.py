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
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str | None, sees: str | None = None
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
    rows = [(name, pill, said) for name, pill, _cells, said in _rows(reference, mine, {}, settled=False)]
    return Block(_finding(half_month, mine), blocks.table((), rows) if rows else Markup(""))


def _mine(reference: Reference, half_month: HalfMonth, mine: Sequence[Standing], cells: Mapping[str, str]) -> Block:
    headers = (_("Form"), _("State"), _("Cells in"), _("Reason and remark"))
    return Block(_finding(half_month, mine), blocks.table(headers, _rows(reference, mine, cells), {2}))


def _finding(half_month: HalfMonth, mine: Sequence[Standing]) -> Finding:
    found = completeness(one.status for one in mine)
    title = complete_words(_("My reports of {half_month}: {count} complete{apart}"), found, half_month=half_month.short)
    return Finding(title, _("Due {day}").format(day=day(due_date(half_month))))


def _rows(
    reference: Reference, mine: Sequence[Standing], cells: Mapping[str, str], *, settled: bool = True
) -> list[tuple[str, Markup, str, Markup | None]]:
    """Those first that need something: sent back (with the `cells` of a check, by form), not reported, in part."""
    ordered = sorted(mine, key=lambda one: (one.complete, one.status is not Status.RETURNED, one.form))
    return [
        (
            form_name(reference, one.form),
            blocks.submission_pill(one.status),
            of_all(one.filled, one.asked),
            _said(one, cells.get(one.form)),
        )
        for one in ordered
        if settled or not one.complete
    ]  # fmt: skip


def _said(report: Standing, cells: str | None = None) -> Markup | None:
    """Why it was sent back or carried forward, and what was written when it was handed in again."""
    reason = report.reason if report.status in (Status.RETURNED, Status.CARRIED) or report.remark else ""
    parts = [blocks.element("div", "", reason) if reason else None]
    if cells:
        parts.append(blocks.element("div", "by-second", cells))
    if report.remark:
        said = _("Handed in again: {remark}").format(remark=report.remark)
        parts.append(blocks.element("div", "by-second", said))
    return blocks.join(*parts) if any(parts) else None


def spoken_of(reference: Reference, found: Iterable[Standing]) -> Block | None:
    """The reports that were sent back, and those that were handed in again with a remark, for the office to decide."""
    told = [one for one in found if one.status is Status.RETURNED or (one.remark and one.status is not Status.ACCEPTED)]
    if not told:
        return None
    again = sum(one.status is not Status.RETURNED for one in told)
    title = _("{returned} reports sent back, {again} handed in again").format(returned=len(told) - again, again=again)
    ordered = sorted(told, key=lambda one: (one.status is Status.RETURNED, one.county_code, one.form))
    rows = [
        (unit_name(reference.units[one.county_code]), form_name(reference, one.form),
         blocks.submission_pill(one.status), _said(one))
        for one in ordered
    ]  # fmt: skip
    headers = (_("County"), _("Form"), _("State"), _("Reason and remark"))
    return Block(Finding(title), blocks.table(headers, rows))
