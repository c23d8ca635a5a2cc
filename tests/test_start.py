"""`python start.py` on machines that are not ready: one sentence in both languages, exit code 1, never a traceback.

What it does on a machine that is ready, from an empty folder to the first board, is tried in the long run.
"""

import errno
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from deploy import starting, unpacked
from deploy.starting import Stopped

ROOT = Path(__file__).parent.parent
START = ROOT / "start.py"


def started(*arguments: str, python: str = sys.executable, start: Path = START) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run([python, str(start), *arguments], capture_output=True, timeout=60, env=environment)


def sentences(ran: subprocess.CompletedProcess[bytes]) -> str:
    said = ran.stderr.decode()
    assert ran.returncode == 1
    assert "Traceback" not in said
    return said


# Python ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["2.7", "3.6", "3.8", "3.9", "3.10"])
def test_older_python_is_told_which_ones_do(version):
    python = shutil.which(f"python{version}")
    if python is None or subprocess.run([python, "-V"], capture_output=True).returncode:
        pytest.skip(f"no Python {version} on this machine")
    said = sentences(started(python=python))
    assert f"本程序需要 Python 3.11 到 3.14，这里是 {version}。" in said
    assert f"This program needs Python 3.11 to 3.14, and this is {version}." in said


@pytest.mark.parametrize(("version", "fits"), [
    ((2, 7), False), ((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False), ((4, 0), False),
])  # fmt: skip
def test_versions_that_fit(version, fits):
    told: dict[str, object] = {}
    exec(compile(START.read_text("utf-8"), "start.py", "exec"), told)
    unfit = told["unfit"]
    assert callable(unfit)
    assert (unfit(version) == "") == fits


# The port -------------------------------------------------------------------------------------------------------------


@contextmanager
def answering(text: str) -> Iterator[int]:
    """Another server at a port of its own; the port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_said: object) -> None:
            """Nothing is printed between the dots of the tests."""

    with HTTPServer(("localhost", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_second_start_is_told_where_the_first_one_runs():
    with answering(json.dumps({"status": "ok", "revision": 7})) as port:
        said = sentences(started("--port", str(port)))
    assert f"已经在运行：http://localhost:{port}。" in said
    assert f"It is running already: http://localhost:{port}." in said


@pytest.mark.parametrize("answer", ["<html>other</html>", '{"status": "up"}', "[]"])
def test_port_of_another_program_is_told(answer):
    with answering(answer) as port:
        said = sentences(started("--port", str(port)))
    assert f"端口 {port} 被其他程序占用。" in said
    assert f"python start.py --port {port + 1}" in said


def test_port_is_streamlits_own_unless_it_is_set(monkeypatch):
    monkeypatch.delenv("STREAMLIT_SERVER_PORT", raising=False)
    assert starting._usual_port() == "8501"
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "8600")
    assert starting._usual_port() == "8600"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "８５０１", "abc", ""])
@pytest.mark.parametrize("typed", [True, False])
def test_port_that_is_none_is_told(port, typed, monkeypatch, capsys):
    if not typed:
        monkeypatch.setenv("STREAMLIT_SERVER_PORT", port)
    assert starting.main(["--no-browser", *([f"--port={port}"] if typed else [])]) == 1
    said = capsys.readouterr().err
    assert f"端口要写 1 到 65535 的整数，这里是“{port}”" in said
    assert "A port is a whole number from 1 to 65535" in said


# The folder -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What start.py needs of the project, in a folder without an environment."""
    for name in ("start.py", "requirements.txt"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    monkeypatch.setattr(starting, "ROOT", tmp_path)
    monkeypatch.setattr(starting, "HOME", tmp_path / ".venv")
    monkeypatch.setattr(starting, "STAMP", tmp_path / ".venv" / "run")
    monkeypatch.setattr(starting, "WHEELS", tmp_path / "wheels")
    monkeypatch.setattr(unpacked, "ROOT", tmp_path)
    monkeypatch.setattr(unpacked, "SHIPPED", tmp_path / ".shipped.json")
    monkeypatch.setattr(unpacked, "LISTED", tmp_path / "files.txt")
    return tmp_path


def test_folder_that_cannot_be_written_is_told(project):
    (project / ".venv").write_text("a file stands where the environment should")
    said = sentences(started("--install", start=project / "start.py"))
    assert f"{project / '.venv'} 不能写入" in said
    assert f"{project / '.venv'} cannot be written" in said


def test_settings_of_a_kit_that_cannot_be_written_are_told(project, monkeypatch, capsys):
    Path(f"{project / 'config.toml'}.new").touch()

    def refuse(file: Path, _to: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(file))

    monkeypatch.setattr(Path, "replace", refuse)
    assert starting.main(["--install"]) == 1
    said = capsys.readouterr().err
    assert "不能写入（Permission denied）" in said and "cannot be written (Permission denied)" in said


def test_disk_that_fills_up_on_the_way_is_told_and_leaves_no_half_file(project, monkeypatch, capsys):
    (project / ".shipped.json").write_text('{"config.toml": "a"}')
    Path(f"{project / 'config.toml'}.new").touch()

    def write(_file: Path, _text: str, _encoding: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", write)
    assert starting.main(["--install"]) == 1
    said = capsys.readouterr().err
    assert f"{project} 所在的磁盘已满" in said and f"The disk of {project} is full" in said
    assert (project / ".shipped.json").read_text() == '{"config.toml": "a"}'


def test_mistake_in_the_settings_of_the_server_is_told(project, capsys):
    (project / ".streamlit" / "config.toml").write_text("[server]\nport = \n")
    assert starting.main(["--install"]) == 1
    said = capsys.readouterr().err
    assert "config.toml 里有一处写错了，在第 2 行。" in said
    assert "config.toml has a mistake in line 2." in said


def test_full_disk_is_told_before_anything_is_installed(project, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _where: shutil._ntuple_diskusage(10**10, 10**10, 300_000_000))
    with pytest.raises(Stopped, match=r"只剩 300 MB，安装要 1,200 MB。(?s:.*)has 300 MB left"):
        starting.install()
    assert not (project / ".venv").exists()


@pytest.mark.long
def test_packages_that_cannot_be_had_are_told_and_tried_again_next_time(project):
    (project / "wheels").mkdir()  # a kit that lacks a package: nothing is asked of an index
    listed = project / "wheels" / f"{starting._machine()}-{sys.version_info[0]}.{sys.version_info[1]}.txt"
    listed.write_text(f"streamlit==1.67.0 --hash=sha256:{'0' * 64}\n")
    said = sentences(started("--install", start=project / "start.py"))
    assert "没有装好，原因见上。" in said
    assert "No matching distribution found for streamlit==1.67.0" in said
    assert not (project / ".venv" / "run").exists()


# A kit ----------------------------------------------------------------------------------------------------------------


def test_kit_without_packages_for_this_machine_names_those_it_has(project):
    (project / "wheels").mkdir()
    for name in ("windows-x64-3.12", "linux-arm64-3.12"):
        (project / "wheels" / f"{name}.txt").touch()
    said = sentences(started("--install", start=project / "start.py"))
    assert "的组件，只有：linux-arm64-3.12, windows-x64-3.12。" in said
    assert "only for: linux-arm64-3.12, windows-x64-3.12." in said


def test_settings_of_the_office_outlive_the_next_kit_and_others_follow_it(project):
    theirs, ours = project / "config.toml", project / ".streamlit" / "config.toml"
    ours.unlink()
    for file, text in ((theirs, "a = 1"), (ours, "port = 1")):
        Path(f"{file}.new").write_text(text)
    unpacked.keep_settings()
    assert (theirs.read_text(), ours.read_text()) == ("a = 1", "port = 1")

    theirs.write_text("a = 7")  # the office sets it
    for file, text in ((theirs, "a = 2"), (ours, "port = 2")):
        Path(f"{file}.new").write_text(text)
    unpacked.keep_settings()
    assert (theirs.read_text(), ours.read_text()) == ("a = 7", "port = 2")
    assert Path(f"{theirs}.new").read_text() == "a = 2"
    assert not Path(f"{ours}.new").exists()


@pytest.mark.parametrize("marks", ["", "{", "[]"])
def test_marks_that_cannot_be_read_leave_every_setting_as_it_is(project, marks):
    (project / ".shipped.json").write_text(marks)
    (project / "config.toml").write_text("a = 7")
    Path(f"{project / 'config.toml'}.new").write_text("a = 2")
    unpacked.keep_settings()
    assert (project / "config.toml").read_text() == "a = 7"


def test_what_an_earlier_kit_brought_goes_and_what_the_office_has_stays(project):
    kept, gone = ("lib/new.py", "data/banyue.db", "data/backups/one.db", "fonts/own.ttf", "config.toml"), "lib/old.py"
    for name in (*kept, gone, "wheels/old-1.0-py3-none-any.whl"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).touch()
    unpacked.tidy()  # no list: a tree that is no kit
    assert (project / gone).exists()
    brought = ["lib/new.py", *(f"deploy/{file.name}" for file in (project / "deploy").glob("*.py"))]
    (project / "files.txt").write_text("\n".join(brought))
    unpacked.tidy()
    assert not (project / gone).exists() and not list((project / "wheels").iterdir())
    assert all((project / name).exists() for name in (*kept, *brought))


def test_office_of_its_own_begins_without_the_demo(project, monkeypatch):
    calls: list[list[str]] = []
    ends = [1, 0]

    def run(command: list[str], **_how: object) -> subprocess.CompletedProcess[str]:
        calls.append(command[1:])
        return subprocess.CompletedProcess(command, ends.pop(0), "", "")

    monkeypatch.setattr(starting, "install", lambda: None)
    monkeypatch.setattr(starting, "serve", lambda _port, browser: 0)
    monkeypatch.setattr(starting, "free_port", lambda _port: None)
    monkeypatch.setattr(subprocess, "run", run)
    assert starting.main(["--empty", "--no-browser"]) == 1  # it has said why not
    assert starting.main(["--empty", "--no-browser"]) == 0
    assert calls == [["-m", "lib", "init", "--empty"]] * 2


# The environment ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", ["version = 3.9.2", "version_info = 3.9.2.final.0", "", "home ="])
def test_environment_of_another_python_does_not_fit(project, told):
    (project / ".venv").mkdir()
    (project / ".venv" / "pyvenv.cfg").write_text(f"home = /usr/bin\n{told}\n")
    assert not starting.fits()


def test_environment_is_made_anew_for_another_python_and_installed_once(project, monkeypatch):
    calls = []

    def run(command: list[str], **_how: object) -> subprocess.CompletedProcess[str]:
        calls.append(command[1:3])
        if command[1:3] == ["-m", "venv"]:
            assert not (project / ".venv").exists()
            starting.python().parent.mkdir(parents=True)
            starting.python().touch()
            version = ".".join(map(str, sys.version_info[:3]))
            (project / ".venv" / "pyvenv.cfg").write_text(f"version = {version}\n")
        return subprocess.CompletedProcess(command, 0, "", "")

    (project / ".venv").mkdir()
    (project / ".venv" / "pyvenv.cfg").write_text("version = 3.9.2\n")
    monkeypatch.setattr(subprocess, "run", run)
    starting.install()
    starting.install()
    assert calls == [["-m", "venv"], ["-m", "pip"]]
    (project / "requirements.txt").write_text("# another\n")
    starting.install()
    assert calls[2:] == [["-m", "pip"]]


def test_server_that_does_not_start_ends_the_start_with_one(project, monkeypatch):
    monkeypatch.setattr(starting, "python", lambda: Path(sys.executable))
    assert not (project / "app.py").exists()
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    assert starting.serve(port, browser=False) == 1


@pytest.mark.long
def test_from_an_empty_folder_to_the_first_answer(tmp_path):
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(tmp_path / "start.py"), "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        for line in process.stdout:
            if f"http://localhost:{port}".encode() in line:
                break
        with urllib.request.urlopen(f"http://localhost:{port}/healthz") as answer:
            assert json.load(answer)["status"] == "ok"
        process.terminate()
        assert process.wait(30) == 0
