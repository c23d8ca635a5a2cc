"""How numbers are written (万, 亿, percents, changes): one place, so that a figure reads the same everywhere.

Tiles, cells and chart labels set number and unit without a blank (1,470块), sentences with one (清理 1,470 块).
Tables for work show the exact number, never 万.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from lib.words.language import current
from lib.words.language import gettext as _

MISSING = "—"
MINUS = "−"
POINT = 1  # decimals of a percent, and of a difference of percents
READS_AS_ZERO = 0.05  # points: what is less reads 0.0
STEPS = {"zh": ((Decimal(10**8), "亿"), (Decimal(10**4), "万")), "en": ((Decimal(10**6), "M "),)}


def exact(value: Decimal | int | None, decimals: int | None = None) -> str:
    """1,234 or −0.5, in full; with `decimals` None as many as the value needs. A missing value is —, zero is 0."""
    if value is None:
        return MISSING
    number = Decimal(value) if decimals is None else rounded(Decimal(value), decimals)
    text = f"{abs(number):,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if number >= 0 else MINUS + text


def amount(value: Decimal | None, unit: str, decimals: int = 0) -> tuple[str, str]:
    """Number and unit for a tile, apart since the unit is set smaller: ("1.22", "万块"), ("1,900", "份").

    From 1万 and 1亿 on (in English from a million on, M) with at most two decimals, zeros trimmed. A missing value has
    no unit.
    """
    if value is None:
        return MISSING, ""
    number = rounded(value, decimals)
    for step, name in STEPS[current()]:
        if abs(number) >= step:
            return exact((number / step).quantize(Decimal("0.01"), ROUND_HALF_UP)), name + unit
    text = exact(number, decimals)
    return text, _of(text, unit)


def _of(number: str, unit: str) -> str:
    """The name of a unit behind a number: in English 1 board, 2 boards; one of several words stays as it is."""
    if number != "1" or current() != "en" or " " in unit or not unit.endswith("s"):
        return unit
    return unit[:-3] + "y" if unit.endswith("ies") else unit[:-1]


def together(value: Decimal | None, unit: str, decimals: int = 0) -> str:
    """Number and unit as one chart label or cell: 1,470块, 1.22万块; in English with a blank: 1,470 boards."""
    number, full_unit = amount(value, unit, decimals)
    return number + full_unit if current() == "zh" or unit == "%" else f"{number} {full_unit}".rstrip()


def in_sentence(value: Decimal | None, unit: str, decimals: int = 0) -> str:
    """Number and unit within a running sentence, with one blank between: 1,470 块, 1.22 万块."""
    number, full_unit = amount(value, unit, decimals)
    return number + full_unit if unit == "%" else f"{number} {full_unit}".rstrip()


def alike(values: Sequence[Decimal], unit: str, decimals: int = 0) -> list[str]:
    """The numbers of one sentence in one unit: 1.22 万块 alone, but 12,200 块 beside 937 块."""
    sizes = [size for value in values if (size := abs(rounded(value, decimals)))]
    step = next(((size, name) for size, name in STEPS[current()] if sizes and min(sizes) >= size), None)
    if step is None:
        return [f"{text} {_of(text, unit)}".rstrip() for text in (exact(value, decimals) for value in values)]
    size, name = step
    return [
        f"{exact((value / size).quantize(Decimal('0.01'), ROUND_HALF_UP))} {name}{unit}"
        if rounded(value, decimals)
        else f"0 {_of('0', unit)}".rstrip()  # nobody counts nothing in ten thousands
        for value in values
    ]


def printed(value: Decimal | float) -> Decimal:
    """A percent (0–100) as it reads everywhere: one decimal. 99.96 is 99.9: only what is complete is 100."""
    number = Decimal(str(value))
    shown = rounded(number, POINT)
    return number.quantize(shown, ROUND_FLOOR) if number < 100 <= shown else shown


def percent(value: Decimal | float | None, decimals: int | None = None) -> str:
    """92.9%, 93%; in a column with its one decimal: 93.0%."""
    return MISSING if value is None else exact(printed(value), decimals) + "%"


def listed(value: Decimal | float | None) -> str:
    """60.0%, 56.1%: a percent among others, in a column or at the bars of a chart; what is complete is 100%."""
    return percent(value, None if value == 100 else POINT)


def difference(upper: Decimal | float, lower: Decimal | float) -> Decimal:
    """The difference of two percents as they read, so that a reader who subtracts finds the same."""
    return printed(upper) - printed(lower)


def official(value: Decimal | int, unit: str = "", decimals: int = 0, beside: Iterable[Decimal] = ()) -> str:
    """A number in an official document: 1199块, 1.22万块, 14948万元, 3.57亿元; always exact, without blanks or commas.

    In 亿 or 万 where that takes at most two decimals, else with all its digits (as GB/T 15835 allows and as the
    prefecture's own reports write), and the numbers said `beside` it take it too: 12200块 stands beside 937块. Official
    documents are Chinese in every language of the page.
    """
    number = rounded(Decimal(value), decimals)
    every = [one for one in (number, *(rounded(other, decimals) for other in beside)) if one]
    digits = 4 if unit == "元" and len(every) > 1 else 2  # 9.87万元 beside 1204.39万元
    for step, name in STEPS["zh"]:
        if number and all(abs(one) >= step and one / step == rounded(one / step, digits) for one in every):
            return _trimmed(number / step) + name + unit
    return _trimmed(number) + unit


def tabled(value: Decimal, unit: str, decimals: int = 0) -> tuple[str, str]:
    """Number and unit in a table of an official document: ("1204.4", "万元"), ("20.0", "%"), ("12200", "块").

    Money stands in 万元; it and shares have one decimal throughout, rounded half up in saying only; counts are in full.
    """
    if unit == "元":
        number, unit = rounded(value / 10_000, POINT), "万" + unit
    elif unit == "%":
        number = printed(value).quantize(Decimal("0.1"))
    else:
        number = rounded(value, POINT if unit.startswith("元") else decimals)
    return (MINUS if number < 0 else "") + f"{abs(number):f}", unit


def official_percent(value: Decimal | float) -> str:
    """92.9%, 100%: one decimal, rounded as everywhere (99.96 is 99.9%), without a zero that says nothing."""
    return _trimmed(printed(value)) + "%"


def _trimmed(number: Decimal) -> str:
    """The digits without a comma, and without zeros behind the point."""
    text = f"{abs(number):f}"
    return (MINUS if number < 0 else "") + (text.rstrip("0").rstrip(".") if "." in text else text)


def signed(value: Decimal | float | None, decimals: int = 0) -> str:
    """+4.5, −39 or 0: a change in a column whose head names the unit."""
    if value is None:
        return MISSING
    number = rounded(Decimal(str(value)), decimals)
    return ("+" if number > 0 else "") + exact(number, decimals)


def not_comparable() -> str:
    """不可比（新的一年）: the change of what begins anew with the year."""
    return _("not comparable (a new year)")


def change(value: Decimal | None, unit: str, decimals: int = 0, *, anew: bool = False) -> str:
    """↑ 增加 1,470块, ↓ 减少 …, → 与上期持平, or 与上期不可比 when there is nothing to compare.

    It says the direction and never judges: whether a rise is good is for the light. Percents differ by 个百分点.
    """
    if value is None:
        return not_comparable() if anew else _("not comparable with the last half month")
    if rounded(value, decimals) == 0:
        return _("→ unchanged")
    size = together(abs(value), _("points") if unit == "%" else unit, decimals)
    return (_("↑ up {size}") if value > 0 else _("↓ down {size}")).format(size=size)


def file_size(size: int) -> str:
    """50 B, 1.2 KB, 3.4 MB: the size of a file of so many bytes, counted in thousands as the limits are."""
    if size < 1000:
        return f"{size} B"
    thousands = rounded(Decimal(size) / 1000, 1)
    return f"{exact(thousands, 1)} KB" if thousands < 1000 else f"{exact(Decimal(size) / 10**6, 1)} MB"


def of_all(part: int, all_: int) -> str:
    """6／9, in English 6/9; the full-width slash keeps two counts from reading as a date or a fraction."""
    return f"{part:,}{'／' if current() == 'zh' else '/'}{all_:,}"


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, as people round; Python's own rounds 2.5 to 2."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
