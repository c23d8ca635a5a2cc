"""The shape of lib: ORDER is the way of data, of the packages and within each, and the imports keep to it."""

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from lib import ORDER
from tests.sources import nodes_of, tree_of

ROOT = Path(__file__).parent.parent
LIB = ROOT / "lib"
FOLDERS_WITHOUT_MODULES = {"locale", "migrations", "__pycache__"}


@cache
def rooms(folder: Path) -> dict[str, list[Path]]:
    """Each module or package of a folder with its source files."""
    found = {}
    for path in folder.iterdir():
        if path.suffix == ".py" and path.name not in ("__init__.py", "__main__.py"):
            found[path.stem] = [path]
        elif path.is_dir() and path.name not in FOLDERS_WITHOUT_MODULES:
            found[path.name] = sorted(path.rglob("*.py"))
    return found


@cache
def imported(path: Path) -> set[str]:
    """The dotted names that a file imports, also within functions: `from lib.kept import store` is lib.kept.store."""
    names: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def of(package: str, path: Path) -> set[str]:
    """The names right below `package`, as lib or lib.kept, that a file imports from it."""
    depth = package.count(".") + 1
    return {name.split(".")[depth] for name in imported(path) if name.startswith(f"{package}.")}


def order_of(package: str) -> dict[str, str]:
    return import_module(f"lib.{package}").ORDER


def test_lib_has_at_most_ten_packages_and_order_lists_each():
    assert sorted(ORDER) == sorted(rooms(LIB))
    assert len(ORDER) <= 10


@pytest.mark.parametrize("name", ORDER)
def test_package_imports_only_packages_that_stand_before_it(name):
    before = {*list(ORDER)[: list(ORDER).index(name)], name}
    later = {path.name: of("lib", path) - before for path in rooms(LIB)[name] if of("lib", path) - before}
    assert not later


@pytest.mark.parametrize("package", ORDER)
def test_order_of_a_package_lists_every_module_once(package):
    assert sorted(order_of(package)) == sorted(rooms(LIB / package))


@pytest.mark.parametrize("package", ORDER)
def test_module_imports_only_modules_of_its_package_that_stand_before_it(package):
    before, order, found = set[str](), order_of(package), rooms(LIB / package)
    for name in order:
        before.add(name)
        later = {path.name: (of(f"lib.{package}", path) & order.keys()) - before for path in found[name]}
        assert not {file: names for file, names in later.items() if names}, name


def test_every_room_has_a_sentence_of_one_line():
    for sentence in (*ORDER.values(), *(text for name in ORDER for text in order_of(name).values())):
        assert 10 < len(sentence) <= 100, sentence
        assert sentence[0].islower(), sentence
        assert not sentence.endswith("."), sentence


def test_only_ui_calls_streamlit():
    calling = {
        name
        for name, paths in rooms(LIB).items()
        if any(each.partition(".")[0] == "streamlit" for path in paths for each in imported(path))
    }
    assert calling == {"ui"}


def test_pages_write_through_no_door_of_their_own():
    for path in (ROOT / "pages").glob("*.py"):
        assert not {"sqlalchemy", "sqlmodel", "sqlite3"} & {name.partition(".")[0] for name in imported(path)}, path


MODULES = [path for path in sorted(LIB.rglob("*.py")) if path.parent.name != "versions"]


def test_every_module_says_what_it_is_for():
    assert [path for path in MODULES if not ast.get_docstring(tree_of(path))] == []


def test_every_module_stays_readable():
    assert [path for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > 300] == []


LATE = {  # what a start does not need → where it is imported at once all the same
    "alembic": {"lib/kept/migrations"},
    "psycopg": {"lib/kept/store/postgresql.py"},
    "pypdf": set(),
    "zxcvbn": set(),
}


@pytest.mark.parametrize("name", LATE)
def test_start_does_not_import_what_it_does_not_need(name):
    for path in LIB.rglob("*.py"):
        place = path.relative_to(ROOT).as_posix()
        if not any(place.startswith(one) for one in LATE[name]):
            at_once = [node for node in tree_of(path).body if _imports(node, name)]
            assert not at_once, f"{place}:{at_once[0].lineno}"


def _imports(node: ast.stmt, name: str) -> bool:
    said = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    said += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return any(one.partition(".")[0] == name for one in said)


AFTER = {"altair", "docx", "numpy", "pandas", "PIL", "vl_convert"}  # what pages alone need


def test_server_answers_before_what_pages_alone_need_is_imported():
    found, left = set(), [ROOT / "app.py"]
    seen = set(left)
    while left:
        for node in ast.walk(_at_once(left.pop())):
            for name in _named(node):
                found.add(name.partition(".")[0])
                new = [file for file in _files(name) if file not in seen]
                seen.update(new)
                left += new
    assert "starlette" in found
    assert not found & AFTER


def _at_once(path):
    """What a module does when it is imported: without the bodies of its functions and what is for types alone."""
    late = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If)
    return ast.Module([node for node in tree_of(path).body if not isinstance(node, late)], [])


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def _files(name: str) -> list[Path]:
    """The module of lib with this name and the packages above it, which are imported with it."""
    parts = name.split(".") if name.startswith("lib.") else []
    places = [ROOT.joinpath(*parts[:length]) for length in range(1, len(parts) + 1)]
    candidates = [file for place in places for file in (place.with_suffix(".py"), place / "__init__.py")]
    return [file for file in candidates if file.is_file()]
