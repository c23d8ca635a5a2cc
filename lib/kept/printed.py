"""A code of the data read from paper: whether the history up to it is still the one that it was printed from."""

import math
import re
import time
import unicodedata
from string import hexdigits
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.chain import CODE_LENGTH, Link, links
from lib.kept.sound import broken_batches, gaps
from lib.kept.store import reading
from lib.words.errors import Refusal
from lib.words.language import gettext as _

WHOLE = 64  # characters of a seal that nobody has cut


class Printed(NamedTuple):
    """The act that a code belongs to, None where none has it; of the `acts` up to it, how many were looked at.

    `found` says in sentences what is no longer what was sealed.
    """

    code: str
    act: Link | None = None
    acts: int = 0
    looked: int = 0
    found: tuple[str, ...] = ()


def code_of_paper(text: str) -> str:
    """A code as it is kept, however it was typed. Raises Refusal naming the characters, or how many there must be."""
    label = _("Code of the data {code}").format(code="").strip()  # where it was copied with what stands before it
    code = re.sub(r"[\s:.-]", "", unicodedata.normalize("NFKC", text).replace(label, "")).lower()
    if wrong := sorted({letter for letter in code if letter not in hexdigits}):
        said = _("“{letters}” stands in no code: it has the digits 0 to 9 and the letters a to f alone")
        raise Refusal(said.format(letters=" ".join(wrong)[:CODE_LENGTH]))
    if len(code) not in (CODE_LENGTH, WHOLE):
        said = _("Characters of a code: {wanted}; here: {count}")
        raise Refusal(said.format(wanted=CODE_LENGTH, count=len(code)))
    return code


def printed(store: sa.Engine, text: str, seconds: float | None = None) -> Printed:
    """Hold the history up to a code to its seals, the newest act first; with `seconds` it ends about then.

    Whoever replaced the whole history has other seals: no act has the code. Raises Refusal for what is no code.
    """
    code, end = code_of_paper(text), math.inf if seconds is None else time.monotonic() + seconds
    with reading(store) as connection:
        chained = [one for one in links(connection) if one.link is not None]
        act = next((one for one in chained if one.seal.startswith(code)), None)
        if act is None:
            return Printed(code)
        until = chained[: chained.index(act) + 1]
        found, looked = list(gaps(until)), 0
        for sentences in broken_batches(connection, until):
            found, looked = found + sentences, looked + 1
            if time.monotonic() > end:
                break
    return Printed(code, act, len(until), looked, tuple(found))
