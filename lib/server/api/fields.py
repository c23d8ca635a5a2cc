"""The fields of every resource and the parameters that it takes, with what each means, in the project's words."""

from lib.kept.models import LEVELS
from lib.review.submissions import Status
from lib.server.api.describe import Field, Parameter
from lib.server.api.describe import marked as _
from lib.words.lights import Light

ROLLUPS = ("sum", "ratio", "fall", "count", "units")
STATES = ("open", "closed")

# Parameters -------------------------------------------------------------------------------------------------------

FORMAT = Parameter("format", "code", _("json or csv; without it, what the header Accept prefers."), ("json", "csv"))
LANG = Parameter(
    "lang", "code", _("Language of names and sentences; without it, the header Accept-Language."), ("zh", "en")
)
LIMIT = Parameter("limit", "integer", _("Rows of one answer. A CSV without a limit is whole, or refused."), least=1)
OFFSET = Parameter("offset", "integer", _("How many rows to skip; next names the following."), most=10_000_000)
EVERYWHERE = (FORMAT, LANG)
PAGED = (LIMIT, OFFSET)

LEVEL = Parameter("level", "code", _("Only units of this level."), LEVELS)
AT_LEVEL = Parameter(
    "level", "code", _("Level of the units; without it that of unit, the one below parent, or county."), LEVELS
)
UNIT = Parameter("unit", "code", _("Code of one unit."))
PARENT = Parameter("parent", "code", _("Code of a unit: it and all below it."))
MONTHS = Parameter("half_month", "half_month", _("Half months as 2023-06-2; without it the last closed."), several=True)
INDICATOR = Parameter("indicator", "code", _("Codes of indicators; without it all of them."), several=True)
FORM = Parameter("form", "code", _("Codes of forms; without it all of them."), several=True)
INDICATORS_LEVEL = Parameter("level", "code", _("Only indicators that are reported at this level."), LEVELS)
STATE = Parameter("state", "code", _("Only half months in this state."), STATES)

# Fields that several have -----------------------------------------------------------------------------------------

HALF_MONTH = Field("half_month", "half_month", _("Half month: 2023-06-2 is the second half of June 2023."))
UNIT_CODE = Field("unit", "code", _("Code of the unit; text, leading zeros count."))
UNIT_NAME = Field("unit_name", "text", _("Name of the unit in the language of the answer."))
UNIT_LEVEL = Field("level", "code", _("Level of the unit."), choices=LEVELS)
CODE = Field("code", "code", _("Code; text, leading zeros count."))
NAME = Field("name", "text", _("Chinese name."))
NAME_EN = Field("name_en", "text", _("English name; empty where there is none."))
EXPECTED = Field("expected", "number", _("Percent (0–100) that the schedule expects by now."), may_lack=True)
LIGHT = Field(
    "light",
    "code",
    _("Light: progress against what is expected; null without a target or value."),
    True,
    tuple(Light),
)
LIGHT_WORD = Field("light_word", "text", _("The light in words."), may_lack=True)

# Resources --------------------------------------------------------------------------------------------------------

INDEX = (
    Field("name", "text", _("Name of the resource.")),
    Field("title", "text", _("What it holds.")),
    Field("address", "text", _("Its address.")),
    Field("parameters", "codes", _("The parameters that it takes.")),
)

UNITS = (
    CODE,
    NAME,
    NAME_EN,
    UNIT_LEVEL,
    Field("kind", "text", _("自治州, 县, 市, 新区, 镇, 乡, 民族乡, 街道, 村 or 社区.")),
    Field("parent", "code", _("Code of the unit above; null at the top."), may_lack=True),
    Field("monitoring_point", "yes_no", _("Whether it is a monitoring point.")),
    Field("report_pilot", "yes_no", _("Whether it tries out fewer reports.")),
    Field("valid_from", "half_month", _("First half month in which it exists; null: always did."), may_lack=True),
    Field("valid_to", "half_month", _("Last half month in which it exists; null: still does."), may_lack=True),
)

INDICATORS = (
    CODE,
    NAME,
    NAME_EN,
    Field("unit_of_measure", "text", _("Unit of measure in Chinese.")),
    Field("unit_of_measure_en", "text", _("Unit of measure in English.")),
    Field("decimals", "integer", _("Decimals of a reported value.")),
    Field("form", "code", _("Code of the form that asks it; null where it is derived."), may_lack=True),
    Field("level", "code", _("Level of the units that report it."), choices=LEVELS),
    Field("rollup", "code", _("sum of what was reported, or derived: ratio numerator ÷ denominator, fall of it"
                              " against the denominator, count of units that meet condition, units with a flag"),
          choices=ROLLUPS),
    Field("direction", "code", _("Which way is better: up, down, or none."), choices=("up", "down", "none")),
    Field("cumulative", "yes_no", _("Whether a value counts from the beginning and should not fall.")),
    Field("numerator", "code", _("Code of the indicator above the line."), may_lack=True),
    Field("denominator", "code", _("Code of the indicator below the line."), may_lack=True),
    Field("condition", "text", _("Condition on other indicators, or the flag that is counted."), may_lack=True),
    Field("goal", "number", _("What a ratio or fall must reach, in its unit of measure."), may_lack=True),
    Field("definition", "text", _("Definition (口径) in Chinese.")),
    Field("definition_en", "text", _("Definition (口径) in English.")),
    Field("caveat", "text", _("Caveat in Chinese.")),
    Field("caveat_en", "text", _("Caveat in English.")),
    Field("source", "text", _("Section of the article that it comes from.")),
)  # fmt: skip

FORMS = (
    CODE,
    NAME,
    NAME_EN,
    Field("level", "code", _("Level of the units that fill it in."), choices=LEVELS),
    Field("units", "code", _("all, or the flag of the units that fill it in.")),
    Field("indicators", "codes", _("Codes of the indicators that it asks, in their order.")),
)

HALF_MONTHS = (
    HALF_MONTH,
    Field("label", "text", _("The half month in words.")),
    Field("state", "code", _("open: in collection; closed: its values are locked."), choices=STATES),
    Field("first_day", "date", _("First day.")),
    Field("last_day", "date", _("Last day: its figures are as of that day.")),
    Field("due_date", "date", _("Last day on which a report is on time.")),
    Field("counties_complete", "integer", _("Counties that reported every value of every form.")),
    Field("counties_asked", "integer", _("Counties that are asked.")),
    Field("note", "text", _("State of the data in a sentence, as the pages show it.")),
)

VALUES = (
    HALF_MONTH,
    UNIT_CODE,
    UNIT_NAME,
    UNIT_LEVEL,
    Field("indicator", "code", _("Code of the indicator.")),
    Field("indicator_name", "text", _("Name of the indicator in the language of the answer.")),
    Field("unit_of_measure", "text", _("Unit of measure in the language of the answer.")),
    Field("value", "number", _("Total of the units that reported, or what is derived from it: a decimal number, exact"
                               " to its last digit, of ratios four decimals. null: nothing reported, never 0."),
          may_lack=True),
    Field("change", "number", _("Change on the half month before over the units that reported in both."), True),
    Field("reported", "integer", _("How many units reported, of those asked.")),
    Field("asked", "integer", _("How many units at or below this one are asked.")),
    Field("carried", "integer", _("Of how many units a value is carried forward (沿用), not reported.")),
    Field("part", "number", _("Of a ratio the numerator, else the sum of values of units that have a target."), True),
    Field("whole", "number", _("Of a ratio the denominator, else the sum of targets of these units."), may_lack=True),
    Field("percent", "number", _("Progress against the target (0–100), rounded down to two decimals."), may_lack=True),
    EXPECTED,
    LIGHT,
    LIGHT_WORD,
)  # fmt: skip

PROGRESS = (
    HALF_MONTH,
    UNIT_CODE,
    UNIT_NAME,
    UNIT_LEVEL,
    Field("percent", "number", _("Overall progress (综合进度, 0–100), rounded down to two decimals; null: not known."),
          may_lack=True),
    EXPECTED,
    Field("gap", "number", _("Percentage points against what is expected."), may_lack=True),
    Field("change", "number", _("Percentage points on the half month before."), may_lack=True),
    LIGHT,
    LIGHT_WORD,
)  # fmt: skip

SUBMISSIONS = (
    HALF_MONTH,
    UNIT_CODE,
    UNIT_NAME,
    Field("form", "code", _("Code of the form.")),
    Field("form_name", "text", _("Name of the form in the language of the answer.")),
    Field("status", "code", _("Where the county stands with the form."), choices=tuple(Status)),
    Field("status_word", "text", _("The status in words.")),
    Field("asked", "integer", _("Cells that the form asks.")),
    Field("filled", "integer", _("Cells that are filled in.")),
    Field("reported_on", "date", _("Day on which it was complete."), may_lack=True),
    Field("due_date", "date", _("Last day on which a report is on time.")),
    Field("on_time", "yes_no", _("Whether it was complete by the due day; null: not complete."), may_lack=True),
    Field("reason", "text", _("Reason of the office for sending it back or carrying it forward.")),
)
