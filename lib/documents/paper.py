"""A document as a value: paragraphs with their role, tables and annexes; every number knows what it is.

The page shows this value and `lib.documents.word` writes it, so that what is read before the download is what
is in the file. Documents are Chinese in every language of the page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from lib.words.language import use
from lib.words.settings import settings

Made = TypeVar("Made")
Row = TypeVar("Row")


class Ref(NamedTuple):
    """What a number is: `kind` (indicator, level, progress, measure, task, count, village), of what, and which side."""

    kind: str
    code: str
    aspect: str = "value"
    unit: str = ""


class Run(NamedTuple):
    """A piece of text; `ref` when it is a number out of the data; `face` is hei or kai where it is not the body's."""

    text: str
    ref: Ref | None = None
    face: str = ""


Runs = tuple[Run, ...]
Said = str | Run | Runs


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `role` says where it stands: body, heading, item, list, note …"""

    role: str
    runs: Runs

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Grid:
    """A table: `widths` are shares of the line, `texts` the columns (from 0) that stand left instead of centred."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Said, ...], ...]
    widths: tuple[int, ...]
    texts: frozenset[int] = frozenset()
    title: str = ""
    note: str = ""


Block = Paragraph | Grid


@dataclass(frozen=True)
class Annex:
    """附件: begins on a page of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """What is printed. `kind` is notice, digest or feedback; `draft` while the half month is still open.

    `title` has as many entries as it has lines; `signed_on` is the day under the signature; `fields` are single facts
    by the name under which the office's template may ask for them. `code` tells the data that it was made of: that of
    the closing, in the imprint.
    """

    kind: str
    file_name: str
    title: tuple[str, ...]
    body: tuple[Block, ...]
    signed_by: str = ""
    signed_on: date = field(default_factory=lambda: settings().today)
    masthead: str = ""
    number: str = ""
    draft: str = ""
    addressees: str = ""
    annexes: tuple[Annex, ...] = ()
    copies: str = ""
    code: str = ""
    fonts: dict[str, str] = field(default_factory=dict, compare=False)
    fields: Mapping[str, Said] = field(default_factory=dict, compare=False)

    @property
    def blocks(self) -> list[Block]:
        """Body and annexes in their order."""
        return [*self.body, *(block for annex in self.annexes for block in annex.blocks)]

    @property
    def runs(self) -> list[Run]:
        """Every run of body and annexes."""
        runs: list[Run] = []
        for block in self.blocks:
            said = [block.runs] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]
            runs += [run for each in said for run in runs_of(each)]
        return runs


def runs_of(said: Said) -> Runs:
    """Anything that can be said as runs; a text becomes one without a reference."""
    if isinstance(said, Run):
        return (said,)
    return (Run(said),) if isinstance(said, str) else said


def joined(parts: Iterable[Said], mark: str = "、") -> Runs:
    """The parts one after the other with `mark` between them."""
    runs: list[Run] = []
    for part in parts:
        runs += [Run(mark)] if runs and mark else []
        runs += runs_of(part)
    return tuple(runs)


def paragraph(role: str, *parts: Said) -> Paragraph:
    """A paragraph out of parts."""
    return Paragraph(role, joined(parts, ""))


def in_chinese(make: Callable[..., Made], *args: object) -> Made:
    """`make(*args)` with every word in Chinese, whatever language the page speaks."""

    def run() -> Made:
        use("zh")
        return make(*args)

    # `use` sets a context variable: in a copy the language of the page stays what it is
    return copy_context().run(run)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column of a table: its head, its share of the line, and what a row says in it; `left` where that is a text."""

    header: str
    width: int
    cell: Callable[[Row], Said]
    left: bool = False


def table(rows: Iterable[Row], columns: Sequence[Column[Row]], title: str = "", note: str = "") -> Grid:
    """A row of the table for each of `rows`."""
    return Grid(
        headers=tuple(column.header for column in columns),
        rows=tuple(tuple(_cell(column.cell(row)) for column in columns) for row in rows),
        widths=tuple(column.width for column in columns),
        texts=frozenset(at for at, column in enumerate(columns) if column.left),
        title=title,
        note=note,
    )


def _cell(said: Said) -> Said:
    return Run(said) if isinstance(said, str) else said


def plain(runs: Sequence[Run]) -> str:
    """The text of runs."""
    return "".join(run.text for run in runs)
