"""汇集: the totals of other offices, read from their /api/v1 and saved through the door as values of our counties.

A source is asked whether there is anything new; what it answers is held to a schema and to our catalogue before a cell
is touched. One that answers wrongly is left as it last was, with its day, in a sentence; the others go on.
"""

from lib.review.collecting.asking import Dashboard, ask
from lib.review.collecting.collect import SourceOutcome, collect, forget, sources

__all__ = ["Dashboard", "SourceOutcome", "ask", "collect", "forget", "sources"]
