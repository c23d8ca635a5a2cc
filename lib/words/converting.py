"""By what program Word files become PDF: the section [documents] of config.toml."""

from pydantic import BaseModel, ConfigDict, Field


class Documents(BaseModel):
    """LibreOffice, "" for the one on the PATH, and the seconds that a PDF may take."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    soffice: str = ""
    pdf_seconds: int = Field(120, ge=10, le=600)
