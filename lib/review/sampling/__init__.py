"""抽查: how villages are drawn and what may be said of the whole from a few that were checked; mathematics alone.

`draw` takes a frame and gives villages with their chances, seed and hash; `verify` takes what was found in them. Exact
limits (`share`), the rule of a lot (`smallest`) and sizes for a precision stand beside. Nothing here knows a database.
"""

from lib.review.sampling.draws import REPORTED_ZERO, Draw, Drawn, Village, draw, frame_hash, frame_text
from lib.review.sampling.exact import Share, share
from lib.review.sampling.factors import Checked, Limits, LimitsKind, Of, Reason, Verification, verify
from lib.review.sampling.lots import Lot, smallest
from lib.review.sampling.sizes import Size, for_factor, for_share

__all__ = [
    "REPORTED_ZERO", "Checked", "Draw", "Drawn", "Limits", "LimitsKind", "Lot", "Of", "Reason", "Share", "Size",
    "Verification", "Village", "draw", "for_factor", "for_share", "frame_hash", "frame_text", "share", "smallest",
    "verify",
]  # fmt: skip
