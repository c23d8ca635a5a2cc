"""The kit for machines without internet: what is in its ZIP."""

import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deploy import kit, unpacked
from tests.test_documentation import links_within

ROOT = Path(__file__).parent.parent


def wheel(folder: Path, name: str, version: str, *told: str) -> None:
    """A wheel that says of itself no more than a name, a version and its licence."""
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as file:
        lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *told, "", "License: not a header"]
        file.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A kit of two made-up packages and a made-up font."""
    folder = tmp_path_factory.mktemp("kit")
    (folder / "wheels").mkdir()
    wheel(folder / "wheels", "one", "1.0", "License-Expression: MIT")
    wheel(folder / "wheels", "two", "2.0", "Classifier: License :: OSI Approved :: BSD License", "License: long text")
    (folder / "wheels" / "linux-x64-3.12.txt").write_text("one==1.0 --hash=sha256:0\n")
    (folder / "font.ttc").write_bytes(b"font")
    return zipfile.ZipFile(kit.write(folder / "dist", folder / "wheels", [folder / "font.ttc"]))


def test_kit_is_named_by_its_version_and_unpacks_into_one_folder(written):
    assert Path(str(written.filename)).name == "banyue-0.1.0.zip"
    assert {name.partition("/")[0] for name in written.namelist()} == {"banyue"}


def test_program_is_in_it_without_what_only_builders_need(written):
    names = {name.removeprefix("banyue/") for name in written.namelist()}
    assert {"app.py", "start.py", "deploy/starting.py", "pages/frame.py", "lib/words/settings.py"} <= names
    assert {"data/units.csv", "docs/troubleshooting.md", "requirements.txt"} <= names
    assert not [name for name in names if name.startswith((*kit.LEFT_OUT, ".venv/", "deploy/start."))]
    assert not [name for name in names if name.endswith((".db", ".pyc"))]


def test_every_file_of_it_is_listed_and_every_link_of_its_pages_leads_somewhere(written):
    names = {name.removeprefix("banyue/") for name in written.namelist()}
    assert {*written.read("banyue/files.txt").decode().splitlines()} == names - {"files.txt"}
    for page in (name for name in names if name.endswith(".md")):
        for link in links_within(written.read(f"banyue/{page}").decode()):
            file = os.path.normpath(Path(page).parent / link.partition("#")[0])
            assert link.startswith("#") or file in names, (page, link)


def test_settings_are_brought_beside_those_of_the_office(written):
    names = set(written.namelist())
    for name in unpacked.SETTINGS:
        assert f"banyue/{name}" not in names
        assert written.read(f"banyue/{name}.new") == (ROOT / name).read_bytes()


def test_packages_font_and_their_licences_are_in_it(written):
    names = set(written.namelist())
    assert {
        "banyue/wheels/one-1.0-py3-none-any.whl",
        "banyue/wheels/linux-x64-3.12.txt",
        "banyue/fonts/font.ttc",
    } <= names
    lines = written.read("banyue/licences.txt").decode().splitlines()
    assert lines[1:3] == ["one\t1.0\tMIT", "two\t2.0\tBSD License"]
    assert lines[3].startswith("Noto Sans CJK")


def test_windows_and_linux_have_a_file_each_to_start_it(written):
    start = written.read("banyue/start.cmd")
    assert start.isascii()
    assert start.count(b"\r\n") == start.count(b"\n")
    assert b"\r" not in written.read("banyue/start.sh")
    assert written.getinfo("banyue/start.sh").external_attr >> 16 & stat.S_IXUSR


def test_page_to_read_first_names_what_a_newcomer_needs(written):
    page = written.read("banyue/先读我.txt").decode()
    for word in ("start.cmd", "start.sh", "localhost:8501", "一次性密码", "licences.txt", *unpacked.SETTINGS):
        assert word in page
    for python in kit.PYTHONS:
        assert python in page


def test_start_of_the_kit_on_linux_takes_a_python_that_fits(tmp_path):
    shutil.copyfile(ROOT / "deploy" / "start.sh", tmp_path / "start.sh")
    (tmp_path / "start.py").write_text("import sys; print(sys.version_info[:2], *sys.argv[1:])")
    (tmp_path / "python3.12").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (tmp_path / "python3.12").chmod(0o755)
    (tmp_path / "dirname").symlink_to(shutil.which("dirname") or "")
    ran = subprocess.run(
        ["/bin/sh", str(tmp_path / "start.sh"), "--port", "1"],
        env=os.environ | {"PATH": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.stdout.split() == [f"({sys.version_info[0]},", f"{sys.version_info[1]})", "--port", "1"]


def test_package_that_a_platform_lacks_is_told(tmp_path, monkeypatch):
    def run(command: list[str], **_how: object) -> subprocess.CompletedProcess[str]:
        if "compile" in command:
            Path(command[command.index("-o") + 1]).touch()
            return subprocess.CompletedProcess(command, 0, "", "")
        return subprocess.CompletedProcess(command, 1, "", "…\nERROR: No matching distribution found for numpy==9")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(kit.Incomplete, match="No matching distribution found for numpy==9"):
        kit.gather("linux-arm64", "3.12", tmp_path)
    assert not list(tmp_path.iterdir())
