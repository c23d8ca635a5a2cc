"""核实·抽查: the office's plans of a half month, how far visits are, and what goes back to the counties."""

import json
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.intake.checks import fields
from lib.intake.checks.problems import Mistake
from lib.kept.history import Filter, record_changes
from lib.kept.models import DrawKind, PlanState
from lib.kept.reference import Reference
from lib.review.spot_checks import (
    Back,
    KeptFrame,
    Plan,
    Stop,
    again,
    checkable,
    frame,
    plans,
    route,
    size_for,
    to_send_back,
)
from lib.review.spot_checks.plans import POINTS, plan_of
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.words import day, form_name, indicator_name, unit_header, unit_name
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.wording import of_all, percent

PRECISIONS = (3, 5, 8, 10)  # ± points at 95 %, of which one says how many villages they take


@dataclass(frozen=True)
class PlansBoard:
    """The plans of a half month; of the one that is chosen its counties, visits and what goes back."""

    plans: tuple[Plan, ...]
    chosen: Plan | None
    list: Block
    counties: Block | None
    visits: Block | None
    backs: tuple[Back, ...]
    waiting: int = 0


def plans_board(connection: sa.Connection, reference: Reference, half_month: HalfMonth, code: str) -> PlansBoard:
    """For the office and the checking group alone: it tells which villages are drawn."""
    of_half_month = plans(connection, half_month)
    chosen = next((plan for plan in of_half_month if plan.code == code), of_half_month[-1] if of_half_month else None)
    if chosen is None or chosen.state is PlanState.DRAFT:
        return PlansBoard(tuple(of_half_month), chosen, _list(connection, reference, of_half_month), None, None, ())
    stops = route(connection, reference, chosen)
    return PlansBoard(
        tuple(of_half_month),
        chosen,
        _list(connection, reference, of_half_month),
        _counties(connection, reference, chosen, stops),
        _visits(reference, stops),
        tuple(to_send_back(connection, reference, chosen)),
        sum(not stop.done for stop in stops),
    )


def _list(connection: sa.Connection, reference: Reference, of_half_month: list[Plan]) -> Block:
    if not of_half_month:
        how = _("Make a plan on the right: indicators, and how many villages or which precision")
        return Block(Finding(_("No spot check of this half month yet")), blocks.empty(_("No plan yet"), how))
    drafts = sum(plan.state is PlanState.DRAFT for plan in of_half_month)
    title = _("{count} spot checks of this half month").format(count=len(of_half_month) - drafts)
    title += _("; {count} drafts").format(count=drafts) if drafts else ""
    headers = (_("Plan"), _("Indicators"), _("Draw"), _("Villages to visit"), _("Done"), _("Seed"), _("State"))
    rows = [_plan(connection, reference, plan) for plan in of_half_month]
    second = ""
    if any(plan.state is PlanState.DRAWN for plan in of_half_month):
        second = _(
            "Nobody but the office and the checking group sees which villages are drawn before the check has ended"
        )
    return Block(Finding(title, second), blocks.wide_table(title, headers, rows, {3, 4}))


def _plan(connection: sa.Connection, reference: Reference, plan: Plan) -> tuple[object, ...]:
    stops = route(connection, reference, plan)
    done = of_all(sum(stop.done for stop in stops), len(stops)) if stops else None
    state = plan.state
    pill = blocks.note_pill(state.word, state.light) if state.light else state.word
    codes = _(", ").join(indicator_name(reference, code) for code in plan.indicators)
    seed = None if plan.seed is None else str(plan.seed)
    code = blocks.element("span", "by-one-line", plan.code)
    return code, codes, plan.draw.word, f"{plan.villages:,}", done, seed, pill


def _counties(connection: sa.Connection, reference: Reference, plan: Plan, stops: list[Stop]) -> Block:
    frame_kept = KeptFrame.of_text(plan.frame)
    headers = (unit_header("county"), _("In the frame"), _("Reported 0"), _("Drawn"), _("Done"))
    rows = [
        (
            unit_name(reference.units[county.code]), f"{county.villages:,}", f"{county.zero:,}",
            str(county.drawn + county.drawn_zero), str(sum(stop.done for stop in stops if stop.stratum == county.code)),
        )
        for county in frame_kept.counties
    ]  # fmt: skip
    second = _("Left out: {visited} visited up to the limit, {unreported} not reported. {repeated}")
    finding = Finding(
        _("{count} villages drawn on {day}").format(count=len(stops), day=day(plan.drawn_on) if plan.drawn_on else ""),
        second.format(
            visited=frame_kept.visited, unreported=frame_kept.unreported, repeated=_repeated(connection, plan, stops)
        ),
    )
    return Block(finding, blocks.table(headers, rows, {1, 2, 3, 4}))


def _repeated(connection: sa.Connection, plan: Plan, stops: list[Stop]) -> str:
    """Whether the draw, repeated from its seed and the kept frame, gives the same villages."""
    try:
        # a village is drawn once, so that each of its checks has the same chance
        same = again(connection, plan) == {stop.unit_code: stop.checks[0].chance for stop in stops}
    except Refusal as refusal:
        return str(refusal)
    text = _("Drawn again from seed {seed} and frame {hash}: the same villages")
    if not same:
        text = _("Drawn again from seed {seed} and frame {hash}: OTHER villages; ask your engineer to run check")
    return text.format(seed=plan.seed, hash=plan.frame_hash[:12])


def _visits(reference: Reference, stops: list[Stop]) -> Block:
    waiting = [stop for stop in stops if not stop.done]
    title = _("{count} villages wait for their visit") if waiting else _("Every village was visited")
    headers = (unit_header("county"), unit_header("township"), unit_header("village"), _("Remark"))
    rows = [(*stop_place(reference, stop), stop.remark) for stop in waiting]
    return Block(Finding(title.format(count=len(waiting))), blocks.table(headers, rows) if rows else Markup(""))


def stop_place(reference: Reference, stop: Stop) -> tuple[str, str, str]:
    """County, township and village of a stop."""
    units, unit = reference.units, reference.units[stop.unit_code]
    township = unit_name(units[unit.township_code]) if unit.township_code else ""
    return unit_name(units[stop.stratum]), township, unit_name(unit)


def back_words(reference: Reference, back: Back) -> str:
    """兴义市 村级清理表：3 处."""
    text = _("{county}, {form}: {count} cells")
    county, form = unit_name(reference.units[back.county_code]), form_name(reference, back.form)
    return text.format(county=county, form=form, count=len(back.found))


# A new plan ---------------------------------------------------------------------------------------------------------


def indicators(_connection: sa.Connection, reference: Reference) -> dict[str, str]:
    """The indicators that can be checked, by code."""
    return {code: indicator_name(reference, code) for code in checkable(reference)}


def sizes(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    indicator: str,
    draw: DrawKind,
    typed: str = "",
) -> str:
    """How many villages bring which precision, with what that assumes; or why none can be drawn. Of a precision that
    was typed (± points) it says this one alone."""
    try:
        drawn_from = frame(connection, reference, half_month, [indicator])
    except Refusal as refusal:
        return str(refusal)
    needed = [size_for(draw, points, drawn_from) for points in _precisions(typed)]
    of_precision = _("±{points} points: {count}")
    listed = _("; ").join(of_precision.format(points=f"{size.points:g}", count=size.villages) for size in needed)
    assumed = _("if {faulty} of villages are wrong").format(faulty=percent(100 * needed[0].faulty))
    if needed[0].taint is not None:
        taint = percent(100 * needed[0].taint)
        assumed = _("if {faulty} of villages are wrong, by {taint} of what they report").format(
            faulty=percent(100 * needed[0].faulty), taint=taint
        )
    text = _("{left} villages can be drawn{out}. At 95%, {assumed}: {sizes}")
    return text.format(left=f"{len(drawn_from.villages):,}", out=drawn_from.left_out, assumed=assumed, sizes=listed)


def _precisions(typed: str) -> list[Decimal]:
    """The one that was typed; the usual ones where none was, or where it cannot be read, which saving says."""
    try:
        points = fields.value(typed, POINTS, {})
    except Mistake:
        points = None
    return [Decimal(each) for each in PRECISIONS] if points is None else [points]


def plan_saved(connection: sa.Connection, batch: int) -> Markup:
    """What this act kept, and how many villages it takes."""
    # by the act: a new plan takes the first code that is free, which need not be the last
    [saved] = record_changes(connection, Filter(batch=batch))
    kept = plan_of(connection, *json.loads(saved.key))
    text = _("Saved as no. {batch}: plan {plan}, {count} villages to visit")
    return blocks.banner("success", text.format(batch=batch, plan=kept.code, count=f"{kept.villages:,}"))
