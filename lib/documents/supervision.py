"""督办单: to whoever has not settled in time what a meeting decided, or to a county that is far behind."""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.documents.facts import Facts, gather
from lib.documents.letterhead import finished
from lib.documents.numbers import percent, points
from lib.documents.paper import Block, Document, Ref, Run, plain
from lib.documents.parts import body, deadline, full_day, responsible
from lib.documents.progress import measures_behind
from lib.documents.template import fill
from lib.documents.texts import Texts, office_texts
from lib.figures.progress import UnitProgress
from lib.kept.reference import Reference
from lib.review.meetings import Item, all_items, in_force
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.wording import difference


def supervised(connection: sa.Connection, counties: Sequence[UnitProgress]) -> tuple[list[Item], list[UnitProgress]]:
    """What can be supervised: the items that are overdue today, and of these counties those that are far behind."""
    overdue = [item for item in in_force(all_items(connection)) if item.overdue]
    return overdue, [county for county in counties if county.light is Light.FAR_BEHIND]


def supervision_of(connection: sa.Connection, reference: Reference, half_month: HalfMonth, code: str) -> Document:
    """The sheet for the item or the county of this code. Raises Refusal where it needs none any more."""
    facts, whole = gather(connection, reference, half_month), office_texts()
    overdue, far = supervised(connection, facts.counties)
    item = next((item for item in overdue if item.code == code), None)
    county = next((county for county in far if county.unit.code == code), None)
    if item:
        return _document(facts, whole, facts.whom(item), _of_item(facts, whole, item))
    if county:
        return _document(facts, whole, county.unit.name, _of_county(facts, whole, county))
    raise Refusal(_("It is settled, or not far behind any more; choose another"))


def _of_item(facts: Facts, whole: Texts, item: Item) -> list[Block]:
    texts = whole.supervision
    days = (settings().today - item.due_on).days if item.due_on else 0
    who = responsible(facts, item, whole.minutes.assisting)
    number = Run(str(days), Ref("item", item.code, "days"))
    said = fill(texts.item, title=item.title, who=who, due=full_day(item.due_on), days=number)
    return [*body(said), *_reply(facts, whole)]


def _of_county(facts: Facts, whole: Texts, county: UnitProgress) -> list[Block]:
    texts, code = whole.supervision, county.unit.code
    said = fill(
        texts.county,
        half_month=facts.half_month.label,
        county=county.unit.name,
        percent=percent(county.percent, Ref("progress", code, "percent")),
        expected=percent(county.expected, Ref("progress", code, "expected")),
        gap=points(whole, difference(county.percent or 0, county.expected or 0), Ref("progress", code, "gap")),
    )
    return [*body(said), *body(measures_behind(facts, whole)), *_reply(facts, whole)]


def _reply(facts: Facts, whole: Texts) -> list[Block]:
    # by today too: a sheet may be made long after its half month, and no day that is over can be asked for
    return body(fill(whole.supervision.reply, due=deadline(facts, settings().today)))


def _document(facts: Facts, whole: Texts, who: str, blocks: Sequence[Block]) -> Document:
    texts = whole.supervision
    sheet = Document(
        kind="supervision",
        file_name=plain(fill(texts.file, half_month=facts.half_month.label, who=who)),
        title=(texts.title,),
        addressees=who,
        body=tuple(blocks),
        fields={"half_month": facts.half_month.label},
    )
    return finished(sheet, whole, facts.top.name)
