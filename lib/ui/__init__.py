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
from lib.ui.reading import cached, now, register, warm
from lib.ui.screens import leave_screen, screen
from lib.ui.start import start

__all__ = [
    "IMAGES", "Editor", "Form", "accounts_view", "arrive", "ask_to_sign_in", "cached", "chart", "choice",
    "discard", "download", "download_problems", "download_table", "draw", "editor", "exports_section", "foot",
    "go_down", "go_on", "go_to_progress", "head", "html", "kept", "later", "leave_screen", "may_look",
    "not_yours", "now", "offer", "person", "pick_table", "plain", "reader", "register", "said", "screen",
    "show_fault", "speak", "start", "status_table", "style", "warm",
]  # fmt: skip
