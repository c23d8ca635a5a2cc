"""What unpacking a kit over an earlier one leaves to do: the office's settings stay, what is no more goes."""

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ("config.toml", ".streamlit/config.toml", "data/briefing.toml")
"""What an office changes; a kit brings its own under names that end in NEW."""

NEW = ".new"
SHIPPED = ROOT / ".shipped.json"
"""The marks of the settings as a kit brought them: by these it is known whether the office changed them."""

LISTED = ROOT / "files.txt"
"""What a kit brought, a name a line; only a kit has it."""

OWN_FOLDERS = ("deploy", "lib", "pages", "wheels")
"""Where nobody but the program puts a file."""


def keep_settings() -> None:
    """Take the settings of a kit over, but those that the office changed: these stay, and the kit's lie beside them."""
    shipped = _shipped()
    for name in SETTINGS:
        own, new = ROOT / name, ROOT / f"{name}{NEW}"
        if not new.exists():
            continue
        if own.exists() and mark(own) not in (shipped.get(name), mark(new)):
            say(f"保留了您改过的 {name}；新版本的是 {new.name}", f"Your own {name} is kept; the new one is {new.name}")
            continue
        shipped[name] = mark(new)
        write(SHIPPED, json.dumps(shipped, indent=1))  # first: a setting that is not known as a kit's is kept
        new.replace(own)


def _shipped() -> dict[str, str]:
    """The marks by name; none where they cannot be read, so that every setting counts as the office's own."""
    try:
        return dict(json.loads(SHIPPED.read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def write(file: Path, text: str) -> None:
    """The whole file or nothing of it: a full disk leaves what was there."""
    beside = file.with_name(f"{file.name}~")
    beside.write_text(text, "utf-8")
    beside.replace(file)


def tidy() -> None:
    """Take away what an earlier kit left in the program's own folders: a module or package that is no more."""
    if not LISTED.exists():
        return
    brought = set(LISTED.read_text("utf-8").splitlines())
    for folder in OWN_FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            name = file.relative_to(ROOT).as_posix()
            if file.is_file() and "__pycache__" not in file.parts and name not in brought:
                file.unlink()


def mark(file: Path) -> str:
    """Another one once the file is another."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def say(chinese: str, english: str) -> None:
    """A sentence in both languages on the console."""
    print(f"{chinese}\n{english}", flush=True)
