"""管理·账号管理: a new account, what is wrong with one, and in which language it is said."""

import re

from lib.ledger import accounts
from lib.ledger.access import engineer
from lib.review import account_files
from tests.conftest import sign_in

OFFICE = {"name": "联席办 李四"}


def test_one_time_password_of_a_new_account_is_shown_once(visit, small):
    page = visit(small.engine, "admin", who=OFFICE, view="账号管理")
    page.app.text_input[0].set_value("wangmo")
    page.app.text_input[1].set_value("望谟县 王五")
    page.app.selectbox[-2].set_value("522326")
    page.button("建立账号").click()
    page.run()
    assert re.search(r"账号 wangmo，一次性密码：(\w{4}-){3}\w{4} 只显示这一次", page.text)
    assert "wangmo 望谟县 王五 填报 望谟县 待设密码 —" in page.text
    assert "一次性密码：" not in page.run().text


def test_what_is_to_mend_in_a_new_account_is_not_said_of_another_one(visit, small):
    page = visit(small.engine, "admin", who=OFFICE, view="账号管理")
    page.button("建立账号").click()
    assert "请写单位和姓名" in page.run().text
    page.app.selectbox(key="account").set_value(page.app.selectbox(key="account").options[0].split()[0])
    assert "请写单位和姓名" not in page.run().text and page.button("保存")


def test_what_a_click_came_to_is_said_in_the_language_of_the_page(visit, small):
    page = visit(small.engine, "admin", who=OFFICE, view="Accounts", language="English")
    page.button("Create the account").click()
    assert "Write unit and name" in page.run().text


def test_file_of_accounts_is_read_once_until_it_or_the_data_change(visit, small, monkeypatch):
    reads = []
    take = account_files.take
    monkeypatch.setattr(account_files, "take", lambda *given: reads.append(given[2]) or take(*given))
    page = visit(small.engine, "admin", who=OFFICE, view="accounts")
    rows = "账号名,单位和姓名,填报的单位\nwangmo,望谟县 王五,望谟县\nthere,有人,望谟县\n"
    page.app.file_uploader[0].upload("账号.csv", rows.encode(), "text/csv")
    assert "建立 2 个账号" in [one.label for one in page.run().app.button] and page.run() and reads == ["账号.csv"]
    sign_in(small.engine, "有人", "reporter", "522326", login="there")  # meanwhile, and by an act that is kept
    accounts.set_disabled(small.engine, "there", True, engineer("联席办"))
    assert "已有账号 there" in page.run().text and len(reads) == 2
    page.button("建立 1 个账号").click()
    assert "已建立 1 个账号" in page.run().text
