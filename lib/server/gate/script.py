"""The one script of the dashboard itself, /page.js: the page's language and size, Streamlit's words, and pastes."""

import json
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.words.language import chinese

SCRIPT_ADDRESS = "/page.js"
SCRIPT = Path(__file__).with_name("script.js")


def _(message: str) -> str:
    """A message id for the catalogue: the browser chooses the language, not this run."""
    return message


# As Streamlit 1.67 writes them; tests/browser/test_for_everybody.py finds those that are missing.
WORDS = (
    _("Skip to main content"), _("Logo"), _("Sidebar"), _("App pages"), _("Collapse sidebar"), _("Expand sidebar"),
    _("Navigate to home page"), _("Main menu"), _("Open"), _("Close"), _("Clear value"), _("Clear all"),
    _("Clear entry"), _("Clear date"), _("Selected values"), _("Choose an option"), _("Choose date"),
    _("Previous month"), _("Next month"), _("No results"), _("No options to select"), _("file upload"), _("Add files"),
    _("Upload"), _("Pagination"), _("Previous page"), _("Next page"), _("Show/hide columns"), _("Search"),
    _("Close Search"), _("Previous Result"), _("Next Result"), _("Fullscreen"), _("Close fullscreen"),
    _("Copy to clipboard"), _("Dataframe column menu"), _("Running..."), _("Stop script"), _("Notifications"),
    _("Vega visualization"), _("Show data"), _("Download as PNG"), _("Copy Vega-Lite spec"), _("Select all"),
)  # fmt: skip


@cache
def script() -> str:
    """The words in both languages, then the script that says them."""
    pairs = [(english, chinese()[english]) for english in WORDS]
    return f"const words = new Map({json.dumps(pairs, ensure_ascii=False)});\n{SCRIPT.read_text(encoding='utf-8')}"


async def _script(_request: Request) -> Response:
    return Response(script(), media_type="text/javascript", headers={"Cache-Control": "no-cache"})


route = Route(SCRIPT_ADDRESS, _script)
