"""Which indicators stand on which board, in which group: the table board_item, which an office declares."""

from collections.abc import Sequence

from lib.kept.models import Board, BoardItem
from lib.kept.reference import Groups, Reference
from lib.words.half_months import HalfMonth
from lib.words.language import named
from lib.words.settings import settings

__all__ = ["Groups", "codes", "forms", "groups", "headline", "item_of", "items", "words"]

TILES = 6


def groups(reference: Reference, board: Board, half_month: HalfMonth | None = None) -> Groups:
    """The groups of a board with what stands in them; of a half month without what asks nobody in it."""
    every = reference.boards.get(board, {})
    if half_month is None:
        return every
    return {
        code: here
        for code, several in every.items()
        if (here := tuple(one for one in several if _asks(reference, one.indicator, half_month)))
    }


def _asks(reference: Reference, code: str, half_month: HalfMonth) -> bool:
    """Whether a unit is asked for it; what no form asks follows from the register."""
    form = reference.forms.get(reference.form_of(code))
    return form is None or bool(reference.units_asked(form.code, half_month.ordinal))


def words(reference: Reference, board: Board, half_month: HalfMonth | None = None) -> dict[str, str]:
    """The name of each of these groups, in the language of this run; without one its code."""
    whole = reference.boards.get(board, {})
    return {code: next(filter(None, map(_name, whole[code])), code) for code in groups(reference, board, half_month)}


def _name(item: BoardItem) -> str:
    return named(item.group_name, item.group_name_en)


def items(reference: Reference, board: Board, group: str = "") -> Sequence[BoardItem]:
    """What stands on a board, or in one of its groups."""
    declared = reference.boards.get(board, {})
    return declared.get(group, ()) if group else [one for several in declared.values() for one in several]


def codes(reference: Reference, board: Board, group: str = "") -> tuple[str, ...]:
    """The indicators of a board, or of one of its groups."""
    return tuple(one.indicator for one in items(reference, board, group))


def item_of(reference: Reference, board: Board, code: str) -> BoardItem | None:
    """Where an indicator stands on a board; None where it does not."""
    return next((one for one in items(reference, board) if one.indicator == code), None)


def headline(reference: Reference, half_month: HalfMonth) -> tuple[str, ...]:
    """The indicators of the tiles: those of the settings; where none of them is asked, what stands first on boards."""
    named = [code for code in settings().overview.figures if code in reference.indicators]
    if any(_asks(reference, code, half_month) for code in named):
        return tuple(named)
    boards = (groups(reference, board, half_month) for board in (Board.CLEANUP, Board.EMPOWERMENT))
    declared = dict.fromkeys(one.indicator for found in boards for several in found.values() for one in several)
    asked = [code for code in (declared or reference.indicators) if _asks(reference, code, half_month)]
    return tuple((asked or named)[:TILES])


def forms(reference: Reference, board: Board, half_month: HalfMonth) -> list[str]:
    """The forms in which what stands on a board is reported, the prefecture's own left out."""
    shown = (one.indicator for several in groups(reference, board, half_month).values() for one in several)
    asking = dict.fromkeys(reference.asking[code] for code in shown)
    return [code for code in asking if code in reference.forms and reference.forms[code].level != "prefecture"]
