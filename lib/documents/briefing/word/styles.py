"""The parts of the file that say how things look: styles, settings and the table of fonts, each written whole.

Word's own template brings 430 KB of styles with theme fonts and a Japanese default; nothing of it stays. The styles
have Word's built-in names, so that an office finds them under their Chinese names.
"""

from collections.abc import Mapping

from docx.oxml import parse_xml

from lib.documents.briefing.word.layout import (
    IMPRINT_SIZE,
    NOTE_SIZE,
    PAGE_NUMBER_SIZE,
    RED,
    RULE_BELOW,
    RULE_WIDTH,
    TABLE_SIZE,
    TITLE_SIZE,
    Layout,
)
from lib.documents.briefing.word.xml import Element

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

# Where a font is not installed, Word and WPS look for it under these names before they take another one.
OTHER_NAMES = {
    "仿宋_GB2312": "仿宋,FangSong_GB2312,FangSong",
    "仿宋": "FangSong,仿宋_GB2312",
    "楷体_GB2312": "楷体,KaiTi_GB2312,KaiTi",
    "楷体": "KaiTi,楷体_GB2312",
    "方正小标宋简体": "FZXiaoBiaoSong-B05S,方正小标宋_GBK,FZXiaoBiaoSong-B05",
    "黑体": "SimHei",
    "宋体": "SimSun",
}


def styles(layout: Layout, fonts: Mapping[str, str]) -> Element:
    """word/styles.xml."""
    two = f'w:firstLineChars="200" w:firstLine="{2 * layout.character}"'
    body = _fonts(fonts["body"])
    return parse_xml(
        f"<w:styles {W}>"
        f'<w:docDefaults><w:rPrDefault><w:rPr>{body}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        + _style(
            "Normal",
            "Normal",
            '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
            f'{_spacing(layout.line)}<w:jc w:val="both"/>',
            f"{body}{_tight(layout.tight)}{_size(layout.size)}",
            default=True,
        )
        + _plain_styles()
        + _style("Body", "Body Text First Indent", f"<w:ind {two}/>")
        + _style(
            "Masthead",
            "Masthead",
            f'<w:snapToGrid w:val="0"/>{_centred()}',
            _head_font(fonts["title"], f'<w:color w:val="{RED}"/>'),
        )
        + _style("Number", "Issue Number", _centred())
        + _style("Ruled", "Red Rule", _rule())
        + _style(
            "Title", "Title", f'<w:snapToGrid w:val="0"/>{_centred()}<w:outlineLvl w:val="0"/>', _title(fonts["title"])
        )
        + _style("Salutation", "Salutation", '<w:jc w:val="left"/>')
        + _style(
            "Heading1",
            "heading 1",
            f'<w:keepNext/><w:ind {two}/><w:outlineLvl w:val="1"/>',
            _fonts(fonts["heading"]),
        )
        + _style("Attachments", "List", '<w:keepNext/><w:keepLines/><w:jc w:val="left"/>')
        + _style("Signature", "Signature", '<w:keepNext/><w:jc w:val="right"/>')
        + _style("Date", "Date", '<w:jc w:val="right"/>')
        + _style("Annex", "Annex", '<w:pageBreakBefore/><w:jc w:val="left"/>', _fonts(fonts["heading"]))
        + _style("Mark", "Mark", '<w:jc w:val="left"/>', _fonts(fonts["heading"]))
        + _style(
            "Caption",
            "caption",
            f'<w:keepNext/><w:snapToGrid w:val="0"/>{_spacing(400, 120)}<w:jc w:val="center"/>',
            f"{_fonts(fonts['heading'])}{_tight(0)}{_size(TABLE_SIZE)}",
        )
        + _style("Cell", "Table Text", _cell(), f"{_tight(0)}{_size(TABLE_SIZE)}")
        + _style("Note", "Table Note", _note(), f"{_tight(0)}{_size(NOTE_SIZE)}")
        + _style("Imprint", "Imprint", '<w:jc w:val="left"/>', f"{_tight(0)}{_size(IMPRINT_SIZE)}")
        + _style(
            "Footer",
            "footer",
            '<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>',
            f"{_fonts(fonts['page_number'])}{_tight(0)}{_size(PAGE_NUMBER_SIZE)}",
        )
        + "</w:styles>"
    )


def _plain_styles() -> str:
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )


def _style(name: str, title: str, paragraph: str = "", run: str = "", *, default: bool = False) -> str:
    mark = ' w:default="1"' if default else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{name}"><w:name w:val="{title}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _tight(twips: int) -> str:
    return f'<w:spacing w:val="{twips}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _spacing(line: int, before: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="0" w:line="{line}" w:lineRule="exact"/>'


def _centred() -> str:
    return '<w:jc w:val="center"/>'


def _title(font: str) -> str:
    return f"{_fonts(font)}{_tight(0)}{_size(TITLE_SIZE)}"


def _head_font(font: str, colour: str) -> str:
    return f"{_fonts(font)}{colour}{_tight(0)}"


def _rule() -> str:
    line = f'w:val="single" w:sz="{RULE_WIDTH}" w:space="{RULE_BELOW}" w:color="{RED}"'
    return f"<w:pBdr><w:bottom {line}/></w:pBdr>{_centred()}"


def _cell() -> str:
    return f'<w:snapToGrid w:val="0"/>{_spacing(260)}<w:jc w:val="center"/>'


def _note() -> str:
    return f'<w:snapToGrid w:val="0"/>{_spacing(320, 60)}<w:jc w:val="left"/>'


def settings() -> Element:
    """word/settings.xml: odd and even pages differ, lines are broken as Chinese Word breaks them."""
    named = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
        )
    )
    return parse_xml(
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        f"<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:useFELayout/>{named}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table(fonts: Mapping[str, str]) -> bytes:
    """word/fontTable.xml: the fonts of the document, and the names under which they are known elsewhere."""
    entries = "".join(_font(name) for name in dict.fromkeys(fonts.values()))
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {W}>{entries}</w:fonts>'.encode()


def _font(name: str) -> str:
    other = f'<w:altName w:val="{OTHER_NAMES[name]}"/>' if name in OTHER_NAMES else ""
    kind = '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'
    return f'<w:font w:name="{name}">{other}{kind}</w:font>'
