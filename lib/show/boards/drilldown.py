"""What the boards of indicators share: the unit they show, the way to it, its half months, its children by light."""

from collections.abc import Mapping, Sequence

from lib.figures.progress import BELOW
from lib.kept.reference import Reference, UnitRef
from lib.show import blocks
from lib.show.blocks import Markup
from lib.show.boards.words import behind_words, counted, link, names, nobody_words, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light


def unit_shown(reference: Reference, code: str) -> UnitRef:
    """The unit of an address: a village's township, since a village has no units to compare; else the prefecture."""
    unit = reference.units.get(code) or reference.top
    return reference.units[unit.parent_code or ""] if unit.level == "village" else unit


def way_to(
    reference: Reference, page: str, half_month: HalfMonth, unit: UnitRef, hint: str, **query: str | None
) -> Markup:
    """黔西南州 › 望谟县 › 16 个乡镇(街道), each a link to this page with the same choices; a village ends its path.

    In the half month in which a unit takes over from others, it says with what it is compared.
    """
    above = [unit]
    while above[0].parent_code:
        above.insert(0, reference.units[above[0].parent_code])
    # the prefecture is what a page shows without a unit in its address
    places: list[tuple[str, str | None]] = [
        (unit_name(each), link(page, half_month=half_month, unit=each.code if each.parent_code else None, **query))
        for each in above
    ]
    if unit.level not in BELOW:
        return blocks.path([*places[:-1], (unit_name(unit), None)], _compared_with(reference, unit, half_month))
    children = reference.below(unit, half_month)
    below = [(unit_name(each), _way_down(page, half_month, each, query)) for each in children]
    hint = _compared_with(reference, unit, half_month) or hint
    return blocks.path([*places, (counted(BELOW[unit.level], len(children)), None)], hint, below)


def _compared_with(reference: Reference, unit: UnitRef, half_month: HalfMonth) -> str:
    ids = reference.mergers(half_month.ordinal).get(unit.id, ())
    text = _("Compared with {units} together in the last half month")
    return text.format(units=names([unit_name(reference.by_id[unit_id]) for unit_id in ids])) if ids else ""


def _way_down(page: str, half_month: HalfMonth, unit: UnitRef, query: Mapping[str, str | None]) -> str:
    """This page at a unit; a village has a page of its own, as a click on its bar opens it."""
    page = "progress" if unit.level == "village" else page
    return link(page, half_month=half_month, unit=unit.code, **query)


def light_finding(lights: Sequence[tuple[str, Light | None]]) -> str:
    """Who is far behind, else who is behind, else that nobody is."""
    return behind_words(lights) or nobody_words([light for _name, light in lights])
