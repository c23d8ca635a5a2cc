"""Sentences that are kept and read later, by somebody who may read another language than whoever had them written."""

import json
from collections.abc import Callable
from typing import Any, Self

from lib.words.language import gettext as _


class Sentence(str):
    """A sentence in the language of this run that knows of what it is made: a message id and its values, which may be
    sentences themselves."""

    __slots__ = ("message", "values")
    message: str
    values: dict[str, str | int]

    def __new__(cls, message: str, **values: str | int) -> Self:
        sentence = str.__new__(cls, _(message).format(**values))
        sentence.message, sentence.values = message, values
        return sentence


def rewritten(text: str, how: Callable[[str], str]) -> str:
    """`text` with what others wrote in it changed by `how`: of a sentence its values, else the whole."""
    if not isinstance(text, Sentence):
        return how(text)
    values = {name: rewritten(value, how) if isinstance(value, str) else value for name, value in text.values.items()}
    return Sentence(text.message, **values)


def to_keep(text: str) -> str:
    """As it is kept: a sentence as its message and values, what others wrote as it stands."""
    return json.dumps(_parts(text), ensure_ascii=False) if isinstance(text, Sentence) else text


def _parts(text: str | int) -> Any:
    if not isinstance(text, Sentence):
        return text
    return {"message": text.message, "values": {name: _parts(value) for name, value in text.values.items()}}


def as_read(kept: str) -> str:
    """What was kept by `to_keep`, in the language of this run; any other text as it stands."""
    if not kept.startswith('{"message": '):
        return kept
    return str(_said(json.loads(kept)))


def _said(parts: Any) -> Any:
    if not isinstance(parts, dict):
        return parts
    return Sentence(parts["message"], **{name: _said(value) for name, value in parts["values"].items()})
