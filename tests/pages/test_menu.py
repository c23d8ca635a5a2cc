"""The menu has an entry for every page, and every entry its page."""

from lib.ledger.access import GUEST, Actor
from lib.show.boards.pages import MENU
from lib.words.settings import ROOT

REPORTER = Actor("望谟县 张三", "reporter", unit_code="522326")


def test_every_page_has_its_entry():
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"frame"}
    assert sorted(entry.name for entry in MENU) == sorted(pages)


def test_pages_of_work_open_at_the_half_month_in_collection():
    assert [entry.name for entry in MENU if entry.opens_at == "collecting"] == ["schedule", "upload", "tables", "admin"]


def test_who_cannot_use_a_page_does_not_need_it():
    assert [entry.name for entry in MENU if not entry.needed_by(REPORTER)] == ["admin"]
    assert [entry.name for entry in MENU if not entry.needed_by(GUEST)] == ["upload", "admin"]
