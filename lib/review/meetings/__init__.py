"""调度会: the review of one half month, from preparing it to closing it, and what it decided.

Closing locks a meeting and its items; what was not settled is carried over to the next one, where its outcome is
recorded. So the minutes stay as they were, and every item leads through its successors to how it stands today.
Each step is one batch through the ledger's door.
"""

from lib.review.meetings.kept import (
    Item,
    Meeting,
    all_items,
    decided,
    in_force,
    items_of,
    last_before,
    left_over,
    meeting_of,
    meetings,
    new_item,
    outcomes,
    times_carried,
    way_of,
)
from lib.review.meetings.steps import carry_over, close, prepare, reopen, write_head, write_item

__all__ = [
    "Item", "Meeting", "all_items", "carry_over", "close", "decided", "in_force", "items_of", "last_before",
    "left_over", "meeting_of", "meetings", "new_item", "outcomes", "prepare", "reopen", "times_carried", "way_of",
    "write_head", "write_item",
]  # fmt: skip
