"""抽查通知: what the checking group checks, how its villages were drawn, and the list of them.

It goes to the checking group alone (四不两直), is not kept among what was issued, and is no document of the half month.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.documents.letterhead import finished
from lib.documents.paper import Annex, Block, Column, Document, Grid, joined, plain, table
from lib.documents.parts import body, full_day, numbered
from lib.documents.template import fill
from lib.documents.texts import Texts, office_texts
from lib.kept.models import DrawKind
from lib.kept.reference import Reference
from lib.review.spot_checks import Check, KeptFrame, Plan, Stop, route
from lib.words.settings import settings
from lib.words.wording import exact

Row = tuple[int, Stop, Check]


def checking_notice(connection: sa.Connection, reference: Reference, plan: Plan) -> Document:
    """The notice of a plan whose villages were drawn."""
    whole, stops = office_texts(), route(connection, reference, plan)
    texts, half_month = whole.checking, plan.half_month.label
    opening = fill(texts.opening, half_month=half_month)
    notice = Document(
        kind="checking",
        file_name=plain(fill(texts.file, plan=plan.code)),
        title=(plain(fill(texts.title, half_month=half_month)),),
        addressees=texts.addressees,
        body=(*body(opening, fill(texts.confidential)), *numbered(_sections(reference, whole, plan))),
        annexes=(Annex(texts.villages.title, _lists(reference, whole, stops)),),
        signed_on=plan.drawn_on or settings().today,
    )
    return finished(notice, whole, reference.top.name)


def _sections(reference: Reference, whole: Texts, plan: Plan) -> list[tuple[str, list[Block]]]:
    texts = whole.checking
    names = joined(reference.indicators[code].name for code in plan.indicators)
    count = str(len(plan.indicators))
    what_is_checked = fill(texts.what.text, half_month=plan.half_month.label, indicators=names, count=count)
    return [
        (texts.what.heading, body(what_is_checked)),
        (texts.draw.heading, _drawn(reference, whole, plan)),
        (texts.how.heading, body(fill(texts.how.text), fill(texts.how.not_found))),
        (texts.entry.heading, body(fill(texts.entry.text))),
    ]


def _drawn(reference: Reference, whole: Texts, plan: Plan) -> list[Block]:
    texts, frame = whole.checking.draw, KeptFrame.of_text(plan.frame)
    name = reference.indicators[plan.indicators[0]].name
    how = fill(texts.by_size, indicator=name) if plan.draw is DrawKind.BY_SIZE else fill(texts.simple)
    numbers = {"frame": frame.villages, "visited": frame.visited, "unreported": frame.unreported}
    drawn = sum(county.drawn + county.drawn_zero for county in frame.counties)
    counts = fill(texts.counts, villages=str(drawn), **{name: str(number) for name, number in numbers.items()})
    again = fill(texts.again, day=full_day(plan.drawn_on), seed=str(plan.seed), hash=plan.frame_hash)
    return [*body(how, *([fill(texts.doubts)] if plan.by_doubts else []), counts), *body(again)]


def _lists(reference: Reference, whole: Texts, stops: Sequence[Stop]) -> tuple[Block, ...]:
    """A table for each county, in the order of the route."""
    by_county: dict[str, list[Stop]] = {}
    for stop in stops:
        by_county.setdefault(stop.stratum, []).append(stop)
    return tuple(_list(reference, whole, county, mine) for county, mine in by_county.items())


def _list(reference: Reference, whole: Texts, county: str, stops: Sequence[Stop]) -> Grid:
    of, texts, units = whole.headers, whole.checking.villages, reference.units
    columns: list[Column[Row]] = [
        Column(of.number, 8, lambda row: str(row[0])),
        # a village that lies in no township lies in its county
        Column(texts.township, 22, lambda row: units[units[row[1].unit_code].township_code or county].name, left=True),
        Column(of.village, 26, lambda row: units[row[1].unit_code].name, left=True),
        Column(of.indicator, 22, lambda row: reference.indicators[row[2].indicator].name, left=True),
        Column(texts.reported, 11, lambda row: exact(row[2].reported, reference.indicators[row[2].indicator].decimals)),
        Column(texts.found, 11, lambda row: ""),
    ]
    rows = [(at, stop, check) for at, stop in enumerate(stops, start=1) for check in stop.checks]
    return table(rows, columns, units[county].name)
