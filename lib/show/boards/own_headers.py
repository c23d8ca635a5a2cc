"""数据报送: the columns of a file whose titles are not ours, and what each could be."""

from collections.abc import Sequence

from lib.intake.checks.problems import column_letters
from lib.intake.checks.suggested import AskedColumn, AskedColumns
from lib.kept.reference import Reference
from lib.show import blocks
from lib.show.blocks import Finding, Markup
from lib.show.boards.words import unit_name
from lib.words.language import gettext as _


def head(asked: AskedColumns, reference: Reference, unit_code: str | None) -> Finding:
    """What is asked, why, and for whom it is remembered."""
    first = _("Say once what these {count} columns are; nothing is read before").format(count=len(asked.columns))
    whose = unit_name(reference.units[unit_code]) if unit_code else _("the office")
    second = _("Remembered for {whose} and a file with exactly these titles; it can be changed and forgotten.")
    second = second.format(whose=whose)
    if asked.known:
        known = (asked.header.grouped(index) for index in asked.known)
        second += " " + _("Known already: {columns}").format(columns=_(", ").join(known))
    second += " " + _("Or give the file the titles of the template, and upload it again.")
    return Finding(first, second)


def label(column: AskedColumn) -> str:
    """A column with two of its values, and why something is suggested: C 拆牌数（4、3）像…."""
    place = f"{column_letters(column.index)} {column.title}"
    samples = _(", ").join(column.samples) or _("blank")  # what stands in it tells more than a title that is not ours
    label = _("{column} ({samples})").format(column=place, samples=samples)
    return _("{column}: {why}").format(column=label, why=column.why) if column.why else label


def stands_in_the_way(mistakes: Sequence[str]) -> Markup:
    """Why it cannot be remembered yet."""
    return blocks.join(*(blocks.mend(mistake) for mistake in mistakes))
