"""The shape of lib: ORDER is the way of data, and the imports keep to it."""

import ast
from pathlib import Path

import pytest

from lib import ORDER

ROOT = Path(__file__).parent.parent
LIB = ROOT / "lib"
FOLDERS_WITHOUT_MODULES = {"locale", "migrations", "__pycache__"}


def modules() -> dict[str, list[Path]]:
    """Each module or package of lib with its source files."""
    found = {}
    for path in LIB.iterdir():
        if path.suffix == ".py" and path.name != "__init__.py":
            found[path.stem] = [path]
        elif path.is_dir() and path.name not in FOLDERS_WITHOUT_MODULES:
            found[path.name] = sorted(path.rglob("*.py"))
    return found


def imported(path: Path) -> set[str]:
    """The dotted names that a file imports, also within functions: `from lib import store` is lib.store."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "lib":
            names |= {f"lib.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def of_lib(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(path) if name.startswith("lib.")}


def test_order_lists_every_module_once():
    assert sorted(ORDER) == sorted(modules())


@pytest.mark.parametrize("name", ORDER)
def test_module_imports_only_modules_that_stand_before_it(name):
    before = {*ORDER[: ORDER.index(name)], name}
    later = {path.name: of_lib(path) - before for path in modules()[name] if of_lib(path) - before}
    assert not later


def test_only_ui_calls_streamlit():
    calling = {
        name
        for name, paths in modules().items()
        if any(each.partition(".")[0] == "streamlit" for path in paths for each in imported(path))
    }
    assert calling == {"ui"}


def test_pages_write_through_no_door_of_their_own():
    for path in (ROOT / "pages").glob("*.py"):
        assert not {"sqlalchemy", "sqlmodel", "sqlite3"} & {name.partition(".")[0] for name in imported(path)}, path


@pytest.mark.parametrize("path", sorted(LIB.rglob("*.py")), ids=lambda path: str(path.relative_to(LIB)))
def test_every_module_says_what_it_is_for_and_stays_readable(path):
    text = path.read_text(encoding="utf-8")
    assert path.parent.name == "versions" or (ast.get_docstring(ast.parse(text)) and len(text.splitlines()) <= 350)
