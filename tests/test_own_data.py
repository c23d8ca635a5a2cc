"""docs/own-data.md is done as it stands: its files, its commands, and what they say, on an empty database."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from lib.kept import store
from lib.server.commands import main, start
from lib.words.settings import CONFIG
from tests.conftest import opened

PAGE = Path(__file__).parent.parent / "docs" / "own-data.md"
FILE = re.compile(r"^`([\w.-]+\.csv)`[^\n]*:\n\n```csv\n(.*?)```", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def files() -> dict[str, str]:
    """Every file of the page with its content."""
    return dict(FILE.findall(PAGE.read_text(encoding="utf-8")))


def commands() -> list[tuple[str, list[str]]]:
    """Every command of the page with the lines that follow it."""
    found: list[tuple[str, list[str]]] = []
    for block in CONSOLE.findall(PAGE.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), []))
            else:
                found[-1][1].append(line)
    return found


def pattern(lines: list[str]) -> str:
    """What is printed; an … stands for anything, also for several lines."""
    return ".*".join(re.escape(part) for part in "\n".join(lines).split("…"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, content in files().items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(CONFIG, tmp_path / "config.toml")
    monkeypatch.setattr(start, "CONFIG", tmp_path / "config.toml")
    with opened(tmp_path / "banyue.db") as engine:
        monkeypatch.setattr(store, "engine", lambda: engine)
        yield tmp_path


def test_page_leads_from_nothing_to_a_closed_half_month(folder, capsysbinary):
    assert len(files()) == 8 and len(commands()) > 15
    for command, said in commands():
        program, _m, module, *arguments = shlex.split(command)
        assert (program, module) == ("python", "lib"), command
        main(arguments)
        printed = capsysbinary.readouterr()
        found = (printed.out + printed.err).decode("utf-8-sig").replace("\r\n", "\n").strip("\n")
        assert re.fullmatch(pattern(said), found, re.DOTALL), f"$ {command}\n{found}"
