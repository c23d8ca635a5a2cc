"""By what program Word files become PDF: the section [documents] of config.toml."""

from pydantic import Field

from lib.words.toml_files import Strict


class Documents(Strict):
    """LibreOffice, "" for the one on the PATH, and the seconds that a PDF may take."""

    soffice: str = ""
    pdf_seconds: int = Field(120, ge=10, le=600)
