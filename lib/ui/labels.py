"""Texts of people where Streamlit reads Markdown: labels, tabs, captions, help. Everywhere else it shows them as they
are: options of selects, cells, placeholders, code."""

import re

from lib.words.texts import printable

_MARK = re.compile(r"([!-/:-@\[-`{-~])")
# What Streamlit still replaces after Markdown is read, where a backslash does not help any more: icons, addresses,
# arrows. A word joiner, which nobody sees, parts it.
_REPLACED = re.compile(r"(?<=:)(?=material_|streamlit:)|(?<=://)|(?<=www)(?=\.)|(?<=@)|(?<=[-<>~])(?=[->=])", re.I)


def plain(text: str) -> str:
    """`text` written so that a label shows it as it is, in one line: no picture is fetched, no link drawn."""
    in_one_line = printable(text).replace("\n", " ").replace("\t", " ")
    return _MARK.sub(r"\\\1", _REPLACED.sub("\u2060", in_one_line))
