"""Where Streamlit reads Markdown, a text of people is shown as it is; and no label of a page is built otherwise."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ui import plain
from lib.words.texts import printable
from tests.hostile import HIDDEN, TEXTS
from tests.sources import tree_of


@pytest.mark.parametrize("text", ["清理机构牌子", "四牌两标（达标）", "第1村", ""])
def test_usual_names_stay_as_they_are(text):
    assert plain(text) == text


@pytest.mark.parametrize(
    "text, label",
    [
        pytest.param("![x](y)", r"\!\[x\]\(y\)", id="picture"),
        pytest.param("**b** _i_ `c` ~~d~~", r"\*\*b\*\* \_i\_ \`c\` \~\~d\~\~", id="emphasis"),
        pytest.param(":red[x] $x$ <b>", r"\:red\[x\] \$x\$ \<b\>", id="directive-formula-tag"),
        pytest.param(":material/home:", r"\:material\/home\:", id="icon"),
        pytest.param(":material_home:", "\\:\u2060material\\_home\\:", id="icon-after-markdown"),
        pytest.param("http://x www.x a@x", "http\\:\\/\\/\u2060x www\u2060\\.x a\\@\u2060x", id="addresses"),
        pytest.param("a -> b", "a \\-\u2060\\> b", id="arrow"),
        pytest.param("一\n# 二\t三", r"一 \# 二 三", id="lines"),
        pytest.param("\u202e村", "村", id="mark-of-direction"),
    ],
)
def test_marks_of_markdown_are_shown(text, label):
    assert plain(text) == label


@given(st.text())
def test_label_is_the_text_in_one_line_and_every_mark_has_its_backslash(text):
    label = plain(text)
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", label).replace("\u2060", "")
    assert shown == printable(text).replace("\n", " ").replace("\t", " ")
    assert not re.search(r"(?<!\\)[!-/:-@\[^_`{-~]", label.replace("\\\\", ""))


@pytest.mark.parametrize("text", [*TEXTS, *HIDDEN])
def test_no_label_is_more_than_one_line(text):
    assert "\n" not in plain(text)


# No label of a page is built otherwise ----------------------------------------------------------------------------

ROOT = Path(__file__).parent.parent
SOURCES = [*sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "lib" / "ui").glob("*.py"))]
READ_AS_MARKDOWN = {
    "badge", "button", "caption", "checkbox", "date_input", "error", "expander", "feedback", "file_uploader",
    "form_submit_button", "header", "info", "link_button", "markdown", "metric", "multiselect", "number_input",
    "page_link", "pills", "popover", "radio", "segmented_control", "selectbox", "slider", "spinner", "status",
    "subheader", "success", "tabs", "text_area", "text_input", "time_input", "title", "toast", "toggle", "warning",
    "write",
}  # fmt: skip
OPTIONS_TOO = {"segmented_control", "pills", "radio", "tabs"}
# Of lib.ui: they hand their label on.
OUR_OWN = {"act", "choice", "choose_file", "choose_files", "download", "download_table", "paper", "paper_in_layout"}
OF_A_FORM = {"text", "choice"}  # of ui.Form: first the field, then its label
# Half months and numbers, of which no part is a text of people.
ATTRIBUTES, NAMES = {"label", "short", "number", "refused", "batch"}, {"batch", "count", "left", "number"}


class Labels:
    """The labels of a module that hold something else than our own words, numbers, and texts made `plain`."""

    def __init__(self, tree: ast.Module) -> None:
        self.calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        self.modules = {alias.asname or alias.name for node in imports for alias in node.names} - {"ui"} | {"log"}
        self.inside = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
        self.tree = tree
        self.asked: set[tuple[ast.AST, str]] = set()

    def found(self) -> list[str]:
        labels = [(call, label) for call in self.calls if self.draws(call) for label in labels_of(call)]
        return [f"line {call.lineno}: {ast.unparse(label)}" for call, label in labels if not self.ours(label)]

    def draws(self, call: ast.Call) -> bool:
        """Whether it is Streamlit, or a part of the page, that is called."""
        return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) not in self.modules

    def ours(self, node: ast.expr) -> bool:
        """Whether every text that the expression can give is our own, or plain."""
        match node:
            case ast.Constant():
                return True
            case ast.Call(func=ast.Name("_" | "plain" | "len" | "save_label")):
                return True
            case ast.Call(func=ast.Attribute(attr="plain" | "save_label")):
                return True
            case ast.Call(func=ast.Name(name)) if name.endswith("_word"):
                return True  # the word for a value of our vocabulary
            case ast.Call(func=ast.Name("zip"), args=[_places, *given]):
                return all(self.ours(each) for each in given)
            case ast.Lambda(body=body):
                return self.ours(body)
            case ast.Call(func=ast.Attribute(value, "format"), keywords=given):
                return self.ours(value) and all(self.ours(each.value) for each in given)
            case ast.FormattedValue(value, format_spec=ast.JoinedStr([ast.Constant(",")])):
                return True  # a text refuses this format
            case ast.Attribute(value, "__getitem__"):
                return self.ours(value)
            case ast.Attribute(attr=name):
                return name in ATTRIBUTES
            case ast.Name(name):
                return name in NAMES or name.isupper() or self.bound(node, name)
            case ast.BinOp() | ast.IfExp() | ast.JoinedStr() | ast.FormattedValue() | ast.BoolOp():
                return all(self.ours(each) for each in texts_in(node))
            case ast.Tuple(parts) | ast.List(parts) | ast.Dict(values=parts):
                return all(self.ours(part) for part in parts)
            case ast.Subscript(value) | ast.Call(func=ast.Attribute(value, "items" | "values")):
                return self.ours(value)
        return False

    def bound(self, node: ast.expr, name: str) -> bool:
        """Whether all that the name is bound to around `node` is ours; a parameter is what the calls of it say."""
        scope: ast.AST = node
        while not isinstance(scope, ast.FunctionDef | ast.Module):
            scope = self.inside[scope]
        if (scope, name) in self.asked:
            return True  # label = label.format(…): what it was before is asked already
        self.asked.add((scope, name))
        if isinstance(scope, ast.FunctionDef) and name in (names := [each.arg for each in scope.args.args]):
            return self.given(scope.name, names.index(name), name)
        values = [each.value for each in ast.walk(scope) if isinstance(each, ast.Assign) and name in targets(each)]
        loops = [each for each in ast.walk(scope) if isinstance(each, ast.For) and name in targets(each)]
        values += [value for loop in loops for value in taken_in_turn(loop, name)]
        if not values and not isinstance(scope, ast.Module):
            values = [each.value for each in self.tree.body if isinstance(each, ast.Assign) and name in targets(each)]
        return bool(values) and all(self.ours(value) for value in values)

    def given(self, function: str, at: int, name: str) -> bool:
        calls = [call for call in self.calls if isinstance(call.func, ast.Name) and call.func.id == function]
        arguments = [call.args[at] for call in calls if len(call.args) > at]
        arguments += [each.value for call in calls for each in call.keywords if each.arg == name]
        return all(self.ours(each) for each in arguments)


def labels_of(call: ast.Call) -> list[ast.expr]:
    if ast.unparse(call.func.value) == "form" and call.func.attr in OF_A_FORM:
        return call.args[1:2]
    if call.func.attr not in READ_AS_MARKDOWN | OUR_OWN:
        return []
    named = [each.value for each in call.keywords if each.arg in ("label", "help", "body")]
    shown = [each.value for each in call.keywords if each.arg == "format_func" and call.func.attr in OPTIONS_TOO]
    return [*call.args[:1], *named, *shown]


def texts_in(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    return [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr)] or [node]


def targets(node: ast.Assign | ast.For) -> set[str]:
    into = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {each.id for target in into for each in ast.walk(target) if isinstance(each, ast.Name)}


def taken_in_turn(loop: ast.For, name: str) -> list[ast.expr]:
    """What the name is in each round; where the rounds are written out, only its own part of them."""
    match loop.target, loop.iter:
        case ast.Tuple(parts), ast.Tuple(rounds) if all(isinstance(each, ast.Tuple) for each in rounds):
            at = [ast.unparse(part) for part in parts].index(name)
            return [each.elts[at] for each in rounds]
    return [loop.iter]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_label_holds_a_text_of_people_as_markdown(path):
    assert Labels(tree_of(path)).found() == []
