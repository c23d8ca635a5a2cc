"""The documents' texts as the office rewrites them on a page, one at a time, each with its check of placeholders."""

from collections.abc import Mapping

import sqlalchemy as sa
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from lib.documents.texts import check, every_text, office_texts, read_texts, rewritten
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.office_settings import decide_over
from lib.words.errors import Mistakes, SettingsError
from lib.words.language import gettext as _
from lib.words.set_by_office import TEXTS

LEFT_OUT = ("fonts", "notice.annexes")  # names of fonts, and lists of codes


def texts_to_rewrite() -> dict[str, tuple[str, ...]]:
    """Every text by its key, with the placeholders that it may have."""
    return {key: names for key, _text, names in every_text(read_texts()) if not key.startswith(LEFT_OUT)}


def as_lines(key: str, *, of_file: bool = False) -> str:
    """A text as it is edited: a list has a sentence a line, a break within a text stands as \\n."""
    texts = read_texts() if of_file else office_texts()
    value = next(text for each, text, _names in every_text(texts) if each == key)
    return "\n".join(one.replace("\n", "\\n") for one in ((value,) if isinstance(value, str) else value))


def rewrite(store: sa.Engine, actor: Actor, typed: Mapping[str, str], key: str) -> Receipt:
    """Set a text in the place of the file's. Raises Mistakes naming a placeholder or indicator that there is not."""
    texts = read_texts()
    old = next(text for each, text, _names in every_text(texts) if each == key)
    lines = [line.strip().replace("\\n", "\n") for line in (typed["text"] or "").splitlines() if line.strip()]
    if not "".join(lines).strip():
        raise Mistakes({"text": _("Write something")})
    value: str | list[str] = "\n".join(lines) if isinstance(old, str) else lines
    try:
        made = rewritten(texts, key, value)
        with reading(store) as connection:
            check(made, read_reference(connection).indicators.keys(), only=key)
    except ValidationError as error:
        raise Mistakes({"text": "\n".join(_mend(one) for one in error.errors())}) from error
    except SettingsError as error:
        raise Mistakes({"text": str(error)}) from error
    return decide_over(store, actor, TEXTS + key, value, old)


def _mend(error: ErrorDetails) -> str:
    """What pydantic says of the text, in the language of the page."""
    if error["type"] == "too_short":
        return _("Write one on each line, at least {count} of them").format(count=error["ctx"]["min_length"])
    return str(error["msg"])
