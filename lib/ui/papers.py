"""A document as Word at a click, and as PDF where LibreOffice is installed: made at a click too, then handed out."""

from collections.abc import Callable

import streamlit as st

from lib.documents.paper import Document
from lib.documents.pdf import as_pdf, converter, zipped_as_pdf
from lib.documents.word import zipped
from lib.documents.word_templates.kept import in_word
from lib.intake.exports import file_name
from lib.kept import store
from lib.show import blocks
from lib.ui.downloads import download, hand_out
from lib.ui.drawing import html
from lib.ui.reading import reference, revision
from lib.ui.session import PDF, Pdf
from lib.words.errors import Refusal
from lib.words.language import gettext as _

Make = Callable[..., bytes]


def paper(label: str, document: str, name: str, make: Make, *args: object, primary: bool = False) -> None:
    """The button `label` for the .docx that `make(*args)` writes as `name`, and one for its PDF; `document` says what
    it is."""
    download(label, name, "docx", make, *args, primary=primary)
    if converter():
        pdf_label = _("{document} (PDF)").format(document=document)
        _made_at_click(pdf_label, _("Save the PDF"), file_name(name, "pdf"), _one_pdf, make, *args)


def paper_in_layout(label: str, document: str, name: str, read: Callable[..., Document], *args: object) -> None:
    """`paper` for the document that `read(connection, reference, *args)` gives, in the layout that the office keeps."""
    paper(label, document, name, _in_layout, read, *args)


def _in_layout(read: Callable[..., Document], *args: object) -> bytes:
    with store.reading(store.engine()) as connection:
        return in_word(connection, read(connection, reference(), *args))


def papers_apart(name: str, *documents: Document) -> None:
    """Each of these documents in a file of its own, all in the ZIP `name`: as Word, and as PDF as `paper` does."""
    download(_("Each in a file (ZIP)"), name, "zip", zipped, *documents)
    if converter():
        file = file_name(f"{name} PDF", "zip")
        _made_at_click(_("Each as PDF (ZIP)"), _("Save the ZIP of PDFs"), file, zipped_as_pdf, *documents)


def without_pdf() -> None:
    """Where there is no LibreOffice, how a PDF is made all the same."""
    if converter() is None:
        st.caption(_("PDF: save the Word file as PDF in Word or WPS; with LibreOffice on the server it is made here"))


def _one_pdf(make: Make, *args: object) -> bytes:
    return as_pdf(make(*args))


def _made_at_click(label: str, save: str, file: str, make: Make, *args: object) -> None:
    with st.container(width="content"):
        st.fragment(_button)(label, save, file, make, *args)  # it takes seconds, and holds up nothing else of the page


def _button(label: str, save: str, file: str, make: Make, *args: object) -> None:
    """The button `label`, which has `make(*args)` made; then the button `save`, which hands it out as `file`."""
    last, about = PDF.get(), (file, revision())  # after a save it may be another document: it is made again
    if st.button(label, key=f"make_{file}"):
        with st.spinner(_("Making the PDF …")):
            last = PDF.put(_convert(about, make, *args))
    if last is None or last.about != about:
        return
    if last.why_not:
        html(blocks.banner("error", last.why_not))
        return
    hand_out(save, file, bytes, last.content, key=f"made_{file}")


def _convert(about: tuple[str, int], make: Make, *args: object) -> Pdf:
    try:
        return Pdf(about, make(*args))
    except Refusal as refusal:
        return Pdf(about, why_not=str(refusal))
