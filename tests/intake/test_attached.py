"""What may be attached is told by its content alone, and a refusal names what it is and what may be sent."""

import zipfile
from io import BytesIO

import pytest

from lib.intake.attached import recognised, refuse_size
from lib.words.errors import FileRefused
from lib.words.settings import UploadLimits

LIMITS = UploadLimits(attachment_megabytes=1)
OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = OFFICE + "wordprocessingml.document.main+xml"
OFD = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>'


def packed(**parts: str | bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in parts.items():
            written.writestr({"types": "[Content_Types].xml"}.get(name, name), text)
    return file.getvalue()


def office(*types: str, encoding: str = "utf-8", **parts: str) -> bytes:
    listed = "".join(f'<x:Override PartName="/{at}" ContentType="{one}"/>' for at, one in enumerate(types))
    whole = f'<?xml version="1.0" encoding="{encoding}"?><x:Types xmlns:x="urn:x">{listed}</x:Types>'
    return packed(types=whole.encode(encoding), **parts)


@pytest.mark.parametrize(("content", "kind"), [
    pytest.param(b"%PDF-1.7\n...", "pdf", id="PDF"),
    pytest.param(b"\x89PNG\r\n\x1a\n....", "png", id="PNG"),
    pytest.param(b"\xff\xd8\xff\xe0....", "jpg", id="JPEG"),
    pytest.param(office(WORD), "docx", id="DOCX"),
    pytest.param(office(WORD, encoding="utf-16"), "docx", id="DOCX whose list of parts is in UTF-16"),
    pytest.param(office(OFFICE + "spreadsheetml.sheet.main+xml"), "xlsx", id="XLSX"),
    pytest.param(packed(**{"OFD.xml": OFD}), "ofd", id="OFD"),
])  # fmt: skip
def test_kinds_that_are_kept_are_told_by_their_content(content, kind):
    assert recognised(content, LIMITS) == kind


@pytest.mark.parametrize(("content", "said"), [
    pytest.param(b"", "文件是空的", id="empty"),
    pytest.param(b"MZ\x90\x00", "EXE", id="program of Windows"),
    pytest.param(b"\x7fELF\x02", "ELF", id="program of Linux"),
    pytest.param(b"#!/bin/sh\n", "脚本", id="script"),
    pytest.param("\ufeff <!DOCTYPE html><p>".encode(), "HTML/XML", id="web page"),
    pytest.param(b'<?xml version="1.0"?><svg xmlns="x"><script/></svg>', "SVG", id="SVG"),
    pytest.param(b"<svg onload=alert(1)>", "SVG", id="SVG without a declaration"),
    pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "97－2003", id=".doc, .xls, .wps"),
    pytest.param(b"Rar!\x1a\x07", "RAR", id="RAR"),
    pytest.param(packed(**{"a.pdf": b"%PDF-"}), "ZIP", id="ZIP"),
    pytest.param(packed(**{"OFD.xml": "<OFD/>"}), "ZIP", id="what only calls itself OFD"),
    pytest.param(office("application/vnd.ms-word.document.macroEnabled.main+xml"), "宏", id=".docm"),
    pytest.param(office("application/vnd.ms-word.document.&#109;acroEnabled.main+xml", WORD), "宏", id="escaped"),
    pytest.param(office(WORD, **{"word/vbaProject.bin": "x"}), "宏", id="macros that the list does not name"),
    pytest.param(office(OFFICE + "spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.macrosheet+xml"), "宏",
                 id="macros of Excel 4"),
    pytest.param(office(OFFICE + "presentationml.presentation.main+xml"), "其他", id="PPTX"),
    pytest.param(packed(types="<!DOCTYPE x [<!ENTITY a 'b'>]><Types/>"), "已损坏", id="entities"),
    pytest.param(packed(types="<Types>" + " " * 1_100_000 + "</Types>"), "已损坏", id="a list without end"),
    pytest.param(office(WORD)[:-30], "已损坏", id="cut off"),
    pytest.param("一些文字".encode(), "看不出", id="text"),
])  # fmt: skip
def test_everything_else_is_named_and_refused_with_what_may_be_sent(content, said):
    with pytest.raises(FileRefused, match=said) as refused:
        recognised(content, LIMITS)
    assert "PDF" in str(refused.value) or said in ("文件是空的", "已损坏")


def test_size_is_refused_before_the_file_is_read():
    refuse_size(1_000_000, LIMITS)
    with pytest.raises(FileRefused, match="2 MB.*最多 1"):
        refuse_size(1_000_001, LIMITS)
