"""What start.py does: makes the environment, installs into it, starts the server, opens the browser.

Whatever stands in the way is one sentence in both languages and exit code 1.
"""

import argparse
import errno
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from deploy.unpacked import ROOT, keep_settings, mark, say, tidy, write

HOME = ROOT / ".venv"
STAMP = HOME / "run"
"""Says for which requirements the environment was made; the Makefile looks at its time."""

WHEELS = ROOT / "wheels"
"""The packages of a kit, and a list of them for each kind of machine; where they lie here, no index is asked."""

ROOM = 1200
"""Megabytes that the packages and their unpacking take."""

PORT = 8501
# a proxy that the environment names for the internet knows nothing of this machine's own ports
WITHOUT_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Stopped(Exception):
    """Why nothing was started: two sentences, Chinese and English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"\n{chinese}\n{english}\n")


def main(arguments: Sequence[str]) -> int:
    """Install, or install and start; the exit code."""
    try:
        return _start(arguments)
    except Stopped as reason:
        print(reason, file=sys.stderr)
    except OSError as error:
        print(_hindered(error), file=sys.stderr)
    return 1


def _start(arguments: Sequence[str]) -> int:
    keep_settings()  # first: the port may stand in them
    wanted = _read(arguments)
    if not wanted.install:
        free_port(wanted.port)  # before the minutes of an installation, not after them
    tidy()
    install()
    if wanted.empty and subprocess.run([str(python()), "-m", "lib", "init", "--empty"], cwd=ROOT).returncode:
        return 1  # it has said why
    return 0 if wanted.install else serve(wanted.port, browser=not wanted.no_browser)


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="start.py", description="安装并启动半月调度台 · install, start the dashboard")
    parser.add_argument("--port", type=_port, default=_usual_port(), help="端口 · port of the server")
    parser.add_argument("--empty", action="store_true", help="不装示范数据，用自己的 · own data instead of the demo")
    parser.add_argument("--no-browser", action="store_true", help="不打开浏览器 · open no browser")
    parser.add_argument("--install", action="store_true", help="只安装 · install only")
    return parser.parse_args(arguments)


def _usual_port() -> str:
    """The port that Streamlit would take: of its environment, of .streamlit/config.toml, or its own."""
    file = ROOT / ".streamlit" / "config.toml"
    try:
        set_here = tomllib.loads(file.read_text("utf-8")).get("server", {}).get("port", PORT)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))  # Python's own words are English
        raise Stopped(
            f"{file} 里有一处写错了{f'，在第 {line[1]} 行' if line else ''}。请改正它。",
            f"{file} has a mistake{f' in line {line[1]}' if line else ''}. Mend it.",
        ) from error
    return os.environ.get("STREAMLIT_SERVER_PORT", str(set_here))


def _port(text: str) -> int:
    """A port as it was typed or set. Raises Stopped for what is none."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise Stopped(
        f"端口要写 1 到 65535 的整数，这里是“{text}”，例如 --port {PORT + 1}。",
        f'A port is a whole number from 1 to 65535, and this is "{text}"; for example --port {PORT + 1}.',
    )


# The environment ------------------------------------------------------------------------------------------------------


def python() -> Path:
    """The Python of the environment, whether it is there yet or not."""
    return HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install() -> None:
    """Bring the environment to requirements.txt, unless it is there. Raises Stopped."""
    needed = _needed()
    wanted = mark(needed)
    if fits() and STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        STAMP.touch()
        return
    need_room()
    if not fits():
        _make_environment()
    say("正在安装，第一次要几分钟 …", "Installing; the first time takes some minutes …")
    source = ["--no-index", "--find-links", str(WHEELS), "--require-hashes"] if WHEELS.is_dir() else []
    pip = [str(python()), "-m", "pip", "install", "-q", "--disable-pip-version-check", *source]
    if subprocess.run([*pip, "-r", str(needed)]).returncode:
        raise Stopped(
            "没有装好，原因见上。连不上网的机器请用离线安装包；装好后再运行一次 start.py。",
            "The packages were not installed, for the reason above. A machine without internet needs the offline kit; "
            "then run start.py once more.",
        )
    write(STAMP, wanted)  # last: an installation that broke off has none, and is begun again


def _needed() -> Path:
    """The list of what is installed: of a kit the one for this machine. Raises Stopped where it has none."""
    if not WHEELS.is_dir():
        return ROOT / "requirements.txt"
    here = f"{_machine()}-{sys.version_info[0]}.{sys.version_info[1]}"
    if (WHEELS / f"{here}.txt").exists():
        return WHEELS / f"{here}.txt"
    there = ", ".join(sorted(file.stem for file in WHEELS.glob("*-*-*.txt"))) or "-"
    raise Stopped(
        f"离线安装包里没有 {here} 的组件，只有：{there}。请换用其中一种 Python。",
        f"The kit has no packages for {here}, only for: {there}. Use one of these Pythons.",
    )


def _machine() -> str:
    """windows-x64, linux-x64, linux-arm64 …"""
    system = {"win32": "windows"}.get(sys.platform, sys.platform)
    processor = platform.machine().lower()
    return f"{system}-{PROCESSORS.get(processor, processor)}"


PROCESSORS = {"amd64": "x64", "x86_64": "x64", "aarch64": "arm64"}


def fits() -> bool:
    """Whether the environment is there, and of this Python: one of another version cannot load what is in it."""
    try:
        lines = (HOME / "pyvenv.cfg").read_text("utf-8").splitlines()
    except OSError:
        return False
    told = dict(line.replace(" ", "").split("=", 1) for line in lines if "=" in line)
    version = told.get("version", told.get("version_info", "")).split(".")[:2]
    return version == [str(part) for part in sys.version_info[:2]] and python().exists()


def _make_environment() -> None:
    """Make it anew; what stood there was made by another Python, or only in part."""
    try:
        if HOME.is_dir():
            shutil.rmtree(HOME)
        made = subprocess.run([sys.executable, "-m", "venv", str(HOME)], capture_output=True, text=True)
    except OSError as error:
        raise _not_written(HOME, error.strerror) from error
    if made.returncode:
        said = (made.stderr or made.stdout).strip() or "venv"
        if "ensurepip" in said:
            raise Stopped(
                "这里的 Python 缺少 venv。Debian、Ubuntu、统信、麒麟请先运行 apt install python3-venv。",
                "This Python lacks venv. On Debian and its kin run apt install python3-venv first.",
            )
        raise _not_written(HOME, said.splitlines()[-1])


def need_room() -> None:
    """Raises Stopped where the disk has no room for the packages."""
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < ROOM:
        raise Stopped(
            f"{ROOT} 所在的磁盘只剩 {free:,} MB，安装要 {ROOM:,} MB。请腾出空间再运行。",
            f"The disk of {ROOT} has {free:,} MB left, and {ROOM:,} MB are needed. Make room there, then run again.",
        )


def _hindered(error: OSError) -> Stopped:
    """What the machine refused, as a sentence: no room, or no right to write."""
    if error.errno == errno.ENOSPC:
        return Stopped(
            f"{ROOT} 所在的磁盘已满。请腾出空间再运行。",
            f"The disk of {ROOT} is full. Make room there, then run again.",
        )
    return _not_written(Path(error.filename or ROOT), error.strerror)


def _not_written(place: Path, why: str | None) -> Stopped:
    return Stopped(
        f"{place} 不能写入（{why}）。请把程序放到可以写入的文件夹，或换一个有权限的账号运行。",
        f"{place} cannot be written ({why}). Put the program into a folder that can be written, or run it as a user "
        "who may.",
    )


# The server -----------------------------------------------------------------------------------------------------------


def free_port(port: int) -> None:
    """Raises Stopped where something answers at the port already, and says what."""
    if _answers(port):
        raise Stopped(
            f"已经在运行：{_address(port)}。要再开一个，请加 --port {port + 1}。",
            f"It is running already: {_address(port)}. For another one add --port {port + 1}.",
        )
    with socket.socket() as trying:
        trying.settimeout(1)
        if trying.connect_ex(("localhost", port)) == 0:
            raise Stopped(
                f"端口 {port} 被其他程序占用。请换一个：python start.py --port {port + 1}",
                f"The port {port} is in use by another program. Take another: python start.py --port {port + 1}",
            )


def serve(port: int, *, browser: bool) -> int:
    """Run the server until it ends or is stopped; 0 when it was stopped, else 1."""
    # Streamlit's own word, in English and before the data are loaded, would send people to a page that is not there
    quiet = ["--logger.hideWelcomeMessage", "true"]
    command = [str(python()), "-m", "streamlit", "run", "app.py", "--server.port", str(port), *quiet]
    server = subprocess.Popen(command, cwd=ROOT)
    # whoever ends this process alone would leave the server behind, and with it the port
    signal.signal(signal.SIGTERM, lambda *_signal: server.terminate())
    try:
        while server.poll() is None and not _answers(port):
            time.sleep(0.2)
        if server.poll() is None:
            say(f"已启动：{_address(port)}　按 Ctrl+C 停止", f"Started: {_address(port)}  Ctrl+C stops it")
            if browser:
                _open_browser(port)
        return 1 if server.wait() > 0 else 0  # below 0: a signal ended it, so somebody stopped it
    except KeyboardInterrupt:
        server.wait()  # the terminal has told it as well
        return 0


def _address(port: int) -> str:
    return f"http://localhost:{port}"


def _answers(port: int) -> bool:
    """Whether a dashboard answers at the port."""
    try:
        with WITHOUT_PROXY.open(f"{_address(port)}/healthz", timeout=2) as answer:
            return bool(json.load(answer)["status"] == "ok")
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _open_browser(port: int) -> None:
    """In the visitor's browser; not on a server without a screen, where Python would open one within the terminal."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(_address(port))
