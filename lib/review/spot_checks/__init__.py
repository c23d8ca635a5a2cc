"""抽查核实: a plan, a draw that anybody can repeat, what was found at the villages, and what that says of the figures.

`make` keeps a plan as a draft, `draw` draws its villages in one act, `record` and `FOUND` take what was found, `end`
ends the check, `results` say how far the reported figures hold, `send_back` returns what differs to its county.
"""

from lib.review.spot_checks.drawing import again, draw
from lib.review.spot_checks.entry import FOUND, Check, Stop, record, route
from lib.review.spot_checks.frame import CountyFrame, Frame, KeptFrame, frame, visited
from lib.review.spot_checks.plans import Plan, checkable, end, make, plan_of, plans, size_for, take_away
from lib.review.spot_checks.results import CheckedVillage, Result, lot_of, results
from lib.review.spot_checks.sending_back import Back, cells_of, send_back, to_send_back

__all__ = [
    "FOUND", "Back", "Check", "CheckedVillage", "CountyFrame", "Frame", "KeptFrame", "Plan", "Result", "Stop", "again",
    "cells_of", "checkable", "draw", "end", "frame", "lot_of", "make", "plan_of", "plans", "record", "results", "route",
    "send_back", "size_for", "take_away", "to_send_back", "visited",
]  # fmt: skip
