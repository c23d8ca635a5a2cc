"""数据报送: the template, choose the file, see what is wrong and what would change, save, receipt, undo."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib import ui
from lib.intake.checks import CheckedValues, Reported
from lib.intake.listing import listing
from lib.kept import store
from lib.kept.changes import Change
from lib.kept.models.values import TASK_FORM
from lib.ledger.access import Actor, covers
from lib.ledger.door import Receipt
from lib.review.own_headers import remembered
from lib.review.reviewing import hand_in_again
from lib.review.several import Drop, File, take_files
from lib.review.submissions import Standing, Status
from lib.review.updates import percents_of
from lib.review.uploads import Records, Upload, remarks, save_upload
from lib.show import blocks
from lib.show.boards import upload as board
from lib.show.boards.changes import undoable
from lib.show.boards.records import Labels
from lib.show.boards.reports import my_reports
from lib.show.boards.words import form_name, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

half_month, reference, actor = ui.half_month(), ui.reference(), ui.actor()
FIRST_FORM = "village_cleanup"  # where there is such a form


# What is reported ------------------------------------------------------------------------------------------------


def choose() -> tuple[str, str | None]:
    """The form, and the county whose units it is about (None: all)."""
    forms, places = forms_of(actor), reported_for()
    first = forms.index(FIRST_FORM) if FIRST_FORM in forms else 0
    form = ui.select(_("Form"), forms, "form", partial(form_name, reference), first=first)
    of_township = any(reference.units[code].level == "township" for code in places)
    county = ui.select(
        _("Unit") if of_township else _("County"), places, "county", lambda code: unit_name(reference.units[code]),
        first=0 if len(places) == 1 else None, placeholder=_("All counties"),
    )  # fmt: skip
    assert form is not None  # it cannot be emptied
    return form, county or actor.unit_code


def forms_of(actor: Actor) -> list[str]:
    """The codes of the forms that are reported here: a department has the percents of its measures alone."""
    if actor.department_code and TASK_FORM in reference.forms:
        return [TASK_FORM]
    return [code for code, form in reference.forms.items() if form.indicators or code == TASK_FORM]


def reported_for() -> list[str]:
    """The codes of the units that one can choose: a reporter's own, for a whole prefecture its counties."""
    if actor.department_code:
        return []
    own = reference.units.get(actor.unit_code or "")
    if own is not None and own.level != "prefecture":
        return [own.code]
    return [unit.code for unit in reference.of_level.get("county", ()) if unit.exists_in(half_month.ordinal)]


# What was saved --------------------------------------------------------------------------------------------------


def receipt(saved: Receipt, file_name: str = "", months: Sequence[HalfMonth] = ()) -> blocks.Markup:
    """What was saved, of which half months, and from which file."""
    return board.receipt(saved, months or [half_month], file_name)


def acts() -> None:
    """What was saved in this half month; each act can be undone as long as nobody changed its values since."""
    mine, words = ui.cached(board.acts, half_month, actor.unit_code)
    ui.html(board.acts_table(mine, words, half_month))
    if numbers := undoable(mine, actor):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.selectbox(_("Undo no."), numbers, width=120)
            ui.undo_button(number)


# My reports ------------------------------------------------------------------------------------------------------


def mine(who: str | None) -> None:
    """What is asked of `who`, what is sent back and why; what is right as it is can be handed in again."""
    shown, reports = ui.cached(my_reports, half_month, who, reference.top.code if actor.checks else actor.unit_code)
    ui.html(shown)
    for report in reports:
        if report.status is Status.RETURNED and hands_in(report):
            handing_in(report)


def hands_in(report: Standing) -> bool:
    """Whether the actor may hand this report in again: its own county, or the office for it."""
    own = reference.units.get(actor.unit_code or "")
    whole = report.county_code in {unit.code for unit in (*reference.of_level.get("county", ()), reference.top)}
    return whole and (actor.decides or bool(own and covers(actor, reference, report.county_code)))


def handing_in(report: Standing) -> None:
    """A remark, and the button that hands the report in again as it is."""
    form = ui.Form(f"hand_in {half_month} {report.county_code} {report.form}")
    name = ui.plain(form_name(reference, report.form))
    remark = form.text("remark", _("{form}: checked and right as it is; what was checked").format(form=name), limit=200)
    form.button(
        _("Hand in “{form}” again").format(form=name),
        lambda typed: hand_in_again(
            store.engine(), half_month, report.form, report.county_code, actor, typed["remark"]
        ),
        disabled=not remark.strip(),
    )


# A file ----------------------------------------------------------------------------------------------------------


def taken(files: Sequence[UploadedFile], form: str, county: str | None) -> Upload | Drop:
    """What was brought, read once and remembered while it is looked at."""
    # all that the reading rests on; not the revision: the door refuses what somebody changed since
    about = (ui.marks(files), form, county, half_month, ui.answer(*files), ui.cached(remembered))
    before = ui.TAKEN.get()
    if before and before[0] == about:
        return before[1]
    brought = [File(file.name, file.getvalue()) for file in files]
    with st.spinner(_("Checking the file …")):
        read = take_files(store.engine(), brought, wanted(form, county), half_month, actor, ui.answer(*files))
    ui.TAKEN.put((about, read))
    return read


def wanted(form: str, county: str | None) -> Reported | Records:
    """What the file is checked for: values of the form, or percents of tasks."""
    if form == TASK_FORM:
        return percents_of(reference, half_month, actor.department_code or county)
    return Reported(form, half_month, county)


def review(upload: Upload) -> None:
    """Problems on the left, changes on the right; without problems the changes have the whole width."""
    verdict = st.empty()  # above all else, but drawn only once no column is to be said first
    offers(upload)
    if ui.own_header(upload, form, county):
        return
    with verdict:
        ui.html(board.verdict(upload))
    if not upload.checked.problems:
        changes(upload)
        return
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        ui.show_problems(upload, remarks(upload, reference))
    with right:
        changes(upload)


def offers(upload: Upload) -> None:
    """What the file seems to be instead, each a button that chooses it: another form, another open half month."""
    for offer in dict.fromkeys(problem.offer for problem in upload.checked.problems if problem.offer):
        if offer.form in forms_of(actor):
            label = _("Report it as “{form}”").format(form=ui.plain(form_name(reference, offer.form)))
            st.button(label, type="primary", on_click=ui.name_in_address, args=("form", offer.form))
        if offer.half_month is not None:
            other = HalfMonth(offer.half_month)
            label = _("Report it for {half_month}").format(half_month=other.label)
            st.button(label, type="primary", on_click=ui.set_widget, args=("collecting", str(other)))


def changes(upload: Upload) -> None:
    """What saving would change, and the buttons that do it or leave it."""
    if not upload.preview.changes:
        return
    previewed, name = upload.preview, upload.sheet.file_name.rpartition(".")[0]
    second = board.counted(upload) if isinstance(upload.checked, CheckedValues) else ""
    listed = listing(previewed.changes, previewed.last, previewed.notes)
    ui.preview(listed, name, no_labels, second=second, key="file")
    if isinstance(upload.checked, CheckedValues):
        ui.html(board.absent(upload, reference))
        if previewed.notes and not upload.checked.problems:
            ui.download_marked(upload, remarks(upload, reference))
    sure = ui.yes_to_empty(previewed.changes, "file")
    with st.container(horizontal=True):
        st.button(ui.save_label(upload), type="primary", on_click=save, args=(upload,), disabled=not sure)
        st.button(_("Save nothing"), on_click=leave)


def no_labels(_changes: Sequence[Change]) -> Labels:
    """Values and percents name their units and tasks themselves."""
    return {}


def months_of(upload: Upload) -> tuple[HalfMonth, ...]:
    """The half months that the file names, where it is one of values."""
    return upload.checked.half_months if isinstance(upload.checked, CheckedValues) else ()


def save(upload: Upload) -> None:
    """Save what was shown; either way the page starts again from the file."""
    name = upload.sheet.file_name
    if ui.done(
        lambda: save_upload(store.engine(), upload, actor),
        partial(receipt, file_name=name, months=months_of(upload)),
        leave,
        undoable=True,
    ):
        ui.REFUSED.put(upload if upload.refused else None)
    ui.TAKEN.take()


def leave() -> None:
    """Put the file away; of several only the preview that is open."""
    if ui.close_one():
        return
    ui.TAKEN.take()
    ui.put_away("file")


# The page --------------------------------------------------------------------------------------------------------

refused = ui.REFUSED.take()
# the steps stand above, and depend on what was saved and on the file below them: their place is kept, and filled last
steps, receipts = st.empty(), st.container()
with receipts:
    saved = ui.say()
left, right = st.columns([1, 1.6], gap="medium")
with left:
    form, county = choose()
with right:
    files = ui.choose_files(_("File"), "file")
    if not files:
        ui.without_file(form, county)
with steps:
    ui.html(board.steps(1 if files else 3 if saved else 0))
if refused:
    ui.download_refused(refused)
ui.outcomes()
if not files:
    who = county or actor.department_code
    ui.unchanged_anywhere(county)
    ui.still_missing(form, who)
    ui.html(ui.cached(board.burden, half_month, who))
    mine(who)
    if not actor.department_code:
        acts()
elif read := ui.readable(partial(taken, files, form, county)):
    if isinstance(read, Drop):
        ui.several(read, files, review)
    else:
        ui.ask_about(files, read)
        review(read)
