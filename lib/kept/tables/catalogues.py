"""The catalogues of data/: units, departments, forms, indicators, tasks and published figures."""

from decimal import Decimal

from lib.kept import models
from lib.kept.tables.describe import (
    COMMITTEES,
    DIRECTIONS,
    LEVEL,
    NAME,
    NAME_EN,
    NOTE,
    PHASES,
    ROLLUPS,
    SECTION,
    UNIT_KINDS,
    UNITS_ASKED,
    Column,
    Table,
    code,
    flag,
    half_month,
    reference,
)

UNIT = Table(
    "unit",
    "Units",
    models.Unit,
    (
        code("Unit code", "代码", "行政区划代码", "区划代码", "村代码", "乡镇代码", "县代码"),
        Column("name", "Unit name", required=True, aliases=("名称", "单位")),
        NAME_EN,
        LEVEL,
        Column("kind", "Kind", "choice", True, choices=UNIT_KINDS, spellings=COMMITTEES, aliases=("类型",)),
        reference("parent_code", "Code of the unit above", "unit", "上级代码", "上级单位"),
        flag("monitoring_point", "Monitoring point", "监测点"),
        flag("report_pilot", "Report pilot", "试点村"),
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
    (code("Department code", "代码"), NAME, NAME_EN, flag("lead", "Lead department", "牵头"), NOTE),
    key=("code",),
    removable=True,
)

FORM = Table(
    "form",
    "Forms",
    models.Form,
    (
        code("Form code", "代码"),
        NAME,
        NAME_EN,
        LEVEL,
        Column(
            "units",
            "Units asked",
            "choice",
            choices=("all", "report_pilot", "monitoring_point"),
            spellings=UNITS_ASKED,
        ),
    ),
    key=("code",),
)

INDICATOR = Table(
    "indicator",
    "Indicators",
    models.Indicator,
    (
        code("Indicator code", "代码"),
        Column("position", "Position", "integer", True, minimum=Decimal(0)),
        NAME,
        NAME_EN,
        Column("unit", "Unit of measure", required=True),
        Column("unit_en", "English unit of measure"),
        Column("decimals", "Decimals", "integer", minimum=Decimal(0), maximum=Decimal(6)),
        reference("form", "Form", "form"),
        LEVEL,
        Column("rollup", "Roll-up", "choice", True, ("sum", "ratio", "fall", "count", "units"), ROLLUPS),
        reference("numerator", "Numerator", "indicator"),
        reference("denominator", "Denominator", "indicator"),
        Column("condition", "Condition"),
        Column("goal", "Goal", "number"),
        Column("direction", "Direction", "choice", True, ("up", "down", "none"), DIRECTIONS),
        flag("cumulative", "Cumulative"),
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
        code("Task code", "代码"),
        LEVEL,
        NAME,
        NAME_EN,
        reference("department_code", "Lead department code", "department", "牵头部门代码"),
        Column("phase", "Phase", "choice", True, choices=("clean", "standardise", "standing"), spellings=PHASES),
        half_month("start", "Start"),
        half_month("due", "Due"),
        reference("indicator", "Measured by", "indicator"),
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
        code("Figure", name="id"),
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
    editable=False,  # they stand as the article printed them
)
