"""What the reruns visit: every page of the menu as it opens, and its other views."""

from typing import NamedTuple
from urllib.parse import urlencode

from lib.kept.reference import Reference
from lib.show.boards.pages import DEFAULT, MENU
from lib.words.language import gettext as _
from tests.bench import stores

OPENS = ""  # the view that a page opens with


class View(NamedTuple):
    """A page of the dashboard with what stands in its address."""

    page: str
    view: str = OPENS
    query: str = ""

    @property
    def words(self) -> str:
        return f"{self.page}, {self.view}" if self.view else self.page

    @property
    def address(self) -> str:
        return "" if self.page == DEFAULT else self.page


def every(known: Reference) -> list[View]:
    """Each page as it opens, followed by its other views."""
    within = _within(known)
    pages = [entry.name for entry in MENU if not entry.bare]
    return [view for page in pages for view in (View(page), *within.get(page, ()))]


def boards() -> list[View]:
    """The boards as they open: what shows half months side by side."""
    return [View(entry.name) for entry in MENU if entry.group == "boards" and not entry.bare]


def _within(known: Reference) -> dict[str, list[View]]:
    _top, county, township, village = stores.path_down(known)
    point = next(unit for unit in known.units.values() if unit.monitoring_point)
    return {
        "progress": [_view("progress", unit.level, unit=unit.code) for unit in (county, township, village)],
        "cleanup": [
            _view("cleanup", "county", unit=county.code),
            _view("cleanup", "boards", action="boards"),
        ],
        "schedule": [_view("schedule", view, view=view) for view in ("meeting", "tasks", "departments")],
        "empowerment": [
            _view("empowerment", "county", unit=county.code),
            _view("empowerment", "quadrant", support="quadrant"),
        ],
        "lists": [_view("lists", view, view=view) for view in ("lists", "apply")],
        "monitoring": [
            _view("monitoring", "village", unit=point.code),
            _view("monitoring", "record", view="record"),
        ],
        "verification": [
            _view("verification", view, view=view) for view in ("doubts", "surveys", "pilots", "outlook", "movement")
        ],
        "briefing": [_view("briefing", kind, document=kind) for kind in ("digest", "feedback")],
        # a segmented control stands in the address by what it shows
        "admin": [
            _view("admin", "history", view=_("History")),
            _view("admin", "accounts", view=_("Accounts")),
        ],
    }


def _view(page: str, words: str, /, **query: str) -> View:
    return View(page, words, urlencode(query))
