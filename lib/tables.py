"""Every table that people load, edit and download, described once: its columns, their kinds and limits.

The field name, the English and the Chinese title of a column are always accepted as its header; `aliases` are
further spellings that offices use.
"""

from dataclasses import dataclass
from decimal import Decimal

from lib import models
from lib.language import chinese

KINDS = ("text", "integer", "number", "yes_no", "half_month", "date", "choice", "reference")
UNIT_KINDS = ("自治州", "县", "市", "新区", "镇", "乡", "民族乡", "街道", "村", "社区")
PHASES = (("清理", "clean"), ("规范", "standardise"), ("常态", "standing"))
STATES = (("开放", "open"), ("锁定", "closed"), ("关闭", "closed"))
DECISIONS = (("已确认", "accepted"), ("确认", "accepted"), ("退回", "returned"), ("沿用", "carried"))
LEVEL_WORDS = (
    ("州", "prefecture"),
    ("县(市、新区)", "county"),
    ("县", "county"),
    ("乡镇(街道)", "township"),
    ("乡镇", "township"),
    ("村(社区)", "village"),
    ("村", "village"),
)
COMMITTEES = (("村委会", "村"), ("村民委员会", "村"), ("居委会", "社区"), ("居民委员会", "社区"))


@dataclass(frozen=True)
class Column:
    """A column: `name` is the field in the model, `title` the English message id of the header that people see.

    `refers` names the table whose code the cell must hold; `decimals` is how many a number may have; `spellings`
    are pairs (other word, choice) that are accepted beside the choices; `by_day` takes a day for the half month that
    it lies in.
    """

    name: str
    title: str
    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    refers: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int | None = None
    by_day: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Every accepted spelling of the header, before marks and blanks are taken off."""
        return (self.name, self.title, chinese().get(self.title, self.title), *self.aliases)


@dataclass(frozen=True)
class Table:
    """A table: `key` names the columns that tell its records apart.

    `left_out` are headers that only help people to read a row; `ordered` are pairs of columns of which the first
    must not be later than the second; `above` is (column with the level, column with the code of the unit above).
    """

    name: str
    title: str
    model: type[models.Base]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    above: tuple[str, str] | None = None

    def column(self, name: str) -> Column:
        """The column of this field name; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]


def _code(title: str, *aliases: str, name: str = "code") -> Column:
    return Column(name, title, required=True, aliases=aliases)


def _flag(name: str, title: str, *aliases: str) -> Column:
    return Column(name, title, "yes_no", aliases=aliases)


def _half_month(name: str, title: str) -> Column:
    return Column(name, title, "half_month", required=True)


def _reference(name: str, title: str, refers: str, *aliases: str, required: bool = False) -> Column:
    return Column(name, title, "reference", required=required, refers=refers, aliases=aliases)


NAME = Column("name", "Name", required=True)
NAME_EN = Column("name_en", "English name")
NOTE = Column("note", "Note")
LEVEL = Column("level", "Level", "choice", True, choices=models.LEVELS, spellings=LEVEL_WORDS)
SECTION = Column("section", "Section of the article")
HALF_MONTH = _half_month("half_month", "Half month")
PERCENT = Column("percent", "Percent", "number", True, minimum=Decimal(0), maximum=Decimal(100), decimals=1)

UNIT = Table(
    "unit",
    "Units",
    models.Unit,
    (
        _code("Unit code", "代码", "行政区划代码", "区划代码", "村代码", "乡镇代码", "县代码"),
        Column("name", "Unit name", required=True, aliases=("名称", "单位")),
        NAME_EN,
        LEVEL,
        Column("kind", "Kind", "choice", True, choices=UNIT_KINDS, spellings=COMMITTEES, aliases=("类型",)),
        _reference("parent_code", "Code of the unit above", "unit", "上级代码", "上级单位"),
        _flag("monitoring_point", "Monitoring point", "监测点"),
        _flag("report_pilot", "Report pilot", "试点村"),
        Column("valid_from", "Valid from", "half_month", by_day=True),
        Column("valid_to", "Valid to", "half_month", by_day=True),
        NOTE,
    ),
    key=("code",),
    ordered=(("valid_from", "valid_to"),),
    above=("level", "parent_code"),
)

DEPARTMENT = Table(
    "department",
    "Departments",
    models.Department,
    (_code("Department code", "代码"), NAME, NAME_EN, _flag("lead", "Lead department", "牵头"), NOTE),
    key=("code",),
)

FORM = Table(
    "form",
    "Forms",
    models.Form,
    (
        _code("Form code", "代码"),
        NAME,
        NAME_EN,
        LEVEL,
        Column("units", "Units asked", "choice", choices=("all", "report_pilot", "monitoring_point")),
    ),
    key=("code",),
)

INDICATOR = Table(
    "indicator",
    "Indicators",
    models.Indicator,
    (
        _code("Indicator code", "代码"),
        Column("position", "Position", "integer", True, minimum=Decimal(0)),
        NAME,
        NAME_EN,
        Column("unit", "Unit of measure", required=True),
        Column("unit_en", "English unit of measure"),
        Column("decimals", "Decimals", "integer", minimum=Decimal(0), maximum=Decimal(6)),
        _reference("form", "Form", "form"),
        LEVEL,
        Column("rollup", "Roll-up", "choice", True, choices=("sum", "ratio", "fall", "count", "units")),
        _reference("numerator", "Numerator", "indicator"),
        _reference("denominator", "Denominator", "indicator"),
        Column("condition", "Condition"),
        Column("goal", "Goal", "number"),
        Column("direction", "Direction", "choice", True, choices=("up", "down", "none")),
        _flag("cumulative", "Cumulative"),
        Column("minimum", "Minimum", "number"),
        Column("maximum", "Maximum", "number"),
        SECTION,
        Column("definition", "Definition"),
        Column("definition_en", "English definition"),
        Column("caveat", "Caveat"),
        Column("caveat_en", "English caveat"),
    ),
    key=("code",),
    ordered=(("minimum", "maximum"),),
)

TASK = Table(
    "task",
    "Tasks",
    models.Task,
    (
        _code("Task code", "代码"),
        LEVEL,
        NAME,
        NAME_EN,
        _reference("department_code", "Lead department code", "department", "牵头部门代码"),
        Column("phase", "Phase", "choice", True, choices=("clean", "standardise", "standing"), spellings=PHASES),
        _half_month("start", "Start"),
        _half_month("due", "Due"),
        _reference("indicator", "Measured by", "indicator"),
        Column("detail", "Detail"),
        Column("detail_en", "English detail"),
        SECTION,
    ),
    key=("code",),
    ordered=(("start", "due"),),
)

PUBLISHED = Table(
    "published",
    "Published figures",
    models.Published,
    (
        _code("Figure", name="id"),
        Column("section", "Section of the article", required=True),
        Column("name_zh", "Chinese name", required=True),
        Column("name_en", "English name", required=True),
        Column("value", "Value", "number", True),
        Column("unit_zh", "Chinese unit of measure", required=True),
        Column("unit_en", "English unit of measure", required=True),
        Column("as_of", "As of"),
        Column("kind", "Kind", required=True),
        Column("level", "Level", required=True),
        Column("qualifier", "Qualifier", required=True),
        Column("caveat_zh", "Caveat"),
    ),
    key=("id",),
)

TASK_PROGRESS = Table(
    "task_progress",
    "Task progress",
    models.TaskProgress,
    (
        HALF_MONTH,
        _reference("task_code", "Task code", "task", "任务", required=True),
        _reference("unit_code", "Unit code", "unit", "代码", required=True),
        PERCENT,
    ),
    key=("half_month", "task_code", "unit_code"),
    left_out=("单位名称", "任务名称", "Unit name", "Task name", "unit_name", "task_name"),
)

HALF_MONTH_STATE = Table(
    "half_month",
    "Half months",
    models.HalfMonthState,
    (HALF_MONTH, Column("state", "State", "choice", True, choices=("open", "closed"), spellings=STATES)),
    key=("half_month",),
)

SUBMISSION = Table(
    "submission",
    "Submissions",
    models.Submission,
    (
        HALF_MONTH,
        _reference("form", "Form", "form", "报表代码", required=True),
        _reference("county_code", "County code", "unit", "县代码", required=True),
        Column("reported_on", "Reported on", "date"),
        Column("decision", "Decision", "choice", choices=("accepted", "returned", "carried"), spellings=DECISIONS),
        Column("reason", "Reason"),
    ),
    key=("half_month", "form", "county_code"),
    left_out=("县(市、新区)", "单位名称", "county_name"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (UNIT, DEPARTMENT, FORM, INDICATOR, TASK, PUBLISHED, TASK_PROGRESS, HALF_MONTH_STATE, SUBMISSION)
}
