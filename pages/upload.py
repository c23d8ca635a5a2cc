"""数据报送: the template, choose the file, see what is wrong and what would change, save, receipt, undo."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib import ui
from lib.intake import exports
from lib.kept import store
from lib.ledger.door import undo
from lib.review.reviewing import nothing_changed
from lib.review.uploads import Upload, save_upload, take
from lib.show import blocks
from lib.show.boards import upload as board
from lib.show.boards.words import unit_name
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named

half_month: HalfMonth = st.session_state.shown
reference, actor = ui.reference(), st.session_state.actor


def choose() -> tuple[str, str | None]:
    """The form, and the county whose units it is about (None: all)."""
    forms, places = list(reference.forms), reported_for()
    form = st.selectbox(
        _("Form"),
        forms,
        index=forms.index("village_cleanup") if "village_cleanup" in forms else 0,
        format_func=lambda code: named(reference.forms[code].name, reference.forms[code].name_en),
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


def without_file(form: str, county: str | None) -> None:
    """The template with my units and last values, and "nothing changed"."""
    name = f"{half_month}_{form}{f'_{county}' if county else ''}"
    with st.container(horizontal=True):
        ui.download_table(_("Template (Excel)"), name, "xlsx", template, form, county)
        ui.download_table(_("Template (CSV)"), name, "csv", template, form, county)
        if county:
            st.button(_("Nothing changed"), on_click=report_unchanged, args=(form, county))


def template(form: str, county: str | None) -> exports.Export:
    with store.reading(store.engine()) as connection:
        return exports.template(connection, ui.reference(), form, half_month, county)


def report_unchanged(form: str, county: str) -> None:
    try:
        receipt = nothing_changed(store.engine(), half_month, form, county, actor)
        st.session_state.said = board.receipt(receipt, half_month, "")
    except Refusal as refusal:
        st.session_state.said = blocks.banner("error", str(refusal))


def save(upload: Upload) -> None:
    """Save and keep the receipt, or the sentence why not; either way the page starts again from the file."""
    try:
        receipt = save_upload(store.engine(), upload, actor)
        st.session_state.said = board.receipt(receipt, half_month, upload.sheet.file_name)
        st.session_state.refused = upload if upload.refused else None
        leave()
    except Refusal as refusal:
        st.session_state.said = blocks.banner("error", str(refusal))
        st.session_state.pop("taken", None)


def leave() -> None:
    """Put the file away: a new uploader has a new key."""
    st.session_state.pop("taken", None)
    st.session_state.uploads = st.session_state.get("uploads", 0) + 1


def taken(file: UploadedFile, form: str, county: str | None) -> Upload:
    """The upload of this file, read once and kept while it is looked at."""
    key = (file.file_id, form, county, half_month)
    if st.session_state.get("taken", (None,))[0] != key:
        with st.spinner(_("Checking the file …")):
            read = take(
                store.engine(), file.getvalue(), file.name, actor=actor, form=form, half_month=half_month, scope=county
            )
        st.session_state.taken = (key, read)
    upload: Upload = st.session_state.taken[1]
    return upload


def review(upload: Upload) -> None:
    """Problems on the left, changes on the right; without problems the changes have the whole width."""
    ui.html(board.verdict(upload))
    if not upload.checked.problems:
        changes(upload)
        return
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        ui.html(board.problems(upload))
        ui.download_problems(_("Download the file with its problems marked"), upload)
    with right:
        changes(upload)


def changes(upload: Upload) -> None:
    if not upload.preview.changes:
        return
    ui.html(board.changes(upload, reference))
    label = _("Save {count} rows") if not upload.refused else _("Save only the {count} good rows")
    with st.container(horizontal=True):
        st.button(label.format(count=f"{upload.good:,}"), type="primary", on_click=save, args=(upload,))
        st.button(_("Save nothing"), on_click=leave)


def acts() -> None:
    """What was saved in this half month; each act can be undone as long as nobody changed its values since."""
    found = ui.cached(board.acts, half_month, actor.unit_code)
    ui.html(board.acts_table(found, half_month))
    numbers = [act.id for act in found if not act.undone_by and act.kind != "load"]
    if numbers:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.selectbox(_("Undo no."), numbers, width=120)
            st.button(_("Undo no. {batch}").format(batch=number), on_click=take_back, args=(number,))


def take_back(number: int) -> None:
    try:
        saved = undo(store.engine(), number, actor)
        first = _("Undid no. {batch}: {changes} cells are as before").format(batch=number, changes=f"{saved.changes:,}")
        st.session_state.said = blocks.banner("success", first)
    except Refusal as refusal:
        st.session_state.said = blocks.banner("error", str(refusal))


said, refused = st.session_state.pop("said", None), st.session_state.pop("refused", None)
steps = st.empty()
left, right = st.columns([1, 1.6], gap="medium")
with left:
    form, county = choose()
with right:
    file = st.file_uploader(_("File"), key=f"file_{st.session_state.get('uploads', 0)}")
    if file is None:
        without_file(form, county)
with steps:
    ui.html(board.steps(1 if file else 3 if said else 0))
if said:
    ui.html(said)
if refused:
    label = _("Download the {count} refused rows").format(count=refused.refused)
    ui.download_problems(label, refused, refused_only=True)

if file is None:
    ui.html(ui.cached(board.burden, half_month, county))
    acts()
    st.stop()
try:
    review(taken(file, form, county))
except Refusal as refusal:
    ui.html(blocks.banner("error", _("This file cannot be read"), str(refusal)))
