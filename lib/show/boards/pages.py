"""The pages, one entry each: title, group, which half month it opens at, and who needs it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from lib.ledger.access import Actor, may_write
from lib.words.language import gettext as _

Group = Literal["boards", "work", "system"]


def everybody(_actor: Actor) -> bool:
    """Whoever may look at all."""
    return True


def reports(actor: Actor) -> bool:
    """Who has values to report, or percents of tasks."""
    return may_write(actor, "observation") or may_write(actor, "task_progress")


def administers(actor: Actor) -> bool:
    """The office, and whoever makes the accounts of a county's townships."""
    return actor.decides or actor.makes_accounts


@dataclass(frozen=True)
class Entry:
    """A page: `name` is its file in pages/ and its address, `title` what the menu says in the language of the run.

    `opens_at` is the half month of its head: the last one `reviewed`, or the one in `collecting`. `needed_by` says who
    has a use for it. `help` is the page of the handbook about it. `bare` is a page without the frame around it, `first`
    one that an office needs before its first half month.
    """

    name: str
    title: Callable[[], str]
    group: Group
    opens_at: Literal["reviewed", "collecting"]
    needed_by: Callable[[Actor], bool] = everybody
    help: str = ""
    bare: bool = False
    first: bool = False

    @property
    def half_month_key(self) -> str:
        """The name of its half month in the address: pages that open at the same one keep it among them."""
        return "half_month" if self.opens_at == "reviewed" else "collecting"

    def help_of(self, view: str) -> str:
        """The page of the handbook about one of its views; "" is the view that it opens with."""
        return HELP_OF_VIEWS.get((self.name, view), self.help)


# Views of a page that have a page of the handbook to themselves.
HELP_OF_VIEWS = {
    ("schedule", "meeting"): "office/meeting",
    ("schedule", "tasks"): "reporting/tasks",
    ("schedule", "departments"): "reporting/tasks",
    ("lists", "apply"): "reporting/applying",
    ("verification", "checks"): "office/checking",
    ("verification", "entry"): "reporting/checking",
    ("verification", "results"): "leaders/method",
    ("verification", "outlook"): "leaders/outlook",
    ("verification", "movement"): "leaders/outlook",
    ("admin", "history"): "office/history",
    ("admin", "accounts"): "office/accounts",
    ("admin", "settings"): "office/settings",
    ("admin", "texts"): "office/settings",
    ("admin", "backups"): "office/backup",
    ("admin", "templates"): "office/templates",
}

DEFAULT = "overview"  # Streamlit knows its default page under no address

MENU = (
    Entry(DEFAULT, lambda: _("Overview"), "boards", "reviewed", help="leaders/overview"),
    Entry("progress", lambda: _("Four levels"), "boards", "reviewed", help="leaders/drilldown"),
    Entry("cleanup", lambda: _("Clean-up"), "boards", "reviewed", help="leaders/boards"),
    Entry("schedule", lambda: _("Dispatch"), "boards", "collecting", help="office/reminding"),
    Entry("empowerment", lambda: _("Empowerment"), "boards", "reviewed", help="leaders/boards"),
    Entry("lists", lambda: _("Lists, admission"), "boards", "reviewed", help="office/admission"),
    Entry("monitoring", lambda: _("Monitoring points"), "boards", "reviewed", help="reporting/events"),
    Entry("verification", lambda: _("Verification"), "boards", "reviewed", help="leaders/verification"),
    Entry("screen", lambda: _("Screen"), "boards", "reviewed", bare=True),
    Entry("upload", lambda: _("Reporting"), "work", "collecting", needed_by=reports, help="reporting/upload"),
    Entry("tables", lambda: _("Tables"), "work", "collecting", first=True, help="reporting/pasting"),
    Entry("briefing", lambda: _("Briefing"), "work", "reviewed", help="office/briefing"),
    Entry("admin", lambda: _("Administration"), "system", "collecting", needed_by=administers, help="office/day"),
    Entry("help", lambda: _("Help"), "system", "reviewed", first=True),
)

ENTRIES = {entry.name: entry for entry in MENU}


def group_words() -> dict[Group, str]:
    """The groups of the menu, in its order."""
    return {"boards": _("Boards"), "work": _("Work"), "system": _("System")}


def board_words() -> dict[str, str]:
    """总览, 四级进度, 减负清理 … by name: the boards that stand in the frame, in the order of the menu."""
    return {entry.name: entry.title() for entry in MENU if entry.group == "boards" and not entry.bare}
