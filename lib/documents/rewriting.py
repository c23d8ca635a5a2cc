"""The documents' texts as the office rewrites them on a page, one at a time, each with its check of placeholders."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from lib.documents.places import DOCUMENTS, called, document_of
from lib.documents.texts import every_text, named_indicators, office_texts, perhaps, read_texts, rewritten
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.office_settings import decide_over
from lib.words.errors import Mistakes
from lib.words.language import gettext as _
from lib.words.said_by_others import of_value
from lib.words.set_by_office import TEXTS, rule_of_texts

LEFT_OUT = "notice.annexes"  # lists of codes


def texts_to_rewrite() -> dict[str, tuple[str, ...]]:
    """Every text by its key, in the order of the documents, with the placeholders that it may have."""
    every = {key: names for key, _text, names in every_text(read_texts()) if not key.startswith(LEFT_OUT)}
    return {key: every[key] for code in DOCUMENTS for key in every if document_of(key) == code}


def as_lines(key: str, *, of_file: bool = False) -> str:
    """A text as it is edited: a list has a sentence a line, a break within a text stands as \\n."""
    texts = read_texts() if of_file else office_texts()
    value = next(text for each, text, _names in every_text(texts) if each == key)
    return "\n".join(text.replace("\n", "\\n") for text in ((value,) if isinstance(value, str) else value))


def rewrite(store: sa.Engine, actor: Actor, typed: Mapping[str, str], key: str) -> Receipt:
    """Set a text in the place of the file's. Raises Mistakes naming a placeholder or indicator that there is not."""
    old = next(text for each, text, _names in every_text(read_texts()) if each == key)
    lines = [line.strip().replace("\\n", "\n") for line in typed["text"].splitlines() if line.strip()]
    value: str | list[str] = "\n".join(lines) if isinstance(old, str) else lines
    with reading(store) as connection:
        mend = _why_not(key, value, read_reference(connection).indicators.keys())
    if mend:
        raise Mistakes({"text": mend})
    return decide_over(store, actor, TEXTS + key, value, old)


@rule_of_texts
def mend_of(key: str, value: object, indicators: Collection[str]) -> str:
    """Why the text at `key` cannot be `value`, by its name, whatever way it comes; "" where it can."""
    if key not in texts_to_rewrite():
        return _("{key}: no such text; the page Administration, Texts of documents has them all").format(key=key)
    mend = _why_not(key, value, indicators)
    return _("{text}: {mend}").format(text=called(key), mend=mend) if mend else ""


def _why_not(key: str, value: object, indicators: Collection[str]) -> str:
    """What is wrong with a text that is known."""
    lines = value if isinstance(value, list) else [value]
    if not lines or any(isinstance(line, str) and not line.strip() for line in lines):
        return _("Write something")
    try:
        texts = rewritten(read_texts(), key, value)
    except ValidationError as error:
        return "\n".join(_mend(problem) for problem in error.errors())
    said = _("{code} is no indicator; the codes stand in the table of indicators")
    codes = [code for each, code in named_indicators(texts) if each == key and code not in indicators]
    return "\n".join(said.format(code=code) + perhaps(code, indicators) for code in dict.fromkeys(codes))


def _mend(error: ErrorDetails) -> str:
    """What pydantic says of the text, in the language of the page."""
    if error["type"] == "too_short":
        return _("Write one on each line, at least {count} of them").format(count=error["ctx"]["min_length"])
    said = {
        "string_type": _("A text is needed here, no list and no number"),
        "tuple_type": _("A list of texts is needed here"),
    }
    return said.get(error["type"]) or of_value(error)
