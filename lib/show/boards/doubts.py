"""核实·疑点: figures to be looked at again, by county and by rule; a hint where to look, never an accusation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.intake.exports import Export
from lib.kept.reference import Reference, UnitRef
from lib.kept.touched import of_its_half_month
from lib.review.doubts import RULES, Doubt, Rule, below, doubts, in_words
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.words import link, names, unit_header, unit_name, within
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

MOST_OF_A_RULE = 8  # doubts of a rule that stand among those of all rules
MOST_NAMED = 6  # villages of a township that stand beside its doubt
MOST_ALONE = 200  # and alone; the download has every one


@dataclass(frozen=True)
class DoubtsBoard:
    """How many doubts there are by county, and each rule with what it found.

    `counties` and `rules` are what can be chosen, by code; `listed` whether the reader sees places and numbers.
    """

    by_county: Block
    groups: tuple[Block, ...]
    counties: dict[str, str]
    rules: dict[str, str]
    listed: bool


@of_its_half_month
def doubts_board(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    sees: str | None,
    county: str | None = None,
    rule: str | None = None,
) -> DoubtsBoard:
    """The doubts of a half month, narrowed to a county and a rule (codes; None: all).

    `sees` is the code of the unit at and below which they are listed (`seen_by`); everywhere else, and for None, they
    are only counted.
    """
    every = doubts(connection, reference, half_month)
    mine = below(every, reference, sees)
    counted = mine if sees else every
    return DoubtsBoard(
        by_county=_by_county(reference, half_month, counted),
        groups=tuple(
            _group(reference, half_month, each, of_rule, bool(sees), is_alone=rule is not None)
            for each in RULES.values()
            if (of_rule := _narrowed(reference, counted, county, each.code)) and rule in (None, each.code)
        ),
        counties={unit.code: unit_name(unit) for unit in _counties(reference, counted)},
        rules={code: RULES[code].name for code in RULES if any(doubt.rule == code for doubt in counted)},
        listed=sees is not None,
    )


def _narrowed(reference: Reference, listed: Sequence[Doubt], county: str | None, rule: str | None) -> list[Doubt]:
    return [
        doubt
        for doubt in listed
        if rule in (None, doubt.rule) and county in (None, reference.by_id[doubt.unit].county_code)
    ]


def _counties(reference: Reference, listed: Sequence[Doubt]) -> list[UnitRef]:
    codes = {reference.by_id[doubt.unit].county_code for doubt in listed}
    return [unit for unit in reference.of_level.get("county", ()) if unit.code in codes]


# By county -----------------------------------------------------------------------------------------------------------


def _by_county(reference: Reference, half_month: HalfMonth, listed: Sequence[Doubt]) -> Block:
    if not listed:
        nothing = blocks.attention([], _("No rule found anything in what is reported"))
        return Block(Finding(_("No doubtful figures"), half_month.label), nothing)
    counties = _counties(reference, listed)
    villages_of = _villages(reference, listed)
    doubts_of = Counter(reference.by_id[doubt.unit].county_code or "" for doubt in listed)
    order = sorted(counties, key=lambda unit: (-villages_of[unit.code], -doubts_of[unit.code], unit.code))
    rows = [
        (_narrowed_link(half_month, unit), f"{villages_of[unit.code]:,}", f"{doubts_of[unit.code]:,}") for unit in order
    ]
    headers = (unit_header("county"), _("Villages named"), _("Doubts"))
    title = _("{count} villages in {counties} to be looked at again, please verify").format(
        count=f"{villages_of.total():,}", counties=names([unit_name(unit) for unit in order])
    )
    second = _("A hint where to look, not a finding: what is found there decides")
    return Block(Finding(title, f"{half_month.label}　{second}"), blocks.table(headers, rows, {1, 2}))


def _narrowed_link(half_month: HalfMonth, unit: UnitRef) -> Markup:
    """The county's name, which leads to its doubts alone."""
    href = link("verification", half_month=half_month, view="doubts", county=unit.code)
    return blocks.linked(unit_name(unit), href)


def _villages(reference: Reference, listed: Sequence[Doubt]) -> Counter[str]:
    """How many villages doubts name, by the code of the county."""
    named_villages = {village for doubt in listed for village in doubt.villages}
    return Counter(reference.by_id[village].county_code or "" for village in named_villages)


# By rule -------------------------------------------------------------------------------------------------------------


def _group(
    reference: Reference, half_month: HalfMonth, rule: Rule, of_rule: Sequence[Doubt], is_listed: bool, is_alone: bool
) -> Block:
    """A rule with why it doubts and what to look at, and its doubts; only their number where they are not listed."""
    villages = len({village for doubt in of_rule for village in doubt.villages})
    title = _("{rule} ({count}; villages named: {villages})").format(
        rule=rule.name, count=f"{len(of_rule):,}", villages=f"{villages:,}"
    )
    second = _("{why}. Look at: {look}").format(why=rule.why, look=rule.look)
    if not is_listed:
        return Block(Finding(title, second))
    shown = of_rule[: MOST_ALONE if is_alone else MOST_OF_A_RULE]
    if len(shown) < len(of_rule):
        second += _("; the first {count} shown").format(count=len(shown))
    rows = [_row(reference, half_month, doubt) for doubt in shown]
    return Block(Finding(title, second), blocks.table((_("Unit"), _("Belongs to"), _("Numbers"), ""), rows, {3}))


def _row(reference: Reference, half_month: HalfMonth, doubt: Doubt) -> tuple[object, ...]:
    unit = reference.by_id[doubt.unit]
    forms = (reference.indicator_by_id[indicator].form for indicator in doubt.indicators)
    form = next(filter(None, forms), None)
    numbers = blocks.element("div", "", in_words(reference, doubt), _named(reference, half_month, doubt))
    table = blocks.linked(_("Tables"), link("tables", table=form, collecting=half_month))
    return _place(half_month, unit, unit_name(unit)), _above(reference, unit), numbers, table


def _place(half_month: HalfMonth, unit: UnitRef, name: str) -> Markup:
    """The unit in 四级进度."""
    href = link("progress", half_month=half_month, unit=unit.code)
    return blocks.linked(name, href, "by-one-line")


def _named(reference: Reference, half_month: HalfMonth, doubt: Doubt) -> Markup | None:
    """The villages of a township's doubt, each a link, where they are few."""
    if doubt.unit in doubt.villages or not 0 < len(doubt.villages) <= MOST_NAMED:
        return None
    above = reference.by_id[doubt.unit]
    villages = [reference.by_id[village] for village in doubt.villages]
    links = [
        _place(half_month, village, within(village, above))
        for village in sorted(villages, key=lambda village: village.code)
    ]
    return blocks.element("div", "by-second", *(part for village_link in links for part in (" ", village_link)))


def _above(reference: Reference, unit: UnitRef) -> str:
    """The county, of a village the township as well where its own name does not say it."""
    above = [
        unit_name(reference.units[code])
        for code in (unit.county_code, unit.township_code)
        if code and code != unit.code
    ]
    return " ".join(name for name in above if not unit_name(unit).startswith(name))


# Handed out ----------------------------------------------------------------------------------------------------------


def doubts_export(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    sees: str | None,
    county: str | None = None,
    rule: str | None = None,
) -> Export:
    """The same list as a table: a row a doubt, with its reason and what to look at."""
    listed = _narrowed(reference, below(doubts(connection, reference, half_month), reference, sees), county, rule)
    header = (
        _("Half month"), unit_header("county"), unit_header("township"), _("Unit code"), _("Unit name"), _("Doubt"),
        _("Numbers"), _("Villages named"), _("Names of villages"), _("Why it is doubtful"), _("What to look at"),
    )  # fmt: skip
    return Export(_("doubtful figures"), header, [_line(reference, half_month, doubt) for doubt in listed], frozen=5)


def _line(reference: Reference, half_month: HalfMonth, doubt: Doubt) -> tuple[str | int, ...]:
    unit, rule = reference.by_id[doubt.unit], RULES[doubt.rule]
    above = [unit_name(reference.units[code]) if code else "" for code in (unit.county_code, unit.township_code)]
    villages = _(", ").join(unit_name(reference.by_id[village]) for village in doubt.villages)
    numbers = in_words(reference, doubt)
    own = (half_month.label, *above, unit.code, unit_name(unit), rule.name, numbers)
    return (*own, len(doubt.villages), villages, rule.why, rule.look)
