"""PDF by LibreOffice: its own profile each run, one at a time, and a sentence for whatever does not come."""

import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import sleep
from zipfile import ZipFile

import pytest

from lib.documents import pdf
from lib.documents.paper import Document, Paragraph, Run
from lib.documents.texts import office_texts
from lib.documents.word import write
from lib.kept.locks import locked
from lib.words.errors import Refusal
from lib.words.settings import settings

MAKES = "(out / 'document.pdf').write_bytes(b'%PDF-1.7 ' + profile.encode()); "
PROGRAM = """#!{python}
import sys, time, pathlib
words = sys.argv[1:]
out = pathlib.Path(words[words.index('--outdir') + 1])
profile = next(one for one in words if one.startswith('-env:UserInstallation='))
assert pathlib.Path(words[-1]).read_bytes()[:2] == b'PK' and '--headless' in words
{does}
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script cannot stand for soffice there")


@pytest.fixture
def office(tmp_path, decide):
    """office(code) lets a program that does this stand for LibreOffice."""

    def install(does: str, **more: object) -> Path:
        program = tmp_path / "soffice"
        program.write_text(PROGRAM.format(python=sys.executable, does=does), encoding="utf-8")
        program.chmod(0o700)
        decide(documents={"soffice": str(program), **more})
        return program

    return install


def a_document(name: str) -> Document:
    return Document(
        kind="minutes", file_name=name, title=("纪要",), body=(Paragraph("body", (Run("正文。"),)),),
        signed_by="某办公室", signed_on=date(2023, 7, 17), fonts=office_texts().fonts.model_dump(),
    )  # fmt: skip


def test_each_run_has_a_profile_of_its_own(office):
    office(MAKES)
    first, second = pdf.as_pdf(b"PK"), pdf.as_pdf(b"PK")
    assert first.startswith(b"%PDF-") and first != second
    folder = Path(first.decode().partition("file://")[2])
    assert not folder.parent.exists()  # nothing is left behind


def test_several_are_made_in_one_run_and_each_keeps_its_name(office):
    office("[pathlib.Path(one).with_suffix('.pdf').write_bytes(b'%PDF-' + one[-9:-5].encode()) for one in words[7:]]")
    several = [a_document(name) for name in ("兴义市反馈单.docx", "望谟县反馈单.docx")]
    with ZipFile(BytesIO(pdf.zipped_as_pdf(*several))) as made:
        assert made.namelist() == ["兴义市反馈单.pdf", "望谟县反馈单.pdf"]
        assert [made.read(name) for name in made.namelist()] == [b"%PDF-ment", b"%PDF-ent1"]
    office(MAKES)  # of two the first alone
    with pytest.raises(Refusal, match="没有生成 PDF"):
        pdf.zipped_as_pdf(*several)


@pytest.mark.parametrize(
    "does",
    [
        pytest.param("", id="nothing, and ends with 0"),
        pytest.param("(out / 'document.pdf').write_bytes(b'<html>')", id="something else"),
        pytest.param("sys.exit(77)", id="an error"),
    ],
)
def test_what_is_no_pdf_is_refused(office, does):
    office(does)
    with pytest.raises(Refusal, match="没有生成 PDF"):
        pdf.as_pdf(b"PK")


def test_what_takes_too_long_is_ended_with_all_that_it_started(office, tmp_path):
    mark = tmp_path / "alive"
    child = f"import time, pathlib; time.sleep(1.5); pathlib.Path({str(mark)!r}).touch()"
    office(f"import subprocess; subprocess.run([sys.executable, '-c', {child!r}])", pdf_seconds=0.4)
    with pytest.raises(Refusal, match=r"超过 0\.4 秒没有完成"):
        pdf.as_pdf(b"PK")
    sleep(1.4)
    assert not mark.exists()


def test_one_waits_for_the_other_and_not_for_ever(office):
    office(MAKES, pdf_seconds=0.2)
    lock = settings().log_file.with_name("pdf.lock")
    made: list[bytes] = []
    with locked(lock):
        with pytest.raises(Refusal, match="另一份 PDF 还在生成"):
            pdf.as_pdf(b"PK")
        office(MAKES, pdf_seconds=60)
        waiting = Thread(target=lambda: made.append(pdf.as_pdf(b"PK")))
        waiting.start()
        sleep(0.1)
        assert made == []
    waiting.join()
    assert made[0].startswith(b"%PDF-")


def test_without_libreoffice_it_is_said_what_to_do(decide, monkeypatch):
    decide(documents={"soffice": "/nowhere/soffice"})
    assert pdf.converter() is None
    with pytest.raises(Refusal, match="用 Word 或 WPS"):
        pdf.as_pdf(b"PK")
    decide(documents={"soffice": ""})
    monkeypatch.setattr(pdf.shutil, "which", {"libreoffice": "/usr/bin/libreoffice"}.get)
    assert pdf.converter() == "/usr/bin/libreoffice"


@pytest.mark.long
def test_libreoffice_makes_it(tmp_path):
    """With a whole LibreOffice; one without Writer is refused in a sentence."""
    if pdf.converter() is None:
        pytest.skip("LibreOffice is not installed")
    try:
        made = pdf.as_pdf(write(a_document("a.docx")))
    except Refusal as refusal:
        assert "Writer" in str(refusal)
    else:
        assert made.startswith(b"%PDF-")
