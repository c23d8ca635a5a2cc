"""清单与准入: the register of applications with its steps, the three lists, and the form to apply."""

from collections.abc import Iterable
from functools import partial

import streamlit as st

from lib import ui
from lib.kept import store
from lib.kept.duties import SIZES
from lib.kept.models import Admission, AdmissionState, AttachedTo, Decider, DutyList, Role
from lib.ledger.access import Actor, may_write
from lib.ledger.door import Receipt
from lib.review.admissions import decided_as, steps_of, take_step, urgent_beyond, urgent_matters, visible
from lib.review.attachments import Owner
from lib.show import blocks
from lib.show.boards.lists import list_board
from lib.show.boards.lists_matter import MatterBoard, matter_board, so_far, step_word
from lib.show.boards.lists_register import WIDTHS, RegisterBoard, register_board
from lib.show.boards.words import department_words
from lib.words.language import current
from lib.words.language import gettext as _

actor, reference = ui.actor(), ui.reference()
departments = department_words(reference)
# a board is shared by all who see the same drafts
sees = Actor(role="office") if actor.decides else Actor(department_code=actor.department_code)
COLUMNS = {"zh": (1.65, 1), "en": (2.2, 1)}  # English words are longer in the register
# what has ended comes last in the select
STATES = sorted(map(str, AdmissionState), key=lambda state: state in (AdmissionState.REFUSED, AdmissionState.EXITED))


def close_matter() -> None:
    """Show the load in force again."""
    st.query_params.pop("matter", None)


def matter(code: str) -> MatterBoard | None:
    """The application that the address names, if there is one that may be seen."""
    board = ui.cached(matter_board, code) if code else None
    return board if board and visible(board.admission, actor) else None


def admissions() -> None:
    """The register; beside it one application, or the load in force and the clock."""
    chosen = matter(st.query_params.get("matter", ""))
    left, right = st.columns(COLUMNS[current()], gap="medium")
    with left:
        board = register()
    with right:
        if chosen:
            show_matter(chosen)
        else:
            ui.html(board.load)
            ui.html(board.clock)


def register() -> RegisterBoard:
    """The applications in the state that is chosen; a click opens one."""
    state = ui.widget("state")  # drawn below what is found in that state
    board = ui.cached(register_board, state, sees)
    urgent()
    ui.html(board.lead)
    ui.html(board.finding)
    st.selectbox(
        _("State"), STATES, index=None, format_func=lambda state: AdmissionState(state).word,
        placeholder=_("All states"), key="state", label_visibility="collapsed", width=200,
    )  # fmt: skip
    if codes := board.codes:
        ui.pick_table(
            board.rows, board.lights, WIDTHS[current()],
            f"register_{state}_{hash(codes)}",  # another order must not keep the row that was clicked
            on_pick=lambda row: ui.name_in_address("matter", codes[row]),
        )  # fmt: skip
    else:
        ui.html(blocks.empty(_("No application in this state"), _("Choose all states, or apply")))
    return board


def show_matter(chosen: MatterBoard) -> None:
    """One application: where it stands, what can be done, its papers, facts and history."""
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
    matter_buttons(matters, "urgent")
    if beyond:
        st.caption(_("Urgent and of other counties as well; the joint meeting decides:"))
    matter_buttons(beyond, "beyond")


def matter_buttons(matters: Iterable[tuple[str, str]], key: str) -> None:
    """A button for each of these applications (code, name), which shows it beside the register."""
    for code, name in matters:
        label = ui.plain(f"{code}　{name}")
        st.button(label, on_click=ui.name_in_address, args=("matter", code), key=f"{key}_{code}")


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
    """The application that the address names, or a new one."""
    ui.application_form(matter(st.query_params.get("matter", "")), actor)


VIEWS = {
    "register": ui.View(_("Admissions"), admissions, writes="admission"),
    "lists": ui.View(_("Three lists"), lists),
    "apply": ui.View(_("Apply for a matter"), apply, writes="admission"),
}
code = ui.choose_view(VIEWS)
view, decides = VIEWS[code], code == "register" and actor.role == Role.SECRETARY
ui.last_act(actor, may=not view.writes or decides or may_write(actor, view.writes))
view.draw()
