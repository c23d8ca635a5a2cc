"""清单与准入: the register of applications with its steps, the three lists, and the form to apply."""

from functools import partial
from typing import Any

import streamlit as st

from lib import ui
from lib.kept import store
from lib.kept.duties import SIZES
from lib.kept.models import Admission, AdmissionState, AttachedTo, Decider, DutyList, Role, Urgency
from lib.ledger.access import Actor, may_write
from lib.ledger.door import Receipt
from lib.ledger.door.admissions import SUBSTANCE
from lib.review.admissions import decided_as, keep_draft, steps_of, take_step, urgent_beyond, urgent_matters, visible
from lib.review.attachments import Owner
from lib.show import blocks
from lib.show.boards.lists import comparison, list_board, place_names
from lib.show.boards.lists_matter import MatterBoard, applied, kept_as_draft, matter_board, so_far, step_word
from lib.show.boards.lists_register import WIDTHS, register_board
from lib.show.boards.words import department_words
from lib.words.language import current
from lib.words.language import gettext as _

actor, reference = ui.actor(), ui.reference()
departments = department_words(reference)
applicants = {code: name for code, name in departments.items() if actor.department_code in (None, code)}
PLACES = ui.cached(place_names)
# a board is shared by all who see the same drafts
sees = Actor(role="office") if actor.decides else Actor(department_code=actor.department_code)
COLUMNS = {"zh": (1.65, 1), "en": (2.2, 1)}  # English words are longer in the register
# what has ended comes last in the select
STATES = sorted(map(str, AdmissionState), key=lambda state: state in (AdmissionState.REFUSED, AdmissionState.EXITED))


def open_matter(code: str) -> None:
    """Show this application beside the register."""
    st.query_params["matter"] = code


def close_matter() -> None:
    """Show the load in force again."""
    st.query_params.pop("matter", None)


def matter(code: str) -> MatterBoard | None:
    """The application that the address names, if there is one that may be seen."""
    board = ui.cached(matter_board, code) if code else None
    return board if board and visible(board.admission, actor) else None


def admissions() -> None:
    """The register; beside it one application, or the load in force and the clock."""
    code = st.query_params.get("matter", "")
    chosen = matter(code)
    left, right = st.columns(COLUMNS[current()], gap="medium")
    with left:
        state = ui.widget("state")
        board = ui.cached(register_board, state, sees)
        urgent()
        ui.html(board.lead)
        ui.html(board.finding)
        st.selectbox(
            _("State"), STATES, index=None, format_func=lambda state: AdmissionState(state).word,
            placeholder=_("All states"), key="state",
            label_visibility="collapsed", width=200,
        )  # fmt: skip
        codes = board.codes
        if codes:
            key = f"register_{state}_{hash(codes)}"  # another order must not keep the row that was clicked
            ui.pick_table(board.rows, board.lights, WIDTHS[current()], key, on_pick=lambda row: open_matter(codes[row]))
        else:
            ui.html(blocks.empty(_("No application in this state"), _("Choose all states, or apply")))
    with right:
        if chosen is None:
            ui.html(board.load)
            ui.html(board.clock)
            return
        st.button(_("Back to the load in force"), on_click=close_matter)
        ui.html(chosen.heading)
        steps(chosen.admission)
        ui.admission_papers(chosen.admission, actor)
        ui.html(chosen.facts)
        grounds(chosen.admission)
        ui.html(chosen.load)
        ui.html(chosen.trail)


def grounds(application: Admission) -> None:
    """The files on which an application rests: its department's while it is a draft, then the office's."""
    own = application.state is AdmissionState.DRAFT and may_write(actor, "admission")
    owner = Owner(AttachedTo.ADMISSION, application.code)
    ui.attachments(application.code, {owner: application.matter}, actor, changes=actor.decides or own)


def urgent() -> None:
    """What waits for this deputy secretary, a button each."""
    if actor.role != Role.SECRETARY or not actor.unit_code:
        return
    matters, beyond = ui.cached(urgent_matters, actor.unit_code), ui.cached(urgent_beyond, actor.unit_code)
    waiting = _("{count} urgent applications wait for your decision").format(count=len(matters))
    ui.html(blocks.Finding(waiting if matters else _("No urgent application waits for your decision")))
    for code, name in matters:
        st.button(ui.plain(f"{code}　{name}"), on_click=open_matter, args=(code,), key=f"urgent_{code}")
    if beyond:
        st.caption(_("Urgent and of other counties as well; the joint meeting decides:"))
    for code, name in beyond:
        st.button(ui.plain(f"{code}　{name}"), on_click=open_matter, args=(code,), key=f"beyond_{code}")


def steps(application: Admission) -> None:
    """The steps that can be taken from where the application stands."""
    ui.html(blocks.element("p", "by-second", so_far(application, reference)))
    mine = steps_of(application, actor, reference)
    if not mine:
        return
    form = ui.Form(f"step {application.code} {application.state}")
    if "approve" in mine and actor.decides and decided_as(application, reference) is Decider.SECRETARY:
        st.caption(_("Decided by the county's deputy secretary; where the office does it, the note says why"))
    if "approve" in mine and actor.role != Role.SECRETARY:
        form.text("decided_by", _("Decided by"), _("Which meeting, or who"), limit=60)
    form.text("note", _("Note"), _("Why; it stays in the history"))
    with st.container(horizontal=True):
        for number, step in enumerate(mine):
            take = partial(save_step, application.code, step)
            form.button(step_word(step), take, primary=number == 0, disabled=not actor.writes)
    if "submit" in mine:
        st.button(_("Edit this draft"), on_click=st.query_params.update, kwargs={"view": "apply"})


def save_step(code: str, step: str, typed: ui.Typed) -> Receipt:
    """Take a step with what was typed beside its button."""
    texts = {name: str(text or "") for name, text in typed.items()}
    return take_step(store.engine(), code, step, actor, **texts)


def lists() -> None:
    """The three lists, searched by words and by department."""
    kind, search, department = st.columns([1.5, 1.2, 1], gap="medium", vertical_alignment="bottom")
    with kind:
        chosen = ui.choice(_("List"), {kind: f"{kind.word} {size}" for kind, size in SIZES.items()}, "list")
    wanted = search.text_input(_("Search"), key="wanted", placeholder=_("Words of an item"), bind="query-params")
    mine = department.selectbox(
        _("Department"), list(departments), index=None, format_func=departments.__getitem__, key="department",
        placeholder=_("All departments"),
    )  # fmt: skip
    ui.html(ui.cached(list_board, DutyList(chosen), wanted, mine))


def apply() -> None:
    """The application, and beside it what the lists say to it."""
    board = matter(st.query_params.get("matter", ""))
    draft = board.admission if board and board.admission.state is AdmissionState.DRAFT else None
    of, filled = (draft.code, as_typed(draft)) if draft else ("", {"department_code": actor.department_code})
    form = ui.Form(f"apply {of}", filled)
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        about, reason = fields(form)
        with st.container(horizontal=True):
            may = may_write(actor, "admission")
            keep, submit = partial(save_draft, of), partial(save_draft, of, submit=True)
            form.button(_("Keep as draft"), keep, kept_as_draft, disabled=not may)
            form.button(_("Submit application"), submit, applied, primary=True, disabled=not may)
    with right:
        ui.html(ui.cached(comparison, about, bool(reason.strip())))
        if board and draft:
            ui.html(board.load)


def fields(form: ui.Form) -> tuple[str, str]:
    """Every field; the matter and the reason why it is no duplicate, for the comparison."""
    left, right = st.columns([1.6, 1], gap="small")
    with left:
        form.choice("department_code", _("Applicant department"), applicants)
    with right:
        form.choice("urgency", _("Urgency"), {urgency: urgency.word for urgency in Urgency}, required=True)
    left, right = st.columns(2, gap="small")
    with left:
        matter = form.text("matter", _("Matter"), _("What the villages shall help with"), limit=60)
    with right:
        form.text("basis", _("Legal basis"), _("Law, regulation or document with its number"))
    form.text("content", _("Content"), _("What a village does, how often, how it is handed in"), area=True, limit=1000)
    form.field("units", villages)
    load = {"hours_month": (_("Hours a month"), "4"), "forms_month": (_("Forms a month"), "0")}
    guarantees = {"staff": (_("Staff provided"), "12"), "funds": (_("Funds in yuan"), "60000")}
    first, second, *places = (*st.columns(3, gap="small"), *st.columns(3, gap="small"))
    with first:
        form.date("start_on", _("Start day"))
    with second:
        form.date("exit_on", _("Exit day"))
    for place, (name, (label, example)) in zip(places, (load | guarantees).items(), strict=True):
        with place:
            form.text(name, label, example, limit=20)
    left, right = st.columns(2, gap="small")
    with left:
        form.text("materials", _("Materials provided"), _("What the department hands out"))
    with right:
        reason = form.text("apart", _("Why it is no duplicate"), _("Only when it is like an item of the lists"))
    return matter, reason


def as_typed(draft: Admission) -> dict[str, Any]:
    """A draft as its fields show it."""
    values = {name: getattr(draft, name) for name in SUBSTANCE}
    units = [code for code in draft.units.split() if code in PLACES]
    chosen = {"department_code": draft.department_code, "urgency": draft.urgency, "units": units}
    days = {"start_on": draft.start_on, "exit_on": draft.exit_on}
    return {name: "" if value is None else str(value) for name, value in values.items()} | chosen | days


def villages(key: str) -> list[str]:
    """The villages that a matter reaches, picked by name; a county or township stands for all its villages."""
    return st.multiselect(
        _("Villages reached"), list(PLACES), format_func=PLACES.__getitem__, key=key, select_all=False,
        placeholder=_("Name; a county means all its villages"),
        persist_state="session",
    )  # fmt: skip


def save_draft(code: str, typed: ui.Typed, *, submit: bool = False) -> Receipt:
    """Keep what was typed as the draft of this code ("": a new one), and with `submit` hand it in."""
    picked = {"units": "、".join(typed["units"] or ())}
    return keep_draft(store.engine(), {**typed, **picked}, actor, code, submit=submit)


VIEWS = {
    "register": ui.View(_("Admissions"), admissions, writes="admission"),
    "lists": ui.View(_("Three lists"), lists),
    "apply": ui.View(_("Apply for a matter"), apply, writes="admission"),
}
code = ui.choose_view(VIEWS)
view, decides = VIEWS[code], code == "register" and actor.role == Role.SECRETARY
ui.last_act(actor, may=not view.writes or decides or may_write(actor, view.writes))
view.draw()
