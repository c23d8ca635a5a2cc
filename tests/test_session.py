"""Every key of st.session_state is declared in lib/ui/session.py with a sentence, and spelled nowhere else.

Only values of widgets are not declared: a widget's key is named by the module that draws it, and read through
`session.widget`.
"""

import ast
from functools import cache
from pathlib import Path

from lib.ui import session
from tests.sources import nodes_of, tree_of

ROOT = Path(__file__).parent.parent
SESSION = ROOT / "lib" / "ui" / "session.py"
SOURCES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "lib").rglob("*.py"))]
SLOTS = {name: slot for name, slot in vars(session).items() if isinstance(slot, session.Slot)}


@cache
def sentences() -> dict[str, str]:
    """The text below each slot."""
    body = tree_of(SESSION).body
    return {
        node.targets[0].id: after.value.value
        for node, after in zip(body, body[1:], strict=False)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    }


@cache
def names(path: Path) -> set[str]:
    """What a module spells; each is read once for all tests."""
    return {node.attr for node in nodes_of(path) if isinstance(node, ast.Attribute)} | {
        node.id for node in nodes_of(path) if isinstance(node, ast.Name)
    }


def test_no_other_module_touches_the_session():
    assert [path for path in SOURCES if path != SESSION and "session_state" in names(path)] == []


def test_every_slot_has_a_sentence():
    assert [name for name in SLOTS if not sentences()[name].endswith(".")] == []


def test_every_slot_has_a_use():
    used = set[str]().union(*(names(path) for path in SOURCES if path != SESSION))
    assert SLOTS.keys() - used <= {"ACTOR", "HALF_MONTH"}


def test_no_two_slots_are_the_same_place():
    assert len({slot._name for slot in SLOTS.values()}) == len(SLOTS)
