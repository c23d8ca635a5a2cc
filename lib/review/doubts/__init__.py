"""疑点: figures that are to be looked at again, found in what a half month holds; never an accusation.

`RULES` says what makes a figure doubtful, `doubts` finds them all at once, and `weights` lets a draw of spot checks
look where they are. All of a half month stands in arrays (`Cells`); each rule is a module or a function of its own.
"""

from lib.review.doubts.doubt import Doubt, DoubtedValue
from lib.review.doubts.finding import doubts
from lib.review.doubts.rules import RULES, Rule
from lib.review.doubts.seeing import below, seen_by
from lib.review.doubts.weighing import MOST, weights
from lib.review.doubts.wording import in_words

__all__ = ["MOST", "RULES", "DoubtedValue", "Doubt", "Rule", "below", "doubts", "in_words", "seen_by", "weights"]
