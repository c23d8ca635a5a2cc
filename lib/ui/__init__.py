"""The only part of lib that calls Streamlit: what every page shares on the screen."""

from lib.ui.choices import choice, go_down, go_on, go_to_progress
from lib.ui.drawing import chart, html, later, status_table
from lib.ui.faults import show_fault
from lib.ui.forms import Form
from lib.ui.frame import IMAGES, actor, head, said, speak, style
from lib.ui.grids import Editor, discard, draw, editor, kept
from lib.ui.handing_out import exports_section, foot, offer
from lib.ui.picking import pick_table
from lib.ui.reading import cached, now, register, warm
from lib.ui.start import start

__all__ = [
    "IMAGES", "Editor", "Form", "actor", "cached", "chart", "choice", "discard", "draw", "editor", "exports_section",
    "foot", "go_down", "go_on", "go_to_progress", "head", "html", "kept", "later", "now", "offer", "pick_table",
    "register", "said", "show_fault", "speak", "start", "status_table", "style", "warm",
]  # fmt: skip
