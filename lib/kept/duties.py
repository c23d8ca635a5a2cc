"""The three lists (主体责任, 协办, 负面), and which of their items a matter is like.

The comparison is plain, so that anyone can follow it: both texts are normalised, cut into pairs of neighbouring
characters (Latin text into words), and the share of the item's pairs that the matter has too is counted.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models import DutyItem, DutyList
from lib.kept.store import records

SIZES = {DutyList.DUTY: 52, DutyList.ASSIST: 27, DutyList.NEGATIVE: 4}  # as published, section 二(二)1
LIKE = 60  # percent of an item's pairs from which a matter counts as that item

# Words that say nothing of what is done; without them 协助开展防汛宣传 and 防汛宣传工作 are the same.
_FILLERS = re.compile("承担|协助|配合|开展|组织|做好|进行|工作|任务|事项|有关|相关|关于|以及|的|和|与|及|等")
_STOP_WORDS = {"the", "of", "a", "and", "for", "in", "to", "with", "on"}


@dataclass(frozen=True, slots=True)
class Match:
    """An item that a matter is like: `share` percent of the item's pairs stand in the matter too."""

    item: DutyItem
    share: int

    @property
    def forbids(self) -> bool:
        """Whether the item is a negative one, which nobody may overrule."""
        return self.item.kind is DutyList.NEGATIVE


def duty_items(connection: sa.Connection) -> list[DutyItem]:
    """Every item: duties, then assists, then negative ones, in the order of codes."""
    order = list(DutyList)
    items = records(connection, sa.select(DutyItem).order_by(DutyItem.__table__.c.code))
    return sorted(items, key=lambda item: order.index(item.kind))


def matches(matter: str, items: Iterable[DutyItem]) -> list[Match]:
    """The items that `matter` is like, negative ones first, then the likest."""
    compared = [Match(item, max(share(matter, item.name), share(matter, item.name_en))) for item in items]
    like = [match for match in compared if match.share >= LIKE]
    return sorted(like, key=lambda match: (not match.forbids, -match.share, match.item.code))


def share(matter: str, name: str) -> int:
    """How many percent of the pairs of `name` stand in `matter` too, rounded down; 0 for a name without any."""
    wanted = pairs(name)
    return 100 * len(wanted & pairs(matter)) // len(wanted) if wanted else 0


def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of a normalised text; a Latin word or number counts as a whole."""
    plain = unicodedata.normalize("NFKC", text).lower()
    runs = re.findall(r"[a-z0-9]+|[\u3400-\u9fff]{2,}", _FILLERS.sub(" ", plain))
    return frozenset({pair for run in runs for pair in _pairs_of(run)} - _STOP_WORDS)


def _pairs_of(run: str) -> set[str]:
    return {run} if run.isascii() else {run[at : at + 2] for at in range(len(run) - 1)}
