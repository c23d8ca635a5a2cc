"""Pictures as files: their names, all of them in one archive, all of them as one PDF."""

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from lib.show.pictures.page import Picture, page
from lib.show.pictures.render import AT_ONCE, pdf, png
from lib.words.half_months import HalfMonth

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # what Windows does not take

Told = Callable[[int, int], None]
"""Is called after each picture with how many are made, and of how many."""


def file_name(half_month: HalfMonth, name: str, suffix: str) -> str:
    """2023年6月下半月_总览.png; characters that a file's name cannot hold become _."""
    return f"{_NOT_IN_NAMES.sub('_', f'{half_month.label}_{name}')}.{suffix}"


def _nobody(_done: int, _all: int) -> None:
    """Nobody waits."""


def zipped(pictures: Iterable[Picture], told: Told = _nobody) -> bytes:
    """An archive with a PNG of each, numbered in their order."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:  # PNG is packed already
        for number, (picture, image) in enumerate(_made(pictures, png, told), start=1):
            archive.writestr(f"{number:03} {file_name(picture.half_month, picture.name, 'png')}", image)
    return written.getvalue()


def deck(pictures: Iterable[Picture], told: Told = _nobody) -> bytes:
    """One PDF with a page for each, its title as bookmark."""
    from pypdf import PdfWriter  # only here: a start without it is quicker

    writer = PdfWriter()
    for picture, sheet in _made(pictures, pdf, told):
        writer.append(BytesIO(sheet), outline_item=picture.finding.lines[0])
    writer.compress_identical_objects()
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _made(pictures: Iterable[Picture], make: Callable[[str], bytes], told: Told) -> Iterator[tuple[Picture, bytes]]:
    """Each picture with its bytes, in order; those of the charts are made beside each other."""
    every = list(pictures)
    told(0, len(every))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = pool.map(lambda picture: make(page(picture)), every)
        for done, picture in enumerate(zip(every, made, strict=True), start=1):
            told(done, len(every))
            yield picture
