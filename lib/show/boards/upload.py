"""数据报送: what is wrong in a file, what saving it would change, and the receipt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from lib.kept.history import BatchRow, Filter, batches
from lib.kept.reference import Reference
from lib.ledger.door import Receipt
from lib.review.own_reports import own_cells, own_reports
from lib.review.submissions import Status, cells_asked
from lib.review.uploads import Upload
from lib.show import blocks
from lib.show.blocks import BannerKind, Block, Finding, Markup
from lib.show.boards.changes import batch_table, places
from lib.show.boards.words import ON_A_PAGE, all_names, form_name, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings

MOST_MENDS = 5  # kinds of problems that are counted under those listed
LAST_ACTS = 8


def steps(current: int) -> Markup:
    """The four steps of an upload; `current` counts from 0."""
    return blocks.steps((_("Choose the file"), _("Look at problems and changes"), _("Save"), _("Receipt")), current)


def sent_back(connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str | None) -> Markup:
    """The reports of `who` that were sent back, with their reasons, for the top of the page; empty where none was."""
    returned = [each for each in own_reports(connection, reference, half_month, who) if each.status is Status.RETURNED]
    said = (
        _("{form} was sent back ({reason})").format(form=form_name(reference, each.form), reason=each.reason)
        for each in returned
    )
    return blocks.banner("warning", _("; ").join(said)) if returned else Markup("")


def verdict(upload: Upload) -> Markup:
    """What was read and what is possible now, in two lines."""
    problems, checked = len(upload.checked.problems), upload.checked
    if problems and upload.good:
        first = _("{problems} places to mend, in {refused} rows; the others can be saved: {good}").format(
            problems=f"{problems:,}", refused=f"{upload.refused:,}", good=f"{upload.good:,}"
        )
    elif problems:
        first = _("{problems} places to mend; no row can be saved yet").format(problems=f"{problems:,}")
    elif upload.preview.changes:
        first = _("Nothing to mend: {good} rows can be saved").format(good=f"{upload.good:,}")
    else:
        first = _("Nothing to mend and no changes: the file says what is kept already")
    kind: BannerKind = "success"
    if problems:
        kind = "warning" if upload.good else "error"
    second = blocks.in_a_row(_read(upload), _("Nothing has been saved yet."), *checked.notices)
    return blocks.banner(kind, first, second)


def _read(upload: Upload) -> str:
    name = _(", ").join(sheet.name for sheet in upload.sheets)
    sheet = _("sheet “{name}”, ").format(name=name) if name else ""
    return _("File “{file}”, {sheet}{rows} rows read.").format(
        file=upload.sheet.file_name, sheet=sheet, rows=f"{upload.checked.read_rows:,}"
    )


def problems(upload: Upload) -> Block:
    """The first twenty places to mend, with how many there are of each kind."""
    to_mend = upload.checked.problems
    second = _("Rows and columns as your spreadsheet counts them")
    if len(to_mend) > ON_A_PAGE:
        second = _("The first {shown}; all are in the download. {kinds}").format(shown=ON_A_PAGE, kinds=_kinds(upload))
    title = _("{count} places to mend").format(count=f"{len(to_mend):,}")
    # of several sheets a row is told with the name of its own
    return Block(
        Finding(title, second),
        blocks.problems_table([replace(problem, row=problem.place) for problem in to_mend[:ON_A_PAGE]]),
    )


def _kinds(upload: Upload) -> str:
    """How often each mend is asked for, most frequent first."""
    counted = Counter(problem.mend for problem in upload.checked.problems)
    return _("; ").join(f"{mend} × {count:,}" for mend, count in counted.most_common(MOST_MENDS))


def counted(upload: Upload) -> str:
    """What saving would leave as it is."""
    preview = upload.preview
    text = _("{unchanged} unchanged, {blank} blank, {absent} units not in the file").format(
        unchanged=f"{preview.unchanged:,}", blank=f"{preview.blanks:,}", absent=f"{len(preview.absent):,}"
    )
    if preview.confirmed:
        text += _("; {count} carried forward are confirmed as they are").format(count=f"{preview.confirmed:,}")
    return text


def absent(upload: Upload, reference: Reference) -> Markup | None:
    """The units that the form is asked of and the file does not name; their values stay as they are."""
    if not upload.preview.absent:
        return None
    listed = all_names(unit_name(reference.by_id[unit]) for unit in upload.preview.absent[:ON_A_PAGE])
    more = len(upload.preview.absent) - ON_A_PAGE
    text = (
        _("Not in the file, left as they are: {names}")
        if more <= 0
        else _("Not in the file, left as they are: {names} and {more} more")
    )
    return blocks.element("p", "by-second", text.format(names=listed, more=f"{more:,}"))


def receipt(saved: Receipt, half_months: Sequence[HalfMonth], file_name: str) -> Markup:
    """What was saved, when, and the number under which it can be found again."""
    first = _("Saved {changes} cells of {half_month}; receipt no. {batch}").format(
        changes=f"{saved.changes:,}",
        half_month=_(", ").join(half_month.label for half_month in half_months),
        batch=saved.batch,
    )
    at = settings().clock(saved.at)
    second = _("Saved at {at}. All boards show the new figures.").format(at=at)
    if file_name:
        second = _("From the file “{file}”, {at}. All boards show the new figures.").format(file=file_name, at=at)
    return blocks.banner("success", first, second)


def undone(saved: Receipt, batch: int) -> Markup:
    """已撤销第 12 号: how much is as before."""
    first = _("Undid no. {batch}: {changes} cells are as before")
    return blocks.banner("success", first.format(batch=batch, changes=f"{saved.changes:,}"))


# Beside the file ------------------------------------------------------------------------------------------------


def burden(connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str | None) -> Finding:
    """How many cells this system itself asks for, of everybody or of a unit or department: the burden must not grow."""
    asked, filled = _cells(connection, reference, half_month, who)
    before, _filled = _cells(connection, reference, half_month.next(-1), who)
    all_villages = reference.at_level("village", half_month)
    villages = sum(who in (None, unit.county_code, unit.township_code) for unit in all_villages)
    first = _("{half_month}: {filled} of {asked} cells filled").format(
        half_month=half_month.label, filled=f"{filled:,}", asked=f"{asked:,}"
    )
    if not villages:
        return Finding(first, _("The half month before asked for {before}").format(before=f"{before:,}"))
    second = _("About {each} cells a village; the half month before asked for {before}").format(
        each=round(asked / villages), before=f"{before:,}"
    )
    return Finding(first, second)


def _cells(connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str | None) -> tuple[int, int]:
    if who is None:
        return cells_asked(connection, half_month)
    return own_cells(own_reports(connection, reference, half_month, who))


def acts(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, below: str | None
) -> tuple[list[BatchRow], dict[int, str]]:
    """The last acts in the half month at the unit `below` or under it, None is everywhere; and their places."""
    latest = batches(connection, Filter(half_month=half_month, unit_code=below), LAST_ACTS)
    return latest, places(connection, reference, latest)


def acts_table(latest: list[BatchRow], places_of: dict[int, str], half_month: HalfMonth) -> Block:
    """Those acts as a table under their finding."""
    title = _("Last saved acts of {half_month}").format(half_month=half_month.label)
    return Block(Finding(title), batch_table(latest, places_of))
