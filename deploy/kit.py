"""The kit for a machine without internet: one ZIP with the program, its packages, a font, the licences.

python -m deploy.kit [--python 3.12 …] [--platform windows-x64 …] [--to FOLDER]

Whoever makes it needs the internet, git and the tools of requirements-dev.txt; whoever opens it needs a Python.
"""

import argparse
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from deploy.unpacked import LISTED, NEW, ROOT, SETTINGS

PYTHONS = ("3.11", "3.12", "3.13")
LEFT_OUT = ("tests/", "findings/", ".ci/", ".gitignore", "requirements-dev.txt", "data/make", "deploy/kit.py")
"""What only those need who build the program."""

AT_THE_TOP = ("start.cmd", "start.sh", "先读我.txt")
"""What lies in deploy/ and is the first that one sees of the kit."""

FONTS = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
FONT_LICENCE = "Noto Sans CJK\tGoogle, Adobe\tSIL Open Font License 1.1 (https://openfontlicense.org)"


@dataclass(frozen=True)
class Platform:
    """A kind of machine: what uv calls it, and the tags of the wheels that run on it, newest first."""

    name: str
    tags: tuple[str, ...]


def _linux(machine: str) -> tuple[str, ...]:
    return tuple(f"{tag}_{machine}" for tag in ("manylinux_2_28", "manylinux_2_17", "manylinux2014", "linux"))


PLATFORMS = {
    "windows-x64": Platform("x86_64-pc-windows-msvc", ("win_amd64",)),
    "linux-x64": Platform("x86_64-unknown-linux-gnu", _linux("x86_64")),
    "linux-arm64": Platform("aarch64-unknown-linux-gnu", _linux("aarch64")),
}


class Incomplete(Exception):
    """A package that a platform lacks, or a tool that this machine does."""


def main(arguments: Sequence[str]) -> int:
    """Write the kit and print what is in it; 1 where a platform had to be left out."""
    parser = argparse.ArgumentParser(prog="python -m deploy.kit")
    parser.add_argument("--python", nargs="+", default=PYTHONS)
    parser.add_argument("--platform", nargs="+", default=tuple(PLATFORMS), choices=tuple(PLATFORMS))
    parser.add_argument("--to", type=Path, default=ROOT / "dist")
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        wheels, lacking = Path(folder), 0
        for platform in wanted.platform:
            for python in wanted.python:
                try:
                    gather(platform, python, wheels)
                except Incomplete as reason:
                    print(f"{platform}, Python {python}: left out. {reason}", file=sys.stderr)
                    lacking = 1
        file = write(wanted.to, wheels, fonts())
    print(f"{file}  {file.stat().st_size / 1e6:,.0f} MB")
    return lacking


# Packages -------------------------------------------------------------------------------------------------------------


def gather(platform: str, python: str, wheels: Path) -> None:
    """Download every package of this platform, and list them with their hashes. Raises Incomplete."""
    listed = wheels / f"{platform}-{python}.txt"
    machine = PLATFORMS[platform]
    # pip asks the machine it runs on what Windows needs; uv asks what the platform is
    uv = ["uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--generate-hashes"]
    _run([*uv, "--python-platform", machine.name, "--python-version", python, "-o", str(listed), "requirements.txt"])
    tags = [part for tag in machine.tags for part in ("--platform", tag)]
    pip = ["pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    only = ["--only-binary", ":all:", "--implementation", "cp", "--python-version", python]
    try:
        _run([*pip, *only, *tags, "--dest", str(wheels), "-r", str(listed)])
    except Incomplete:
        listed.unlink()
        raise


def _run(command: Sequence[str]) -> None:
    ran = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    if ran.returncode:
        raise Incomplete((ran.stderr.strip() or ran.stdout.strip()).splitlines()[-1])


def fonts() -> list[Path]:
    """The fonts for pictures. Raises Incomplete where this machine lacks them."""
    found = {file.name: file for folder in FONT_FOLDERS for file in folder.rglob("NotoSansCJK-*.ttc")}
    if lacking := [name for name in FONTS if name not in found]:
        raise Incomplete(f"{', '.join(lacking)} not found; apt install fonts-noto-cjk")
    return [found[name] for name in FONTS]


def licences(wheels: Path) -> str:
    """A line for each package: name, version, licence as it states it itself; and the font's."""
    lines = {_licence(file) for file in wheels.glob("*.whl")}
    return "\n".join(["Package\tVersion\tLicence", *sorted(lines, key=str.lower), FONT_LICENCE, ""])


def _licence(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as content:
        name = next(name for name in content.namelist() if name.endswith(".dist-info/METADATA"))
        told = HeaderParser().parsestr(content.read(name).decode("utf-8"))
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License")]
    stated = told.get("License-Expression") or "; ".join(classified) or (told.get("License") or "?").splitlines()[0]
    return f"{told['Name']}\t{told['Version']}\t{stated}"


# The ZIP --------------------------------------------------------------------------------------------------------------


def write(to: Path, wheels: Path, font_files: Sequence[Path]) -> Path:
    """The kit in the folder `to`, named by the program's version."""
    to.mkdir(parents=True, exist_ok=True)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    file = to / f"banyue-{version}.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as kit:
        for name in program():
            # what an office sets must outlive the next kit that is unpacked over this one
            kit.write(ROOT / name, f"banyue/{name}{NEW if name in SETTINGS else ''}")
        for one in sorted(wheels.iterdir()):
            kit.write(one, f"banyue/wheels/{one.name}", zipfile.ZIP_STORED)  # wheels are compressed already
        for one in font_files:
            kit.write(one, f"banyue/fonts/{one.name}")
        _add(kit, "licences.txt", licences(wheels))
        for name in AT_THE_TOP:
            _add(kit, name, (ROOT / "deploy" / name).read_text("utf-8"))
        # by this list a start takes away what an earlier kit brought and this one does not
        _add(kit, LISTED.name, "".join(f"{name.removeprefix('banyue/')}\n" for name in kit.namelist()))
    return file


def program() -> Iterator[str]:
    """The files of the program, as git knows them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    elsewhere = (*LEFT_OUT, *(f"deploy/{name}" for name in AT_THE_TOP))
    yield from (name for name in listed.split("\0") if name and not name.startswith(elsewhere))


def _add(kit: zipfile.ZipFile, name: str, text: str) -> None:
    """A file at the top of the kit: with the line ends of Windows, but for the one that a shell runs."""
    script = name.endswith(".sh")
    info = zipfile.ZipInfo(f"banyue/{name}")
    info.external_attr = (0o755 if script else 0o644) << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    kit.writestr(info, text if script else text.replace("\n", "\r\n"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
