"""Pictures to hand out: every chart with all that tells what it shows, in Chinese, without the network."""

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import fields, replace
from html import unescape
from pathlib import Path

import altair as alt
import pytest
from PIL import Image
from pypdf import PdfReader

from lib.kept import store
from lib.kept.reference import read_reference
from lib.show import charts
from lib.show.blocks import Chart
from lib.show.boards.cleanup import cleanup_board
from lib.show.boards.empowerment import empowerment_board
from lib.show.boards.empowerment_quadrant import quadrant_board
from lib.show.boards.monitoring import monitoring_board
from lib.show.boards.overview import overview
from lib.show.boards.progress import progress_board
from lib.show.boards.schedule import schedule_board
from lib.show.look import FONTS
from lib.show.pictures import (
    Picture,
    deck,
    draws_chinese,
    file_name,
    main_pictures,
    of_board,
    overview_image,
    page,
    pdf,
    png,
    zipped,
)
from lib.show.pictures.render import drawn, packed
from lib.show.pictures.shapes import cut, text_width, wrapped
from lib.words.findings import Finding
from lib.words.half_months import HalfMonth
from lib.words.language import use
from lib.words.lights import Light

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")
NOTE = "截至 2023-06-30　9／9 县已报齐　演示数据：除全州合计外均为示意"
BOARDS = {
    "overview": lambda *read: overview(*read, JUNE, JULY),
    "progress": lambda *read: progress_board(*read, JUNE, ""),
    "cleanup": lambda *read: cleanup_board(*read, JUNE, "", "boards_removed"),
    "schedule": lambda *read: schedule_board(*read, JULY),
    "empowerment": lambda *read: empowerment_board(*read, JUNE, "", "resident_cadres"),
    "quadrant": lambda *read: quadrant_board(*read, JUNE),
    "monitoring": lambda *read: monitoring_board(*read, JUNE, ""),
}


@pytest.fixture(scope="module")
def read(demo):
    with store.reading(demo) as connection:
        yield connection, read_reference(connection)


@pytest.fixture(scope="module")
def boards(read):
    return {name: make(*read) for name, make in BOARDS.items()}


@pytest.fixture(scope="module")
def ranking(boards) -> Picture:
    (picture,) = of_board(boards["overview"], JUNE, NOTE, "总览")
    return picture


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def image(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


# Which charts ---------------------------------------------------------------------------------------------------


def specs(board: object, path: str = "") -> set[str]:
    """Where specs stand in a board, also within its parts."""
    found = set()
    for one in fields(board):
        value = getattr(board, one.name)
        if isinstance(value, dict) and "$schema" in value:
            found.add(path + one.name)
        elif hasattr(value, "__dataclass_fields__"):
            found |= specs(value, f"{path}{one.name}.")
    return found


@pytest.mark.parametrize("name", BOARDS)
def test_every_chart_is_vega_lite(boards, name):
    """Altair knows the schema."""
    charts = [picture.chart.spec for picture in of_board(boards[name], JUNE, NOTE)]
    assert charts
    for spec in charts:
        own = {
            key: part for key, part in spec.items() if key != "config"
        }  # the app's, with null for what it takes away
        alt.LayerChart.from_dict(own, validate=True)


@pytest.mark.parametrize("name", BOARDS)
def test_every_chart_of_a_board_can_be_handed_out(boards, name):
    assert len(specs(boards[name])) == len(of_board(boards[name], JUNE, NOTE)) > 0


def test_board_without_charts_hands_out_none(read):
    village = next(unit.code for unit in read[1].units.values() if unit.level == "village")
    assert of_board(progress_board(*read, JUNE, village), JUNE, NOTE) == []


def test_chart_that_has_nothing_to_draw_is_left_out(boards):
    assert not of_board(replace(boards["monitoring"], trend=None, sources=None), JUNE, NOTE)


def test_main_pictures_are_all_of_the_clean_up_and_what_the_other_pages_open_with(read):
    found = list(main_pictures(*read, JUNE, JULY, NOTE))
    pages = [one.about[0] for one in found]
    assert list(dict.fromkeys(pages)) == ["总览", "四级进度", "减负清理", "半月调度", "赋能", "监测点"]
    assert len({one.about for one in found if one.about[0] == "减负清理"}) == 10
    assert len({one.name for one in found}) == len(found) > 50


# What stands in a picture ---------------------------------------------------------------------------------------


def test_picture_carries_finding_second_line_half_month_and_that_data_are_demo(ranking):
    shown = texts(page(ranking))
    for part in (
        "总览",
        "晴隆县、望谟县滞后",
        "各县综合进度（%）；竖线为应达 78.1%",
        "2023年6月下半月",
        NOTE,
        "晴隆县",
        "56.1%",
    ):
        assert part in shown


def test_picture_says_nothing_of_clicks(boards):
    for board in boards.values():
        for picture in of_board(board, JUNE, NOTE):
            assert not re.search("点一|点圆|点村", picture.finding.title + picture.finding.second)


def test_picture_of_a_county_names_county_and_measure(boards):
    pictures = of_board(boards["cleanup"], JUNE, NOTE, "减负清理", "望谟县", "清理机构牌子")
    assert pictures[0].name == "减负清理_望谟县_清理机构牌子_进度曲线"
    assert "减负清理　望谟县　清理机构牌子" in texts(page(pictures[0]))


def test_heat_map_has_the_legend_of_the_lights(boards):
    shown = texts(page(of_board(boards["progress"], JUNE, NOTE)[0]))
    assert {"■", "滞后", "低于应达10点以上", "✓", "已完成"} <= set(shown)


# line, heat map, table of bars; the others are drawn by the same kinds of page: in the long run
EACH_KIND = ("cleanup", "progress", "overview")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in EACH_KIND else pytest.mark.long) for name in BOARDS]
)
def test_chart_fills_its_page_and_no_part_of_it_leaves_it(boards, name):
    """The margin of 30px around every picture stays white, and the chart reaches across the room within."""
    for picture in of_board(boards[name], JUNE, NOTE):
        made = image(png(page(picture)))
        assert made.size == (1920, 1080) and len(made.getcolors(1 << 24)) > 50, picture.name
        left, _top, right, bottom = inked(made.crop((0, 250, 1920, 1010)))
        assert right - left > 1_000 and bottom > 380, picture.name
        made.paste("white", (30, 30, 1890, 1050))
        assert inked(made) is None, picture.name


def inked(made: Image.Image) -> tuple[int, int, int, int] | None:
    """The box around all that is not white; None for an empty picture."""
    return made.convert("L").point(lambda value: 255 * (value < 250)).getbbox()


def test_picture_in_english_speaks_english(read):
    use("en")
    (picture,) = of_board(overview(*read, JUNE, JULY), JUNE, "As of 2023-06-30")
    assert {"Qinglong, Wangmo far behind", "Jun 2023, second half", "■ Far behind"} <= set(texts(page(picture)))


def test_chart_is_painted_in_the_fonts_of_the_app(ranking):
    families = set(re.findall(r'font-family="([^"]*)"', unescape(page(ranking))))
    assert {family.replace("'", "") for family in families} == {FONTS.replace("'", "")}


def test_long_finding_is_wrapped_and_a_very_long_one_cut(ranking):
    shown = texts(page(replace(ranking, finding=Finding("普安县、晴隆县、望谟县和册亨县" * 8))))
    lines = [line for line in shown if "普安县" in line and len(line) > 10]
    assert len(lines) == 2 and lines[1].endswith("…")
    assert all(text_width(line, 50) <= 1_800 for line in lines)


@pytest.mark.parametrize(("colours", "mode"), [(2, "P"), (256, "P"), (257, "RGB")])
def test_picture_is_packed_without_another_colour(colours, mode):
    drawn = Image.new("RGBA", (300, 2), "white")
    drawn.putdata([(at % colours % 256, at % colours // 256, 7, 255) for at in range(600)])
    written = io.BytesIO()
    drawn.save(written, "PNG")
    made = Image.open(io.BytesIO(packed(written.getvalue())))
    assert made.mode == mode and made.convert("RGB").tobytes() == drawn.convert("RGB").tobytes()


# Safe -----------------------------------------------------------------------------------------------------------

HOSTILE = "</text><image href='http://example.invalid/x'/>&\x00\x08\x0b\ud800\uffff\u2028<script>"


def test_hostile_texts_are_drawn_as_text(ranking):
    made = page(replace(ranking, finding=Finding(HOSTILE, HOSTILE), note=HOSTILE, about=(HOSTILE,)))
    assert "<image" not in made and "<script" not in made and "\x00" not in made
    assert image(png(made)).size == (1920, 1080)


def test_hostile_names_within_a_chart_are_drawn_as_text(ranking):
    """Beside a bar and on its axis, where a label stands within an expression. A failure here ends the process."""
    name = HOSTILE.replace("\ud800", "")  # no text of a database
    units = [
        charts.Ranked("1", name, 50.0, 60.0, Light.BEHIND, name),
        charts.Ranked("2", "\\u0000 C:\\b", 40.0, 60.0, Light.BEHIND),
    ]
    made = page(replace(ranking, chart=Chart(charts.ranking(units), "")))
    assert "<image" not in made and "<script" not in made
    shown = [unescape(text) for text in texts(made)]
    assert any(text.startswith("</text><image") for text in shown)
    assert any(text.startswith("50.0%") and "</text><" in text for text in shown)
    assert "\\u0000 C:\\b" in shown  # what was typed with a backslash stays
    assert image(png(made)).size == (1920, 1080)


def test_address_in_a_chart_is_not_fetched(ranking):
    spec = {"data": {"url": "http://localhost:9/x.json"}, "mark": "bar", "encoding": {"x": {"field": "a"}}}
    with pytest.raises(PermissionError, match="not allowed"):
        drawn(spec)


# Fonts ----------------------------------------------------------------------------------------------------------


def test_chinese_is_drawn_as_different_characters(ranking):
    assert draws_chinese()
    one, other = (
        image(png(page(replace(ranking, finding=Finding(title))))).crop((0, 70, 200, 150)) for title in ("州", "县")
    )
    assert one.tobytes() != other.tobytes()


@pytest.fixture
def without_fonts(tmp_path: Path) -> dict[str, str]:
    """An environment in which no font of the machine is found."""
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<?xml version='1.0'?><fontconfig><dir>{tmp_path}</dir></fontconfig>", encoding="utf-8")
    return os.environ | {"FONTCONFIG_FILE": str(settings), "HOME": str(tmp_path)}


ASK = """
from lib.words.errors import Refusal
from lib.words.language import use
from lib.words.lights import Light
from lib.show.look import FONTS
from lib.show.pictures import draws_chinese, png
use("zh")
try:
    png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>')
except Refusal as refusal:
    print(refusal)
print(draws_chinese())
"""


def test_without_a_font_for_chinese_pictures_are_refused_with_what_to_install(without_fonts):
    root = Path(__file__).parent.parent.parent
    ran = subprocess.run(
        [sys.executable, "-c", ASK], cwd=root, env=without_fonts, capture_output=True, text=True, check=True
    )
    refusal, drawn = ran.stdout.splitlines()
    assert "没有中文字体" in refusal and "apt install fonts-noto-cjk" in refusal and "~/.local/share/fonts" in refusal
    assert drawn == "False"


# Files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, shown",
    [
        pytest.param("总览", "2023年6月下半月_总览.png", id="plain"),
        pytest.param(
            'a/b\\c:d*e?f"g<h>i|j', "2023年6月下半月_a_b_c_d_e_f_g_h_i_j.png", id="signs that Windows refuses"
        ),
        pytest.param("../../etc", "2023年6月下半月_.._.._etc.png", id="a path"),
    ],
)
def test_file_is_named_by_half_month_and_content(name, shown):
    assert file_name(JUNE, name, "png") == shown


def test_archive_numbers_its_pictures_in_order(boards):
    pictures, told = of_board(boards["schedule"], JULY, NOTE, "半月调度"), list[tuple[int, int]]()
    with zipfile.ZipFile(io.BytesIO(zipped(pictures, lambda *count: told.append(count)))) as archive:
        assert archive.namelist() == [
            "001 2023年7月上半月_半月调度_各县报送.png",
            "002 2023年7月上半月_半月调度_任务时间表.png",
        ]
        assert image(archive.read(archive.namelist()[1])).size == (1920, 1080)
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_deck_has_a_slide_for_each_picture_under_its_finding(boards):
    pictures = [one for name in ("overview", "monitoring") for one in of_board(boards[name], JUNE, NOTE)]
    book = PdfReader(io.BytesIO(deck(pictures)))
    assert [entry.title for entry in book.outline] == [one.finding.title for one in pictures]
    sheets = {(round(one.mediabox.width), round(one.mediabox.height)) for one in book.pages}
    assert sheets == {(842, 595)}  # A4 on its side
    assert "晴隆县、望谟县滞后" in book.pages[0].extract_text() and "演示数据" in book.pages[2].extract_text()


def test_page_of_a_pdf_has_its_font_inside(ranking):
    (only,) = PdfReader(io.BytesIO(pdf(page(ranking)))).pages
    fonts = [font.get_object() for font in only["/Resources"]["/Font"].values()]
    assert fonts and all("+" in font["/BaseFont"] for font in fonts)  # a part of a font, within the file


# The long image -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def long(read) -> str:
    return overview_image(*read, JUNE, JULY, NOTE)


def test_long_image_says_what_the_overview_says(long):
    shown = texts(long)
    parts = (
        "半月调度台　2023年6月下半月",
        "1.22",
        "万块",
        "↑ 增加 1,199块",
        "92.9%　应达100%",
        "无目标值",
        "州级",
        "56.1%",
    )
    reports = ("1,429 个村(社区)", "7月上报送：6 县已报，3 县待办", "未报", "退回")
    for part in (*parts, *reports, "需要处理 26 项", "项议定事项逾期", "半月调度台　2023-07-17 生成"):
        assert part in shown
    assert "演示数据" in "".join(shown) and "点一项到所在页面" not in shown


def test_long_image_ranks_the_counties_best_first(long, read):
    shown = texts(long)
    names = [unit.name for unit in read[1].units.values() if unit.level == "county"]
    ranked = [text for text in shown[shown.index("晴隆县、望谟县滞后") :] if text in names][:9]
    assert ranked[0] == "安龙县" and ranked[-2:] == ["望谟县", "晴隆县"] and sorted(ranked) == sorted(names)


def test_long_image_is_as_wide_as_a_chat_shows_it_and_small_enough_to_send(long):
    content = png(long)
    made = image(content)
    assert made.width == 1080 and 2_500 < made.height < 5_000
    assert len(content) < 500_000
    left, _top, right, _bottom = inked(made)
    assert (left >= 40, right <= 1040) == (True, True)


def test_long_image_in_english_stays_within_its_margins(read):
    use("en")
    made = image(png(overview_image(*read, JUNE, JULY, "As of 2023-06-30; demo: only prefecture totals are real")))
    left, _top, right, _bottom = inked(made)
    assert (left >= 40, right <= 1040) == (True, True)


# Lines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said, width, lines",
    [
        pytest.param("清理机构牌子", 1_000, ["清理机构牌子"], id="fits"),
        pytest.param("清理机构牌子", 60, ["清理机", "构牌子"], id="between any two characters"),
        pytest.param("清理 1,470 块", 80, ["清理", "1,470", "块"], id="numbers stay whole"),
        pytest.param("清理牌子，还差", 80, ["清理牌子，", "还差"], id="no line begins with a comma"),
        pytest.param("", 80, [""], id="nothing"),
    ],
)
def test_text_breaks_as_chinese_does(said, width, lines):
    assert wrapped(said, 20, width) == lines


def test_text_too_long_for_its_place_ends_with_dots():
    assert (cut("清理机构牌子", 20, 200), cut("清理机构牌子", 20, 80)) == ("清理机构牌子", "清理机…")
