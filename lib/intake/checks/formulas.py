"""The apostrophe before a text that a spreadsheet would evaluate: put there on the way out, taken off on the way in."""

import re
from collections.abc import Iterable

from lib.words.texts import printable

# Blanks, tabs and line ends too: some programs take them off before they look at the first character.
_EVALUATED = re.compile(r"'*[\s=+\-@＝＋－＠﹦﹢﹣﹫]")
_NUMBER = re.compile(r"[+-]([0-9]+\.?[0-9]*|\.[0-9]+)")


def neutral(text: str) -> str:
    """Text that no spreadsheet evaluates, also not in full-width forms; plain numbers stay numbers.

    A text that had such an apostrophe of its own gets a second one, so that `original` gives every text back. What
    cannot be seen is left out.
    """
    shown = printable(text)
    return f"'{shown}" if _EVALUATED.match(shown) and not _NUMBER.fullmatch(shown) else shown


def original(text: str) -> str:
    """The text without the apostrophe that `neutral` put before it."""
    return text[1:] if text.startswith("'") and _EVALUATED.match(text) else text


_PARTED = re.compile(r'[",;\t\r\n|，]')


def csv_line(cells: Iterable[str]) -> str:
    """A row of a CSV file. A text with any mark at which some program parts rows is quoted, not only with a comma: no
    formula shall stand behind a ; or a tab."""
    return ",".join('"{}"'.format(cell.replace('"', '""')) if _PARTED.search(cell) else cell for cell in cells) + "\r\n"
