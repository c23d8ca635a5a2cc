"""What narrows a long list: the history by unit, indicator and person, a table by its units."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import NamedTuple, TypeVar

import streamlit as st

from lib.kept import store
from lib.kept.history import Filter, actors
from lib.kept.reference import Reference, UnitRef
from lib.ledger.access import Actor
from lib.review.grid import Source, sources, title
from lib.show.boards.words import indicator_name, unit_name
from lib.ui.choices import select
from lib.ui.reading import reference
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.texts import printable

Option = TypeVar("Option")


def history_filter(half_month: HalfMonth) -> Filter:
    """Which saved acts are meant: by unit, indicator, person and half month, each of them all where none is chosen."""
    known = reference()
    with store.reading(store.engine()) as connection:
        people = actors(connection)
    with st.container(horizontal=True):
        return Filter(
            unit_code=_unit_at_any_level(known),
            indicator=_condition(_("Indicator"), list(known.indicators), partial(indicator_name, known)),
            actor=_condition(_("Who"), people, printable),
            half_month=_condition(_("Half month"), [half_month], lambda each: each.label),
        )


def _unit_at_any_level(known: Reference) -> str | None:
    """A county, one of its townships, one of its villages, level by level: so no list holds all villages."""
    options: Sequence[UnitRef] = [unit for level in ("prefecture", "county") for unit in known.of_level.get(level, ())]
    above: str | None = None
    for label in (_("Unit"), _("Township"), _("Village")):
        code = _condition(label, [unit.code for unit in options], lambda code: f"{unit_name(known.units[code])} {code}")
        if code is None or known.units[code].level == "prefecture":
            return code or above
        above, options = code, known.children.get(code, [])
    return above


def _condition(label: str, options: Sequence[Option], words: Callable[[Option], str]) -> Option | None:
    return st.selectbox(label, options, index=None, format_func=words, placeholder=_("All"), width=236)


class TablePart(NamedTuple):
    """Which table, the words that are searched, and the unit whose rows and those below it are shown (None: all)."""

    source: Source
    words: str
    below: str | None


def table_part(actor: Actor, half_month: HalfMonth, *, locked: bool) -> TablePart:
    """What of which table is shown, the places those of the half month.

    Locked while edits wait: another part of it would leave them behind.
    """
    known = reference()
    table, search, county, township = st.columns([1.5, 1.2, 1, 1], gap="medium")
    with table:
        every = sources(known, actor)
        first = _first_of(known, actor, every, half_month)
        source = select(
            _("Table"), every, "table", partial(title, known), attrgetter("code"), first=first, locked=locked
        )
    assert source is not None  # it cannot be emptied
    words = search.text_input(_("Search"), key="search", placeholder=_("Any words of a row"), disabled=locked)
    if not source.by_unit:
        return TablePart(source, words, None)
    own = known.units.get(actor.unit_code or "")  # a reporter begins at the rows that can be edited
    own_county, own_township = (own.county_code, own.township_code) if own else (None, None)
    counties = known.at_level("county", half_month)
    with county:
        place = _unit(_("County"), _("All counties"), counties, own_county, "county_None", locked)
    townships = [unit for unit in known.at_level("township", half_month) if place and unit.county_code == place]
    with township:
        key = f"township_{place}"
        below = _unit(_("Township"), _("All townships"), townships, own_township, key, locked or not place)
    return TablePart(source, words, below or place)


def _first_of(known: Reference, actor: Actor, every: Sequence[Source], half_month: HalfMonth) -> int:
    """The first form that asks the actor's unit or those below it: a township has no rows in those of counties."""
    own = actor.unit_code
    asks = (
        at
        for at, source in enumerate(every)
        if own and source.kind == "values" and known.units_asked(source.name, half_month.ordinal).get(own)
    )
    return next(asks, 0)


def _unit(
    label: str, placeholder: str, options: Sequence[UnitRef], first: str | None, key: str, locked: bool
) -> str | None:
    names = {unit.code: unit_name(unit) for unit in options}
    return st.selectbox(
        label, list(names), index=list(names).index(first) if first in names else None, format_func=names.__getitem__,
        placeholder=placeholder, key=f"tables_{key}", disabled=locked,
    )  # fmt: skip
