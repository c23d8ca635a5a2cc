"""帮助: the pages of the handbook, read from docs/ once; what is there in both languages is shown in the page's own."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lib.show import blocks
from lib.show.blocks import Markup
from lib.show.boards.words import link
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.settings import ROOT

DOCUMENTS = ROOT / "docs"
HANDBOOK = DOCUMENTS / "zh"
CONTENTS = "README"  # the handbook's table of contents; its page has no name in the address
NOT_SHOWN = ("benchmarks",)  # measurements are for whoever works on the program


@dataclass(frozen=True)
class HelpBoard:
    """A page of the handbook; `note` says that it is in the other language, `contents` leads to all others."""

    note: Markup
    page: Markup
    contents: Markup


@cache  # the files come with the program: they change with a restart
def help_pages() -> dict[str, dict[str, Path]]:
    """Name → language → file: office/closing is docs/zh/office/closing.md."""
    pages: dict[str, dict[str, Path]] = {}
    for folder, language, pattern in ((HANDBOOK, "zh", "**/*.md"), (DOCUMENTS, "en", "*.md")):
        for file in sorted(folder.glob(pattern)):
            if file.stem not in NOT_SHOWN:
                pages.setdefault(file.relative_to(folder).with_suffix("").as_posix(), {})[language] = file
    return pages


def help_link(name: str) -> Markup:
    """帮助, at the head of a page: in a window of its own, so that nothing that is being typed is lost."""
    return _help_link(name, current())


@cache
def _help_link(name: str, _language: str) -> Markup:
    hint = _("Help on this page, in a window of its own")
    address = link("help", about=name)
    return blocks.element("a", "by-help", _("Help"), href=address, target="_blank", rel="noopener", title=hint)


def help_board(name: str) -> HelpBoard:
    """The page of this name; of one that does not exist, the table of contents."""
    return _board(name if name in help_pages() else CONTENTS, current())


@cache
def _board(name: str, language: str) -> HelpBoard:
    files = help_pages()[name]
    file = files.get(language) or next(iter(files.values()))
    note = Markup("") if language in files else blocks.banner("warning", _in_another_language(), "")
    return HelpBoard(note, _read(file), _contents(name, language))


def _contents(here: str, language: str) -> Markup:
    """The table of contents beside a page, without the link to itself; on its own page what there is in English."""
    parts = [_english_pages()] if language == "en" else []
    if here != CONTENTS:
        file = help_pages()[CONTENTS]["zh"]
        # without the words above the first heading, which introduce the handbook
        _head, heading, groups = file.read_text(encoding="utf-8").partition("## ")
        parts.append(blocks.document(heading + groups, blocks.Around(_address_from(file.parent, here), str)))
    return blocks.element("nav", "by-contents", *parts, aria_label=_("Contents")) if parts else Markup("")


def _in_another_language() -> str:
    if current() == "zh":
        return _("This page is written in English.")
    return _("This page is written in Chinese, as the handbook of tasks is; the English pages stand beside it.")


def _english_pages() -> Markup:
    """What is written in English, by the titles of its pages."""
    files = [(name, files_of["en"]) for name, files_of in help_pages().items() if "en" in files_of]
    titles = {name: file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for name, file in files}
    text = "\n".join(f"- [{title}]({name}.md)" for name, title in titles.items())
    return blocks.document(text, blocks.Around(_address_from(DOCUMENTS, ""), str))


def _read(file: Path) -> Markup:
    """The document as markup, with its pictures."""
    around = blocks.Around(_address_from(file.parent, ""), lambda source: _picture(file.parent / source))
    return blocks.document(file.read_text(encoding="utf-8"), around)


def _address_from(folder: Path, here: str) -> Callable[[str], str | None]:
    """Where a link of a document in this folder leads within the app; None for what is no page of the handbook."""
    names = {file.resolve(): name for name, files in help_pages().items() for file in files.values()}

    def address(written: str) -> str | None:
        place, _hash, part = written.partition("#")
        if not place:
            return f"#{part}"
        name = names.get((folder / place).resolve())
        if name is None or name == here:
            return None
        return link("help", about=None if name == CONTENTS else name)

    return address


def _picture(file: Path) -> str:
    """A picture within the page itself: the server hands out no folder."""
    return f"data:image/png;base64,{b64encode(file.read_bytes()).decode()}"
