"""The modules of the project as syntax trees; each is read once for all the tests that look at the code."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(path: Path) -> ast.Module:
    """What a module says; nobody changes it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All that stands in it, in the order of `ast.walk`."""
    return tuple(ast.walk(tree_of(path)))
