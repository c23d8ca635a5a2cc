"""The parameters and fields that several resources have, with what each means, in the project's words."""

from decimal import ROUND_FLOOR, Decimal

from lib.kept.models import LEVELS
from lib.server.api.describe import Field, Parameter
from lib.server.api.describe import marked as _
from lib.show.boards.words import unit_name
from lib.words.language import named
from lib.words.lights import Light, said

# Parameters -------------------------------------------------------------------------------------------------------

FORMAT = Parameter("format", "code", _("json or csv; without it, what the header Accept prefers."), ("json", "csv"))
LANG = Parameter(
    "lang", "code", _("Language of names and sentences; without it, the header Accept-Language."), ("zh", "en")
)
LIMIT = Parameter("limit", "integer", _("Rows of one answer. A CSV without a limit is whole, or refused."), least=1)
OFFSET = Parameter("offset", "integer", _("How many rows to skip; next names the following."), most=10_000_000)
HOW_TOLD = (FORMAT, LANG)
PAGED = (LIMIT, OFFSET, *HOW_TOLD)

LEVEL = Parameter("level", "code", _("Only units of this level."), LEVELS)
AT_LEVEL = Parameter(
    "level", "code", _("Level of the units; without it that of unit, the one below parent, or county."), LEVELS
)
UNIT = Parameter("unit", "code", _("Code of one unit."))
PARENT = Parameter("parent", "code", _("Code of a unit: it and all below it."))
MONTHS = Parameter("half_month", "half_month", _("Half months as 2023-06-2; without it the last closed."), several=True)
INDICATOR = Parameter("indicator", "code", _("Codes of indicators; without it all of them."), several=True)
FORM = Parameter("form", "code", _("Codes of forms; without it all of them."), several=True)

# Fields -----------------------------------------------------------------------------------------------------------


def floored(percent: float | None) -> Decimal | None:
    """Two decimals, rounded down: nothing incomplete reads 100."""
    return None if percent is None else Decimal(str(percent)).quantize(Decimal("0.01"), ROUND_FLOOR)


def points(difference: float | None) -> Decimal | None:
    """Percentage points with two decimals."""
    return None if difference is None else Decimal(str(round(difference, 2)))


CODE = Field("code", "code", _("Code; text, leading zeros count."))
NAME = Field("name", "text", _("Chinese name."))
NAME_EN = Field("name_en", "text", _("English name; empty where there is none."))

# of a row about a half month and a unit
HALF_MONTH = Field("half_month", "half_month", _("Half month: 2023-06-2 is the second half of June 2023."))
UNIT_CODE = Field("unit", "code", _("Code of the unit; text, leading zeros count."), "unit.code")
UNIT_NAME = Field("unit_name", "text", _("Name of the unit in the language of the answer."),
                  lambda row: unit_name(row.unit))  # fmt: skip
UNIT_LEVEL = Field("level", "code", _("Level of the unit."), "unit.level", choices=LEVELS)
WHOSE = (HALF_MONTH, UNIT_CODE, UNIT_NAME, UNIT_LEVEL)

# of a row about an indicator
OF_INDICATOR = (
    Field("indicator", "code", _("Code of the indicator."), "indicator.code"),
    Field("indicator_name", "text", _("Name of the indicator in the language of the answer."),
          lambda row: named(row.indicator.name, row.indicator.name_en)),
)  # fmt: skip

# of a row with a light
EXPECTED = Field("expected", "number", _("Percent (0–100) that the schedule expects by now."),
                 lambda row: floored(row.expected), True)  # fmt: skip
LIGHT = Field("light", "code", _("Light: progress against what is expected; null without a target or value."),
              may_lack=True, choices=tuple(Light))  # fmt: skip
LIGHT_WORD = Field("light_word", "text", _("The light in words; past due it says so."),
                   lambda row: said(row.light, row.light is not None and row.overdue) or None, True)  # fmt: skip
OVERDUE = Field("overdue", "yes_no", _("Whether it was due in a half month before this one and is not complete."),
                lambda row: row.light is not None and row.overdue)  # fmt: skip
JUDGED = (EXPECTED, LIGHT, LIGHT_WORD)
