"""The only part of lib that calls Streamlit: what every page shares on the screen."""

from lib.ui.accounts import accounts_view
from lib.ui.choices import choice, go_down, go_on, go_to_progress
from lib.ui.downloads import download, download_problems, download_table
from lib.ui.drawing import chart, html, later, status_table
from lib.ui.faults import show_fault
from lib.ui.forms import Form
from lib.ui.frame import IMAGES, head, said, speak, style
from lib.ui.grids import Editor, discard, draw, editor, kept
from lib.ui.handing_out import exports_section, foot, offer
from lib.ui.labels import plain
from lib.ui.people import arrive, ask_to_sign_in, may_look, not_yours, person, reader
from lib.ui.picking import pick_table
from lib.ui.reading import cached, now, reference, warm
from lib.ui.screens import leave_screen, screen
from lib.ui.start import start

__all__ = [
    "IMAGES", "Editor", "Form", "accounts_view", "arrive", "ask_to_sign_in", "cached", "chart", "choice",
    "discard", "download", "download_problems", "download_table", "draw", "editor", "exports_section", "foot",
    "go_down", "go_on", "go_to_progress", "head", "html", "kept", "later", "leave_screen", "may_look",
    "not_yours", "now", "offer", "person", "pick_table", "plain", "reader", "reference", "said", "screen",
    "show_fault", "speak", "start", "status_table", "style", "warm",
]  # fmt: skip

ORDER = {
    "drawing": "markup and charts on the page, and what a click on them means",
    "faults": "a refusal's sentence, or a reference number for a bug",
    "labels": "texts of people where Streamlit reads Markdown",
    "downloads": "every download of the app",
    "forms": "a form whose mistakes stand beside their fields",
    "frame": "language, style and head of every page",
    "people": "who sits in front of the screen",
    "picking": "a table whose rows can be clicked",
    "reading": "reads kept for one revision, for all sessions",
    "accounts": "accounts on the page of administration",
    "choices": "tabs whose choice stands in the address",
    "grids": "the editor of a table, frozen while it is edited",
    "handing_out": "charts, long image and workbook of a page",
    "screens": "the projector",
    "start": "the two steps before the first board",
}
