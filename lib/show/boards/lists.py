"""清单: the three lists with search, and what a matter is like among their items."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from lib.kept.duties import LIKE, SIZES, Match, duty_items, matches, pairs
from lib.kept.models import DutyItem, DutyList
from lib.kept.reference import Reference, UnitRef
from lib.ledger.door.admissions import stopped
from lib.show import blocks
from lib.show.blocks import BannerKind, Block, Finding, Markup
from lib.show.boards.words import county_name, department_name, names, unit_name
from lib.words.language import gettext as _


def place_names(_connection: sa.Connection, reference: Reference) -> dict[str, str]:
    """Every unit that still exists by code, with the county in front of what lies below it: 兴义市 黄草街道第1村."""
    return {code: _place(reference, unit) for code, unit in reference.units.items() if unit.valid_to is None}


def _place(reference: Reference, unit: UnitRef) -> str:
    above = county_name(reference, unit)
    return unit_name(unit) if above is None or unit.level == "county" else f"{above} {unit_name(unit)}"


def list_board(
    connection: sa.Connection, reference: Reference, kind: DutyList, wanted: str, department: str | None
) -> Block:
    """One list, narrowed by words and by department."""
    items = duty_items(connection)
    mine = [item for item in items if item.kind == kind]
    matching = [item for item in mine if _wanted(item, wanted) and department in (None, item.department_code)]
    heading = Finding(_title(items, matching, kind), _meaning(kind))
    if not matching:
        return Block(heading, blocks.empty(_("No item matches"), _("Write fewer words, or choose all departments")))
    return Block(heading, _table(reference, matching))


def _wanted(item: DutyItem, wanted: str) -> bool:
    """Whether every word that was written stands somewhere in the item."""
    text = " ".join((item.code, item.category, item.name, item.name_en, item.basis, item.boundary)).lower()
    return all(word in text for word in wanted.lower().split())


def _title(items: list[DutyItem], matching: list[DutyItem], kind: DutyList) -> str:
    sizes = Counter(item.kind for item in items)
    if len(matching) < sizes[kind]:
        return _("{list}: {found} of {count} items match").format(
            list=kind.word, found=len(matching), count=sizes[kind]
        )
    # an office that put in its own items sees beside the published number whether one is lacking
    if sizes[kind] == SIZES[kind]:
        return _("{list}: all {count} items, as many as were published").format(list=kind.word, count=sizes[kind])
    return _("{list}: {count} items, {published} were published").format(
        list=kind.word, count=sizes[kind], published=SIZES[kind]
    )


def _meaning(kind: DutyList) -> str:
    meanings = {
        DutyList.DUTY: _("Villages do these themselves."),
        DutyList.ASSIST: _("Villages only pass on, call together, explain and report; departments do the work."),
        DutyList.NEGATIVE: _("None of these may be given to a village; no application can overrule it."),
    }
    note = _("Illustrative wording: the article prints only the numbers; put the office's own words in under Tables")
    return f"{meanings[kind]} {note}"


def _table(reference: Reference, items: list[DutyItem]) -> Markup:
    headers = (_("Code"), _("Category"), _("Item"), _("Department"), _("Rests on"), _("Boundary"))
    rows = [
        (
            item.code,
            item.category,
            blocks.bold(item.shown),
            department_name(reference, item.department_code) if item.department_code else None,
            item.basis or None,
            item.boundary or None,
        )
        for item in items
    ]
    return blocks.table(headers, rows)


def comparison(connection: sa.Connection, _reference: Reference, matter: str, apart: bool) -> Block:
    """What a matter is like among the items, and how that was found; `apart` says that a reason was given."""
    alike = matches(matter, duty_items(connection))
    how = _(
        "Both texts without filler words are cut into pairs of neighbouring characters; from {like}% of an item's pairs"
        " on, the matter counts as that item"
    ).format(like=LIKE)
    if not matter.strip():
        return Block(Finding(_("Compared with the lists as you write"), how))
    if not alike:
        return Block(
            Finding(_("Like no item of the three lists"), how),
            blocks.attention([], _("No negative item, no duplicate")),
        )
    title = _("Like {items}").format(items=names([match.item.shown for match in alike]))
    return Block(Finding(title, how), blocks.join(_consequence(alike, apart), _alike_table(alike, matter)))


def _consequence(alike: Sequence[Match], apart: bool) -> Markup:
    """What follows: a negative item stops the matter whatever is said, another until a reason is given."""
    forbidden = [match for match in alike if match.forbids]
    kind: BannerKind = "error" if forbidden else "success" if apart else "warning"
    second = "" if forbidden or not apart else _("A reason why it is no duplicate is given.")
    return blocks.banner(kind, stopped((forbidden or alike)[0]), second)


def _alike_table(alike: Sequence[Match], matter: str) -> Markup:
    rows = [
        (
            match.item.code,
            blocks.bold(match.item.shown),
            match.item.kind.word,
            f"{match.share}%",
            _(", ").join(sorted(pairs(match.item.name) & pairs(matter))) or None,
        )
        for match in alike
    ]
    return blocks.table((_("Code"), _("Item"), _("List"), _("Alike"), _("Pairs in common")), rows, {3})
