"""Where a text of the documents stands, in words: its document, and the headings above it."""

from collections.abc import Mapping

from lib.documents.texts import every_text, office_texts
from lib.words.language import N_
from lib.words.language import gettext as _

LONGEST_LABEL = 40  # characters of a text that its label shows

# The first part of a key; a text of none of these, the name of a font, has no place here.
DOCUMENTS = {
    "notice": N_("Notice"),
    "digest": N_("Digest"),
    "feedback": N_("Feedback sheet"),
    "checking": N_("Notice of spot check"),
    "agenda": N_("Agenda of the meeting"),
    "minutes": N_("Minutes of the meeting"),
    "supervision": N_("Supervision sheet"),
    "admission": N_("Approval form"),
    "reply": N_("Reply to the application"),
    "office": N_("Signature of every document"),
    "words": N_("Words of every document"),
    "headers": N_("Heads of the tables"),
}
# The last part of a key, where the text itself does not tell what it is for.
PLACES = {
    "file": N_("File name"),
    "file_all": N_("File name of all together"),
    "masthead": N_("Masthead"),
    "number": N_("Document number"),
    "title": N_("Document title"),
    "addressees": N_("To whom it goes"),
    "copies": N_("Copies to"),
    "opening": N_("Opening"),
    "heading": N_("Heading"),
}


def document_of(key: str) -> str:
    """The code of the document whose text it is."""
    return key.partition(".")[0]


def document_word(code: str) -> str:
    """What a document is called."""
    return _(DOCUMENTS[code])


def called(key: str) -> str:
    """A text as a sentence names it: 通报 › 总体进展 › 标题."""
    return _("{document} › {text}").format(document=document_word(document_of(key)), text=labels()[key])


def labels() -> dict[str, str]:
    """Every text within its document: the headings above it, what it is for where that has a name, how it begins."""
    texts = {key: _beginning(text) for key, text, _names in every_text(office_texts())}
    return {key: " › ".join([*_above(key, texts), text]) for key, text in texts.items()}


def _above(key: str, texts: Mapping[str, str]) -> list[str]:
    *above, last = key.split(".")
    sections = [".".join(above[:depth]) for depth in range(1, len(above) + 1)]
    headings = [
        texts[heading].rstrip("。") for each in sections if (heading := f"{each}.heading") in texts and heading != key
    ]
    return [*headings, *([_(PLACES[last])] if last in PLACES else [])]


def _beginning(text: str | tuple[str, ...]) -> str:
    line = " ".join((text if isinstance(text, str) else " ".join(text)).split())
    return f"{line[:LONGEST_LABEL]}…" if len(line) > LONGEST_LABEL else line
