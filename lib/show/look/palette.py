"""The colours, decided once. Contrasts are measured in the tests; .streamlit/config.toml holds the same theme.

The theme belongs to the office: nothing here asks what a visitor's browser prefers (`st.context.theme` said "dark" on
a page pinned to white, and white text stayed on white).
"""

from dataclasses import dataclass

from lib.words.lights import Light


@dataclass(frozen=True)
class Tone:
    """The three shades of a state: `solid` for bars and dots, `tint` for the ground of words, `ink` for words."""

    solid: str
    tint: str
    ink: str


@dataclass(frozen=True)
class Palette:
    """The neutral colours; which part of the page each serves."""

    page: str
    soft: str  # sidebar, table heads, hover
    ink: str  # text, rules, marks of target and expected
    muted: str  # second lines, as-of
    edge: str  # borders of inputs and of 未报
    line: str  # between rows
    grid: str
    track: str  # the rest of a progress bar
    accent: str  # links, the one curve
    bar: str  # bars without a state
    seal: str  # masthead and rule of an official document, nowhere else


PALETTE = Palette(
    page="#FFFFFF",
    soft="#F2F4F7",
    ink="#16202B",
    muted="#525D6A",
    edge="#8A95A2",
    line="#D5DAE0",
    grid="#E3E7EC",
    track="#E3E7EC",
    accent="#1F4E8C",
    bar="#6F93BD",
    seal="#D7000F",
)

TONES = {
    Light.DONE: Tone("#4F7DB8", "#DEE7F2", "#17457D"),
    Light.ON_SCHEDULE: Tone("#6FB39C", "#DDF0EA", "#17624F"),
    Light.BEHIND: Tone("#F2B93F", "#FBEBC4", "#744B00"),
    Light.FAR_BEHIND: Tone("#B82A20", "#F8DDD9", "#A1261D"),
}

# On a projector in a lit room tints wash out: calm states stand there as words without a ground, in darker inks.
SLIDE_INKS = {Light.DONE: "#12365F", Light.ON_SCHEDULE: "#0F4A3B"}
SLIDE_MUTED, SLIDE_TRACK = "#36414D", "#CFD6DE"

# Nine counties at once, told apart in all four kinds of sight; never in a chart with lights.
COUNTIES = (
    "#4C2E73", "#977000", "#1C856C", "#9F88EE", "#663F01", "#2BBFA9", "#766098", "#B1AD51", "#1A5049",
)  # fmt: skip

FONTS = "'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
