"""The office makes a backup by a click; while the server runs, nobody can restore over it."""

import os
import re
import subprocess
import sys

from playwright.sync_api import expect

from tests.browser.conftest import ROOT


def test_backup_at_a_click_and_no_restore_under_a_running_server(tab, server):
    page = tab.page
    tab.sign_in("联席办 王工")
    page.goto("/admin?view=备份")
    page.get_by_role("button", name="立即备份").click()
    expect(page.locator(".by-banner")).to_contain_text("已备份并核对")
    (made,) = (server.database.parent / "backups").glob("banyue-*.db")
    expect(page.locator(".by-table")).to_contain_text(re.compile(rf"手动\s*✓已核对\s*{made.name}"))
    before = server.database.stat().st_mtime_ns
    done = subprocess.run(
        [sys.executable, "-m", "lib", "restore", made],
        cwd=ROOT,
        env=os.environ | {"BANYUE_DATABASE_URL": f"sqlite:///{server.database}"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "请先停止所有服务" in done.stderr
    assert server.database.stat().st_mtime_ns == before
    assert tab.elsewhere == tab.complaints == []
