"""Rows in, chart out; the page draws it: `st.vega_lite_chart(ranking(units), theme=None, …)`.

Titles and second lines are HTML above the chart (blocks.finding). Only what is drawn reaches the browser.
"""

from lib.show.charts.base import amounts_on_axis
from lib.show.charts.heat import TaskCell, are_whole, heat_map
from lib.show.charts.limits import Limit, limits
from lib.show.charts.matrix import submission_matrix
from lib.show.charts.quadrant import Circle, Side, quadrant
from lib.show.charts.ranks import Measured, Ranked, bars, ranking
from lib.show.charts.series import Lines, curve, new_per_half_month
from lib.show.charts.timeline import Phase, phase_word, timeline

__all__ = [
    "Circle", "Limit", "Lines", "Measured", "Phase", "Ranked", "Side", "TaskCell", "amounts_on_axis", "are_whole",
    "bars", "curve", "heat_map", "limits", "new_per_half_month", "phase_word", "quadrant", "ranking",
    "submission_matrix", "timeline",
]  # fmt: skip
