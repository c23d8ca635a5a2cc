"""How a table is described: columns with their kinds, limits and accepted headers."""

from dataclasses import dataclass
from decimal import Decimal

from lib.kept import models
from lib.words.language import chinese, current

KINDS = ("text", "integer", "number", "yes_no", "half_month", "date", "choice", "reference")
UNIT_KINDS = ("自治州", "县", "市", "新区", "镇", "乡", "民族乡", "街道", "村", "社区")
PHASES = (("清理", "clean"), ("规范", "standardise"), ("常态", "standing"))
STATES = (("打开", "open"), ("开放", "open"), ("关闭", "closed"), ("锁定", "closed"))
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
UNITS_ASKED = (("全部", "all"), ("试点村", "report_pilot"), ("监测点", "monitoring_point"))
ROLLUPS = (("求和", "sum"), ("占比", "ratio"), ("降幅", "fall"), ("达标数", "count"), ("单位数", "units"))
DIRECTIONS = (("越多越好", "up"), ("越少越好", "down"), ("不评判", "none"))
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

    def word(self, choice: str) -> str:
        """How a choice is shown: the first Chinese spelling of it, or as it is kept where that is Chinese already."""
        words = {kept: word for word, kept in reversed(self.spellings)} if current() == "zh" else {}
        return words.get(choice, choice) if choice.isascii() else choice


@dataclass(frozen=True)
class Table:
    """A table: `key` names the columns that tell its records apart.

    `left_out` are headers that only help people to read a row; `ordered` are pairs of columns of which the first
    must not be later than the second; `above` is (column with the level, column with the code of the unit above).
    `editable` says whether records are written by hand, `removable` whether one may go again when nothing refers to it.
    """

    name: str
    title: str
    model: type[models.Base]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    above: tuple[str, str] | None = None
    editable: bool = True
    removable: bool = False

    def column(self, name: str) -> Column:
        """The column of this field name; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]


def code(title: str, *aliases: str, name: str = "code") -> Column:
    """A column that names the record."""
    return Column(name, title, required=True, aliases=aliases)


def flag(name: str, title: str, *aliases: str) -> Column:
    """A column of yes or no."""
    return Column(name, title, "yes_no", aliases=aliases)


def half_month(name: str, title: str) -> Column:
    """A column of half months that must be filled."""
    return Column(name, title, "half_month", required=True)


def reference(name: str, title: str, refers: str, *aliases: str, required: bool = False) -> Column:
    """A column that holds the code of another table's record."""
    return Column(name, title, "reference", required=required, refers=refers, aliases=aliases)


NAME = Column("name", "Name", required=True)
NAME_EN = Column("name_en", "English name")
NOTE = Column("note", "Note")
LEVEL = Column("level", "Level", "choice", True, choices=models.LEVELS, spellings=LEVEL_WORDS)
SECTION = Column("section", "Section of the article")
HALF_MONTH = half_month("half_month", "Half month")
PERCENT = Column("percent", "Percent", "number", True, minimum=Decimal(0), maximum=Decimal(100), decimals=1)
