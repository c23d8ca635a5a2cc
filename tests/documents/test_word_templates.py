"""Word templates that the office edits: what is refused and how it is said, what a filled one says."""

import re
import zipfile
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Text

from lib.documents.paper import Annex, Document, Grid, Paragraph, Run
from lib.documents.texts import office_texts
from lib.documents.word import write
from lib.documents.word_templates import kept
from lib.documents.word_templates.built_in import built_in
from lib.documents.word_templates.filled import filled
from lib.documents.word_templates.shapes import CELLS, FIELDS, shape_of, values
from lib.kept import store
from lib.ledger.access import GUEST, engineer
from lib.ledger.door import undo
from lib.words.errors import FileRefused, Forbidden, Refusal

OFFICE = engineer("联席办 李四")
MASTHEAD = "黔西南州减负赋能联席会议办公室文件"
HEADERS = ("序号", "乡镇（街道）", "村（社区）", "指标", "填报值", "核实值")
HOSTILE = "甲\x0b乙\x07<w:t>&{{ title }}{% for %}\u202e"


def a_document(kind: str, **more) -> Document:
    body = (
        Paragraph("body", (Run("开头。"),)),
        Paragraph("heading", (Run("一、进展"),)),
        Paragraph("body", (Run("完成"), Run("12.5%"))),
        Paragraph("body", (Run("第二段。"),)),
        Paragraph("heading", (Run("二、问题"),)),
        Paragraph("body", (Run("没有。"),)),
    )
    rows = tuple(tuple(Run(f"{name}格{at}") for name in CELLS) for at in range(2))
    villages = Annex("抽查名单", (Grid(HEADERS, rows, (1,) * 6, title="望谟县"),))
    parts = {
        "kind": kind, "file_name": f"{kind}.docx", "title": ("关于某事的", "通知"),
        "number": "联〔2023〕　号" if kind == "reply" else "", "masthead": MASTHEAD if kind == "reply" else "",
        "addressees": "各县" if "addressees" in FIELDS[kind] else "", "body": body,
        "signed_by": "黔西南州减负赋能联席会议办公室", "signed_on": date(2023, 7, 17),
        "fonts": office_texts().fonts.model_dump(), "annexes": (villages,) if kind == "checking" else (),
        "fields": {name: f"{name}值" for name in FIELDS[kind] if name not in GENERIC},
    }  # fmt: skip
    return Document(**parts | more)


GENERIC = ("title", "draft", "signed_by", "signed_on", "addressees", "number", "opening", "sections", "tables")


def texts(content: bytes) -> list[str]:
    """Each paragraph of the body that says something, those in tables as well."""
    word = docx.Document(BytesIO(content))
    found = (Text(one, word).text for one in word.element.body.iter(qn("w:p")))
    return [text for text in found if text]


def a_template(*lines: str, footer: str = "", table: tuple[str, ...] = ()) -> bytes:
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    if footer:
        word.sections[0].footer.is_linked_to_previous = False
        word.sections[0].footer.paragraphs[0].text = footer
    for at, cell in enumerate(table):
        (word.tables[0] if at else word.add_table(0, 1)).add_row().cells[0].text = cell
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def with_member(name: str, content: bytes, *, of: bytes | None = None, replacing: bytes = b"") -> bytes:
    """A template with one more part, or with `replacing` in a part that it has replaced."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(of or a_template("{{ title }}"))) as source, zipfile.ZipFile(file, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            target.writestr(info.filename, part.replace(replacing, content) if info.filename == name else part)
        if name not in source.namelist():
            target.writestr(name, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


# The built-in layout ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FIELDS)
def test_built_in_layout_as_a_template_fits_and_says_what_the_document_says(kind):
    template = built_in(kind, "黔西南州")
    kept.must_fit(template, kind)
    document = a_document(kind)
    said = texts(filled(template, document))
    if kind == "admission":  # its fields have places of their own in the form
        assert {"matter值", "funds值", "decision值", "申请编号：code值　　申请日期：applied_on值"} <= {*said}
    else:
        assert said == texts(write(document))


@pytest.mark.parametrize("kind", FIELDS)
def test_page_numbers_margins_and_grid_survive(kind):
    word = docx.Document(BytesIO(filled(built_in(kind, "黔西南州"), a_document(kind))))
    section = word.sections[0]
    assert "PAGE" in section.footer._element.xml and section.left_margin is not None
    assert section._sectPr.find(qn("w:docGrid")) is not None
    assert word.core_properties.title == "关于某事的通知"


def test_values_are_declared_for_each_kind():
    for kind in FIELDS:
        assert values(a_document(kind)).keys() == shape_of(kind).keys()


def test_texts_of_people_stay_texts():
    document = a_document("minutes", title=(HOSTILE,), body=(Paragraph("body", (Run(HOSTILE),)),))
    template = a_template("题{{ title }}题", "{%p for one in opening %}", "{{ one }}", "{%p endfor %}")
    said = texts(filled(template, document))
    clean = "甲\n乙<w:t>&{{ title }}{% for %}"
    assert said == [f"题{clean}题", clean]


def test_placeholder_in_a_foot_and_in_rows_of_a_table_is_filled():
    rows = ("{%tr for table in tables %}", "{{ table.title }}", "{%tr endfor %}")
    template = a_template("{% if draft %}稿{% else %}定{% endif %}", footer="{{ signed_on }}", table=rows)
    made = filled(template, a_document("checking"))
    assert texts(made) == ["定", "望谟县"]
    assert docx.Document(BytesIO(made)).sections[0].footer.paragraphs[0].text == "2023年7月17日"


# What is refused --------------------------------------------------------------------------------------------------

PLACEHOLDERS = [
    pytest.param(["好", "{{ titel }}"], ["正文第 2 段", "{{ titel }}", "没有这个占位符", "title？"], id="unknown name"),
    pytest.param(["{{ title"], ["正文第 1 段", "{{ title", "花括号"], id="open brace"),
    pytest.param(["｛｛title｝｝"], ["正文第 1 段", "半角"], id="wide braces"),
    pytest.param(["{{ title | upper }}"], ["{{ title | upper }}", "请写成"], id="a filter"),
    pytest.param(["{{ ''.__class__ }}"], ["__class__"], id="a way out"),
    pytest.param(["{{ cycler.__init__.__globals__ }}"], ["cycler"], id="another way out"),
    pytest.param(["{% for x in range(9) %}{% endfor %}"], ["range(9)", "只能用"], id="a call"),
    pytest.param(["{% set x = title %}"], ["{% set x = title %}", "只能用"], id="another statement"),
    pytest.param(["{# note #}"], ["{#", "花括号"], id="a comment"),
    pytest.param(["{%p if opening %}", "甲"], ["{%p if opening %}", "缺少", "{% endif %}"], id="without end"),
    pytest.param(["{%p endif %}"], ["{%p endif %}", "没有与它对应的开头"], id="end without loop"),
    pytest.param(["{%p for line in opening %}甲"], ["单独占一段"], id="not alone"),
    pytest.param(["{%tr for line in opening %}"], ["表格"], id="no row"),
    pytest.param(["{{ opening }}"], ["for … in …"], id="a list as a text"),
    pytest.param(["{%p for x in title %}", "{%p endfor %}"], ["不能逐项"], id="a text as a list"),
    pytest.param(["{{ line }}"], ["{{ line }}", "没有这个占位符"], id="name of no loop"),
    pytest.param(["{% for line in opening %}", "{% endfor %}"], ["没有与它对应的开头"], id="over two paragraphs"),
    pytest.param(["{{ section.headin }}"], ["没有这个占位符"], id="side of nothing"),
    pytest.param(["{% if a %}" * 4 + "{% endif %}" * 4], ["最多套 3 层"], id="too deep"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "said"), PLACEHOLDERS)
def test_broken_placeholder_is_named_with_its_place(lines, said):
    with pytest.raises(FileRefused) as refused:
        kept.must_fit(a_template(*lines), "minutes")
    assert all(part in str(refused.value) for part in said), str(refused.value)


def test_every_mistake_is_told_at_once_also_in_the_foot():
    with pytest.raises(FileRefused) as refused:
        kept.must_fit(a_template("{{ a1 }}", "{{ b1 }}", footer="第{{ page }}页"), "reply")
    assert [line[:2] for line in str(refused.value).splitlines()] == ["正文", "正文", "页脚"]


FILES = [
    pytest.param(b"", "不是 Word 文件", id="empty"),
    pytest.param(b"PK\x03\x04 no archive", "不是 Word 文件", id="damaged"),
    pytest.param(b"\xd0\xcf\x11\xe0 old", "旧格式", id="old or with a password"),
    pytest.param(b"x" * 5_000_001, "5 MB", id="too large"),
    pytest.param(with_member("word/vbaProject.bin", b"x"), "含有宏", id="macros"),
    pytest.param(
        with_member("[Content_Types].xml", b"ms-word.document.macroEnabled.main+xml",
                    replacing=b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
        "含有宏", id="docm",
    ),
    pytest.param(with_member("word/embeddings/a.xlsx", b"x"), "嵌入", id="embedded"),
    pytest.param(with_member("word/bomb.xml", b"0" * 2_000_001), "过大", id="bomb of a part"),
    pytest.param(with_member("word/bomb.dat", b"0" * 30_000_001), "过大", id="bomb"),
    pytest.param(with_member("word/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "文档类型", id="document type"),
    pytest.param(with_member("word/x.xml", "<a/>".encode("utf-16")), "文档类型", id="another encoding"),
    pytest.param(
        with_member("word/_rels/document.xml.rels",
                    b'<Relationship Id="r9" Type="x/template" Target="x" TargetMode="External"/></Relationships>',
                    replacing=b"</Relationships>"),
        "从别处", id="template from elsewhere",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), FILES)
def test_file_that_is_no_plain_layout_is_refused(content, said):
    with pytest.raises(FileRefused, match=said):
        kept.must_fit(content, "minutes")


def test_archive_of_many_members_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for at in range(301):
            archive.writestr(f"word/{at}.txt", b"")
    with pytest.raises(FileRefused, match="过大"):
        kept.must_fit(file.getvalue(), "minutes")


# Kept through the ledger ------------------------------------------------------------------------------------------


def filled_now(small, kind: str = "minutes") -> list[str]:
    with store.reading(small.engine) as connection:
        return texts(kept.in_word(connection, a_document(kind)))


def test_template_is_kept_changed_undone_and_withdrawn(small):
    engine = small.engine
    first = kept.keep(engine, "minutes", "纪要.docx", a_template("甲{{ title }}"), OFFICE)
    assert filled_now(small) == ["甲关于某事的\n通知"]
    second = kept.keep(engine, "minutes", "纪要2.docx", a_template("乙{{ title }}"), OFFICE)
    assert filled_now(small) == ["乙关于某事的\n通知"]
    with store.reading(engine) as connection:
        assert kept.kept(connection)["minutes"] == ("纪要2.docx", second.at, "联席办 李四")
        assert texts(kept.content_of(connection, "minutes", OFFICE)) == ["乙{{ title }}"]
    undo(engine, second.batch, OFFICE)
    assert filled_now(small) == ["甲关于某事的\n通知"]
    back = kept.withdraw(engine, "minutes", OFFICE)
    assert filled_now(small)[0] == "关于某事的\n通知"
    undo(engine, back.batch, OFFICE)
    undo(engine, first.batch, OFFICE)
    assert filled_now(small)[0] == "关于某事的\n通知"
    with pytest.raises(Refusal, match="就是内置版式"):
        kept.withdraw(engine, "minutes", OFFICE)


def test_refused_template_changes_nothing_and_only_the_office_brings_one(small):
    kept.keep(small.engine, "reply", "批复.docx", a_template("{{ number }}"), OFFICE)
    before = small.all("SELECT * FROM batch")
    for content, actor, error in (
        (a_template("{{ numbr }}"), OFFICE, FileRefused),
        (a_template("{{ number }}{{ title }}"), GUEST, Forbidden),
    ):
        with pytest.raises(error):
            kept.keep(small.engine, "reply", "批复.docx", content, actor)
    assert small.all("SELECT * FROM batch") == before and filled_now(small, "reply") == ["联〔2023〕　号"]
    with store.reading(small.engine) as connection, pytest.raises(Forbidden):
        kept.content_of(connection, "reply", GUEST)


def test_no_template_of_the_project_names_a_number():
    for kind in FIELDS:
        assert not re.search(r"\d", "".join(texts(built_in(kind, "黔西南州"))))
