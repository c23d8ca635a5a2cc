"""Neither the browser nor the server asks an outside host: no request, no name looked up, no socket to elsewhere."""

import ipaddress
import os
import re
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.browser.walk import turned_to

OWN = re.compile(r"'(localhost|127\.\d+\.\d+\.\d+|::1)'")
PAGES = ("progress?unit=522326",)  # and upload, below
# in the long run: test_for_everybody.py opens every page and asserts that its tab asks no other host
MORE_PAGES = ("", "schedule", "briefing", "admin")


def test_start_and_pages_ask_no_other_host(server, tab, asked, soak):
    """Nothing at all at the start and for these pages; what other tests of this server did in between started programs
    at most."""
    elsewhere, between = set(), len(lines_of(asked))
    tab.sign_in("联席办 李四")
    for address in (*PAGES, *MORE_PAGES) if soak else PAGES:
        tab.page.goto(f"/{address}")
        tab.page.locator("[data-testid=stMain] .stHtml >> visible=true").first.wait_for()
        tab.page.locator(".stApp[data-test-script-state='notRunning']").wait_for()
        elsewhere |= {peer for peer in peers(server.pid) if not ipaddress.ip_address(peer).is_loopback}
    turned_to(tab.page, "upload")
    with tab.page.expect_download():
        tab.page.get_by_role("button", name="下载模板（CSV）").click()
    start, lines = lines_of(asked.with_name("start.log")), lines_of(asked)
    assert start[0] == lines[0] == "listening" and lines[: len(start)] == start
    foreign = [line for line in lines[between:] if line != "listening" and not OWN.search(line)]
    assert [line for line in start[1:] if not OWN.search(line)] == foreign == []
    others = ("listening", "subprocess.Popen", "os.")
    assert [line for line in lines if not line.startswith(others) and not OWN.search(line)] == []
    assert elsewhere == set()
    assert tab.elsewhere == []


def lines_of(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines()


def test_listener_hears_what_is_asked(asked, tmp_path):
    """What the test above relies on: a connection and a look-up are heard, and the far end of a socket is read."""
    script = (
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9));"
        "socket.getaddrinfo('192.0.2.1', 80)"
    )
    log = tmp_path / "asked.log"
    more = {"PYTHONPATH": str(asked.parent), "BANYUE_ASKED": str(log)}
    subprocess.run([sys.executable, "-c", script], env=os.environ | more, check=True)
    heard = [line for line in log.read_text().splitlines() if not OWN.search(line)]
    assert heard == ["listening", "socket.connect ('192.0.2.1', 9)", "socket.getaddrinfo ('192.0.2.1',)"]


def test_far_ends_of_sockets_are_read():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far:
        far.connect(("192.0.2.1", 9))
        assert "192.0.2.1" in peers(os.getpid())


def peers(pid: int) -> set[str]:
    """The far ends of all sockets of a process, TCP and UDP, that are connected at this moment."""
    sockets, found = set(), set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            sockets |= set(re.findall(r"socket:\[(\d+)\]", str(link.readlink())))
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            _number, _own, far, *rest = line.split()
            if rest[6] in sockets and set(far.partition(":")[0]) != {"0"}:
                found.add(address_of(far.partition(":")[0]))
    return found


def address_of(written: str) -> str:
    """0100007F → 127.0.0.1: as the kernel writes it, each four bytes turned round."""
    turned = b"".join(bytes.fromhex(written[at : at + 8])[::-1] for at in range(0, len(written), 8))
    found = ipaddress.ip_address(turned)
    return str(getattr(found, "ipv4_mapped", None) or found)
