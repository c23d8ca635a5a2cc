"""The office makes a backup by a click; the engineer restores it, once nobody uses the database.

In the long run: tests/pages/test_backups.py and tests/kept/test_restore.py hold its two halves.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, Server
from tests.browser.walk import run_over


def restore(server: Server, backup: Path) -> subprocess.CompletedProcess[str]:
    """`python -m lib restore`, as the engineer types it."""
    return subprocess.run(
        [sys.executable, "-m", "lib", "restore", str(backup)],
        cwd=ROOT,
        env=os.environ | {"BANYUE_DATABASE_URL": f"sqlite:///{server.database}"},
        capture_output=True,
        text=True,
    )


@pytest.mark.long
def test_backup_at_a_click_is_restored_once_the_server_is_stopped(tab, server):
    page = tab.page
    tab.sign_in("联席办 王工")
    page.goto("/admin?view=backups")
    page.get_by_role("button", name="立即备份").click()
    expect(page.locator(".by-banner")).to_contain_text("已备份并核对")
    by_hand = re.compile(r"手动\s*✓已核对\s*(banyue-\S+\.db)")  # the daily one may stand there as well
    expect(page.locator(".by-table")).to_contain_text(by_hand)
    listed = by_hand.search(page.locator(".by-table").inner_text())
    assert listed
    made = server.database.parent / "backups" / listed[1]
    assert made.exists()

    # a half month is closed by mistake, and the engineer tries to go back while the server runs
    page.goto("/admin")
    run_over(page)
    page.get_by_text("已看过缺报情况，仍要关闭").click()
    page.get_by_role("button", name="关闭2023年7月上半月").click()
    expect(page.get_by_text("已保存，")).to_be_visible()
    before = server.database.stat().st_mtime_ns
    refused = restore(server, made)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "请先停止所有服务" in refused.stderr
    assert server.database.stat().st_mtime_ns == before
    assert tab.elsewhere == tab.complaints == []

    # stopped, restored, started: the half month is open again, and all sign in anew
    page.goto("about:blank")
    server.end()
    done = restore(server, made)
    assert done.returncode == 0, done.stderr
    assert "此后的 1 次保存不在其中" in done.stdout
    server.start()
    page.goto("/admin")
    expect(page.get_by_text("这个页面需要登录")).to_be_visible()
    tab.sign_in("联席办 王工")
    page.goto("/admin")
    expect(page.get_by_role("button", name="关闭2023年7月上半月")).to_be_visible()
