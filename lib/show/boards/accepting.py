"""管理·半月: what waits to be accepted, what is unusual first; and one report beside the half month before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import sqlalchemy as sa

from lib.intake.exports import Export, ExportCell
from lib.intake.preview import note_word
from lib.kept.reference import Reference
from lib.review.compared import ReportCell
from lib.review.contents import Contents, contents, report_cells
from lib.review.submissions import Status
from lib.show import blocks
from lib.show.blocks import Block, Finding
from lib.show.boards.words import ON_A_PAGE, form_name, report_owner, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import MISSING, exact, of_all, signed

# px of the columns of `waiting_rows`; English words need more
WIDTHS = {"zh": (72, 116, 62, 180), "en": (120, 172, 76, 180)}


def within_scope(reports: Iterable[Contents], scope: str | None) -> list[Contents]:
    """The reports of a form or a county, by its code; of all without one."""
    return [report for report in reports if scope in (None, report.standing.form, report.standing.county_code)]


def waiting_finding(reports: Sequence[Contents]) -> Finding:
    """How many wait, how many of these have remarks, and what is left out."""
    waiting = [report for report in reports if report.waits]
    with_remarks = sum(report.said for report in waiting)
    title = _("{count} reports wait to be accepted: {said} with remarks, {rest} without").format(
        count=len(waiting), said=with_remarks, rest=len(waiting) - with_remarks
    )
    if not waiting:
        title = _("No report waits to be accepted")
    return Finding(title, _left_out(reports))


def own_finding(count: int) -> Finding:
    """Of so many reports the reader wrote values itself."""
    title = _("You wrote values of {count} reports yourself").format(count=count)
    return Finding(
        title, _("Another account of the office accepts them, or you do with a reason that stays in the history")
    )


def _left_out(reports: Iterable[Contents]) -> str:
    counted = Counter(report.standing.status for report in reports if not report.waits)
    others = [f"{status.word} {counted[status]}" for status in Status if counted[status]]
    return _("Left out: {others}").format(others=_(", ").join(others)) if others else ""


def waiting_rows(reference: Reference, waiting: Sequence[Contents]) -> pd.DataFrame:
    """The reports that wait, what is unusual first: county, form, cells that changed, and what is remarked."""
    headers = [_("Unit"), _("Form"), _("Changed"), _("Remarks")]
    rows = [
        [
            report_owner(reference, report.standing.county_code),
            form_name(reference, report.standing.form),
            f"{report.changed:,}",
            _remark_counts(report),
        ]
        for report in waiting
    ]
    return pd.DataFrame(rows, columns=headers)


def _remark_counts(report: Contents) -> str:
    """累计值下降 2；再次报送：已核实."""
    notes = [note for cell in report.remarked for note in cell.notes]
    counted = Counter(note_word(note) if isinstance(note, str) else _("rule between columns") for note in notes)
    parts = [f"{word} {count}" for word, count in counted.most_common()]
    if report.standing.remark:
        parts.append(_("Handed in again: {remark}").format(remark=report.standing.remark))
    return _("; ").join(parts) or _("none")


# One report ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReportBoard:
    """One report: what it comes to, its remarks, what it sums up to, and every cell that changed."""

    contents: Contents
    heading: Block
    remarks: Block | None
    sums: Block
    changes: pd.DataFrame


def report_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, form: str, county_code: str
) -> ReportBoard | None:
    """The board of one report; None where there is none of this form and county."""
    reports = contents(connection, reference, half_month)
    owner = (form, county_code)
    this = next((report for report in reports if report.standing.key == owner), None)
    if this is None:
        return None
    cells = report_cells(connection, reference, half_month, form, county_code)
    return ReportBoard(
        contents=this,
        heading=_heading(reference, this),
        remarks=_remarks(reference, this.remarked) if this.remarked else None,
        sums=_sums(reference, cells),
        changes=_frame(reference, [cell for cell in cells if cell.differs]),
    )


def _heading(reference: Reference, report: Contents) -> Block:
    standing = report.standing
    title = _("{unit} {form}: {changed} of {asked} cells changed, {remarks} with remarks").format(
        unit=report_owner(reference, standing.county_code),
        form=form_name(reference, standing.form),
        changed=f"{report.changed:,}",
        asked=f"{standing.asked:,}",
        remarks=len(report.remarked),
    )
    second = _("{filled} cells filled").format(filled=of_all(standing.filled, standing.asked))
    if standing.reported_on:
        second += _("; complete on {day}").format(day=standing.reported_on.isoformat())
    remark = _("Handed in again: {remark}").format(remark=standing.remark) if standing.remark else standing.reason
    remark_words = blocks.element("span", "by-second", remark) if remark else None
    return Block(
        Finding(title, second), blocks.element("p", "", blocks.submission_pill(standing.status), " ", remark_words)
    )


def _remarks(reference: Reference, remarked: Sequence[ReportCell]) -> Block:
    headers = (_("Unit"), _("Indicator"), _("Last"), _("Reported now"), _("Remarks"))
    rows = [
        (
            unit_name(reference.units[cell.unit_code]),
            blocks.element("div", "by-cut", of_name(reference, cell.of), title=of_name(reference, cell.of)),
            _number(reference, cell.of, cell.before),
            blocks.bold(_number(reference, cell.of, cell.after)),
            _("; ").join(map(note_word, cell.notes)),
        )
        for cell in remarked[:ON_A_PAGE]
    ]
    title = _("{count} cells are unusual").format(count=len(remarked))
    more = _("The first {shown}; all are in the download").format(shown=ON_A_PAGE) if len(remarked) > ON_A_PAGE else ""
    return Block(Finding(title, more), blocks.table(headers, rows, {2, 3}))


def _sums(reference: Reference, cells: Sequence[ReportCell]) -> Block:
    """What was reported: by indicator the sum now and in the half month before, over the units known in both."""
    listed = reference.indicators
    # tasks have no position: they stand in the order of their codes
    codes = sorted({cell.of for cell in cells}, key=lambda of: (listed[of].position if of in listed else 0, of))
    rows = [_sum_row(reference, of, [cell for cell in cells if cell.of == of]) for of in codes]
    headers = (_("Indicator"), _("Sum"), _("Against the half month before"), _("Cells changed"))
    second = _("The change is over the units known in both half months")
    return Block(Finding(_("What was reported"), second), blocks.table(headers, rows, {1, 2, 3}))


def _sum_row(reference: Reference, of: str, cells: Sequence[ReportCell]) -> tuple[str, str | None, str | None, int]:
    """A task has a percent at each unit, which does not add up."""
    changed = sum(cell.differs for cell in cells)
    if of not in reference.indicators:
        mean = sum((cell.after for cell in cells), Decimal()) / len(cells)  # cells that were not reported are not there
        return of_name(reference, of), _("on average {percent}%").format(percent=exact(mean, 1)), None, changed
    decimals = reference.indicators[of].decimals
    steps = [cell.after - cell.before for cell in cells if cell.before is not None]
    total = sum((cell.after for cell in cells), Decimal())
    return of_name(reference, of), exact(total, decimals), signed(sum(steps), decimals) if steps else None, changed


def of_name(reference: Reference, of: str) -> str:
    """The indicator, or the task with its code."""
    if of in reference.indicators:
        return named(reference.indicators[of].name, reference.indicators[of].name_en)
    return f"{of} {named(reference.tasks[of].name, reference.tasks[of].name_en)}"


def _number(reference: Reference, of: str, value: Decimal | None) -> str | None:
    if value is None:
        return None
    return exact(value, reference.indicators[of].decimals) if of in reference.indicators else f"{exact(value)}%"


def _frame(reference: Reference, cells: Sequence[ReportCell]) -> pd.DataFrame:
    """Every cell that changed: unit, indicator, last, now; all of them scroll."""
    rows = [
        (
            unit_name(reference.units[cell.unit_code]),
            of_name(reference, cell.of),
            _number(reference, cell.of, cell.before) or MISSING,
            _number(reference, cell.of, cell.after),
        )
        for cell in cells
    ]
    return pd.DataFrame(rows, columns=[_("Unit"), _("Indicator"), _("Last"), _("Reported now")])


def report_export(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, form: str, county_code: str
) -> Export:
    """Every cell of one report beside that of the half month before, with its remarks; what is unusual first."""
    rows: list[tuple[ExportCell, ...]] = [
        (
            cell.unit_code,
            unit_name(reference.units[cell.unit_code]),
            of_name(reference, cell.of),
            cell.before,
            cell.after,
            _("; ").join(map(note_word, cell.notes)),
        )
        for cell in report_cells(connection, reference, half_month, form, county_code)
    ]
    header = (_("Unit code"), _("Unit"), _("Indicator"), _("Last"), _("Reported now"), _("Remarks"))
    return Export(f"{half_month}_{form}_{county_code}", header, rows)
