"""A Word file as PDF, by LibreOffice where the office has it installed; one at a time on a machine.

Each run has a profile of its own: two that share one fail. Its exit code says nothing (a LibreOffice without Writer
ends with 0 as well), so the file itself is looked at.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from lib.documents.paper import Document
from lib.documents.word import archive, write
from lib.kept.locks import locked
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings

NAMES = ("soffice", "libreoffice")
MORE = 4  # so many further documents are given as long as the first
TICK = 0.2  # seconds between two looks whether it is our turn


def converter() -> str | None:
    """The program that makes PDF: `documents.soffice`, else one on the PATH; None where there is none."""
    named = settings().documents.soffice
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def zipped_as_pdf(*documents: Document) -> bytes:
    """An archive with the PDF of each document, under its name. Raises Refusal as `as_pdf` does."""
    names = [document.file_name.removesuffix(".docx") + ".pdf" for document in documents]
    return archive(zip(names, as_pdfs([write(document) for document in documents]), strict=True))


def as_pdf(word: bytes) -> bytes:
    """The PDF of a .docx. Raises Refusal where LibreOffice is not installed, takes too long or makes none."""
    return as_pdfs([word])[0]


def as_pdfs(words: Sequence[bytes]) -> list[bytes]:
    """The PDF of each .docx, all of one run: most of its time is the start of LibreOffice. Raises as `as_pdf` does."""
    program = converter()
    if program is None:
        raise Refusal(without_it())
    file = settings().log_file.with_name("pdf.lock")
    file.parent.mkdir(parents=True, exist_ok=True)
    until = monotonic() + settings().documents.pdf_seconds
    while True:
        with locked(file) as ours:
            if ours:
                return _converted(program, words)
        if monotonic() > until:
            raise Refusal(_("Another PDF is still being made; try again in a minute"))
        sleep(TICK)


def without_it() -> str:
    """What to do without LibreOffice."""
    return _("LibreOffice is not installed on the server: open the Word file in Word or WPS and save it as PDF there")


def _converted(program: str, words: Sequence[bytes]) -> list[bytes]:
    # a program that was ended may write its profile for a moment longer: what it leaves is no reason to fail
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        files = [folder / f"document{number or ''}.docx" for number in range(len(words))]
        for file, word in zip(files, words, strict=True):
            file.write_bytes(word)
        profile = (folder / "profile").as_uri()
        _run(
            [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf",
             "--outdir", name, *map(str, files)],
            settings().documents.pdf_seconds * (len(words) + MORE - 1) / MORE,
        )  # fmt: skip
        pdfs = [file.with_suffix(".pdf") for file in files]
        contents = [file.read_bytes() if file.exists() else b"" for file in pdfs]
    if not all(content.startswith(b"%PDF-") for content in contents):
        raise Refusal(_("LibreOffice made no PDF; its part Writer may be missing. The Word file can still be used"))
    return contents


def _run(command: list[str], seconds: float) -> None:
    """Run it to its end; after so many seconds end it with all that it started."""
    nothing = subprocess.DEVNULL
    own = sys.platform != "win32"  # a group of its own, to be ended as a whole
    with subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=own) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            _end(process)
            said = _("LibreOffice was ended after {seconds} s without a PDF; try again")
            raise Refusal(said.format(seconds=f"{seconds:g}")) from error


def _end(process: subprocess.Popen[bytes]) -> None:
    """soffice only starts another program, which would go on without it."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False, capture_output=True)
    else:
        os.killpg(process.pid, 9)
    process.wait()
