"""Every number in the documents is the one in the data: found again by `tests.oracle`, read back from the file."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from io import BytesIO

import docx
import pytest

from lib.documents.paper import Document, Grid, Paragraph, Run, plain, runs_of
from lib.documents.word import write
from lib.kept import store
from lib.kept.reference import read_reference
from lib.words.half_months import HalfMonth
from tests.documents.handed_out import documents
from tests.oracle import ALL, TODAY, Oracle, as_printed, due_of, printed, read_number

COUNTIES = ("522301", "522302", "522323", "522324", "522325", "522326", "522327", "522328", "522391")
CASES = [
    pytest.param("2023-06-2", "notice", id="closed, notice"),
    pytest.param("2023-06-2", "digest", id="closed, digest"),
    pytest.param("2023-06-2", "feedback", id="closed, feedback"),
    pytest.param("2023-07-1", "notice", id="open, notice"),
    pytest.param("2023-07-1", "digest", id="open, digest"),
    pytest.param("2023-07-1", "feedback", id="open, feedback"),
    pytest.param("2023-01-1", "notice", id="the first, nothing before it"),
    pytest.param("2023-02-2", "notice", id="with values carried forward"),
]
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def made(demo):
    """made("2023-06-2", "notice") is (oracle, documents)."""
    with store.reading(demo) as connection:
        reference = read_reference(connection)

    @cache
    def oracle(half_month: HalfMonth) -> Oracle:
        return Oracle(demo, half_month)

    @cache
    def make(text: str, kind: str) -> tuple[Oracle, tuple[Document, ...]]:
        half_month = HalfMonth.parse(text)
        with store.reading(demo) as connection:
            return oracle(half_month), documents(connection, reference, half_month, kind, COUNTIES)

    return make


@cache
def file_of(document: Document):
    return docx.Document(BytesIO(write(document)))


def said(document: Document) -> list[tuple[str, list[Run]]]:
    """Each paragraph and cell of body and annexes: its text and its runs."""
    found = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append((block.text, list(block.runs)))
        elif isinstance(block, Grid):
            found += [(plain(runs_of(cell)), list(runs_of(cell))) for row in block.rows for cell in row]
    return found


def numbers(document: Document) -> Iterable[tuple[bool, Run, str]]:
    """Each number: whether it stands in a table, and the unit that the head of its column names."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from ((False, run, "") for run in block.runs if run.ref)
        else:
            heads = [head.rpartition("（")[2].rstrip("）") for head in block.headers]
            for row in block.rows:
                for head, cell in zip(heads, row, strict=True):
                    yield from ((True, run, head) for run in runs_of(cell) if run.ref)


@pytest.mark.parametrize(("half_month", "kind"), CASES)
def test_every_number_is_the_one_in_the_data(made, half_month, kind):
    oracle, documents = made(half_month, kind)
    wrong = [
        (run.text, run.ref, as_printed(oracle, run.ref, table=table))
        for document in documents
        for table, run, head in numbers(document)
        if read_number(run.text + head) != as_printed(oracle, run.ref, table=table)
    ]
    assert not wrong
    assert sum(run.ref is not None for document in documents for run in document.runs) > 30


@pytest.mark.parametrize(("half_month", "kind"), CASES)
def test_file_says_what_the_document_says(made, half_month, kind):
    """Numbers were compared in the document; here they are read from the file, paragraph by paragraph, cell by cell."""
    _oracle, documents = made(half_month, kind)
    for document in documents:
        read = file_of(document)
        texts = [paragraph.text for paragraph in read.paragraphs]
        cells = [cell.text for table in read.tables for row in table.rows[1:] for cell in row.cells]
        assert [text for text, _runs in said(document) if text] == [
            text for text in _in_order(document, texts, cells) if text
        ]
        assert NUMBER.findall(" ".join(texts + cells))


def _in_order(document: Document, texts: list[str], cells: list[str]) -> Iterable[str]:
    """The texts that were read, in the order of the document's blocks; what stands around them is left out."""
    wanted = {block.text for block in document.blocks if isinstance(block, Paragraph)}
    paragraphs, rest = iter([text for text in texts if text in wanted]), iter(cells)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield next(paragraphs)
        else:
            yield from (next(rest) for row in block.rows for _cell in row)


@pytest.mark.parametrize(("half_month", "kind"), CASES)
def test_no_number_is_unexplained(made, half_month, kind):
    """What is no number of the data is a day, a name or the place in a list."""
    oracle, documents = made(half_month, kind)
    known = sorted(names(oracle), key=len, reverse=True)
    for document in documents:
        for text, runs in said(document):
            rest = "".join(run.text for run in runs if run.ref is None)
            for name in known if NUMBER.search(rest) else ():
                rest = rest.replace(name, "")
            rest = re.sub(r"^\d+\.|^\d+$", "", rest)  # the place in a list or table
            assert not NUMBER.findall(rest), (text, rest)


@cache
def names(oracle: Oracle) -> set[str]:
    """Every name and day in the data that may hold a digit."""
    this = oracle.half_month
    found = {text for row in oracle.rows("SELECT name FROM unit") for text in row}
    for table in ("indicator", "task", "department", "form"):
        found |= {row.name for row in oracle.rows(f"SELECT name FROM {table}")}
    found |= {row.title for row in oracle.rows("SELECT title FROM action_item")}
    found |= {text for row in oracle.rows("SELECT done, problem, next_step FROM task_progress") for text in row} - {""}
    found |= {row.matter for row in oracle.rows("SELECT matter FROM admission")}
    found |= {row.definition for row in oracle.rows("SELECT definition FROM indicator")}
    found |= {row.code for row in oracle.rows("SELECT code FROM task")}
    found |= {row.reason for row in oracle.rows("SELECT reason FROM submission")} - {""}
    days = {this.first_day, this.last_day, due_of(this), due_of(this.next()), TODAY}
    for query in (
        "SELECT held_on AS day FROM meeting",
        "SELECT due_on AS day FROM action_item",
        "SELECT reported_on AS day FROM submission",
    ):
        days |= {date.fromisoformat(str(row.day)) for row in oracle.rows(query) if row.day}
    found |= {f"{day.year}年{day.month}月{day.day}日" for day in days} | {f"{day.month}月{day.day}日" for day in days}
    found |= {HalfMonth(row.half_month).label for row in oracle.rows("SELECT half_month FROM spot_plan")}
    found |= {this.label, this.next().label, "10个百分点"}  # the last is lights.behind of config.toml
    spans = (HalfMonth(ordinal).short for row in oracle.rows("SELECT start, due FROM task") for ordinal in row)
    return found | set(spans)


@pytest.mark.parametrize(("half_month", "kind"), CASES)
def test_a_change_is_told_in_its_direction(made, half_month, kind):
    oracle, documents = made(half_month, kind)
    for document in documents:
        for text, runs in said(document):
            for before, run in zip([Run(""), *runs], runs, strict=False):
                if run.ref and run.ref.aspect in ("change", "gap"):
                    moved = oracle.number(run.ref)
                    assert _direction(before.text, run.text, run.ref.aspect) in (0, (moved > 0) - (moved < 0)), text


def _direction(before: str, number: str, aspect: str) -> int:
    """What the word before a number, or the sign in it, says; 0 where a printed difference is 0."""
    if number.startswith(("+", "−")):
        return 1 if number[0] == "+" else -1
    if read_number(number) == 0:
        return 0
    words = {"增加": 1, "提高": 1, "减少": -1, "下降": -1, "低": -1}
    return next(sign for word, sign in words.items() if before.endswith(word))


# The annexes, cell by cell, without asking the document what a cell is ----------------------------------------------


def table_of(document: Document, title: str):
    """A table of the file by its caption, as rows of texts."""
    read = file_of(document)
    captions = [paragraph.text for paragraph in read.paragraphs if paragraph.style.name == "Caption"]
    [at] = [at for at, caption in enumerate(captions) if caption.endswith(title)]
    return [[cell.text for cell in row.cells] for row in read.tables[at].rows]


@pytest.mark.parametrize("half_month", ["2023-06-2", "2023-07-1"])
@pytest.mark.parametrize("title", ["五项减负", "队伍下沉", "经费下投", "项目下放", "政策下倾"])
def test_annex_of_counties_and_indicators_is_what_counties_reported(made, half_month, title):
    oracle, [document] = made(half_month, "notice")
    head, *rows = table_of(document, title)
    codes = {
        f"{kept.name}（{'万' if kept.unit == '元' else ''}{kept.unit}）": c for c, kept in oracle.indicators.items()
    }
    units = {unit.name: code for code, unit in oracle.units.items() if code in (ALL, *COUNTIES)}
    assert [units[row[0]] for row in rows] == [*COUNTIES, ALL]
    for row in rows:
        for name, cell in zip(head[1:], row[1:], strict=True):
            value = oracle.value(codes[name], units[row[0]])
            assert cell == ("—" if value is None else _cell(oracle, codes[name], value)), (row[0], name)


def _cell(oracle: Oracle, code: str, value: Decimal) -> str:
    """Money in 万元, and it and shares with one decimal; counts in full."""
    unit = oracle.indicators[code].unit
    if unit == "%":
        return str(printed(value))
    if unit.startswith("元"):
        return str((value / (10_000 if unit == "元" else 1)).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return str(int(value + Decimal("0.5")))


@pytest.mark.parametrize(("half_month", "kind"), CASES)
def test_no_sentence_mixes_units_of_money(made, half_month, kind):
    """元 beside 万元 or 亿元 would be read past."""
    _oracle, documents = made(half_month, kind)
    for document in documents:
        for text, _runs in said(document):
            for sentence in re.split("[。；]", text):
                units = set(re.findall(r"\d(万元|亿元|元)(?!/)", sentence))
                assert len(units) <= 1, sentence


@pytest.mark.parametrize("half_month", ["2023-06-2", "2023-07-1"])
def test_annex_of_the_ranking_has_the_best_first_and_the_silent_last(made, half_month):
    oracle, [document] = made(half_month, "notice")
    _head, *rows = table_of(document, "综合进度排名")
    names_of = {code: oracle.units[code].name for code in COUNTIES}
    known = [code for code in COUNTIES if oracle.overall(code, "percent") is not None and oracle.is_covered(code)]
    apart = [code for code in COUNTIES if oracle.overall(code, "percent") is not None and code not in known]
    ordered = sorted(known, key=lambda code: (-oracle.overall(code, "percent"), code))
    silent = [code for code in COUNTIES if code not in (*known, *apart)]
    assert [row[1] for row in rows] == [names_of[code] for code in (*ordered, *apart, *silent)]
    assert all(row[0] == "—" for row in rows[len(known) :])
    for at, (code, row) in enumerate(zip(ordered, rows, strict=False), start=1):
        assert row[0] == str(at)
        assert row[2:4] == [str(printed(oracle.overall(code, side))) for side in ("percent", "expected")]
    assert all(row[0] == "—" and set(row[2:]) == {"—"} for row in rows[len(known) + len(apart) :])


@pytest.mark.parametrize("half_month", ["2023-06-2", "2023-07-1"])
def test_annex_of_the_measures_names_all_with_percent_and_light(made, half_month):
    oracle, [document] = made(half_month, "notice")
    rows = [[cell.text for cell in row.cells] for row in file_of(document).tables[6].rows][1:]
    words = {"done": "已完成", "on_schedule": "正常", "behind": "预警", "far_behind": "滞后"}
    assert [row[0] for row in rows] == oracle.measures and len(rows) == 29
    for row in rows:
        assert row[1] == oracle.tasks[row[0]].name
        assert row[4] == str(printed(oracle.task_percent(row[0], ALL)))
        assert row[5] == str(printed(oracle.expected_of(oracle.tasks[row[0]])))
        light, due = oracle.measure_light(row[0]), oracle.tasks[row[0]].due
        overdue = due < oracle.half_month.ordinal and light in ("behind", "far_behind")
        assert row[6].endswith(words[light] + ("（逾期）" if overdue else ""))


@pytest.mark.parametrize("half_month", ["2023-06-2", "2023-07-1", "2023-02-2"])
def test_annex_of_the_reports_says_where_each_form_of_each_county_stands(made, half_month):
    oracle, [document] = made(half_month, "notice")
    head, *rows = [[cell.text for cell in row.cells] for row in file_of(document).tables[7].rows]
    forms = {row.name: row.code for row in oracle.rows("SELECT code, name FROM form")}
    words = {
        "accepted": "已确认", "reported": "已报", "late": "迟", "partial": "部分", "returned": "退回",
        "carried": "沿用", "not_reported": "未报", "overdue": "逾期",
    }  # fmt: skip
    assert len(rows) == 9 and len(head) == 8  # name, six forms, note
    for county, row in zip(COUNTIES, rows, strict=True):
        for name, cell in zip(head[1:-1], row[1:-1], strict=True):
            assert cell.split("\n")[0] == words[oracle.reports[county, forms[name]]]


# What was published -----------------------------------------------------------------------------------------------


def test_notice_of_the_published_half_month_says_the_published_figures(made):
    """As the article prints them; 2.7万个 as 27000 and 3.57亿元 as 35700万元, in the unit of what stands beside."""
    _oracle, [document] = made("2023-06-2", "notice")
    text = "\n".join(paragraph.text for paragraph in file_of(document).paragraphs)
    for figure in (
        "同比压减56.3%", "清理机构牌子12200块", "上墙制度26800块", "清理报表1900份", "清理报表指标27000个",
        "APP和群1000个", "同比压减20%", "驻村干部2359名", "联户长63800名", "社区工作者1351名", "乡村振兴骨干8018名",
        "支持学历提升182名", "就业补助资金14948万元", "监测经费200万元", "资金4550万元", "65个村", "604个", "310个",
        "协作资金35700万元", "帮扶项目206个", "以工代赈项目201个", "群众务工3675人次", "劳务报酬1204.39万元",
        "平均报酬4535元/月", "村干部89名", "村党组织书记294人次", "培训骨干8090人次",
    ):  # fmt: skip
        assert figure in text, figure
