"""Every download of the app: tables through lib/intake/exports, names that every system takes, made when asked for."""

import logging
from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from lib.intake import exports
from lib.intake.checks import Problem, as_problem_file
from lib.intake.exports import Export
from lib.intake.marked import fits, marked_workbook
from lib.review.uploads import Upload
from lib.ui.drawing import later
from lib.ui.session import actor
from lib.words.language import gettext as _
from lib.words.settings import settings

Clicked = Callable[[], None] | Literal["ignore"]
log = logging.getLogger("banyue")

WRITERS: dict[str, Callable[[Export], bytes]] = {"csv": exports.as_csv, "xlsx": exports.as_xlsx}
MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
}


def download_table(label: str, name: str, suffix: str, make: Callable[..., Export], *args: object) -> None:
    """A button that hands out the table that `make(*args)` gives, as `name`.csv or `name`.xlsx."""
    by = actor().login or "nobody"  # asked here: the thread of the download knows no session

    def written(*args: object) -> bytes:
        table = make(*args)
        log.info("exported by page: %s.%s; %s rows, login=%s", name, suffix, len(table.rows), by)
        return WRITERS[suffix](table)

    _button(label, name, suffix, later(written, *args))


def download_marked(upload: Upload, remarks: Sequence[Problem] = ()) -> None:
    """A button that hands out the uploaded file with its problems and these remarks marked in their cells.

    A file that is too large for that comes as CSV with a column that says what to mend.
    """
    problems, content = [*upload.checked.problems, *remarks], upload.act.content or b""
    label = _("Download the file with its remarks marked")
    if upload.checked.problems:
        label = _("Download the file with its problems marked")
    if fits(content, upload.sheets, problems):
        marked = later(marked_workbook, content, upload.sheets, problems, settings().title)
        _button(label, _with_problems(upload), "xlsx", marked)
        st.caption(_("Cells to mend are red, remarks yellow, each with a comment; upload the mended file instead"))
    else:
        _button(label, _with_problems(upload), "csv", later(as_problem_file, upload.sheets, problems))
        st.caption(_("The file is too large to be marked in its cells; its last column says what to mend"))


def download_refused(upload: Upload) -> None:
    """A button that hands out the rows that were not saved, as CSV with a column that says what to mend."""
    label, checked = _("Download the {count} refused rows").format(count=upload.refused), upload.checked
    rows = later(as_problem_file, upload.sheets, checked.problems, checked.refused_rows)
    _button(label, _with_problems(upload), "csv", rows)


def _with_problems(upload: Upload) -> str:
    return _("{file} with problems").format(file=upload.sheet.file_name.rpartition(".")[0])


def download(
    label: str, name: str, suffix: str, make: Callable[..., bytes], *args: object, primary: bool = False
) -> None:
    """A button that hands out what `make(*args)` writes, a file that is no table: `name`.docx, `name`.png.

    `primary` marks the one button that a page is for.
    """
    if suffix in WRITERS:
        raise ValueError("tables are handed out by download_table, which keeps spreadsheets from evaluating texts")
    _button(label, name, suffix, later(make, *args), primary=primary)


def hand_out(
    label: str, file: str, make: Callable[..., bytes], *args: object, key: str = "", clicked: Clicked = "ignore"
) -> None:
    """A button for a file of show.workbook or show.pictures, which keep texts texts; many bear one label.

    `clicked` is called at the click, after which the page runs; without it nothing on the page moves.
    """
    st.download_button(label, later(make, *args), file, key=key or f"file_{file}", on_click=clicked)


def _button(label: str, name: str, suffix: str, content: Callable[[], bytes], *, primary: bool = False) -> None:
    st.download_button(
        label, content, exports.file_name(name, suffix), MIME.get(suffix),
        # nothing on the page moves by a download: without "ignore" Streamlit runs it anew
        key=f"download_{label}", on_click="ignore", type="primary" if primary else "secondary",
    )  # fmt: skip
