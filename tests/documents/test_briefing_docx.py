"""The Word file in the layout of GB/T 9704-2012: every measure read from its XML (twips are twentieths of a point)."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from lib.documents import kinds
from lib.documents.paper import Annex, Document, Grid, Paragraph, Run
from lib.documents.texts import office_texts
from lib.documents.word import write
from lib.documents.word.layout import masthead_fit, signature_indents
from lib.kept import store
from lib.kept.reference import read_reference
from lib.words.half_months import HalfMonth
from lib.words.texts import printable
from tests.documents.handed_out import documents

MM = 1440 / 25.4
TWIP = 635  # EMU, as python-docx counts
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FONTS = {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}


@pytest.fixture(scope="module")
def notice(demo) -> bytes:
    with store.reading(demo) as connection:
        reference = read_reference(connection)
        return write(*documents(connection, reference, HalfMonth.parse("2023-06-2"), "notice"))


@pytest.fixture(scope="module")
def word(notice):
    return docx.Document(BytesIO(notice))


def a_document(**more) -> Document:
    parts = {
        "kind": "notice", "file_name": "通报.docx", "title": ("关于某事的通报",), "masthead": "某州联席会议办公室文件",
        "number": "联〔2023〕1号", "addressees": "各县", "body": (Paragraph("body", (Run("正文。"),)),),
        "signed_by": "某州联席会议办公室", "signed_on": date(2023, 7, 17), "fonts": office_texts().fonts.model_dump(),
    }  # fmt: skip
    return Document(**parts | more)


def opened(*documents: Document):
    return docx.Document(BytesIO(write(*documents)))


def part(file: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return etree.fromstring(archive.read(name))


def style(word, name: str):
    return next(one for one in word.styles.element if one.get(qn("w:styleId")) == name)


def paragraph(word, text: str):
    return next(one for one in word.paragraphs if one.text.startswith(text))


def attribute(element, path: str, name: str) -> str | None:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{name}")


# The page ---------------------------------------------------------------------------------------------------------


def test_paper_is_a4_with_the_margins_of_the_norm(word):
    [section] = word.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]


def test_page_holds_22_lines_of_28_characters(word):
    """156 × 225 mm: a line of 28.95 pt, and characters of 16 pt set a quarter of a point closer."""
    section, normal = word.sections[0], style(word, "Normal")
    text = (section.page_width - section.left_margin - section.right_margin) // TWIP
    height = (section.page_height - section.top_margin - section.bottom_margin) // TWIP
    size = int(attribute(normal, "rPr/sz", "val"))
    tight = int(attribute(normal, "rPr/spacing", "val"))
    line = int(attribute(normal, "pPr/spacing", "line"))
    assert size == 32
    assert text // (size * 10 + tight) == 28
    assert (attribute(normal, "pPr/spacing", "lineRule"), height // line) == ("exact", 22)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", str(line))


def test_body_begins_with_two_characters(word):
    assert attribute(style(word, "Body"), "pPr/ind", "firstLineChars") == "200"
    assert paragraph(word, "现将").style.style_id == "Body"


# Fonts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "font", "size"),
    [
        pytest.param("Normal", "仿宋_GB2312", "32", id="body"),
        pytest.param("Title", "方正小标宋简体", "44", id="title"),
        pytest.param("Heading1", "黑体", None, id="heading"),
        pytest.param("Annex", "黑体", None, id="annex mark"),
        pytest.param("Footer", "宋体", "28", id="page number"),
    ],
)
def test_style_has_its_font_for_every_script(word, name, font, size):
    fonts = style(word, name).find(f"{W}rPr/{W}rFonts")
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {font}
    assert attribute(style(word, name), "rPr/sz", "val") == size


def test_second_level_is_set_in_kai(word):
    [run] = [run for run in paragraph(word, "（一）严控").runs if run.text.startswith("（一）")]
    assert run._r.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"
    assert run.text == "（一）严控工作机制。"


def test_no_theme_font_and_no_other_font_is_named(notice):
    with zipfile.ZipFile(BytesIO(notice)) as archive:
        texts = {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")}
    named = set()
    for name, text in texts.items():
        if name.startswith("word/") and "theme" not in name:
            assert not re.search(r"w:\w+Theme=", text), name
            named |= set(re.findall(r'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]+)"', text)) - {"zh-CN"}
    assert named == FONTS


def test_font_table_names_what_stands_in_where_a_font_is_missing(notice):
    fonts = {one.get(f"{W}name"): one for one in part(notice, "word/fontTable.xml")}
    assert fonts.keys() == FONTS
    assert "仿宋" in fonts["仿宋_GB2312"].find(f"{W}altName").get(f"{W}val").split(",")


# Masthead, number, rule, title ------------------------------------------------------------------------------------


def test_masthead_is_red_and_stands_35_mm_below_the_top_of_the_text(word):
    masthead = word.paragraphs[0]
    assert masthead.text == "黔西南州减负赋能联席会议办公室文件"
    assert attribute(style(word, "Masthead"), "rPr/color", "val") == "FF0000"
    assert abs(int(attribute(masthead._p, "pPr/spacing", "before")) / MM - 35) < 2


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        pytest.param("联席会议办公室", (72, 100), id="short"),
        pytest.param("黔西南州减负赋能联席会议办公室文件", (72, 70), id="narrowed"),
        pytest.param("黔西南布依族苗族自治州村级组织减负赋能工作联席会议办公室文件", (None, 50), id="smaller too"),
    ],
)
def test_long_masthead_still_stands_in_one_line(text, fits):
    size, scale = masthead_fit(text, 8845)
    assert (size if fits[0] is None else fits[0], fits[1]) == (size, scale)
    assert len(text) * size * 10 * scale / 100 <= 8845


def test_issue_number_stands_two_lines_below_the_masthead_over_a_red_rule(word):
    number = word.paragraphs[1]
    assert number.text == "州减负联席办〔2023〕\u3000号"
    assert int(attribute(number._p, "pPr/spacing", "before")) == 2 * 579
    rule = style(word, "Ruled").find(f"{W}pPr/{W}pBdr/{W}bottom")
    assert [rule.get(f"{W}{name}") for name in ("color", "space", "val")] == ["FF0000", "11", "single"]
    assert abs(int(rule.get(f"{W}space")) * 25.4 / 72 - 4) < 0.2  # mm


def test_title_stands_two_lines_below_the_rule_in_the_middle(word):
    title = word.paragraphs[2]
    assert title.text == "关于2023年6月下半月村级组织减负赋能\n工作进展情况的通报"
    assert int(attribute(title._p, "pPr/spacing", "before")) == 2 * 579
    assert attribute(style(word, "Title"), "pPr/jc", "val") == "center"


def test_addressees_stand_one_line_below_the_title_from_the_edge(word):
    to = word.paragraphs[3]
    assert to.text == "各县（市、新区）联席会议办公室，州直各牵头部门："
    assert int(attribute(to._p, "pPr/spacing", "before")) == 579
    assert to._p.find(f"{W}pPr/{W}ind") is None


# Page number, signature, annexes -----------------------------------------------------------------------------------


def test_page_number_stands_outside_between_dashes(word):
    assert word.settings.element.find(qn("w:evenAndOddHeaders")) is not None
    section = word.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        [line] = footer.paragraphs
        assert [text.text for text in line._p.iter(f"{W}t")] == ["— ", "1", " —"]
        assert [code.text.strip() for code in line._p.iter(f"{W}instrText")] == ["PAGE"]
        assert attribute(line._p, "pPr/jc", "val") == side
        assert attribute(line._p, "pPr/ind", f"{side}Chars") == "100"
        assert {run.find(f"{W}rPr/{W}sz").get(f"{W}val") for run in line._p.iter(f"{W}r")} == {"28"}
    # half a line of 14 pt stands below the dashes
    dashes = section.bottom_margin.mm - section.footer_distance.mm - 14 * 1.3 / 2 * 25.4 / 72
    assert abs(dashes - 7) < 1


def test_signature_stands_over_the_date_four_characters_from_the_right():
    word = opened(a_document())
    texts = [one.text for one in word.paragraphs]
    at = texts.index("某州联席会议办公室")
    signed, day = word.paragraphs[at : at + 2]
    assert day.text == "2023年7月17日"
    assert attribute(day._p, "pPr/ind", "rightChars") == "400"
    assert attribute(style(word, "Date"), "pPr/jc", "val") == "right"
    # nine characters over six and a half: the signature begins and ends as far outside the date
    assert attribute(signed._p, "pPr/ind", "rightChars") == "275"


def test_signature_that_is_much_longer_than_the_date_does_not_leave_the_page():
    assert signature_indents("黔西南州减负赋能联席会议办公室", "2023年7月17日") == (0.0, 4.0)


def test_annexes_are_listed_below_the_text_and_begin_on_new_pages(word):
    texts = [one.text for one in word.paragraphs]
    first = texts.index("附件：1.各县（市、新区）指标完成情况")
    assert texts[first + 1 : first + 5] == [
        "2.任务措施进展情况", "3.报表报送情况", "4.指标口径说明", "5.抽查核实结果",
    ]  # fmt: skip
    marks = [one for one in word.paragraphs if one.style.style_id == "Annex"]
    assert [one.text for one in marks] == ["附件1", "附件2", "附件3", "附件4", "附件5"]
    assert style(word, "Annex").find(f"{W}pPr/{W}pageBreakBefore") is not None
    titles = [texts[texts.index(mark.text) + 1] for mark in marks]
    assert titles[0] == "各县（市、新区）指标完成情况" and titles[3] == "指标口径说明"


def test_blank_addressees_and_a_long_signature_harm_nothing():
    word = opened(a_document(addressees="", signed_by="办" * 300))
    assert not [one for one in word.paragraphs if one.text == "："]
    assert word.core_properties.author == "办" * 255


def test_single_annex_has_no_number():
    one = Annex("名单", (Paragraph("body", (Run("甲。"),)),))
    texts = [each.text for each in opened(a_document(annexes=(one,))).paragraphs]
    assert "附件：名单" in texts and "附件" in texts


def test_tables_repeat_their_head_and_tear_no_row(word):
    for table in word.tables:
        rows = [row._tr for row in table.rows]
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        widths = [int(column.get(f"{W}w")) for column in table._tbl.tblGrid]
        assert sum(widths) == 11906 - 1587 - 1474


@pytest.mark.parametrize("kind", kinds.MADE_BY)
def test_something_stands_between_two_tables(demo, kind):
    """Word makes one table of two neighbours, and repeats the first one's head over the second."""
    with store.reading(demo) as connection:
        several = documents(connection, read_reference(connection), HalfMonth.parse("2023-06-2"), kind, ["522326"])
    tags = [etree.QName(child).localname for child in opened(*several).element.body]
    assert "tbl" in tags and ("tbl", "tbl") not in set(zip(tags, tags[1:], strict=False))


def test_imprint_stands_at_the_foot_of_the_last_page_between_rules():
    """0.35 mm outside, 0.25 mm within: lines that are black paragraphs of that height."""
    word = opened(a_document(copies="州委办公室"))
    framed = [one for one in word.paragraphs if one._p.find(f"{W}pPr/{W}framePr") is not None]
    assert [one.text for one in framed] == ["", "抄送：州委办公室。", "", "某州联席会议办公室\t2023年7月17日印发", ""]
    rules = framed[::2]
    heights = [int(attribute(one._p, "pPr/spacing", "line")) / MM for one in rules]
    assert [round(height, 2) for height in heights] == [0.35, 0.25, 0.35]
    assert {attribute(one._p, "pPr/shd", "fill") for one in rules} == {"000000"}
    places = [one._p.find(f"{W}pPr/{W}framePr") for one in framed]
    assert {(place.get(f"{W}yAlign"), place.get(f"{W}vAnchor")) for place in places} == {("bottom", "margin")}
    assert "抄送" not in "".join(one.text for one in opened(a_document()).paragraphs)


def test_code_of_the_data_stands_last_in_the_imprint_behind_a_light_rule():
    word = opened(a_document(code="3fa4b2c1d0e9"))
    framed = [one for one in word.paragraphs if one._p.find(f"{W}pPr/{W}framePr") is not None]
    assert [one.text for one in framed][2:] == ["", "数据校验码 3fa4b2c1d0e9", ""]
    heights = [int(attribute(one._p, "pPr/spacing", "line")) / MM for one in framed[::2]]
    assert [round(height, 2) for height in heights] == [0.35, 0.25, 0.35]
    assert "数据校验码" not in "".join(one.text for one in opened(a_document()).paragraphs)


# Drafts, several sheets, texts that come from data -------------------------------------------------------------------


def test_draft_is_marked_above_the_masthead_which_stays_where_it_was():
    plain, draft = opened(a_document()), opened(a_document(draft="草稿"))
    assert draft.paragraphs[0].text == "草稿"
    before = [int(attribute(one._p, "pPr/spacing", "before")) for one in (plain.paragraphs[0], draft.paragraphs[1])]
    assert before[0] - before[1] == 579


def test_sheets_in_one_file_begin_each_on_page_one():
    sheets = [a_document(kind="feedback", masthead="", title=(name,)) for name in ("甲县", "乙县", "丙县")]
    word = opened(*sheets)
    assert len(word.sections) == 3
    assert [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in word.sections] == ["1"] * 3
    assert [section.footer.is_linked_to_previous for section in word.sections] == [False, True, True]
    titles = [one.text for one in word.paragraphs if one.style.style_id == "Title"]
    assert titles == ["甲县", "乙县", "丙县"]


HOSTILE = [
    '<w:p/>&amp;"',
    "{boards}",
    "=cmd|'/c calc'!A1",
    "a\x00b\x0bc\ud800\uffff",
    "![x](http://x)",
    "第一行\n第二行",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_text_from_data_stands_in_the_file_as_it_is(name):
    """What XML forbids is left out: python-docx would refuse the whole document."""
    kept = printable(name)
    grid = Grid((name,), (((Run(name),)),), (1,))
    paper = a_document(body=(Paragraph("body", (Run(name),)), grid), signed_by=name, addressees=name)
    word = opened(paper)
    assert kept in [one.text for one in word.paragraphs]
    assert [cell.text for row in word.tables[0].rows for cell in row.cells] == [kept, kept]
    assert word.core_properties.author == kept


# The file as a whole ------------------------------------------------------------------------------------------------

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr shd tabs autoSpaceDE autoSpaceDN"
    " snapToGrid spacing ind jc outlineLvl sectPr",
    "rPr": "rFonts color spacing w sz szCs lang",
    "tblPr": "tblW jc tblInd tblBorders tblLayout tblCellMar",
    "sectPr": "footerReference pgSz pgMar pgNumType docGrid",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang decimalSymbol"
    " listSeparator",
}


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "word/settings.xml"])
def test_children_stand_in_the_order_of_the_schema(notice, name):
    """Word calls a file damaged whose properties stand in another order."""
    for element in part(notice, name).iter():
        tag = etree.QName(element).localname
        if tag in ORDER:
            places = [ORDER[tag].split().index(etree.QName(child).localname) for child in element]
            assert places == sorted(places), etree.tostring(element)


def test_file_is_that_of_a_modern_word_and_brings_nothing_of_another_template(notice, word):
    modes = [one.get(qn("w:val")) for one in word.settings.element.iter(qn("w:compatSetting"))]
    assert modes[0] == "15"
    with zipfile.ZipFile(BytesIO(notice)) as archive:
        names = archive.namelist()
    assert not [name for name in names if re.search("thumbnail|stylesWithEffects|customXml|numbering", name)]
    assert len(notice) < 60_000
    assert word.core_properties.title == "关于2023年6月下半月村级组织减负赋能工作进展情况的通报"
    assert word.core_properties.created.date() == date(2023, 7, 17)


@pytest.mark.parametrize(("kind", "pages"), [("digest", 1), ("feedback", 2)])
@pytest.mark.parametrize("half_month", ["2023-06-2", "2023-07-1"])
def test_short_documents_keep_to_their_pages(demo, kind, pages, half_month):
    """Lines are counted as Word breaks them: so many characters each, tables by their rows."""
    with store.reading(demo) as connection:
        reference = read_reference(connection)
        codes = [unit.code for unit in reference.children["5223"]]
        several = documents(connection, reference, HalfMonth.parse(half_month), kind, codes)
    for document in several:
        word = opened(document)
        assert height(word) <= pages * room(word), document.file_name


def room(word) -> int:
    [section] = word.sections
    return int(section.page_height - section.top_margin - section.bottom_margin) // TWIP


def height(word) -> int:
    """Twips from the first line to the last."""
    total = 0
    [section] = word.sections
    width = int(section.page_width - section.left_margin - section.right_margin) // TWIP
    normal = style(word, "Normal")
    character, line = int(attribute(normal, "rPr/sz", "val")) * 10, int(attribute(normal, "pPr/spacing", "line"))
    for one in word.paragraphs:
        spacing = one._p.find(f"{W}pPr/{W}spacing")
        wide = sum(0.55 if letter.isascii() else 1 for letter in one.text) + 2
        lines = max(len(one.text.split("\n")), -(-int(wide * character) // width))
        each = int(spacing.get(f"{W}line")) if spacing is not None else line
        total += lines * each + (int(spacing.get(f"{W}before")) if spacing is not None else 0)
    for table in word.tables:
        heads = max(len(cell.text) for cell in table.rows[0].cells)
        total += len(table.rows) * 300 + (300 if heads > 7 else 0)
    return total


def test_replaced_fonts_of_the_office_are_those_of_the_file():
    fonts = office_texts().fonts.model_dump() | {"body": "仿宋"}
    word = opened(replace(a_document(), fonts=fonts))
    assert style(word, "Normal").find(f"{W}rPr/{W}rFonts").get(qn("w:eastAsia")) == "仿宋"
