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
from lib.ledger.door import Receipt
from lib.review.own_headers import remembered
from lib.review.several import Drop, File, take_files
from lib.review.updates import percents_of
from lib.review.uploads import Records, Upload, remarks, save_upload
from lib.show import blocks
from lib.show.boards import upload as board
from lib.show.boards.changes import undoable
from lib.show.boards.records import Labels
from lib.show.boards.words import form_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

half_month, reference, actor = ui.half_month(), ui.reference(), ui.actor()


# What was saved --------------------------------------------------------------------------------------------------


def receipt(saved: Receipt, file_name: str = "", months: Sequence[HalfMonth] = ()) -> blocks.Markup:
    """What was saved, of which half months, and from which file."""
    return board.receipt(saved, months or [half_month], file_name)


def show_acts() -> None:
    """What was saved in this half month; each act can be undone as long as nobody changed its values since."""
    mine, words = ui.cached(board.acts, half_month, actor.unit_code)
    ui.html(board.acts_table(mine, words, half_month))
    if numbers := undoable(mine, actor):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.selectbox(_("Undo no."), numbers, width=120)
            ui.undo_button(number)


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
    offer_other_places(upload)
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


def offer_other_places(upload: Upload) -> None:
    """What the file seems to be instead, each a button that chooses it: another form, another open half month."""
    for offer in dict.fromkeys(problem.offer for problem in upload.checked.problems if problem.offer):
        if offer.form in ui.forms_of(actor):
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


def half_months_of(upload: Upload) -> tuple[HalfMonth, ...]:
    """The half months that the file names, where it is one of values."""
    return upload.checked.half_months if isinstance(upload.checked, CheckedValues) else ()


def save(upload: Upload) -> None:
    """Save what was shown; either way the page starts again from the file."""
    name = upload.sheet.file_name
    if ui.done(
        lambda: save_upload(store.engine(), upload, actor),
        partial(receipt, file_name=name, months=half_months_of(upload)),
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
    form, county = ui.choose_report(half_month, actor)
with right:
    files = ui.choose_files(_("File"), "file")
    if not files:
        ui.without_file(form, county)
with steps:
    ui.html(board.steps(1 if files else 3 if saved else 0))
if not (files or saved):
    with receipts:
        ui.html(ui.cached(board.sent_back, half_month, county or actor.department_code))
if refused:
    ui.download_refused(refused)
ui.outcomes()
if not files:
    who = county or actor.department_code
    ui.unchanged_anywhere(county)
    ui.still_missing(form, who)
    ui.html(ui.cached(board.burden, half_month, who))
    ui.my_reports(who, half_month, actor)
    if not actor.department_code:
        show_acts()
elif read := ui.readable(partial(taken, files, form, county)):
    if isinstance(read, Drop):
        ui.several(read, files, review)
    else:
        ui.ask_about(files, read)
        review(read)
