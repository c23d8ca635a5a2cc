"""From the one-time password of the first start to a clerk whose account is disabled while the page is open; and the
sign-in without any script.
"""

import re
from urllib.parse import unquote

from playwright.sync_api import Browser, Page, expect

from lib.ledger import accounts
from lib.ledger.access import engineer
from tests.browser.conftest import Server, Watched
from tests.browser.walk import choose, run_over, tabs, turned_to
from tests.conftest import opened

OWN, CLERKS_OWN = "七月上半月调度会", "望谟县的十六个镇街"
XINGYI = "兴义市"


def first_password(server: Server) -> str:
    """What the first start prints for the engineer to hand over."""
    found = re.search(r"office，一次性密码：([a-z0-9-]{19})", server.log.read_text(encoding="utf-8"))
    assert found, server.log.read_text(encoding="utf-8")
    return found[1]


def enter(page: Page, login: str, password: str) -> None:
    page.get_by_label("账号", exact=True).fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def choose_password(page: Page, password: str) -> None:
    page.get_by_label("新密码", exact=True).fill(password)
    page.get_by_label("再输一次新密码").fill(password)
    page.get_by_role("button", name="保存新密码").click()


def change_password(page: Page, password: str) -> None:
    """A password that strangers try first is refused, the own one is taken."""
    choose_password(page, "12345678")
    expect(page.get_by_text("这个密码太常见")).to_be_visible()
    choose_password(page, password)


def create_clerk(page: Page) -> str:
    """管理·账号管理: an account for 望谟县; the one-time password that the page shows this once."""
    turned_to(page, "admin")
    choose(page, tabs(page, 0).filter(has_text="账号管理"))
    page.get_by_label("账号名").fill("wangmo")
    page.get_by_label("单位和姓名").fill("望谟县 王五")
    page.get_by_role("combobox", name="填报单位").fill("望谟县")
    page.get_by_role("option", name="望谟县", exact=True).click()
    run_over(page)
    page.get_by_role("button", name="建立账号").click()
    shown = page.get_by_text("账号 wangmo，一次性密码：")
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    return (shown.text_content() or "").rpartition("：")[2].strip()


def disable_clerk(page: Page) -> None:
    run_over(page)
    page.get_by_role("combobox", name="账号").click()
    page.get_by_role("option", name="wangmo").click()
    page.get_by_role("button", name="停用账号").click()
    expect(page.get_by_role("row", name="wangmo")).to_contain_text("停用")


def refused(tab: Watched) -> list[str]:
    """The complaints as the last part of the address and the status."""
    return [re.sub(r".*/(\S+) .* status of (\d+) .*", r"\1 \2", each) for each in tab.complaints]


def test_office_begins_lets_a_clerk_in_and_out_again(server: Server, tab: Watched, colleague: Watched) -> None:
    office, clerk = tab.page, colleague.page

    # as a guest: the page says what it needs, and leads there and back
    office.goto(f"/upload?county={XINGYI}")
    expect(office.get_by_text("这个页面需要登录")).to_be_visible()
    office.get_by_test_id("stMain").get_by_role("link", name="登录").click()
    enter(office, "office", "not-the-password")
    expect(office.get_by_role("alert")).to_have_text("账号或密码不对，或账号已停用。")
    enter(office, "office", first_password(server))
    expect(office.get_by_text("一次性密码已用过")).to_be_visible()
    change_password(office, OWN)
    expect(office.get_by_role("button", name="本期无变化")).to_be_visible()
    assert unquote(office.url).endswith(f"/upload?county={XINGYI}")

    # an account for a clerk, who comes in at the same time in another browser
    password = create_clerk(office)
    clerk.goto(f"/sign-in?next=/upload%3Fcounty={XINGYI}")
    enter(clerk, "wangmo", password)
    change_password(clerk, CLERKS_OWN)
    expect(clerk.get_by_text("望谟县 王五")).to_be_visible()
    expect(clerk.get_by_text("填报：望谟县")).to_be_visible()

    # what is not the clerk's is not there, and not by hand either
    menu = clerk.get_by_test_id("stSidebarNav")
    expect(menu.get_by_role("link", name="数据报送")).to_be_visible()
    expect(menu.get_by_role("link", name="管理")).to_have_count(0)
    expect(clerk.get_by_role("button", name="本期无变化")).to_be_visible()
    expect(clerk.get_by_text(f"网址里的“{XINGYI}”在这里不能选")).to_be_visible()
    expect(clerk.get_by_role("combobox", name="县(市、新区)")).to_have_value("望谟县")
    clerk.get_by_role("combobox", name="县(市、新区)").click()
    expect(clerk.get_by_role("option")).to_have_text(["望谟县"])
    clerk.goto("/admin")
    expect(clerk.get_by_test_id("stMain").get_by_text("没有这个页面")).to_be_visible()
    expect(clerk.get_by_text("账号管理")).to_have_count(0)

    # the office disables the clerk, whose next click saves nothing
    turned_to(clerk, "upload")
    expect(clerk.get_by_role("button", name="本期无变化")).to_be_visible()
    run_over(clerk)
    disable_clerk(office)
    before = server.saved()
    clerk.get_by_role("button", name="本期无变化").click()
    expect(clerk.get_by_text("您的登录已失效", exact=True)).to_be_visible()
    expect(clerk.get_by_role("button", name="本期无变化")).to_have_count(0)
    assert server.saved() == before
    clerk.get_by_test_id("stMain").get_by_role("link", name="登录").click()
    enter(clerk, "wangmo", CLERKS_OWN)
    expect(clerk.get_by_role("alert")).to_have_text("账号或密码不对，或账号已停用。")

    assert tab.elsewhere == colleague.elsewhere == []
    # the browser writes down answers that are no pages: what was refused above, nothing else
    assert refused(tab) == ["sign-in 401", "password 422"]
    assert refused(colleague) == ["password 422", "sign-in 401"]


def test_signing_in_and_out_needs_no_script(server: Server, browser: Browser) -> None:
    with opened(server.database) as engine:
        given = {"login": "ceheng", "name": "册亨县 赵六", "role": "reporter", "unit_code": "522327"}
        issued = accounts.create(engine, given, engineer("x"))
    page = browser.new_context(base_url=server.url, locale="zh-CN", java_script_enabled=False).new_page()
    page.goto("/sign-in?next=/upload")
    enter(page, "ceheng", issued.password)
    change_password(page, CLERKS_OWN)
    expect(page).to_have_url(f"{server.url}/upload")
    assert "登录页不需要" in page.locator("noscript").inner_text()
    page.goto("/sign-out")
    expect(page.get_by_text("册亨县 赵六")).to_be_visible()
    page.get_by_role("button", name="退出").click()
    page.goto("/sign-in?language=English")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
