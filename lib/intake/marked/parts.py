"""The parts of a workbook that name others: relations and content types, read and written as XML without surprises."""

import posixpath
from collections.abc import Iterator

from lxml import etree

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Unmarkable(Exception):
    """A workbook that is written in a way in which its cells cannot be marked without a risk."""


def parsed(content: bytes) -> etree._Element:
    """The root of an XML part; nothing outside it is looked up, and no document type is taken."""
    if b"<!DOCTYPE" in content:
        raise Unmarkable("document type")
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Unmarkable("XML") from error


def written(root: etree._Element) -> bytes:
    """The part as bytes."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


class Relations:
    """What a worksheet refers to, by the kind of the other part."""

    def __init__(self, content: bytes | None, folder: str) -> None:
        self.root = etree.Element(f"{{{RELATIONS}}}Relationships") if content is None else parsed(content)
        self._folder = folder

    def of(self, kind: str) -> str:
        """The member of the other part of this kind; "" where there is none."""
        return self._member(link for link in self.root if link.get("Type") == f"{OFFICE}/{kind}")

    def at(self, name: str) -> str:
        """The member to which the relation of this id leads."""
        return self._member(link for link in self.root if link.get("Id") == name)

    def _member(self, links: Iterator[etree._Element]) -> str:
        target = next((link.get("Target", "") for link in links if link.get("TargetMode") != "External"), "")
        return target and posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")

    def add(self, kind: str, member: str) -> str:
        """Refer to another part; the relation's id."""
        name = f"marked_{kind}"
        link = {"Id": name, "Type": f"{OFFICE}/{kind}", "Target": f"/{member}"}
        etree.SubElement(self.root, f"{{{RELATIONS}}}Relationship", link)
        return name


COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"


class ContentTypes:
    """What kind of part each member is."""

    def __init__(self, content: bytes) -> None:
        self.root = parsed(content)

    def comments(self, member: str) -> None:
        """A member is the comments of a sheet."""
        etree.SubElement(self.root, f"{{{TYPES}}}Override", {"PartName": f"/{member}", "ContentType": COMMENTS})

    def drawings(self) -> None:
        """Members that end in .vml are drawings."""
        if not any((each.get("Extension") or "").lower() == "vml" for each in self.root):
            kind = {"Extension": "vml", "ContentType": DRAWING}
            self.root.insert(0, etree.Element(f"{{{TYPES}}}Default", kind))
