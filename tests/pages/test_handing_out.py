"""What a page hands out: its charts at its foot, and the files of a half month on the page of the briefing."""

import pytest

from lib.show.pictures.files import Told
from lib.ui import handing_out
from lib.ui.making import Making
from lib.words.errors import Refusal

CHARTS = {
    "": ["总览_分单位"],
    "progress": ["四级进度_分任务"],
    "cleanup": ["减负清理_工作机制压减_进度曲线", "减负清理_工作机制压减_每半月", "减负清理_工作机制压减_分单位"],
    "schedule": ["半月调度_各县报送", "半月调度_任务时间表"],
    "empowerment": [
        "赋能_驻村干部_进度曲线", "赋能_驻村干部_每半月", "赋能_驻村干部_分单位", "赋能_驻村干部_村均",
    ],
    "monitoring": ["监测点_负担趋势", "监测点_来源部门"],
}  # fmt: skip


def files(page) -> list[str]:
    """The keys of the buttons that hand pictures and files of the half month out, which are the files' names."""
    keys = [button.proto.id.partition("-file_")[2] for button in page.app.get("download_button")]
    return [key for key in keys if key]


@pytest.mark.parametrize("name", CHARTS)
def test_foot_of_a_board_offers_each_of_its_charts_as_png_and_pdf(visit, demo, name):
    page = visit(demo, name)
    month = "2023年7月上半月" if name == "schedule" else "2023年6月下半月"
    assert files(page) == [f"{month}_{chart}.{suffix}" for chart in CHARTS[name] for suffix in ("png", "pdf")]
    assert len(page.app.get("vega_lite_chart")) == len(CHARTS[name])


def test_charts_of_a_county_name_it(visit, demo):
    page = visit(demo, "cleanup", unit="522326", action="boards")
    assert files(page)[0] == "2023年6月下半月_减负清理_望谟县_清理机构牌子_进度曲线.png"


@pytest.mark.parametrize("page, query", [("lists", {}), ("schedule", {"view": "meeting"}), ("tables", {})])
def test_page_without_charts_offers_no_pictures(visit, demo, page, query):
    assert not [name for name in files(visit(demo, page, **query)) if name.endswith((".png", ".pdf"))]


def test_briefing_hands_out_workbook_overview_and_charts_of_the_half_month(visit, demo):
    page = visit(demo, "briefing", half_month="2023年6月下半月")
    named = [f"2023年6月下半月_{name}" for name in ("工作簿.xlsx", "总览.png", "图表.zip", "图表.pdf")]
    assert files(page) == named


def test_charts_that_are_drawn_are_counted_until_they_are_done_or_cannot_be_drawn(visit, demo):
    page, making = visit(demo, "briefing", half_month="2023年6月下半月"), Making()
    assert not page.app.get("progress")

    def drawn(_read: object, told: Told) -> bytes:
        told(12, 58)
        assert making.runs and (making.done, making.of) == (12, 58)
        page.app.session_state["making"] = making
        assert [bar.proto.text for bar in page.app.run().get("progress")] == ["正在画图：12／58"]
        raise Refusal("没有字体")

    making.begin()
    with pytest.raises(Refusal):
        making.counted(drawn)(None)
    assert not making.runs and not page.app.run().get("progress")


def test_without_a_font_for_chinese_the_page_says_what_to_install_and_still_hands_out_the_workbook(
    visit, demo, monkeypatch
):
    monkeypatch.setattr(handing_out, "draws_chinese", lambda: False)
    page = visit(demo, "briefing")
    assert "apt install fonts-noto-cjk" in page.text
    assert [name.rpartition(".")[2] for name in files(page)] == ["xlsx"]


def test_in_english_the_files_have_english_names(visit, demo):
    page = visit(demo, "briefing", language="English", half_month="2023年6月下半月")
    assert files(page)[0] == "Jun 2023, second half_workbook.xlsx"
