"""What makes a figure doubtful, as data: each rule with its words, why it is doubtful, and what to look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.words.language import N_
from lib.words.language import gettext as _
from lib.words.settings import DOUBTS

ALIKE, DUE, JUMPS, SILENT, DIGITS, BROKEN, AGAIN, OUTLIERS = DOUBTS


@dataclass(frozen=True)
class Rule:
    """A rule: its texts are message ids; `weight` is how much more a village it names weighs in a draw of checks."""

    code: str
    title: str
    why_doubtful: str
    look_at: str
    weight: float

    @property
    def name(self) -> str:
        """What it is called, short: 多村数字雷同."""
        return _(self.title)

    @property
    def why(self) -> str:
        """Why what it finds is doubtful, and what may be the honest reason."""
        return _(self.why_doubtful)

    @property
    def look(self) -> str:
        """What somebody who checks looks at."""
        return _(self.look_at)


RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(
            ALIKE,
            N_("Same numbers in many villages"),
            N_("Several villages of a township share numbers that hardly anybody else has; a row may have been copied"),
            N_("The villages' own registers, one by one, and who filled in the table"),
            2.0,
        ),
        Rule(
            DUE,
            N_("Whole township at its target when due"),
            N_("All villages that were still short arrived in the very half month that was due, elsewhere far fewer"),
            N_("A few of these villages on site, those first that were furthest behind"),
            1.0,
        ),
        Rule(
            JUMPS,
            N_("Jump to the target"),
            N_("Much of the target was done in one half month, and the villages around did not move like that"),
            N_("What was done in this half month: records, photos, the place itself"),
            2.0,
        ),
        Rule(
            SILENT,
            N_("Nothing for long, then all"),
            N_("Nothing was done for half months and then the whole target at once"),
            N_("When the work was really done, and why it was not reported before"),
            2.0,
        ),
        Rule(
            DIGITS,
            N_("Digits heap on 0 and 5"),
            N_(
                "In the step that is usual (money in hundreds of yuan) far more numbers end in 0 or 5 than elsewhere;"
                " they may be estimated, not counted"
            ),
            N_("How the numbers are counted, and the lists behind them"),
            1.0,
        ),
        Rule(
            BROKEN,
            N_("Columns contradict each other"),
            N_("A part is more than the whole that it belongs to"),
            N_("Both numbers in the village's register; one of the two is wrong"),
            2.0,
        ),
        Rule(
            AGAIN,
            N_("Last half month's figures again"),
            N_(
                "Nothing at all changed, while elsewhere most moved; the file of the last half month may have been sent"
            ),
            N_("Which file was handed in, and what was done since"),
            1.0,
        ),
        Rule(
            OUTLIERS,
            N_("Falls and leaps"),
            N_("A cumulative number falls, or a number is ten times or a tenth of what it was, or far from all others"),
            N_("The number on paper: a digit, a column or a unit of measure may have slipped"),
            1.0,
        ),
    )
}
