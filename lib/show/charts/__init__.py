"""Frame in, chart out; the page draws it: `st.vega_lite_chart(spec(ranking(frame)), theme=None, …)`.

Titles and second lines are HTML above the chart (blocks.finding). Only the columns that are drawn reach the browser.
"""

from lib.show.charts.base import spec
from lib.show.charts.heat import heat_map
from lib.show.charts.matrix import submission_matrix
from lib.show.charts.quadrant import quadrant
from lib.show.charts.ranks import bars, ranking
from lib.show.charts.series import curve, new_per_half_month
from lib.show.charts.timeline import Phase, timeline

__all__ = [
    "Phase",
    "bars",
    "curve",
    "heat_map",
    "new_per_half_month",
    "quadrant",
    "ranking",
    "spec",
    "submission_matrix",
    "timeline",
]
