"""数据报送: the template, choose the file, see what is wrong and what would change, save, receipt, undo."""

from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib import ui
from lib.intake import exports
from lib.intake.checks import Reported
from lib.kept import store
from lib.ledger.door import Receipt, undo
from lib.review.reviewing import nothing_changed
from lib.review.uploads import ValueUpload, remarks, save_upload, take
from lib.show import blocks
from lib.show.boards import upload as board
from lib.show.boards.changes import undoable
from lib.show.boards.words import form_name, unit_name
from lib.words.language import gettext as _

half_month, reference, actor = ui.half_month(), ui.reference(), ui.actor()
FIRST_FORM = "village_cleanup"  # where there is such a form


# What is reported ------------------------------------------------------------------------------------------------


def choose() -> tuple[str, str | None]:
    """The form, and the county whose units it is about (None: all)."""
    forms, places = list(reference.forms), reported_for()
    form = st.selectbox(
        _("Form"),
        forms,
        index=forms.index(FIRST_FORM) if FIRST_FORM in forms else 0,
        format_func=partial(form_name, reference),
        key="form",
        bind="query-params",
    )
    county = st.selectbox(
        _("County"),
        places,
        index=0 if len(places) == 1 else None,
        format_func=lambda code: unit_name(reference.units[code]),
        placeholder=_("All counties"),
        key="county",
        bind="query-params",
    )
    return form, county or actor.unit_code


def reported_for() -> list[str]:
    """The codes of the units that one can choose: a reporter's own, for a whole prefecture its counties."""
    own = reference.units.get(actor.unit_code or "")
    if own is not None and own.level != "prefecture":
        return [own.code]
    return [unit.code for unit in reference.of_level.get("county", ())]


# Without a file --------------------------------------------------------------------------------------------------


def without_file(form: str, county: str | None) -> None:
    """The template with my units and last values, and "nothing changed"."""
    name = f"{half_month}_{form}{f'_{county}' if county else ''}"
    with st.container(horizontal=True):
        ui.download_table(_("Template (Excel)"), name, "xlsx", template, form, county)
        ui.download_table(_("Template (CSV)"), name, "csv", template, form, county)
        if county:
            ui.act(_("Nothing changed"), unchanged, receipt)


def template(form: str, county: str | None) -> exports.Export:
    """The form to fill in, made at the click."""
    with store.reading(store.engine()) as connection:
        return exports.template(connection, ui.reference(), form, half_month, county)


def unchanged() -> Receipt:
    """Report the values of the half month before for what is chosen at the click."""
    form, county = ui.widget("form"), ui.widget("county") or actor.unit_code
    return nothing_changed(store.engine(), half_month, form, county or "", actor)


def receipt(saved: Receipt, file_name: str = "") -> blocks.Markup:
    """What was saved, and from which file."""
    return board.receipt(saved, half_month, file_name)


def acts() -> None:
    """What was saved in this half month; each act can be undone as long as nobody changed its values since."""
    mine = ui.cached(board.acts, half_month, actor.unit_code)
    ui.html(board.acts_table(mine, half_month))
    if numbers := undoable(mine):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.selectbox(_("Undo no."), numbers, width=120)
            ui.act(
                _("Undo no. {batch}").format(batch=number),
                lambda: undo(store.engine(), number, actor),
                lambda saved: board.undone(saved, number),
            )


# A file ----------------------------------------------------------------------------------------------------------


def taken(file: UploadedFile, form: str, county: str | None) -> ValueUpload:
    """The upload of this file, read once and remembered while it is looked at."""
    about = (file.file_id, form, county, half_month)
    before = ui.TAKEN.get()
    if before and before[0] == about:
        return before[1]
    with st.spinner(_("Checking the file …")):
        upload = take(store.engine(), file.getvalue(), file.name, Reported(form, half_month, county), actor)
    ui.TAKEN.put((about, upload))
    return upload


def review(upload: ValueUpload) -> None:
    """Problems on the left, changes on the right; without problems the changes have the whole width."""
    ui.html(board.verdict(upload))
    if not upload.checked.problems:
        changes(upload)
        return
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        ui.html(board.problems(upload))
        ui.download_problems(_("Download the file with its problems marked"), upload, remarks(upload, reference))
    with right:
        changes(upload)


def changes(upload: ValueUpload) -> None:
    """What saving would change, and the buttons that do it or leave it."""
    if not upload.preview.changes:
        return
    ui.html(board.changes(upload, reference))
    if upload.preview.notes and not upload.checked.problems:
        ui.download_problems(_("Download the file with its remarks marked"), upload, remarks(upload, reference))
    label = _("Save {count} rows") if not upload.refused else _("Save only the {count} good rows")
    with st.container(horizontal=True):
        label = label.format(count=f"{upload.good:,}")
        st.button(label, type="primary", on_click=save, args=(upload,))
        st.button(_("Save nothing"), on_click=leave)


def save(upload: ValueUpload) -> None:
    """Save what was shown; either way the page starts again from the file."""
    name = upload.sheet.file_name
    if ui.done(lambda: save_upload(store.engine(), upload, actor), lambda saved: receipt(saved, name), leave):
        ui.REFUSED.put(upload if upload.refused else None)
    ui.TAKEN.take()


def leave() -> None:
    """Put the file away."""
    ui.TAKEN.take()
    ui.put_away("file")


# The page --------------------------------------------------------------------------------------------------------

said, refused = ui.SENTENCE.take(), ui.REFUSED.take()
steps = st.empty()
left, right = st.columns([1, 1.6], gap="medium")
with left:
    form, county = choose()
with right:
    file = ui.choose_file(_("File"), "file")
    if file is None:
        without_file(form, county)
with steps:
    ui.html(board.steps(1 if file else 3 if said else 0))
ui.html(said)
if refused:
    label = _("Download the {count} refused rows").format(count=refused.refused)
    ui.download_problems(label, refused, refused_only=True)
if file is None:
    ui.html(ui.cached(board.burden, half_month, county))
    acts()
elif upload := ui.readable(partial(taken, file, form, county)):
    review(upload)
