"""One theme in two places, and every pair of colours that carries text is legible."""

import re
import tomllib
from pathlib import Path

import pytest

from lib.show.look import COUNTIES, FONTS, PALETTE, SLIDE_INKS, SLIDE_MUTED, TONES, css, slides_css, vega_config
from lib.words.lights import Light

ROOT = Path(__file__).parent.parent.parent
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
LOOK = ROOT / "lib" / "show" / "look"
SHEET = "".join((LOOK / name).read_text(encoding="utf-8") for name in ("app.css", "print.css"))
SLIDES = (ROOT / "lib" / "show" / "look" / "slides.css").read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        pytest.param(PALETTE.ink, PALETTE.page, id="text"),
        pytest.param(PALETTE.muted, PALETTE.page, id="second-line"),
        pytest.param(PALETTE.muted, PALETTE.soft, id="second-line-on-soft"),
        pytest.param(PALETTE.accent, PALETTE.soft, id="link-on-soft"),
        pytest.param(PALETTE.seal, PALETTE.page, id="masthead"),
        pytest.param(PALETTE.page, PALETTE.accent, id="primary-button"),
        pytest.param(PALETTE.page, TONES[Light.FAR_BEHIND].solid, id="cell-far-behind"),
        pytest.param(PALETTE.ink, TONES[Light.BEHIND].solid, id="cell-behind"),
        *(pytest.param(tone.ink, tone.tint, id=f"pill-{light}") for light, tone in TONES.items()),
        *(pytest.param(tone.ink, PALETTE.page, id=f"word-{light}") for light, tone in TONES.items()),
    ],
)
def test_text_is_legible(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ink", [PALETTE.ink, SLIDE_MUTED, *SLIDE_INKS.values()])
def test_words_of_slides_are_legible_when_the_room_takes_two_fifths_of_the_contrast(ink):
    """A projector in a lit room: black becomes a grey of 40 %, white stays."""
    washed = "#" + "".join(f"{round(int(ink[at : at + 2], 16) * 0.6 + 255 * 0.4):02X}" for at in (1, 3, 5))
    assert contrast(washed, PALETTE.page) >= 3


def test_edges_of_inputs_are_seen():
    assert contrast(PALETTE.edge, PALETTE.page) >= 3


def test_far_behind_is_the_darkest_light_even_in_grey():
    assert min(TONES, key=lambda light: luminance(TONES[light].solid)) is Light.FAR_BEHIND


def test_nine_counties_have_nine_colours():
    assert len(set(COUNTIES)) == 9
    assert tuple(THEME["chartCategoricalColors"]) == COUNTIES


@pytest.mark.parametrize(
    ("key", "colour"),
    [
        ("backgroundColor", PALETTE.page),
        ("secondaryBackgroundColor", PALETTE.soft),
        ("textColor", PALETTE.ink),
        ("borderColor", PALETTE.edge),
        ("dataframeBorderColor", PALETTE.line),
        ("dataframeHeaderTextColor", PALETTE.muted),
        ("primaryColor", PALETTE.accent),
        ("linkColor", PALETTE.accent),
        *(
            (f"{family}{part}Color", getattr(TONES[light], shade))
            for family, light in {
                "red": Light.FAR_BEHIND,
                "orange": Light.BEHIND,
                "yellow": Light.BEHIND,
                "green": Light.ON_SCHEDULE,
                "blue": Light.DONE,
            }.items()
            for part, shade in {"": "solid", "Background": "tint", "Text": "ink"}.items()
        ),
    ],
)
def test_streamlit_has_the_colours_of_the_palette(key, colour):
    assert THEME[key] == colour


def test_streamlit_has_the_fonts_and_asks_no_host_for_them():
    assert THEME["font"] == THEME["headingFont"] == THEME["codeFont"] == FONTS
    assert "//" not in FONTS
    assert "//" not in SHEET.replace("/*", "").replace("*/", "")
    assert "url(" not in SHEET


def test_theme_belongs_to_the_office():
    assert THEME["base"] == "light"
    assert not {"light", "dark"} & THEME.keys()


def test_no_text_under_twelve_pixels():
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)rem", SHEET)]
    assert min(sizes) * 16 >= 12
    assert vega_config()["axis"]["labelFontSize"] >= 12


def test_no_text_of_a_slide_is_smaller_than_its_foot():
    foot = float(re.search(r"footer \{[^}]*font-size: ([\d.]+)rem", SLIDES).group(1))
    sizes = [float(size) for size in re.findall(r"(?:font-size|--by-type-\w+): ([\d.]+)rem", SLIDES)]
    assert min(sizes) >= foot
    root = float(re.search(r"font-size: min\([\d.]+vw, ([\d.]+)vh\)", SLIDES).group(1)) / 100
    assert foot * root * 1080 >= 25  # pixels at 1080 lines: as high as a letter must be for the back row


def test_slides_use_only_colours_of_the_palette_and_ask_no_host():
    known = set(re.findall(r"--(by-[\w-]+):", css("zh") + slides_css("zh")))
    own = {"by-value", "by-at", "by-rows", "by-share", "by-height", "by-name"}
    assert set(re.findall(r"var\(--(by-[\w-]+)\)", SLIDES)) - own <= known
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", SLIDES)
    assert "url(" not in SLIDES and "//" not in SLIDES.replace("/*", "").replace("*/", "")
    assert "恢复后自动更新" in slides_css("zh") and "恢复" not in slides_css("en")


def test_every_colour_of_the_sheet_is_one_of_the_palette():
    known = set(re.findall(r"--(by-[\w-]+):", css("zh")))
    used = set(re.findall(r"var\(--(by-[\w-]+)\)", SHEET)) - {"by-value", "by-at", "by-characters"}
    assert used <= known
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?!-)", SHEET.replace("#vg-tooltip-element", ""))


def test_own_classes_are_prefixed():
    rules = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", rules)
    classes = {name for selector in selectors for name in re.findall(r"\.([A-Za-z][\w-]*)", selector)}
    assert all(name.startswith(("by-", "st-key-by_")) or name == "stHtml" for name in classes)


def test_streamlits_words_are_replaced_in_the_language_of_the_page():
    assert "选择文件" in css("zh")
    assert "Choose a file" in css("en")
    assert "选择文件" not in css("en")


def test_a_style_sheet_cannot_end_early():
    assert css("zh").count("</style") == 1
