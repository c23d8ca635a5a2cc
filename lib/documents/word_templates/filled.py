"""A template filled with a document: docxtpl in Jinja2's sandbox, with plain texts alone."""

import logging
from io import BytesIO

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from lib.documents.paper import Document
from lib.documents.word.file import dated, describe
from lib.documents.word_templates.shapes import Value, sample, shape_of, values
from lib.words.errors import FileRefused
from lib.words.language import gettext as _

log = logging.getLogger("banyue")


def filled(content: bytes, document: Document) -> bytes:
    """The template with what the document says. Raises FileRefused where it cannot be filled."""
    template = _rendered(content, values(document))
    describe(template.docx, document)
    return dated(_saved(template), document)


def try_out(content: bytes, kind: str) -> None:
    """Fill it with two items a list, and with none. Raises FileRefused where no Word file comes of it."""
    for empty in (False, True):
        known = {name: sample(shape, empty=empty) for name, shape in shape_of(kind).items()}
        _saved(_rendered(content, known))


def _rendered(content: bytes, known: dict[str, Value]) -> DocxTemplate:
    template = DocxTemplate(BytesIO(content))
    try:
        template.init_docx()
        core = template.docx.core_properties  # docxtpl fills these too, and nobody has looked at them
        for name in ("author", "comments", "identifier", "language", "subject", "title"):
            setattr(core, name, "")
        sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        template.render(known, jinja_env=sandbox)
    except Exception as error:  # docxtpl, Jinja2 and lxml each have errors of their own
        said = _("The template cannot be filled: {reason}. Take the built-in layout and change it step by step")
        log.warning("a template cannot be filled: %s: %s", type(error).__name__, error)
        raise FileRefused(said.format(reason=_in_words(error))) from error
    return template


def _in_words(error: Exception) -> str:
    """What the libraries say is English, and for the log."""
    if isinstance(error, SecurityError):
        return _("it calls what a template may not call")
    if isinstance(error, UndefinedError):
        return _("it names what this document does not have")
    if isinstance(error, TemplateSyntaxError):
        return _("a placeholder or a repetition in braces is not written whole")
    return _("an error that stands in the log")


def _saved(template: DocxTemplate) -> BytesIO:
    file = BytesIO()
    template.save(file)
    return file
