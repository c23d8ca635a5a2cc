"""数据报送: choose the file, see what is wrong and what would change, save, receipt."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib import blocks, store, ui
from lib.boards import upload as board
from lib.checks import as_problem_file
from lib.errors import Refusal
from lib.half_months import HalfMonth
from lib.intake import Upload, save_upload, take
from lib.language import gettext as _
from lib.language import named


def save(upload: Upload, actor: str, half_month: HalfMonth) -> None:
    """Save and keep the receipt, or the sentence why not; either way the page starts again from the file."""
    try:
        receipt = save_upload(store.engine(), upload, actor)
        st.session_state.said = board.receipt(receipt, half_month, upload.sheet.file_name)
        st.session_state.saved = True
        leave()
    except Refusal as refusal:
        st.session_state.said = blocks.banner("error", str(refusal))
        st.session_state.pop("taken", None)


def leave() -> None:
    """Put the file away: a new uploader has a new key."""
    st.session_state.pop("taken", None)
    st.session_state.uploads = st.session_state.get("uploads", 0) + 1


def taken(file: UploadedFile, form: str, half_month: HalfMonth) -> Upload:
    """The upload of this file, read once and kept while it is looked at."""
    key = (file.file_id, form, half_month)
    if st.session_state.get("taken", (None,))[0] != key:
        with st.spinner(_("Checking the file …")):
            read = take(store.engine(), file.getvalue(), file.name, actor="", form=form, half_month=half_month)
        st.session_state.taken = (key, read)
    upload: Upload = st.session_state.taken[1]
    return upload


half_month: HalfMonth = st.session_state.shown
register, actor = ui.register(), st.session_state.actor

said = st.session_state.pop("said", None)
saved = st.session_state.pop("saved", False)
progress = st.empty()

choose, upload_file = st.columns([1, 2], gap="medium")
with choose:
    form = st.selectbox(
        _("Form"),
        list(register.forms),
        index=list(register.forms).index("village_cleanup") if "village_cleanup" in register.forms else 0,
        format_func=lambda code: named(register.forms[code].name, register.forms[code].name_en),
        key="form",
        bind="query-params",
    )
with upload_file:
    file = st.file_uploader(_("File"), key=f"file_{st.session_state.get('uploads', 0)}")

progress_at = 3 if saved else 1 if file else 0
with progress:
    ui.html(board.steps(progress_at))
if said:
    ui.html(said)
if file is None:
    if not saved:
        ui.html(
            blocks.empty(
                _("No file chosen yet"),
                _("CSV or Excel, one row per unit; you see every change before anything is saved."),
            )
        )
    st.stop()

try:
    upload = taken(file, form, half_month)
except Refusal as refusal:
    ui.html(blocks.banner("error", _("This file cannot be read"), str(refusal)))
    st.stop()

ui.html(board.verdict(upload))
left, right = st.columns([1.15, 1], gap="medium") if upload.checked.problems else (None, st.container())
if left:
    with left:
        ui.html(board.problems(upload))
        st.download_button(
            _("Download the file with its problems marked"),
            as_problem_file(upload.sheet, upload.checked.problems),
            file_name=_("{file} with problems.csv").format(file=file.name.rpartition(".")[0]),
            mime="text/csv",
            on_click="ignore",
        )
with right:
    if upload.preview.changes:
        ui.html(board.changes(upload, register))
        with st.container(horizontal=True):
            st.button(
                _("Save {count} rows").format(count=f"{upload.good:,}"),
                type="primary",
                on_click=save,
                args=(upload, actor, half_month),
                disabled=not actor,
                help=None if actor else _("Write on the left who reports"),
            )
            st.button(_("Save nothing"), on_click=leave)
        if not actor:
            st.caption(_("Write on the left who reports, then save."))
