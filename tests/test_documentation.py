"""README.md, docs/ and data/README.md name only what exists, and leave out nothing that exists."""

import argparse
import ast
import csv
import importlib
import importlib.util
import re
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app import PAGES
from lib import ORDER
from lib.kept.tables import TABLES
from lib.server.commands.parser import build
from lib.words.language import CATALOGUE
from lib.words.settings import Settings
from tests.kept.test_tables import FILES
from tests.pictures import PICTURES

ROOT = Path(__file__).parent.parent
ENGLISH = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "data" / "README.md"]
CHINESE = [ROOT / "README.zh-CN.md", *sorted((ROOT / "docs" / "zh").rglob("*.md"))]
DOCUMENTS = [*ENGLISH, *CHINESE]
OPERATING = [ROOT / "docs" / "operating.md", ROOT / "docs" / "zh" / "operating.md"]
EACH = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def everything() -> str:
    return "\n".join(text_of(path) for path in DOCUMENTS)


def code_in(text: str) -> list[str]:
    """What stands between backticks, and every line of a block of commands."""
    fenced = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    rest = re.sub(r"```\w*\n.*?```", "", text, flags=re.DOTALL)
    indented = re.findall(r"^    (?! )(.*)$", rest, re.MULTILINE)
    return [*re.findall(r"`([^`\n]+)`", rest), *indented, *(line for block in fenced for line in block.splitlines())]


# Commands -----------------------------------------------------------------------------------------------------------


def subcommands() -> dict[str, argparse.ArgumentParser]:
    [choices] = [each for each in build()._actions if isinstance(each, argparse._SubParsersAction)]
    return choices.choices


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings} - {"-h", "--help"}


def named_commands(text: str) -> Iterator[tuple[str, str]]:
    """(command, the rest of it) of each `python -m lib …`."""
    for code in code_in(text):
        yield from re.findall(r"python -m lib ([a-z-]+)(.*)", code)


@EACH
def test_every_command_that_is_named_exists_with_its_options(document):
    known = subcommands()
    for name, rest in named_commands(text_of(document)):
        assert name in known, f"python -m lib {name}"
        given = set(re.findall(r"(?<!\S)\[?(--[a-z-]+)", rest))
        assert given <= options(known[name]) | {"--help"}, f"python -m lib {name}{rest}"


@pytest.mark.parametrize("name", subcommands())
def test_every_command_and_option_is_documented(name):
    acts = next((action.choices for action in subcommands()[name]._actions if action.dest == "act"), ())
    for operating in OPERATING:
        lines = text_of(operating).splitlines()
        [row] = [line for line in lines if re.match(rf"\| `python -m lib {name}[ `]", line)]
        assert {word for word in (*options(subcommands()[name]), *acts) if word not in row} == set()


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*##", text_of(ROOT / "Makefile"), re.MULTILINE))


def named_targets(text: str) -> set[str]:
    return {name for code in code_in(text) for name in re.findall(r"\bmake ([a-z]+)", code)}


@EACH
def test_every_make_target_that_is_named_exists(document):
    assert named_targets(text_of(document)) <= make_targets()


def test_every_make_target_is_documented():
    for operating in OPERATING:
        text = text_of(operating)
        assert {name for name in make_targets() - {"help"} if f"`make {name}`" not in text} == set()


def named_modules(text: str) -> list[str]:
    """What is run by `python -m tests…`; a measure is named behind tests.bench."""
    parts = [f"tests.bench.{name}" for name in re.findall(r"python -m tests\.bench (\w+)", text)]
    return [*re.findall(r"python -m (tests[\w.]*)", text), *parts]


@EACH
def test_every_module_that_is_run_exists(document):
    for name in named_modules(text_of(document)):
        assert importlib.util.find_spec(name), name


# Settings -----------------------------------------------------------------------------------------------------------


def settings_keys(model=Settings, before: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and hasattr(field.annotation, "model_fields"):
            yield from settings_keys(field.annotation, f"{before}{name}.")
        else:
            yield f"{before}{name}"


KEYS = set(settings_keys())


def test_every_setting_is_documented():
    for operating, heading in zip(OPERATING, ("## Settings", "## 设置"), strict=True):
        table = text_of(operating).partition(heading)[2]
        assert {key for key in KEYS if f"`{key}`" not in table} == set()


SECTIONS = {key.partition(".")[0] for key in KEYS}


def named_settings(text: str, sections: Collection[str] = SECTIONS) -> list[str]:
    """What is written like a key of one of these sections: lights.behind, but no file and no class."""
    named = [code for code in code_in(text) if not re.search(r"\.(py|toml|po|csv)$|\.[A-Z]", code)]
    parts = [(code, *code.partition(".")) for code in named]
    return [code for code, section, _dot, key in parts if section in sections and key.isidentifier()]


@EACH
def test_every_setting_that_is_named_exists(document):
    terms = glossary_terms() if document.name == "glossary.md" else ()
    for code in named_settings(text_of(document)):
        assert code in KEYS or code in terms, code


def named_settings_of_streamlit(text: str) -> list[str]:
    return named_settings(text, ("server", "browser"))


@EACH
def test_every_setting_of_streamlit_that_is_named_is_set_or_the_engineers_own(document):
    streamlit = tomllib.loads(text_of(ROOT / ".streamlit" / "config.toml"))
    for code in {*named_settings_of_streamlit(text_of(document))} - {"server.log"}:
        section, _dot, key = code.partition(".")
        assert key in streamlit[section] or key in ("cookieSecret", "allowedHosts", "port"), code


def test_variables_of_the_environment_are_those_that_are_read():
    read = {
        name
        for path in [ROOT / "app.py", *(ROOT / "lib").rglob("*.py")]
        for name in re.findall(r"\bBANYUE_[A-Z_]+", text_of(path))
    }
    assert set(re.findall(r"\bBANYUE_[A-Z_]+", everything())) == read


# Pages, files, modules, links -----------------------------------------------------------------------------------------


def test_every_page_is_documented_and_every_address_exists():
    paths = {f"/{name}" for name in PAGES} | {"/"}
    for operating, begin in zip(OPERATING, ("Pages:", "各页："), strict=True):
        listed = text_of(operating).partition(begin)[2].partition("\n\n")[0]
        assert set(re.findall(r"`(/\w*)`", listed)) == paths, operating
    addresses = {
        code.partition("?")[0] for document in DOCUMENTS for code in code_in(text_of(document)) if "?" in code[:20]
    }
    assert {one for one in addresses if re.fullmatch(r"/\w+", one)} <= paths


MADE = (
    "banyue.db",
    "data/banyue.db",
    "logs/",
    "backups",
    ".venv",
    "FILE",
    "data/backups",
)  # what a start makes, or stands for a name


def named_files(text: str) -> list[str]:
    path = re.compile(r"(?:(?:lib|pages|tests|docs|data|demo|make)/[\w./*-]*|[\w-]+\.(?:py|md|toml|txt))")
    named = [code for code in code_in(text) if path.fullmatch(code)]
    return [code for code in named if not code.startswith(MADE) and "NAME" not in code]


@EACH
def test_every_file_that_is_named_exists(document):
    for code in named_files(text_of(document)):
        places = (ROOT, ROOT / "data", document.parent)
        spellings = (code.rstrip("/"), f"{code}.py")  # lib/intake/preview is a module, lib/ledger/door a package
        assert any(list(place.glob(one)) for place in places for one in spellings), code


def anchors(path: Path) -> set[str]:
    """What a heading is reached by, as the hosts of repositories make it."""
    headings = re.findall(r"^#+ (.*)$", text_of(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links_within(text: str) -> list[str]:
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith("http")]


@EACH
def test_every_link_leads_somewhere(document):
    for link in links_within(text_of(document)):
        file, _hash, anchor = link.partition("#")
        target = (document.parent / file).resolve() if file else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


LOOKS = (named_commands, named_targets, named_modules, named_settings, named_settings_of_streamlit, named_files,
         links_within)  # fmt: skip


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_what_the_tests_look_for_stands_in_the_documents(look):
    """A pattern that matches nothing would let every document pass."""
    assert any(list(look(text_of(document))) for document in DOCUMENTS)


def test_every_document_is_reached_from_the_readme():
    """The Chinese handbook by its table of contents, which a page of the dashboard shows too."""
    contents = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "docs" / "zh" / "README.md"]
    linked = {
        (path.parent / link.partition("#")[0]).resolve() for path in contents for link in links_within(text_of(path))
    }
    assert {*DOCUMENTS[1:]} <= linked


def test_pictures_are_those_that_the_command_takes_and_not_heavy():
    files = {path.stem: path for path in (ROOT / "docs" / "pictures").glob("*.png")}
    assert files.keys() == PICTURES.keys()
    assert all(path.stat().st_size < 150_000 for path in files.values())
    shown = {(path.parent / link).resolve() for path in DOCUMENTS for link in links_within(text_of(path))}
    assert {*files.values()} <= shown


def test_packages_of_the_readme_are_those_of_lib_with_their_sentences():
    table = re.findall(r"^\| `lib/(\w+)` \| (.*) \|$", text_of(ROOT / "README.md"), re.MULTILINE)
    assert table == list(ORDER.items())


# The glossary -------------------------------------------------------------------------------------------------------


def glossary_terms() -> list[str]:
    cells = re.findall(r"^\| (.*?) \| .* \| .* \|$", text_of(ROOT / "docs" / "glossary.md"), re.MULTILINE)
    return [term for cell in cells for term in re.findall(r"`([^`]+)`", cell)]


@cache
def words_of_the_code() -> set[str]:
    files = [*(ROOT / "lib").rglob("*.py"), ROOT / "data" / "indicators.csv"]
    return {word for path in files for word in re.findall(r"\w+", text_of(path))}


def test_every_row_of_the_glossary_is_read():
    rows = re.findall(r"^\| `.*$", text_of(ROOT / "docs" / "glossary.md"), re.MULTILINE)
    assert rows and {term for row in rows for term in re.findall(r"`([^`]+)`", row.split(" | ")[0])} == {
        *glossary_terms()
    }


def test_every_term_of_the_glossary_exists_in_the_code():
    terms = glossary_terms()
    assert [term for term in terms if "." not in term and term not in words_of_the_code()] == []
    named = [term for term in terms if "." in term]
    assert [term for term in named if not any(defines(package, term) for package in ORDER)] == []


def defines(package: str, term: str) -> bool:
    """Whether a package has what the glossary calls models.Unit or lights.Light.DONE."""
    found: object = importlib.import_module(f"lib.{package}")
    for name in term.split("."):
        if hasattr(found, "__path__") and importlib.util.find_spec(f"{found.__name__}.{name}"):
            found = importlib.import_module(f"{found.__name__}.{name}")
        elif hasattr(found, name):
            found = getattr(found, name)
        else:
            return False
    return True


# Sentences of the program -------------------------------------------------------------------------------------------


@cache
def sentences() -> dict[str, str]:
    """English → Chinese, the first line of each, with … for what the program fills in."""
    with CATALOGUE.open("rb") as file:
        return {dotted(str(one.id)): dotted(str(one.string)) for one in read_po(file, locale="zh") if one.id}


def dotted(text: str) -> str:
    return re.sub(r"\{[^}]*\}", "…", text.split("\n")[0])


QUOTED = re.findall(r"^\| (.*?)<br>(.*?) \| ", text_of(ROOT / "docs" / "troubleshooting.md"), re.MULTILINE)


def test_every_sentence_is_quoted_as_the_program_says_it():
    at_the_start = said_before_there_is_a_catalogue()
    others = [(chinese, english) for chinese, english in QUOTED if sentences().get(english) != chinese]
    assert [both for both in others if not all(text in at_the_start for text in both)] == []


NOT_OPEN = re.compile(r"(… is|which is|half month is|which was) (closed; (ask|nothing)|not open)")


def test_every_sentence_about_a_half_month_that_is_not_open_is_explained():
    said = {english for english in sentences() if NOT_OPEN.search(english) and "Meeting" not in english}
    assert len(said) >= 8 and said <= {english for _chinese, english in QUOTED}


# Those that speak with other hosts and programs: whoever reads why one of them did not do its part looks it up.
OF_OTHERS = ("words/unanswered.py", "server/reminders/mail.py", "server/reminders/robots.py", "documents/pdf.py",
             "review/collecting/asking.py", "review/collecting/answers.py", "review/collecting/collect.py",
             "kept/printed.py")  # fmt: skip
PARTS = {
    "nothing new",
    "forgotten; its values stay",
    "taken by the mail host",
    "…: … values changed, …",
    "Code of the data …",
    "…; name the file of its authority in mail_ca",
    "at …; bring both programs to the same version",
    "… with … decimals",
    "…; nothing was read from it yet",
    "…; left as it was on …",
}  # no trouble, or what stands within a sentence or behind one


def refused_in(module: str) -> set[str]:
    """The sentences with which a module refuses: raised, returned, or named before they are raised."""
    tree = ast.parse(text_of(ROOT / "lib" / module))
    found = {
        dotted(str(node.args[0].value))
        for place in ast.walk(tree)
        if isinstance(place, ast.Raise | ast.Return | ast.Assign)
        for node in whole_texts(place)
    }
    return {one for one in found if re.search(r"[a-z]{3}.* ", one)} - PARTS


def whole_texts(place: ast.AST) -> Iterator[ast.Call]:
    """The calls of `_` and `N_` but for those that fill a place of another text."""
    filled = {id(part) for one in ast.walk(place) if isinstance(one, ast.keyword) for part in ast.walk(one)}
    for node in ast.walk(place):
        match node:
            case ast.Call(func=ast.Name(id="_" | "N_"), args=[ast.Constant()]) if id(node) not in filled:
                yield node


@pytest.mark.parametrize("module", OF_OTHERS)
def test_every_refusal_of_another_host_or_program_is_explained(module):
    said = refused_in(module)
    assert said and said <= {english for _chinese, english in QUOTED}


@cache
def said_before_there_is_a_catalogue() -> str:
    """The sources of what `python start.py` says, with … for what it fills in."""
    files = (ROOT / "start.py", ROOT / "deploy" / "starting.py")
    return re.sub(r"\{[^}\n]*\}", "…", "\n".join(map(text_of, files)))


def test_every_row_about_a_sentence_is_read():
    rows = [line for line in text_of(ROOT / "docs" / "troubleshooting.md").splitlines() if line.startswith("| ")]
    assert QUOTED and len(QUOTED) == len([row for row in rows if "<br>" in row])


# data/README.md -----------------------------------------------------------------------------------------------------


def described() -> dict[str, list[list[str]]]:
    """File → the rows of its table, cell by cell."""
    found: dict[str, list[list[str]]] = {}
    for part in re.split(r"^### ", text_of(ROOT / "data" / "README.md"), flags=re.MULTILINE)[1:]:
        lines = [line for line in part.splitlines() if line.startswith("| ")]
        file = re.match(r"`([^`]+)`", part).group(1).replace("<half month>", "2023-01-1")
        found[file] = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]
    return found


def header(file: str) -> list[str]:
    with (ROOT / "data" / file).open(encoding="utf-8", newline="") as opened:
        return next(csv.reader(opened))


def test_every_file_of_data_is_described_and_none_besides():
    every = {str(path.relative_to(ROOT / "data")) for path in (ROOT / "data").glob("**/*.csv")} - {
        "make/upper_units.csv"
    }
    every = {re.sub(r"20\d\d-\d\d-[12]_", "2023-01-1_", file) for file in every}
    assert every | {"briefing.toml"} == described().keys()


@pytest.mark.parametrize("file", FILES)
def test_columns_of_a_table_are_described_as_they_are_declared(file):
    table = TABLES[FILES[file]]
    rows = described()[file]
    names = [re.match(r"`(\w+)` (\S+)", row[0]).groups() for row in rows]
    assert [name for name, _title in names] == [column.name for column in table.columns]
    for (_name, title), row, column in zip(names, rows, table.columns, strict=True):
        assert title in column.headers and row[1]
        assert row[-1] == ("yes" if column.required else "")
        assert set(re.findall(r"`(\w+)`", row[2])) >= set(column.choices)
        assert column.kind != "reference" or f"`{column.refers}`" in row[2]
        assert column.maximum is None or str(column.maximum) in row[2]
    known = {each for column in table.columns for each in column.headers} | set(table.left_out)
    assert set(header(file)) <= known


INDICATORS = {row["code"]: row for row in csv.DictReader(text_of(ROOT / "data" / "indicators.csv").splitlines())}


@pytest.mark.parametrize("file", [file for file in described() if file.startswith("targets_")])
def test_targets_are_described_column_by_column(file):
    rows = described()[file]
    assert [re.match(r"`(\w+)`", row[0]).group(1) for row in rows] == header(file)
    assert all(INDICATORS[code]["name"] in row[0] for code, row in zip(header(file)[2:], rows[2:], strict=True))


@pytest.mark.parametrize("form", sorted({row["form"] for row in INDICATORS.values()} - {""}))
def test_values_of_a_form_are_described_column_by_column(form):
    file = f"demo/2023-01-1_{form}.csv"
    rows = described()[file]
    assert ["半月", "单位代码", "单位名称", *(row[0] for row in rows)] == header(file)
    for row, one in zip(rows, (one for one in INDICATORS.values() if one["form"] == form), strict=True):
        grows = "yes" if one["cumulative"] == "1" else ""
        assert row == [one["name"], f"`{one['code']}`: {one['name_en']}", one["unit"],
                       f"{one['minimum']}–{one['maximum']}", grows]  # fmt: skip
