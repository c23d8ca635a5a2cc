"""What shows and hands out texts of people does it in the few places that keep them texts; hidden marks end there."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from lib import ui
from lib.review.dispatch import MeasureAt
from lib.review.grid.shape import Grid, GridColumn, GridRow
from lib.review.submissions import Status
from lib.show import charts
from lib.words import language
from lib.words.half_months import HalfMonth
from lib.words.lights import Light
from lib.words.texts import printable
from tests.hostile import HIDDEN, TEXTS

ROOT = Path(__file__).parent.parent.parent
SOURCES = {path.relative_to(ROOT): path for folder in ("lib", "pages") for path in (ROOT / folder).rglob("*.py")}


def found(pattern: str, *but: str) -> list[str]:
    """The source files in which the pattern stands, but for those named."""
    return [
        str(name) for name, path in SOURCES.items()
        if str(name) not in but and re.search(pattern, path.read_text(encoding="utf-8"))
    ]  # fmt: skip


# Where it may be done ---------------------------------------------------------------------------------------------


def test_every_file_is_handed_out_by_one_module():
    assert found(r"\bdownload_button\(", "lib/ui/downloads.py") == []


def test_no_table_is_handed_out_but_through_the_exports():
    with pytest.raises(ValueError, match="download_table"):
        ui.download("下载", "表", "csv", lambda: b"=1+1")


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"unsafe_allow|components\.|\bst\.(markdown|write|iframe|image|video|audio|latex)\(", id="markup"),
        pytest.param(r"(Link|Image|Video|Audio|Markdown|Json)Column", id="cells-that-fetch-or-format"),
        pytest.param(r"href=alt|alt\.Href|alt\.Url|mark_image|alt\.UrlData|alt\.expr|usermeta", id="charts-that-fetch"),
    ],
)
def test_nothing_that_reads_texts_as_more_than_texts_is_used(pattern):
    assert found(pattern) == []


def test_other_hosts_are_asked_only_where_the_office_names_them():
    """Mail and robots of `[reminders]`, and the addresses given to `collect`; the last one names their errors alone."""
    asks = r"(import|from) (requests|urllib\.request|http\.client|socket|smtplib|ftplib)\b"
    named = ("server/reminders/mail", "server/reminders/robots", "review/collecting/asking", "words/unanswered")
    assert found(asks, *(f"lib/{name}.py" for name in named)) == []


def test_grids_hand_out_no_file_and_no_formula_of_their_own():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["client"]["disableDataExport"] is True


# What hides nothing any more --------------------------------------------------------------------------------------

EVERY = [*TEXTS, *HIDDEN]


def drawn(units: list[str]) -> list[dict]:
    """Each kind of chart with hostile names, as the page draws it; a curve in each of these units of measure."""
    names = {f"{at}": text for at, text in enumerate(EVERY)}
    named, light = names.items(), Light.BEHIND
    ranking = [charts.Ranked(code, text, 50.0, 50.0, light, text) for code, text in named]
    bars = [charts.Measured(code, text, 50.0, text) for code, text in named]
    heat = [charts.TaskCell(code, text, code, text, 50.0, 50.0, light) for code, text in named]
    measures = [MeasureAt(code, text, code, "clean", 48564, 48566, True, 50.0, 50.0, light, 0) for code, text in named]
    places = [charts.Circle(code, text, 50.0, 50.0, text, text) for code, text in named]
    months = [(HalfMonth(48564), 1.0, 1.0), (HalfMonth(48565), 2.0, 2.0)]
    phases = [charts.Phase(HIDDEN[0], 48564, 48565)]
    return [
        charts.ranking(ranking), charts.bars(bars), charts.heat_map(heat),
        charts.timeline(measures, names, phases, now=48564, title=HIDDEN[2]),
        charts.quadrant(places, charts.Side(*HIDDEN[:2]), charts.Side(*HIDDEN[2:4]), tuple(HIDDEN[:4])),
        charts.limits(charts.Limit(96.0, 90.0, 99.0, *HIDDEN[:3])),
        *(charts.curve(months, unit=text, target=3.0) for text in units),
        charts.submission_matrix({HalfMonth(48564): dict.fromkeys(names, Status.LATE)}, names),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["zh", "en"])
def test_charts_hide_nothing_and_their_expressions_hold_names_only_as_quoted_texts(words):
    language.use(words)
    for spec in drawn(EVERY if words == "zh" else HIDDEN[:1]):  # the language says other words around the same names
        for text in texts_of(spec):
            assert printable(text) == text
        for expression in expressions_of(spec):
            labels, _at = re.match(r"\((\{.*\})\)(\[datum\.value\])$", expression, re.DOTALL).groups()
            assert set(json.loads(labels))


def texts_of(part: object) -> list[str]:
    if isinstance(part, dict):
        return [text for key, value in part.items() for text in (str(key), *texts_of(value))]
    if isinstance(part, list):
        return [text for one in part for text in texts_of(one)]
    return [part] if isinstance(part, str) else []


def expressions_of(part: object) -> list[str]:
    """Every expression that labels an axis by its codes."""
    if isinstance(part, dict):
        own = [value for key, value in part.items() if key == "labelExpr" and value.startswith("(")]
        return own + [text for value in part.values() for text in expressions_of(value)]
    return [text for one in part for text in expressions_of(one)] if isinstance(part, list) else []


def test_grid_hides_nothing():
    rows = tuple(GridRow((text,), text, (text, 1.0), {}) for text in EVERY)
    grid = Grid((GridColumn("name", "名称"), GridColumn("value", "数", "number")), rows)
    for frame in (grid.frame(), grid.only_read().frame()):
        assert list(frame["name"]) == [printable(text) for text in EVERY]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_name_hides_nothing(hidden):
    assert language.named(hidden, "") == printable(hidden)
