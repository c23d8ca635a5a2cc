"""抽取: the villages of a plan are drawn in one act, with all that anybody needs to draw them again."""

import secrets
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

import sqlalchemy as sa

from lib.intake.exports import exact_value
from lib.kept.changes import Change
from lib.kept.models import PlanState, StoredFile
from lib.kept.reference import Reference, read_reference
from lib.kept.store import writing
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Act, ActKind, Receipt, save_within
from lib.review import sampling
from lib.review.sampling import Draw, Drawn, Village
from lib.review.spot_checks.frame import Frame, frame, kept
from lib.review.spot_checks.plans import Plan, plan_of
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings

TABLE = TABLES["spot_check"]
SEEDS = 1_000_000_000  # nine digits can be read out and typed
CHANCE = Decimal("1e-9")
Weigh = Callable[[sa.Connection, Reference, HalfMonth], Mapping[int, float]]


def draw(store: sa.Engine, code: str, actor: Actor, weigh: Weigh | None = None, seed: int | None = None) -> Receipt:
    """Draw the villages of a draft, as they can be visited from today on; `seed` is chosen by chance unless given.

    `weigh` says for a plan that weighs by doubts how much oftener each unit (by id) comes. Raises Refusal where the
    plan is no draft any more, a county has fewer than two villages to draw from, or those wanted are not there.
    """
    with writing(store) as connection:
        plan, reference = plan_of(connection, code), read_reference(connection)
        if plan.state is not PlanState.DRAFT:
            text = _("Plan {plan} was drawn already, on {day}; make a new plan for another draw")
            raise Refusal(text.format(plan=code, day=plan.drawn_on))
        weights = weigh(connection, reference, plan.half_month) if weigh and plan.by_doubts else None
        drawable = frame(connection, reference, plan.half_month, plan.indicators, weights)
        drawable.must_give(reference, plan.villages, plan.draw)
        # by the system's own chance, so that nobody can know or wish for a seed beforehand
        drawn = sampling.draw(
            drawable.villages, plan.villages, way=plan.draw, seed=secrets.randbelow(SEEDS) if seed is None else seed
        )
        note = _("{plan}: {count} villages drawn, seed {seed}")
        note = note.format(plan=code, count=len(drawn.villages), seed=drawn.seed)
        content = sampling.frame_text(drawable.villages).encode()
        act = Act(actor, ActKind.DRAW, note, file_name=f"{code}.csv", content=content)
        return save_within(connection, act, _changes(reference, plan, drawable, drawn))


def _changes(reference: Reference, plan: Plan, drawable: Frame, drawn: Draw) -> list[Change]:
    """What the draw writes: into the plan, and a record for each village and indicator that it reported."""
    writes = {
        "state": PlanState.DRAWN,
        "drawn_on": settings().today,
        "seed": drawn.seed,
        "frame": kept(drawable, drawn).as_text(),
        "frame_hash": drawn.frame,
    }
    changes = [Change("spot_plan", (plan.code,), name, getattr(plan, name), after) for name, after in writes.items()]
    for village in drawn.villages:
        for indicator in plan.indicators:
            if (steps := drawable.reported[indicator].get(village.code)) is not None:
                changes.append(_drawn(reference, plan, village, indicator, steps))
    return changes


def _drawn(reference: Reference, plan: Plan, village: Drawn, indicator: str, steps: int) -> Change:
    key = (plan.code, village.code, indicator)
    reported = exact_value(steps, reference.indicators[indicator])
    drawn = {"stratum": village.stratum, "chance": as_kept(village.chance), "reported": Decimal(reported or 0)}
    record = TABLE.blank() | drawn | dict(zip(TABLE.key, key, strict=True))
    return Change(TABLE.name, key, "", None, record)


def as_kept(chance: Fraction) -> Decimal:
    """A chance as it is kept: nine decimals."""
    return (Decimal(chance.numerator) / Decimal(chance.denominator)).quantize(CHANCE)


def again(connection: sa.Connection, plan: Plan) -> dict[str, Decimal]:
    """The draw repeated from the kept frame and seed: by village the chance. Raises Refusal where the frame is lost."""
    file = StoredFile.__table__.c
    content = connection.scalar(sa.select(file.content).where(file.sha256 == plan.frame_hash))
    if content is None or plan.seed is None:
        raise Refusal(_("The frame of plan {plan} is not kept; its draw cannot be repeated").format(plan=plan.code))
    rows = (line.split(",") for line in bytes(content).decode().splitlines())
    villages = [Village(stratum, code, int(reported), int(weight)) for stratum, code, reported, weight in rows]
    drawn = sampling.draw(villages, plan.villages, way=plan.draw, seed=plan.seed)
    return {village.code: as_kept(village.chance) for village in drawn.villages}
