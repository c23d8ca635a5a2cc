"""Rows of a table that are about no unit: totals, means, numbers of the columns, remarks."""

import re
from collections.abc import Iterable, Sequence

from lib.intake.checks.cells import is_blank, plain
from lib.intake.checks.problems import cell_text
from lib.intake.checks.titles import LONGEST_TITLE, MARKS
from lib.intake.sheets import Cell

SUBTOTALS = ("小计", "subtotal")

_WHOLE = "全州|全县|全市|全区|全镇|全乡|全街道|全新区|本县|本镇"
# 望谟县合计, 本页小计数, 合计（8个村）, 共8个村
_TOTAL = re.compile(
    rf"(?P<label>{_WHOLE}|累计|.*(合计|总计|共计|汇总|小计)|共(?=\d)|total|grandtotal|subtotal)数?"
    r"([(\[:]?(共|计|含)?\d+个?(村|社区|村社区|村\(社区\)|单位|县|乡镇|镇|街道|乡)?[)\]]?)?"
)
_DERIVED = re.compile(
    r"(平均|均值|村均|户均|人均|增减|占比|比例|完成率|同比|环比).{0,6}|其中:.+|[比较与]?(上期|上年|去年|同期|上半月|上月).{0,6}"
)
_FOOTNOTE = re.compile(
    r"(注|备注|说明|填表|填报|制表|审核|复核|联系|单位负责人|负责人|报送|数据来源|以上|note|source)", re.IGNORECASE
)
_NUMBER_OF_COLUMN = re.compile(r"\(?(\d{1,3})\)?(=.*)?")
_NAMES_OF_COLUMNS = (*"甲乙丙丁戊己庚辛", "栏次", "栏目", "列次", "行次", "序号", "-", "--", "—", "——")
_DIGIT = re.compile(r"\d")
LEAST_NUMBERED = 3


def total_label(cells: Iterable[Cell]) -> str:
    """合计, 小计 or the like when a cell of the row says so, else an empty text."""
    for label in filter(None, map(_label, cells)):
        if found := _TOTAL.fullmatch(label):
            return found["label"]
    return ""


def divides_columns(cells: Sequence[Cell]) -> bool:
    """Whether the row is words alone, of which one is 合计: titles that divide the columns above them."""
    words = [plain(cell) for cell in cells if isinstance(cell, str) and plain(cell)]
    return (
        len(words) == sum(not is_blank(cell) for cell in cells)
        and not any(map(_DIGIT.search, words))
        and bool(total_label(words))
    )


def is_derived(cells: Iterable[Cell]) -> bool:
    """Whether a cell of the row says that its numbers are means, parts or changes of those above."""
    return any(_DERIVED.fullmatch(label) for label in map(_label, cells))


def _label(cell: Cell) -> str:
    if not isinstance(cell, str) or len(cell) > LONGEST_TITLE:
        return ""
    return re.sub(r"\s+", "", plain(cell)).strip(MARKS).lower()


def numbers_columns(cells: Sequence[Cell]) -> bool:
    """Whether the row gives each column its number, as statistical forms do: 甲, 乙, 1, 2, 3=1+2."""
    if not cells or is_blank(cells[0]):
        return False
    said = [plain(cell_text(cell)) for cell in cells if not is_blank(cell)]
    numbered = [int(found[1]) for text in said if (found := _NUMBER_OF_COLUMN.fullmatch(text))]
    named = sum(text in _NAMES_OF_COLUMNS for text in said)
    counted = list(range(numbered[0], numbered[0] + len(numbered))) if numbered else []
    return len(numbered) >= LEAST_NUMBERED and numbered == counted and len(numbered) + named == len(said)


def is_footnote(cells: Iterable[Cell]) -> bool:
    """Whether the row is a remark below the table: words alone, of which the first are 注, 填表人 and the like."""
    filled = list[str]()
    for cell in cells:
        text = "" if cell is None else plain(cell) if isinstance(cell, str) else "0"
        if text[:1].isdigit():
            return False  # as of nearly every row the first cell says
        filled += [text] if text else []
    return len(filled) == 1 or (bool(filled) and bool(_FOOTNOTE.match(filled[0])))
