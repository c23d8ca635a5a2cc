"""A document as Word at a click, and as PDF where LibreOffice is installed: made at a click too, then handed out."""

from collections.abc import Callable

import streamlit as st

from lib.documents.pdf import as_pdf, converter
from lib.intake.exports import file_name
from lib.show import blocks
from lib.ui.downloads import download, hand_out
from lib.ui.drawing import html
from lib.ui.reading import now
from lib.ui.session import PDF, Pdf
from lib.words.errors import Refusal
from lib.words.language import gettext as _

Make = Callable[..., bytes]


def paper(label: str, document: str, name: str, make: Make, *args: object, primary: bool = False) -> None:
    """The button `label` for the .docx that `make(*args)` writes as `name`, and one for its PDF; `document` says what
    it is."""
    download(label, name, "docx", make, *args, primary=primary)
    if converter():
        st.fragment(_pdf)(document, name, make, *args)  # it takes seconds, and holds up nothing else of the page


def without_pdf() -> None:
    """Where there is no LibreOffice, how a PDF is made all the same."""
    if converter() is None:
        st.caption(_("PDF: save the Word file as PDF in Word or WPS; with LibreOffice on the server it is made here"))


def _pdf(document: str, name: str, make: Make, *args: object) -> None:
    made, about = PDF.get(), (name, now())
    if st.button(_("{document} (PDF)").format(document=document), key=f"make_pdf_of_{name}"):
        with st.spinner(_("Making the PDF …")):
            made = PDF.put(_made(about, make, *args))
    if made is None or made.about != about:
        return
    if made.why_not:
        html(blocks.banner("error", made.why_not))
        return
    hand_out(_("Save the PDF"), file_name(name, "pdf"), bytes, made.content, key=f"pdf_of_{name}")


def _made(about: tuple[str, int], make: Make, *args: object) -> Pdf:
    try:
        return Pdf(about, as_pdf(make(*args)))
    except Refusal as refusal:
        return Pdf(about, why_not=str(refusal))
