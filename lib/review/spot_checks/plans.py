"""抽查方案: what the office means to check of a half month, and how many villages that takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import fields
from lib.intake.checks.problems import Mistake
from lib.intake.entry import read_fields
from lib.kept.changes import Change, current_records
from lib.kept.models import DrawKind, Indicator, PlanState, SpotPlan
from lib.kept.reference import Reference, read_reference
from lib.kept.store import records, writing
from lib.kept.tables import TABLES, Column
from lib.ledger.access import Actor
from lib.ledger.door import Act, ActKind, Receipt, save_within
from lib.review.sampling import Size, for_factor, for_share
from lib.review.spot_checks.frame import Frame, frame
from lib.words.errors import Mistakes, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

TABLE = TABLES["spot_plan"]
POINTS = Column("points", "", "number", minimum=Decimal(1), maximum=Decimal(50), decimals=1)


@dataclass(frozen=True)
class Plan:
    """A plan as it stands; what its draw writes is blank while it is a draft."""

    code: str
    half_month: HalfMonth
    indicators: tuple[str, ...]
    draw: DrawKind
    villages: int
    by_doubts: bool
    state: PlanState
    drawn_on: date | None
    seed: int | None
    frame: str
    frame_hash: str
    note: str


def plans(connection: sa.Connection, half_month: HalfMonth | None = None) -> list[Plan]:
    """Every plan, or those of a half month: the last half month first, then by code."""
    query = sa.select(SpotPlan).order_by(SpotPlan.__table__.c.half_month.desc(), SpotPlan.__table__.c.code)
    if half_month is not None:
        query = query.where(SpotPlan.__table__.c.half_month == half_month.ordinal)
    return [_plan(row) for row in records(connection, query)]


def _plan(row: SpotPlan) -> Plan:
    own = {name: getattr(row, name) for name in Plan.__dataclass_fields__}
    return Plan(
        **own | {"half_month": HalfMonth(row.half_month), "indicators": tuple(dict.fromkeys(row.indicators.split()))}
    )


def plan_of(connection: sa.Connection, code: str) -> Plan:
    """The plan of this code. Raises Refusal where there is none."""
    plan = next((each for each in plans(connection) if each.code == code), None)
    if plan is None:
        raise Refusal(_("There is no plan {plan}; choose one of the list").format(plan=code))
    return plan


def checkable(reference: Reference) -> dict[str, Indicator]:
    """The indicators that can be checked at a village: what it reports itself, but for percents, whose parts are."""
    villages = {code for code, form in reference.forms.items() if form.level == "village"}
    return {
        code: indicator
        for code, indicator in reference.indicators.items()
        if indicator.form in villages and indicator.rollup == "sum" and indicator.unit != "%"
    }


def size_for(draw: DrawKind, points: Decimal, drawable: Frame) -> Size:
    """How many of the villages that can be drawn bring a precision of ± `points` at 95 %, with what that assumes."""
    of = for_factor if draw is DrawKind.BY_SIZE else for_share
    return of(float(points), len(drawable.villages))


def make(store: sa.Engine, half_month: HalfMonth, typed: Mapping[str, Any], actor: Actor) -> Receipt:
    """Keep a plan as a draft, from its indicators (the first is the size), manner of the draw, weighing by doubts and
    note, and either `villages` (how many) or `points` (precision) as they were typed.

    Raises Mistakes naming each field to mend: also where so many, or so few, villages cannot be drawn.
    """
    with writing(store) as connection:
        reference = read_reference(connection)
        values, mends = read_fields(TABLE, {name: typed.get(name) for name in ("draw", "note")})
        chosen = [code for code in typed.get("indicators") or () if code in checkable(reference)]
        if not chosen:
            mends["indicators"] = _("Choose at least one indicator; the first is the size of the draw")
        draw = DrawKind(values.get("draw") or DrawKind.BY_SIZE)
        if mends:
            raise Mistakes(mends)
        drawable = frame(connection, reference, half_month, chosen)
        count = _count(draw, typed, drawable)
        try:
            drawable.must_give(reference, count, draw)
        except Refusal as refusal:
            raise Mistakes({"villages": str(refusal)}) from refusal
        values |= {"villages": count, "by_doubts": bool(typed.get("by_doubts"))}
        change = _new(connection, half_month, values | {"draw": draw, "indicators": " ".join(chosen)})
        return save_within(connection, Act(actor, ActKind.EDIT, _("plan of a spot check")), [change])


def _count(draw: DrawKind, typed: Mapping[str, Any], drawable: Frame) -> int:
    """How many villages are wanted, directly or by the precision. Raises Mistakes."""
    villages, points = (str(typed.get(name) or "").strip() for name in ("villages", "points"))
    if bool(villages) == bool(points):
        raise Mistakes({"villages": _("Write either how many villages, or the precision")})
    try:
        if points:
            size = size_for(draw, fields.value(points, POINTS, {}), drawable)
            return max(size.villages, drawable.least(draw))
        count = fields.value(villages, TABLE.column("villages"), {})
    except Mistake as mistake:
        raise Mistakes({"points" if points else "villages": str(mistake)}) from mistake
    return int(count)


def _new(connection: sa.Connection, half_month: HalfMonth, values: dict[str, Any]) -> Change:
    taken = {plan.code for plan in plans(connection)}
    code = next(code for code in (f"{half_month}-{number:02}" for number in range(1, 1000)) if code not in taken)
    record = TABLE.blank() | values | {"code": code, "half_month": half_month.ordinal, "state": PlanState.DRAFT}
    return Change("spot_plan", (code,), "", None, record)


def end(store: sa.Engine, code: str, actor: Actor) -> Receipt:
    """End a check: no result of it is changed any more, and everybody sees what was found.

    Raises Refusal where its villages are not drawn, it has ended, or nothing was found yet.
    """
    with writing(store) as connection:
        plan = plan_of(connection, code)
        if plan.state is not PlanState.DRAWN:
            raise Refusal(
                _("Plan {plan} is “{state}”; only a check under way can end").format(plan=code, state=plan.state.word)
            )
        if not connection.execute(_ANSWERED, {"plan": code}).first():
            raise Refusal(
                _("No result of plan {plan} was entered yet; enter what was found, then end it").format(plan=code)
            )
        change = Change("spot_plan", (code,), "state", PlanState.DRAWN, PlanState.ENDED)
        return save_within(connection, Act(actor, ActKind.SPOT_CHECK, _("{plan} ended").format(plan=code)), [change])


_ANSWERED = sa.text("SELECT 1 FROM spot_check WHERE plan_code = :plan AND (found IS NOT NULL OR not_found) LIMIT 1")


def take_away(store: sa.Engine, code: str, actor: Actor) -> Receipt:
    """Take away a draft. Raises Refusal where villages were drawn by it."""
    with writing(store) as connection:
        before = current_records(connection, TABLE, [(code,)]).get((code,))
        if before is None:
            raise Refusal(_("There is no plan {plan}; choose one of the list").format(plan=code))
        change = Change("spot_plan", (code,), "", before, None)
        return save_within(connection, Act(actor, ActKind.EDIT, _("draft taken away")), [change])
