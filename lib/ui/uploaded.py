"""A file that was read, wherever it was uploaded: what is to mend in it, and what the button below it saves."""

from collections.abc import Sequence

from lib.intake.checks import Problem
from lib.review.uploads import Upload
from lib.show.boards import upload as board
from lib.ui.downloads import download_marked
from lib.ui.drawing import html
from lib.words.language import gettext as _


def show_problems(upload: Upload, remarks: Sequence[Problem] = ()) -> None:
    """What is to mend, cell by cell, and the file with its cells marked; nothing where nothing is to mend."""
    if upload.checked.problems:
        html(board.problems(upload))
        download_marked(upload, remarks)


def save_label(upload: Upload) -> str:
    """What the button says that saves the good rows: how many, and whether others were refused."""
    label = _("Save only the {count} good rows") if upload.refused else _("Save {count} rows")
    return label.format(count=f"{upload.good:,}")
