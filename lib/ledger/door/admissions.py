"""What must hold of an application for admission, whoever saves it: the steps as a table, and what a step needs.

Source: section 二(二)2 of the article: apply, approve, exit, supervise; general matters by the joint meeting, urgent
ones by the county deputy party secretary; staff, funds and materials guaranteed by the department.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

import sqlalchemy as sa

from lib.kept.changes import Change, Record, current_records
from lib.kept.duties import Match, duty_items, matches
from lib.kept.models.choices import AdmissionState, Decider, DutyList, Urgency
from lib.kept.reference import Reference, read_reference
from lib.kept.tables import TABLES
from lib.ledger.access import actor_of
from lib.ledger.door.act import Act
from lib.words.errors import Mistakes, Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings


@dataclass(frozen=True)
class Move:
    """Where a step leads, and which fields it sets besides the state: none of them stays blank."""

    to: AdmissionState
    sets: frozenset[str] = frozenset()


_DECISION = frozenset({"decided_on", "decided_as", "decided_by"})
_EXIT = Move(AdmissionState.EXITED, frozenset({"exited_on"}))

# state × step → state; what does not stand here is refused
STEPS: Mapping[tuple[AdmissionState, str], Move] = {
    (AdmissionState.DRAFT, "submit"): Move(AdmissionState.APPLIED, frozenset({"applied_on"})),
    (AdmissionState.APPLIED, "pass"): Move(AdmissionState.REVIEWED),
    (AdmissionState.APPLIED, "send_back"): Move(AdmissionState.DRAFT),
    (AdmissionState.REVIEWED, "approve"): Move(AdmissionState.APPROVED, _DECISION),
    (AdmissionState.REVIEWED, "refuse"): Move(AdmissionState.REFUSED, _DECISION),
    (AdmissionState.REVIEWED, "send_back"): Move(AdmissionState.DRAFT),
    (AdmissionState.APPROVED, "start"): Move(AdmissionState.IN_FORCE),
    (AdmissionState.APPROVED, "exit"): _EXIT,
    (AdmissionState.IN_FORCE, "supervise"): Move(AdmissionState.IN_FORCE, frozenset({"supervision"})),
    (AdmissionState.IN_FORCE, "exit"): _EXIT,
}

TABLE = TABLES["admission"]
# What the department applies for: it changes only while the application is a draft.
SUBSTANCE = frozenset(column.name for column in TABLE.columns if column.draft_only)
ALWAYS_FREE = frozenset({"note"})
ONCE_DECIDED = frozenset({"reply_number"})  # the registry gives the number when the reply goes out

Application = Record


def check_admissions(connection: sa.Connection, act: Act, changes: list[Change]) -> None:
    """Raises Refusal for a change that is no step of the table, Mistakes for an application that lacks something.

    The start-up's loading and an undo, which has its own rules, are not steps.
    """
    of_admissions = [change for change in changes if change.table == "admission"]
    if not of_admissions or act.loads or act.undoes is not None:
        return
    applications = current_records(connection, TABLE, [change.key for change in of_admissions])
    for key in dict.fromkeys(change.key for change in of_admissions):
        of_this = [change for change in of_admissions if change.key == key]
        _check(connection, applications.get(key), of_this)
        _check_in_whose_name(connection, act, applications.get(key), of_this)


def _check_in_whose_name(
    connection: sa.Connection, act: Act, before: Application | None, changes: list[Change]
) -> None:
    """Raises Mistakes where the office decides an urgent matter, which is the deputy secretary's, without a reason."""
    decided = any(change.field == "decided_on" and change.after for change in changes)
    if not decided or before is None or act.reason.strip():
        return
    if decider(before["urgency"], before["units"], read_reference(connection)) is not Decider.SECRETARY:
        return
    if actor_of(connection, act.actor).decides:
        raise Mistakes({"note": _("The county's deputy secretary decides this; write why the office does it instead")})


def _check(connection: sa.Connection, before: Application | None, changes: list[Change]) -> None:
    if any(change.field == "" and change.after is None for change in changes):
        if before and before["state"] != AdmissionState.DRAFT:
            raise Refusal(_("Only a draft can be taken away; let a matter in force exit"))
        return
    if before is None:
        after = next(change.after for change in changes if change.field == "")
        # a record that arrives whole has taken no step yet: what it claims of later ones is refused
        _check_move(connection, TABLE.blank(), after)
        return
    _check_move(connection, before, dict(before) | {change.field: change.after for change in changes})


def _check_move(connection: sa.Connection, before: Application, after: Application) -> None:
    changed = {name for name in after if after[name] != before.get(name)} - {"code"}
    move = _move(AdmissionState(before["state"]), AdmissionState(after["state"]), changed)
    allowed = (SUBSTANCE if before["state"] == AdmissionState.DRAFT else frozenset()) | ALWAYS_FREE | {"state"}
    allowed |= (move.sets if move else frozenset()) | (ONCE_DECIDED if before["decided_on"] else frozenset())
    if beyond := sorted(changed - allowed):
        titles = _(", ").join(_(TABLE.column(name).title) for name in beyond)
        raise Refusal(
            _(
                "An application that is “{state}” does not take changes of: {fields}. Send it back to draft first."
            ).format(state=AdmissionState(before["state"]).word, fields=titles)
        )
    if "reply_number" in changed and after["reply_number"] != number_of_reply(after["reply_number"]):
        raise Mistakes({"reply_number": _no_number()})
    if move:
        _check_needs(connection, move, after)


def number_of_reply(typed: str) -> str:
    """发文字号 as it is written, 12 or 州减负函〔2023〕12号, whichever brackets were typed; "" for none.

    Raises Mistakes for what is neither.
    """
    text = _YEAR.sub(r"〔\1〕", "".join(normalize("NFKC", typed).split()))
    text = text if "〔" in text else text.removesuffix("号")
    if text and not _NUMBER.fullmatch(text):
        raise Mistakes({"reply_number": _no_number()})
    return text


_YEAR = re.compile(r"[\[(【〔]([0-9]{4})[\])】〕]")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}|[^〔〕]+〔[0-9]{4}〕[1-9][0-9]{0,3}号")


def _no_number() -> str:
    return _("Write the number alone, like 12, or the whole of it, like 州减负函〔2023〕12号")


def _move(before: AdmissionState, after: AdmissionState, changed: set[str]) -> Move | None:
    """The step between two states; None where the state stays and no step is claimed. Raises Refusal where none is."""
    # between two states there is one step at most
    moves = [move for (state, _step), move in STEPS.items() if state == before and move.to == after]
    if before == after and not any(changed & move.sets for move in moves):
        return None
    if not moves:
        raise no_step(before, after)
    return moves[0]


def no_step(before: AdmissionState, after: AdmissionState) -> Refusal:
    """Why an application cannot go from one state to another, with the states it can go to."""
    possible = list(dict.fromkeys(move.to for (state, _step), move in STEPS.items() if state == before))
    known = _("; ").join(state.word for state in possible if state != before)
    said = _("From “{before}” an application cannot become “{after}”.").format(before=before.word, after=after.word)
    return Refusal(f"{said} " + (_("Possible: {states}.").format(states=known) if known else _("It has ended.")))


def _check_needs(connection: sa.Connection, move: Move, after: Application) -> None:
    if move.to is AdmissionState.APPLIED:
        units = set(connection.exec_driver_sql("SELECT code FROM unit").scalars())
        if lacking := lacks(after, matches(after["matter"] or "", duty_items(connection)), units):
            raise Mistakes(lacking)
    blank_ones = {name: _("Fill this in") for name in sorted(move.sets) if not after[name]}
    if move.sets >= _DECISION and after["decided_as"]:
        reference = read_reference(connection)
        if after["decided_as"] != decider(after["urgency"], after["units"], reference):
            blank_ones["decided_as"] = who_decides(after["urgency"], after["units"], reference)
    if blank_ones:
        raise Mistakes(blank_ones)


def decider(urgency: str, units: str, reference: Reference) -> Decider:
    """Who decides a matter of this urgency in these units.

    A county's deputy secretary has no say over another county, so what reaches several is the joint meeting's.
    """
    urgent_in_one = urgency == Urgency.URGENT and len(counties_of(units, reference)) == 1
    return Decider.SECRETARY if urgent_in_one else Decider.MEETING


def counties_of(units: str, reference: Reference) -> set[str]:
    """The counties that these units lie in; a unit above the counties stands for all of them."""
    known = [unit for unit in map(reference.units.get, units.split()) if unit is not None]
    if any(unit.county_code is None for unit in known):
        return {unit.code for unit in reference.units.values() if unit.level == "county"}
    return {unit.county_code for unit in known if unit.county_code is not None}


def who_decides(urgency: str, units: str, reference: Reference) -> str:
    """The rule of who decides a matter of this urgency in these units."""
    if urgency != Urgency.URGENT:
        return _("A general matter is decided by the joint meeting")
    if decider(urgency, units, reference) is Decider.SECRETARY:
        return _("An urgent matter is decided by the county deputy party secretary")
    return _("An urgent matter that concerns several counties is decided by the joint meeting")


def lacks(application: Application, like: list[Match], units: set[str]) -> dict[str, str]:
    """What keeps an application from being submitted: field → how to mend it. Empty when it can be."""
    mends = {name: mend for name, mend in _blank(application).items() if not application[name]}
    unknown = [code for code in (application["units"] or "").split() if code not in units]
    if unknown:
        mends["units"] = _("There is no unit {units}").format(units=_(", ").join(unknown))
    mends |= _days(application)
    for match in reversed(like):  # the likest last: of several its sentence stands at the field
        if match.forbids:
            mends["matter"] = stopped(match)
        elif not application["apart"]:
            mends["apart"] = stopped(match)
    return mends


def _blank(application: Application) -> dict[str, str]:
    """The mend for each field that must not be blank."""
    mends = {
        "department_code": _("Choose the department that applies"),
        "matter": _("Write what the villages shall help with"),
        "basis": _("Write the law or document that it rests on"),
        "content": _("Write what exactly the villages do"),
        "units": _("Name the villages, or the units above them"),
        "start_on": _("Write the start day"),
        "exit_on": _("Without an exit day it cannot be submitted"),
        "staff": _("Staff is not guaranteed: write how many people the department sends"),
        "funds": _("Funds are not guaranteed: write the yuan that go to the villages"),
        "materials": _("Materials are not guaranteed: write what the department provides"),
    }
    for name in ("hours_month", "forms_month"):
        if application[name] is None:  # 0 is an answer here
            mends[name] = _("Write the load on each village, 0 if there is none")
    return mends


def _days(application: Application) -> dict[str, str]:
    start, end = application["start_on"], application["exit_on"]
    if start and end and end < start:
        return {"exit_on": _("The exit day must not be before the start day")}
    if end and end < settings().today:
        return {"exit_on": _("This day is past; write when the matter will end")}
    return {}


def stopped(match: Match) -> str:
    """Why a matter is stopped, with the item and how much alike they are."""
    texts = {
        DutyList.NEGATIVE: _(
            "Stopped: {share}% of negative item {code} “{name}” stand in this matter; it cannot be admitted"
        ),
        DutyList.DUTY: _("{share}% of duty item {code} “{name}” stand in this matter: say why it is no duplicate"),
        DutyList.ASSIST: _("{share}% of assist item {code} “{name}” stand in this matter: say why it is no duplicate"),
    }
    item = match.item
    return texts[item.kind].format(share=match.share, code=item.code, name=item.shown)
