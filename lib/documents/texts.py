"""data/briefing.toml as a whole: read once, checked at the start, and against the indicators that there are."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from lib.documents.admission_sections import Approval, Reply
from lib.documents.checking_sections import Checking
from lib.documents.meeting_sections import Agenda, Minutes, Supervision
from lib.documents.sections import Digest, Feedback, Fonts, Headers, Notice, Office, Words
from lib.documents.template import Part, placeholders
from lib.words.errors import SettingsError
from lib.words.language import gettext as _
from lib.words.settings import ROOT
from lib.words.toml_files import read_file

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
    """The office's texts, read once. Raises SettingsError naming the key and what is allowed in it."""
    return read_texts()


def read_texts(path: Path = FILE) -> Texts:
    """The texts in `path`; see `texts`."""
    return read_file(path, Texts)


def check(found: Texts, indicators: Collection[str], file: str = FILE.name) -> None:
    """Raises SettingsError for each indicator that a text names and that is none of `indicators`."""
    wrong = [_unknown(file, key, code, indicators) for key, code in named_indicators(found) if code not in indicators]
    if wrong:
        raise SettingsError("\n".join(wrong))


def named_indicators(found: Texts) -> Iterator[tuple[str, str]]:
    """Every indicator that the texts name, with the key under which it stands."""
    parts: dict[str, tuple[str, ...]] = {"notice.running.plans.sentences": found.notice.running.plans.sentences}
    for name in ("reductions", "support"):
        for at, part in enumerate(getattr(found.notice, name).parts, start=1):
            parts[f"notice.{name}.parts.{at}.sentences"] = part.sentences
    for key, sentences in parts.items():
        for sentence in sentences:
            yield from ((key, code) for code, _side in placeholders(sentence))
    for at, table in enumerate(found.notice.annexes.tables, start=1):
        yield from ((f"notice.annexes.tables.{at}.indicators", code) for code in table.indicators)


def _unknown(file: str, key: str, code: str, indicators: Iterable[str]) -> str:
    said = _("{file}: {key}: there is no indicator {code}; its codes stand in the table of indicators")
    close = get_close_matches(code, list(indicators), n=1)
    meant = _("; {code} perhaps?").format(code=close[0]) if close else ""
    return said.format(file=file, key=key, code=code) + meant
