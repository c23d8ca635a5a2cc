"""data/briefing.toml as a whole: read once, checked at the start, and against the indicators that there are."""

import logging
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from lib.documents.admission_sections import Approval, Reply
from lib.documents.checking_sections import Checking
from lib.documents.meeting_sections import Agenda, Minutes, Supervision
from lib.documents.sections import Digest, Feedback, Fonts, Headers, Notice, Office, Words
from lib.documents.template import Part, placeholders
from lib.words import set_by_office
from lib.words.errors import SettingsError
from lib.words.language import gettext as _
from lib.words.settings import ROOT
from lib.words.toml_files import read_file

log = logging.getLogger("banyue")

FILE = ROOT / "data" / "briefing.toml"


class Texts(Part):
    """The whole file."""

    office: Office
    fonts: Fonts
    words: Words
    headers: Headers
    notice: Notice
    digest: Digest
    feedback: Feedback
    checking: Checking
    agenda: Agenda
    minutes: Minutes
    supervision: Supervision
    admission: Approval
    reply: Reply


@cache
def office_texts() -> Texts:
    """The file's texts, and over them what the office set on a page. Raises SettingsError naming the key of the file
    and what is allowed in it; what is set and no longer fits is passed over and said in the log."""
    texts = read_texts()
    for key, value in set_by_office.of_texts().items():
        try:
            texts = rewritten(texts, key, value)
        except (ValidationError, LookupError, ValueError) as error:
            log.warning("the text %s is passed over: %s", key, error)
    return texts


# a text that the office sets holds from the next document on, without a restart
set_by_office.made_anew.append(office_texts.cache_clear)


def rewritten(texts: Texts, key: str, value: object) -> Texts:
    """`texts` with another text at `key` (notice.title; notice.reductions.parts.1.sentences, counted from 1).

    Raises pydantic's ValidationError for a placeholder that there is not, LookupError for a key that is none.
    """
    whole = texts.model_dump()  # as a whole, so that every check of the file is made again
    *path, last = key.split(".")
    at: Any = whole
    for part in path:
        at = at[int(part) - 1] if isinstance(at, tuple | list) else at[part]
    if not isinstance(at, dict) or not is_text(at[last]):
        raise KeyError(key)
    at[last] = tuple(value) if isinstance(value, list) else value
    return Texts.model_validate(whole)


def is_text(value: object) -> bool:
    """Whether a value of the file is a text, or a list of them."""
    return isinstance(value, str) or (isinstance(value, tuple) and all(isinstance(item, str) for item in value))


def every_text(part: BaseModel, before: str = "") -> Iterator[tuple[str, str | tuple[str, ...], tuple[str, ...]]]:
    """Every text below `part`: its key, itself, and the placeholders that it may have."""
    for name, field in type(part).model_fields.items():
        value, key = getattr(part, name), f"{before}{name}"
        if isinstance(value, BaseModel):
            yield from every_text(value, f"{key}.")
        elif is_text(value) and value:  # an empty list is no text: nothing says what it would hold
            extra = field.json_schema_extra
            yield key, value, tuple(extra.get("names", ())) if isinstance(extra, dict) else ()  # type: ignore[arg-type]
        elif isinstance(value, tuple):
            for at, entry in enumerate(value, start=1):
                if isinstance(entry, BaseModel):
                    yield from every_text(entry, f"{key}.{at}.")


def read_texts(path: Path = FILE) -> Texts:
    """The texts in `path`; see `texts`. What an office's own file lacks is said as the next kit, beside it, says it."""
    return read_file(path, Texts, newer=path.with_name(f"{path.name}.new"))


def check(texts: Texts, indicators: Collection[str], file: str = FILE.name) -> None:
    """Raises SettingsError for each indicator that a text names and that is none of `indicators`."""
    said = _("{file}: {key}: there is no indicator {code}; its codes stand in the table of indicators")
    named = [(key, code) for key, code in named_indicators(texts) if code not in indicators]
    wrong = [said.format(file=file, key=key, code=code) + perhaps(code, indicators) for key, code in named]
    if wrong:
        raise SettingsError("\n".join(wrong))


def named_indicators(texts: Texts) -> Iterator[tuple[str, str]]:
    """Every indicator that the texts name, with the key under which it stands."""
    # `sentences()` in sections: nothing else of the file may name an indicator
    parts: dict[str, tuple[str, ...]] = {"notice.running.plans.sentences": texts.notice.running.plans.sentences}
    for name in ("reductions", "support"):
        for at, part in enumerate(getattr(texts.notice, name).parts, start=1):
            parts[f"notice.{name}.parts.{at}.sentences"] = part.sentences
    for key, sentences in parts.items():
        for sentence in sentences:
            yield from ((key, code) for code, _side in placeholders(sentence))
    for at, table in enumerate(texts.notice.annexes.tables, start=1):
        yield from ((f"notice.annexes.tables.{at}.indicators", code) for code in table.indicators)


def perhaps(code: str, indicators: Iterable[str]) -> str:
    """Which indicator may be meant by a code that is none."""
    close = get_close_matches(code, list(indicators), n=1)
    return _("; {code} perhaps?").format(code=close[0]) if close else ""
