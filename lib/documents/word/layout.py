"""The measures of GB/T 9704-2012, in twips (a twentieth of a point) and half points, as Word counts.

A4; margins 37, 28, 35 and 26 mm leave 156 × 225 mm for 22 lines of 28 characters. A line is 28.95 pt: 22 of the usual
28 pt would leave 8 mm of it empty. A character of 16 pt is set 0.25 pt closer, so that 28 fill the line.
"""

from dataclasses import dataclass, replace

PAGE = (11906, 16838)
MASTHEAD_FROM_TOP = 1984  # 35 mm from the top of the text to the masthead
RED = "FF0000"
RULE_BELOW = 11  # pt, 4 mm, from the issue number to the red rule
RULE_WIDTH = 12  # eighths of a point
TITLE_SIZE, TITLE_LINE = 44, 660  # 2号, 33 pt from line to line
NOTE_SIZE, TABLE_SIZE, WIDE_TABLE_SIZE = 21, 21, 18  # 五号, 五号, 小五
FORM_SIZE, FORM_LINE, FORM_ROW, FORM_BESIDE = 24, 380, 620, 90  # 小四; twips: a line, a row at least, beside texts
WIDE = 8  # a table with so many columns is set smaller
PAGE_NUMBER_SIZE = 28  # 4号
IMPRINT_SIZE = 28
SHORT = 14  # rows: a shorter table is not parted over two pages
MASTHEAD_SIZE = 72  # the norm leaves it open: large, but not larger than a superior's
NARROWEST = 50  # percent to which a long masthead is narrowed before it is set smaller
DATE_FROM_RIGHT = 4  # characters
HEAVY, LIGHT = 20, 14  # twips: the rules of the imprint, 0.35 and 0.25 mm


@dataclass(frozen=True)
class Layout:
    """How a kind of document is set: margins, `line` and `tight` in twips, `size` in half points.

    `footer` is from the foot of the page to the foot of its number, so that its dashes stand 7 mm below the text.
    """

    top: int
    right: int
    bottom: int
    left: int
    footer: int
    size: int
    line: int
    tight: int
    masthead_before: int

    @property
    def width(self) -> int:
        """From margin to margin."""
        return PAGE[0] - self.left - self.right

    @property
    def character(self) -> int:
        """The width of a Chinese character."""
        return self.size * 10 + self.tight


OFFICIAL = Layout(2098, 1474, 1984, 1587, 1380, size=32, line=579, tight=-5, masthead_before=MASTHEAD_FROM_TOP - 100)
# The norm binds neither a 简报 nor a 反馈单: one page holds what leaders read, two what a county needs.
ONE_PAGE = Layout(1417, 1417, 1417, 1417, 820, size=28, line=460, tight=0, masthead_before=0)
TWO_PAGES = replace(OFFICIAL, size=28, line=450, tight=0)
FORM = replace(ONE_PAGE, size=32)  # a form whose tables fill one page
LAYOUTS = {"notice": OFFICIAL, "digest": ONE_PAGE, "feedback": TWO_PAGES, "admission": FORM}


def characters(text: str) -> float:
    """How many characters wide a text is: letters and digits take half of one."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def masthead_fit(text: str, width: int) -> tuple[int, int]:
    """Size (half points) and narrowing (percent) with which a masthead fills the line without breaking."""
    full = characters(text) * MASTHEAD_SIZE * 10
    scale = min(100, int(width * 0.98 / full * 100))
    if scale >= NARROWEST:
        return MASTHEAD_SIZE, scale
    return MASTHEAD_SIZE * scale // NARROWEST, NARROWEST


def signature_indents(signed_by: str, day: str) -> tuple[float, float]:
    """How many characters from the right the signature and the date stand: the signature centred over the date."""
    centred = DATE_FROM_RIGHT + (characters(day) - characters(signed_by)) / 2
    return max(centred, 0.0), float(DATE_FROM_RIGHT)
