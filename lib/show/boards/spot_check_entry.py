"""核实·登记: the route of a check as its form needs it, and what a file of results would change."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.changes import Change
from lib.kept.models import PlanState
from lib.kept.reference import Reference
from lib.ledger.door import Receipt
from lib.review.spot_checks import Check, Plan, Stop, plans, route
from lib.show import blocks
from lib.show.blocks import Markup
from lib.show.boards.records import written_change
from lib.show.boards.spot_check_plans import stop_place
from lib.show.boards.words import ON_A_PAGE, indicator_name, unit_name
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import exact, in_sentence


@dataclass(frozen=True)
class EntryBoard:
    """The checks under way, the one that is chosen, its stops in the order of the route and their words by code."""

    plans: tuple[Plan, ...]
    chosen: Plan | None
    stops: tuple[Stop, ...]
    words: dict[str, str]
    progress: Markup


def entry_board(connection: sa.Connection, reference: Reference, code: str) -> EntryBoard:
    """For the office and the checking group alone: it tells which villages are drawn."""
    under_way = [plan for plan in plans(connection) if plan.state is PlanState.DRAWN]
    chosen = next((plan for plan in under_way if plan.code == code), under_way[0] if under_way else None)
    if chosen is None:
        return EntryBoard((), None, (), {}, Markup(""))
    stops = route(connection, reference, chosen)
    words = {stop.unit_code: _words(reference, at, stop) for at, stop in enumerate(stops, start=1)}
    return EntryBoard(tuple(under_way), chosen, tuple(stops), words, _progress(chosen, stops))


def upcoming(stops: Sequence[Stop], after: str) -> str:
    """The village to open next: the first that waits after this one on the route, those with a remark (put off) last;
    "" where every village is entered."""
    codes = [stop.unit_code for stop in stops]
    at = codes.index(after) + 1 if after in codes else 0
    waiting = [stop for stop in (*stops[at:], *stops[:at]) if not stop.done]
    return min(waiting, key=lambda stop: (stop.unit_code == after, bool(stop.remark))).unit_code if waiting else ""


def all_entered() -> Markup:
    """全部登记完."""
    return blocks.banner("success", _("Every village is entered"), _("To correct one, choose it above"))


def entered_meanwhile() -> Markup:
    """Somebody else entered the village while the form was filled."""
    second = _("Somebody else entered this village meanwhile; look at what stands there, then type what differs")
    return blocks.banner("warning", second)


def _words(reference: Reference, at: int, stop: Stop) -> str:
    mark = "✓" if stop.done else "○"
    return f"{mark} {at}　{'　'.join(dict.fromkeys(stop_place(reference, stop)))}"


def _progress(plan: Plan, stops: Sequence[Stop]) -> Markup:
    done = sum(stop.done for stop in stops)
    text = _("{half_month}: {done} of {all} villages entered, {waiting} wait")
    words = text.format(half_month=plan.half_month.label, done=done, all=len(stops), waiting=len(stops) - done)
    return blocks.element("p", "by-lead", words)


def reported(reference: Reference, check: Check) -> Markup:
    """清理机构牌子　填报 12 块."""
    indicator = reference.indicators[check.indicator]
    value = in_sentence(check.reported, named(indicator.unit, indicator.unit_en), indicator.decimals)
    name = blocks.bold(indicator_name(reference, check.indicator))
    return blocks.element("p", "by-lead", name, "　", _("reported {value}").format(value=value))


def given(stop: Stop) -> dict[str, object]:
    """What the fields of a village hold at first: what was entered before."""
    fields: dict[str, object] = {"remark": stop.remark}
    for check in stop.checks:
        # as one types it: without the commas of a number that is read
        number = "" if check.found is None else exact(check.found).replace(",", "")
        fields[f"found:{check.indicator}"] = number
        fields[f"not_found:{check.indicator}"] = check.not_found
    return fields


def saved(receipt: Receipt) -> Markup:
    """已保存，编号 12."""
    return blocks.banner("success", _("Saved as no. {batch}; below is what comes next").format(batch=receipt.batch))


def changes(reference: Reference, results: Sequence[Change]) -> Markup:
    """The first results of a file, before and after; the day on which each was found goes without saying."""
    rows, shown = [], [change for change in results if change.field not in ("checked_on", "checked_by")]
    for change in shown[:ON_A_PAGE]:
        written = written_change(reference, change, {change.key: unit_name(reference.units[change.key[1]])})
        name = indicator_name(reference, change.key[2])
        rows.append((written.row, name, written.column, written.before, blocks.bold(written.after)))
    headers = (_("Village"), _("Indicator"), _("Column"), _("Before"), _("After"))
    if len(shown) <= ON_A_PAGE:
        return blocks.table(headers, rows)
    more = _("… and {count} more changes; all of them are saved").format(count=f"{len(shown) - ON_A_PAGE:,}")
    return blocks.join(blocks.table(headers, rows), blocks.element("p", "by-second", more))
