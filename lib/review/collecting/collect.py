"""One source after the other: what is new there becomes changes of our counties' values, in one act each."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa

from lib.intake.checks.indicators import reported
from lib.kept.changes import Change, current_values, differing
from lib.kept.models import Collected, Indicator, Openness
from lib.kept.reference import Reference, UnitRef, read_reference
from lib.kept.store import reading, record, records, writing
from lib.ledger.access import Actor, must_be_office
from lib.ledger.door import Act, ActKind, save_within
from lib.review.collecting import answers
from lib.review.collecting.answers import Row
from lib.review.collecting.asking import Answer, Dashboard, ask, normal, without_secrets
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.texts import printable

log = logging.getLogger("banyue")

Ask = Callable[[Dashboard, str, str], Answer]
MOST_PAGES = 100
MOST_DIGITS = 20  # before the point, so that nobody waits for a number with a million of them
MOST_SAID = 200  # characters of a source's words on one half month


@dataclass(frozen=True)
class SourceOutcome:
    """What came of one source: `changes` cells, None where it was left as it was; `said` in a sentence."""

    address: str
    said: str
    changes: int | None = None


class Read(NamedTuple):
    """What a source says: the code of its top unit, its words on each half month, its totals, and how to ask again."""

    unit: str
    notes: Mapping[str, str]
    values: Mapping[tuple[str, str], Decimal | None]  # by half month and indicator
    mark: str
    body: bytes


def sources(connection: sa.Connection) -> list[Collected]:
    """Every source that was read before, by its unit."""
    return records(connection, sa.select(Collected).order_by(Collected.__table__.c.unit_code))


def collect(store: sa.Engine, whom: Dashboard, actor: Actor, ask: Ask = ask) -> SourceOutcome:
    """Read one source and save what is new. A source that answers wrongly is left as it last was, and said so."""
    address = without_secrets(whom.address)
    with reading(store) as connection:
        must_be_office(connection, actor)
    try:
        whom = whom._replace(address=normal(whom.address))
        address = whom.address
        with reading(store) as connection:
            reference, known = read_reference(connection), _known(connection, address)
        answer = _read(whom, reference, known, ask)
        if answer is None:
            return SourceOutcome(address, _("nothing new"), 0)
        return SourceOutcome(address, *_saved(store, reference, address, answer, actor))
    except Refusal as refusal:
        log.info("not collected: %s: %s", address, refusal)
        return SourceOutcome(address, _failed(store, address, str(refusal), actor))


def _known(connection: sa.Connection, address: str) -> Collected | None:
    return record(connection, sa.select(Collected).where(Collected.__table__.c.address == address))


# Read ---------------------------------------------------------------------------------------------------------------


def _read(whom: Dashboard, reference: Reference, known: Collected | None, ask: Ask) -> Read | None:
    """What the source says of the half months that are open here; None where that is nothing new."""
    mine = [str(month) for month, state in reference.half_months.items() if state == Openness.OPEN]
    if not mine:
        raise Refusal(_("no half month is open here; open one first"))
    begin = f"{','.join(mine)} "  # another half month opened here: what was read before says nothing of it
    etag = known.mark.removeprefix(begin) if known and known.mark.startswith(begin) and not known.fault else ""
    answer = ask(whom, "/half-months?limit=1000&lang=zh", etag)
    if answer.body is None:
        return None
    there = answers.months(answer.body)
    if there.demo:
        raise Refusal(_("it shows the demo, whose figures are made up"))
    notes = {month.half_month: printable(month.note)[:MOST_SAID] for month in there.rows if month.half_month in mine}
    if not notes:
        raise Refusal(
            _("it has none of the half months that are open here ({months})").format(months=_(", ").join(mine))
        )
    unit, body, rows = _figures(whom, reference, sorted(notes), there.revision, ask)
    return Read(unit, notes, rows, begin + answer.etag, body)


def _figures(
    whom: Dashboard, reference: Reference, months: list[str], revision: int, ask: Ask
) -> tuple[str, bytes, dict[tuple[str, str], Decimal | None]]:
    """Its top unit, the first page of its totals as it came, and the totals, all of one revision."""
    units = answers.units(_body(ask(whom, "/units?level=prefecture", "")))
    if len(units.rows) != 1:
        raise Refusal(
            _("its answer has another form than /api/v1 ({reason})").format(reason=_("not one unit at the top"))
        )
    wanted = _wanted(reference)
    listed = list(_pages(whom, "/indicators?limit=100", answers.indicators, ask))
    codes = _in_common(wanted, [row for page in listed for row in page.rows])
    path = f"/values?level=prefecture&half_month={','.join(months)}&indicator={','.join(codes)}&limit=100"
    pages = list(_pages(whom, path, answers.values, ask))
    # page by page, a save there in between would mix two states of its figures
    seen = {units.revision, *(page.revision for page in listed), *(page.revision for page in pages)}
    if seen != {revision}:
        raise Refusal(_("something was saved there while it was read; collect once more"))
    rows = [row for page in pages for row in page.rows if row.unit == units.rows[0].code]
    if any(row.half_month not in months or row.indicator not in codes for row in rows):
        raise Refusal(
            _("its answer has another form than /api/v1 ({reason})").format(reason=_("rows that nobody asked for"))
        )
    return units.rows[0].code, answers.as_bytes(rows), {(row.half_month, row.indicator): row.value for row in rows}


def _pages(
    whom: Dashboard, path: str, read: Callable[[bytes], answers.Page[Row]], ask: Ask
) -> Iterator[answers.Page[Row]]:
    """A resource page by page."""
    start = path.partition("?")[0]
    for _page in range(MOST_PAGES):
        body = read(_body(ask(whom, path, "")))
        yield body
        if body.next is None:
            return
        path = body.next.removeprefix("/api/v1")
        if path.partition("?")[0] != start:  # whoever answers must not choose what else is asked for
            break
    raise Refusal(_("its answer has another form than /api/v1 ({reason})").format(reason="next"))


def _body(answer: Answer) -> bytes:
    return answer.body or b""


def _wanted(reference: Reference) -> dict[str, Indicator]:
    """The indicators that counties report here, by code."""
    return {
        code: indicator
        for code, indicator in reference.indicators.items()
        if indicator.level == "county" and reference.form_of(code)
    }


def _in_common(wanted: Mapping[str, Indicator], listed: Iterable[answers.Indicator]) -> list[str]:
    """The codes that are asked here and known there. Raises Refusal where one means something else there."""
    known = {indicator.code: indicator for indicator in listed}
    common = [code for code in wanted if code in known]
    if not common:
        raise Refusal(_("it has none of the indicators that counties report here"))
    for code in common:
        there, here = known[code], wanted[code]
        # fewer decimals there are the same number here; more would be lost
        if there.unit_of_measure != here.unit or there.decimals > here.decimals:
            raise _counted_otherwise(here, _measure(there.unit_of_measure, there.decimals))
    return common


def _measure(unit: str, decimals: int) -> str:
    return _("{unit} with {decimals} decimals").format(unit=unit, decimals=decimals)


def _counted_otherwise(indicator: Indicator, there: object) -> Refusal:
    text = _("{indicator} is counted otherwise there (in {there}, here in {here})")
    here = _measure(indicator.unit, indicator.decimals)
    return Refusal(text.format(indicator=indicator.name, there=there, here=here))


# Save ---------------------------------------------------------------------------------------------------------------


def _saved(store: sa.Engine, reference: Reference, address: str, answer: Read, actor: Actor) -> tuple[str, int]:
    """What was saved, in a sentence, and how many cells."""
    unit = reference.units.get(answer.unit)
    if unit is None or unit.level != "county":
        text = _("its unit {code} is no county here; put it into the table of units with this code")
        raise Refusal(text.format(code=answer.unit))
    with writing(store) as connection:
        before = record(connection, sa.select(Collected).where(Collected.__table__.c.unit_code == unit.code))
        if before and before.address != address:
            text = _("{unit} is read from {other} already; forget that source first")
            raise Refusal(text.format(unit=unit.name, other=before.address))
        cells = list(_cells(connection, reference, unit, answer))
        as_of = "; ".join(f"{month} {note}" for month, note in sorted(answer.notes.items()))
        after = Collected(
            unit_code=unit.code, address=address, half_months=" ".join(sorted(answer.notes)), as_of=as_of,
            collected_on=settings().today, mark=answer.mark,
        )  # fmt: skip
        act = Act(actor, ActKind.COLLECT, f"{address} {as_of}", f"{unit.code}.json", answer.body)
        was = before.as_record() if before else None
        save_within(connection, act, [*cells, *differing("collected", (unit.code,), was, after.as_record())])
    text = _("{unit}: {count} values changed, {as_of}")
    return text.format(unit=unit.name, count=len(cells), as_of=as_of), len(cells)


def _cells(connection: sa.Connection, reference: Reference, unit: UnitRef, answer: Read) -> Iterator[Change]:
    """The cells that are asked of the unit and differ from what the source says."""
    there = {
        (HalfMonth.parse(month).ordinal, unit.id, reference.indicators[code].id): _steps(
            reference.indicators[code], value
        )
        for (month, code), value in answer.values.items()
        if _asked(reference, unit, code, HalfMonth.parse(month).ordinal)
    }
    here = current_values(connection, "observation", there)
    for key, value in there.items():
        if here.get(key) != value:
            yield Change("observation", key, "value", here.get(key), value)


def _asked(reference: Reference, unit: UnitRef, code: str, half_month: int) -> bool:
    indicator = reference.indicators.get(code)
    form = reference.forms.get(indicator.form or "") if indicator else None
    return form is not None and unit.exists_in(half_month) and form.asks(unit, half_month)


def _steps(indicator: Indicator, value: Decimal | None) -> int | None:
    """A total in the indicator's smallest steps. Raises Refusal where it has more decimals or is beyond its limits."""
    if value is None:
        return None
    limits = reported(indicator)
    steps = value.scaleb(indicator.decimals) if value.is_finite() and value.adjusted() < MOST_DIGITS else None
    if steps is None or not limits.lowest <= steps <= limits.highest:
        text = _("the number {value} of {indicator} is not one that can be reported here")
        raise Refusal(text.format(indicator=indicator.name, value=value))
    if steps != steps.to_integral_value():
        raise _counted_otherwise(indicator, value)
    return int(steps)


def _failed(store: sa.Engine, address: str, fault: str, actor: Actor) -> str:
    """Keep why a source was not read, where that is new; its values stay as they last were, with their day."""
    with writing(store) as connection:
        before = _known(connection, address)
        if before is None:
            return _("{fault}; nothing was read from it yet").format(fault=fault)
        if before.fault != fault:  # one that is asked every hour writes its fault once
            after = {"fault": fault, "fault_on": settings().today}
            changes = differing("collected", (before.unit_code,), before.as_record(), after)
            save_within(connection, Act(actor, ActKind.COLLECT, f"{address} {fault}"), changes)
        return _("{fault}; left as it was on {day}").format(fault=fault, day=before.collected_on)


def forget(store: sa.Engine, address: str, actor: Actor) -> SourceOutcome:
    """Take a source away; the values that came from it stay. Raises Refusal where there is none, and Forbidden."""
    with writing(store) as connection:
        must_be_office(connection, actor)
        before = _known(connection, normal(address))
        if before is None:
            raise Refusal(_("{address} is no source").format(address=address))
        gone = Change("collected", (before.unit_code,), "", before.as_record(), None)
        save_within(
            connection, Act(actor, ActKind.COLLECT, _("{address} forgotten").format(address=before.address)), [gone]
        )
    return SourceOutcome(before.address, _("forgotten; its values stay"), 0)
