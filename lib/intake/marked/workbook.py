"""An XLSX with marks in its cells: the members that change are written anew, all others stay byte by byte."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from lib.intake.marked.cells import Worksheet
from lib.intake.marked.comments import Comments, boxes
from lib.intake.marked.parts import MAIN, ContentTypes, Relations, Unmarkable, parsed, written
from lib.intake.marked.places import Marks
from lib.intake.marked.styles import Styles
from lib.intake.sheets import archive, signatures
from lib.intake.sheets.workbook import members_of_sheets
from lib.words.language import gettext as _

LARGEST = 30_000_000
"""Bytes of all members unpacked: 20,000 rows of 20 cells come to 17 MB."""

BOOK, STYLES, TYPES = "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"


def fits(content: bytes) -> bool:
    """Whether this is an XLSX, and small enough."""
    if not content.startswith(signatures.ZIP) or BOOK not in archive.names(content):
        return False
    with zipfile.ZipFile(BytesIO(content)) as original:
        return sum(info.file_size for info in original.infolist()) <= LARGEST


def marked(content: bytes, sheets: Mapping[str, Marks], author: str) -> bytes:
    """The workbook with the marks of each sheet, by its name. Raises Unmarkable."""
    with zipfile.ZipFile(BytesIO(content)) as original:
        book = _Book({name: original.read(name) for name in original.namelist()}, author)
    paths = members_of_sheets(BytesIO(content))
    for name, marks in sheets.items():
        book.mark(paths.get(name, ""), marks)
    return book.written()


class _Book:
    """The members of a workbook by their names."""

    def __init__(self, members: dict[str, bytes], author: str) -> None:
        self._members, self._author = members, author
        if not {STYLES, TYPES} <= members.keys() or parsed(members[BOOK]).tag != f"{{{MAIN}}}workbook":
            raise Unmarkable("members")
        self._styles, self._types = Styles(members[STYLES]), ContentTypes(members[TYPES])

    def mark(self, member: str, marks: Marks) -> None:
        """Mark the cells of the sheet that is this member, and take earlier marks off."""
        if member not in self._members:
            raise Unmarkable("sheet")
        folder, _slash, name = member.rpartition("/")
        links = f"{folder}/_rels/{name}.rels"
        relations = Relations(self._members.get(links), folder)
        sheet = Worksheet(self._members[member], {at: mark.remark for at, mark in marks.items()}, self._styles)
        drawing = ""
        if marks or relations.of("comments"):
            drawing = self._comment(relations, sheet.drawing, name.removesuffix(".xml"), marks)
            self._members[links] = written(relations.root)
        self._members[member] = sheet.content(drawing)

    def _comment(self, relations: Relations, drawn: str, name: str, marks: Marks) -> str:
        """Write the comments of a sheet; the id of their drawing where there was none."""
        member, drawing = relations.of("comments"), relations.at(drawn)
        comments = Comments(self._members.get(member), self._author)
        said = {at: _("; ").join(mark.said) for at, mark in marks.items()}
        for at, text in said.items():
            comments.put(at, text)
        shapes = boxes(self._members.get(drawing), comments.places(), said)
        added = ""
        if not drawing:
            drawing = f"xl/drawings/marked_{name}.vml"
            added = relations.add("vmlDrawing", drawing)
            self._types.drawings()
        if not member:
            member = f"xl/marked_{name}.xml"
            relations.add("comments", member)
            self._types.comments(member)
        self._members |= {member: comments.content(), drawing: shapes}
        return added

    def written(self) -> bytes:
        """The workbook as a file."""
        self._members |= {STYLES: self._styles.content(), TYPES: written(self._types.root)}
        file = BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
            for name, content in self._members.items():
                # without the time of day: the same file and marks give the same bytes
                book.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return file.getvalue()
