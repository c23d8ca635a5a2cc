"""What must hold of spot checks, whoever saves: a draw stays as it was drawn, and results stand where they belong.

A plan is changed while it is a draft; villages come into it by its draw alone; what was found is written from then
until the check has ended. The start-up's loading is no act of this kind.
"""

from collections.abc import Iterable
from decimal import Decimal

import sqlalchemy as sa

from lib.kept.changes import Change, Record, current_records
from lib.kept.models.choices import PlanState
from lib.kept.tables import TABLES
from lib.ledger.door.act import Act, ActKind
from lib.words.errors import Mistakes, Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings

PLAN, CHECK = TABLES["spot_plan"], TABLES["spot_check"]
RESULTS = frozenset(CHECK.rule.results)
BY_THE_DRAW = frozenset({"drawn_on", "seed", "frame", "frame_hash"})
MOVES = {  # the steps of a plan, with the kind of act that takes them
    (PlanState.DRAFT, PlanState.DRAWN): ActKind.DRAW,
    (PlanState.DRAWN, PlanState.ENDED): ActKind.SPOT_CHECK,
}


def check_spot_checks(connection: sa.Connection, act: Act, records: list[Change]) -> None:
    """Raises Refusal for a change that the state of the plan does not allow, Mistakes for a result that cannot be."""
    checks = [change for change in records if change.table == "spot_check"]
    if act.undoes is None:  # the undo of a draw takes a plan back to a draft, which no step does
        _check_plans(connection, act, [change for change in records if change.table == "spot_plan"])
    if checks:
        _check_rows(connection, act, checks)


def _check_plans(connection: sa.Connection, act: Act, changes: list[Change]) -> None:
    plans = current_records(connection, PLAN, [change.key for change in changes]) if changes else {}
    for change in changes:
        before = plans.get(change.key)
        if change.after is not None and change.field in ("", "indicators"):
            _check_indicators(connection, change.after if change.field else change.after["indicators"])
        if before is None:
            _check_new(change)
        elif change.field == "":
            if before["state"] != PlanState.DRAFT:
                raise Refusal(_("Only a draft can be taken away; villages were drawn by this plan already"))
        elif change.field == "state":
            _check_move(act, PlanState(before["state"]), PlanState(change.after))
        elif change.field != "note":
            _check_substance(act, before, change.field)


def _check_indicators(connection: sa.Connection, text: str) -> None:
    known = set(connection.execute(_CHECKABLE).scalars())
    codes = text.split()
    if not codes or (unknown := [code for code in codes if code not in known]):
        said = _("“{codes}” is no indicator that villages report as a number; write its code, several parted by blanks")
        raise Refusal(said.format(codes=_(", ").join(unknown) if codes else text))


_CHECKABLE = sa.text(
    "SELECT i.code FROM indicator i JOIN form f ON f.code = i.form AND f.level = 'village'"
    " WHERE i.rollup = 'sum' AND i.unit <> '%'"
)


def _check_new(change: Change) -> None:
    new = change.after or {}
    if new.get("state") != PlanState.DRAFT or any(new.get(name) for name in BY_THE_DRAW):
        raise Refusal(_("A new plan is a draft; leave out what its draw will write (day, seed, frame)"))


def _check_move(act: Act, before: PlanState, after: PlanState) -> None:
    if before != after and MOVES.get((before, after)) != act.kind:
        said = _("A plan goes from “{before}” to “{after}” on the page Verification only, by drawing or ending it")
        raise Refusal(said.format(before=before.word, after=after.word))


def _check_substance(act: Act, before: Record, field: str) -> None:
    if act.kind == ActKind.DRAW and field in BY_THE_DRAW:
        return
    if field in BY_THE_DRAW or before["state"] != PlanState.DRAFT:
        said = _("“{column}” of plan {plan} stays as it was drawn; make a new plan instead")
        raise Refusal(said.format(column=_(PLAN.column(field).title), plan=before["code"]))


def _check_rows(connection: sa.Connection, act: Act, changes: list[Change]) -> None:
    states = _states_of_plans(connection, changes)
    checks = current_records(connection, CHECK, [change.key for change in changes])
    decimals = {row.code: int(row.decimals) for row in connection.execute(_DECIMALS)}
    for change in changes:
        if change.field == "":
            _check_drawn(act, checks.get(change.key), change)
        elif change.field not in RESULTS:
            said = _("“{column}” of plan {plan} stays as it was drawn; make a new plan instead")
            raise Refusal(said.format(column=_(CHECK.column(change.field).title), plan=change.key[0]))
        elif states.get(change.key[0]) != PlanState.DRAWN:
            said = _("The villages of plan {plan} are not drawn yet, or the check has ended: it takes no results")
            raise Refusal(said.format(plan=change.key[0]))
    for key, check in checks.items():
        results = {change.field: change.after for change in changes if change.key == key and change.field}
        if results and act.undoes is None and (mends := lacks({**check, **results}, decimals.get(key[2], 0))):
            raise Mistakes(mends)


_DECIMALS = sa.text("SELECT code, decimals FROM indicator")


def _states_of_plans(connection: sa.Connection, changes: Iterable[Change]) -> dict[str, str]:
    """The state of each plan that the changes are of."""
    plans = current_records(connection, PLAN, {(change.key[0],) for change in changes})
    return {key[0]: plan["state"] for key, plan in plans.items()}


def _check_drawn(act: Act, before: Record | None, change: Change) -> None:
    if act.kind != ActKind.DRAW and act.undoes is None:
        said = _("Villages come into plan {plan} by its draw alone, and stay; {unit} is not changed")
        raise Refusal(said.format(plan=change.key[0], unit=change.key[1]))
    if before and answered(before):
        said = _("Results of plan {plan} were entered already; end the check and make a new plan instead")
        raise Refusal(said.format(plan=change.key[0]))


def answered(check: Record) -> bool:
    """Whether something was found, or nothing to be found: otherwise it waits for the visit."""
    return check["found"] is not None or bool(check["not_found"])


def lacks(check: Record, decimals: int) -> dict[str, str]:
    """What keeps a result from being kept: field → how to mend it."""
    mends, found = {}, check["found"]
    if found is not None and check["not_found"]:
        mends["not_found"] = _("Either a value was found, or there was nothing to be found; keep one of them")
    if found is not None and Decimal(found) != round(Decimal(found), decimals):
        mends["found"] = _too_exact(Decimal(found), decimals)
    if check["checked_on"] and check["checked_on"] > settings().today:
        mends["checked_on"] = _("This day is still to come; record what has happened")
    return mends


def _too_exact(found: Decimal, decimals: int) -> str:
    if not decimals:
        return _("Only whole numbers are possible here; write it without decimals")
    return _("At most {decimals} decimals; round {value}").format(decimals=decimals, value=found)
