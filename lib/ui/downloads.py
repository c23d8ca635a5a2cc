"""Every download of the app: tables through lib/intake/exports, names that every system takes, made when asked for."""

from collections.abc import Callable, Sequence

import streamlit as st

from lib.intake import exports
from lib.intake.checks import Problem, as_problem_file
from lib.intake.exports import Export
from lib.review.uploads import AnyUpload
from lib.ui.drawing import later
from lib.words.language import gettext as _

WRITERS: dict[str, Callable[[Export], bytes]] = {"csv": exports.as_csv, "xlsx": exports.as_xlsx}
MIME = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def download_table(label: str, name: str, suffix: str, make: Callable[..., Export], *args: object) -> None:
    """A button that hands out the table that `make(*args)` gives, as `name`.csv or `name`.xlsx."""

    def written(*args: object) -> bytes:
        return WRITERS[suffix](make(*args))

    _button(label, name, suffix, later(written, *args))


def download_problems(
    label: str, upload: AnyUpload, remarks: Sequence[Problem] = (), *, refused_only: bool = False
) -> None:
    """A button that hands out the uploaded file with its problems and these remarks, or only its refused rows."""
    only = upload.checked.refused_rows if refused_only else None
    name = _("{file} with problems").format(file=upload.sheet.file_name.rpartition(".")[0])
    marked = [*upload.checked.problems, *remarks]
    _button(label, name, "csv", later(as_problem_file, upload.sheets, marked, only))


def download(
    label: str, name: str, suffix: str, make: Callable[..., bytes], *args: object, primary: bool = False
) -> None:
    """A button that hands out what `make(*args)` writes, a file that is no table: `name`.docx, `name`.png.

    `primary` marks the one button that a page is for.
    """
    if suffix in WRITERS:
        raise ValueError("tables are handed out by download_table, which keeps spreadsheets from evaluating texts")
    _button(label, name, suffix, later(make, *args), primary=primary)


def hand_out(label: str, file: str, make: Callable[..., bytes], *args: object, key: str = "") -> None:
    """A button for a file of show.workbook or show.pictures, which keep texts texts; many bear one label."""
    st.download_button(label, later(make, *args), file, key=key or f"file_{file}", on_click="ignore")


def _button(label: str, name: str, suffix: str, content: Callable[[], bytes], *, primary: bool = False) -> None:
    st.download_button(
        label, content, exports.file_name(name, suffix), MIME.get(suffix),
        key=f"download_{label}", on_click="ignore", type="primary" if primary else "secondary",
    )  # fmt: skip
