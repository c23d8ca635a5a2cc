"""The apostrophe before a text that a spreadsheet would evaluate: put there on the way out, taken off on the way in."""

import re

_EVALUATED = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]([0-9]+\.?[0-9]*|\.[0-9]+)")


def neutral(text: str) -> str:
    """Text that no spreadsheet evaluates, also not in full-width forms; plain numbers stay numbers.

    A text that had such an apostrophe of its own gets a second one, so that `original` gives every text back.
    """
    return f"'{text}" if _EVALUATED.match(text) and not _NUMBER.fullmatch(text) else text


def original(text: str) -> str:
    """The text without the apostrophe that `neutral` put before it."""
    return text[1:] if text.startswith("'") and _EVALUATED.match(text) else text
