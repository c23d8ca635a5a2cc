"""帮助: the handbook within the dashboard, and the way to it from every page."""

import pytest

from lib.show.boards.pages import MENU


def test_table_of_contents_leads_to_a_task_and_back(visit, demo):
    page = visit(demo, "help")
    assert "操作手册" in page.text
    assert "/help?about=office%2Fclosing" in page.links
    page = visit(demo, "help", about="office/closing")
    assert "关闭半月与沿用" in page.text
    assert "/help?about=office%2Fclosing" not in page.links and "/help?about=office%2Freturning" in page.links


def test_english_page_is_shown_where_there_is_one(visit, demo):
    page = visit(demo, "help", about="own-data", language="English")
    assert "Begin empty" in page.text and "written in Chinese" not in page.text
    assert "written in Chinese" in visit(demo, "help", about="office/closing", language="English").text


@pytest.mark.parametrize("entry", [one for one in MENU if one.help], ids=lambda entry: entry.name)
def test_head_of_a_page_leads_to_its_help(visit, demo, entry):
    page = visit(demo, "" if entry.name == "overview" else entry.name)
    assert f"/help?about={entry.help.replace('/', '%2F')}" in page.links


def test_view_of_a_page_has_help_of_its_own(visit, demo):
    assert "/help?about=office%2Fmeeting" in visit(demo, "schedule", view="meeting").links
    assert "/help?about=office%2Fbackup" in visit(demo, "admin", who={"name": "联席办"}, view="backups").links


def test_help_is_there_before_anything_else(visit, empty):
    assert "操作手册" in visit(empty, "help").text
