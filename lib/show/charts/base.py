"""What the charts share: rows inlined as values, labels by code, the spec that a page caches and draws."""

import json
from calendar import month_abbr
from collections.abc import Mapping
from typing import Any

from lib.show.blocks import Spec
from lib.show.charts import vega
from lib.show.look import PALETTE, TONES, vega_config
from lib.words.language import current
from lib.words.lights import Light, said
from lib.words.texts import printable

# SVG collapses two blanks; the ideographic one keeps two values in one label apart.
GAP = "\u3000"
# px that a name may take beside a plot: every name of the prefecture fits, a longer one ends in …
LONGEST_NAME = {"zh": 132, "en": 200}
# Streamlit adds about 20px under a chart unless its own padding is set, at the top level only.
PADDING = {"left": 0, "right": 0, "top": 2, "bottom": 2}


def solid(light: Light | None) -> str:
    """The colour of a bar; without a light the one for bars without a state."""
    return TONES[light].solid if light else PALETTE.bar


def status(light: Light | None, overdue: bool = False) -> str:
    """■ 滞后 as text of a chart, past due ■ 滞后（逾期）; nothing where there is no light."""
    return f"{light.symbol} {said(light, overdue)}" if light else ""


def ink(light: Light | None) -> str:
    """The colour of a state's words."""
    return TONES[light].ink if light else PALETTE.muted


def ground_and_ink(light: Light | None, dark: bool) -> tuple[str, str]:
    """Ground and text of a cell: what needs attention is `dark`, the rest stands on its tint."""
    if light is None:
        return PALETTE.page, PALETTE.muted
    tone = TONES[light]
    if not dark:
        return tone.tint, tone.ink
    # the red carries white (6.2 : 1), amber ink alone (9.2 : 1)
    return tone.solid, PALETTE.page if light is Light.FAR_BEHIND else PALETTE.ink


def by_label(labels: Mapping[str, str] | Mapping[str, list[str]]) -> str:
    """A Vega expression that shows the label of each code: two villages may bear one name, codes never collide.

    Printable: a line end of Unicode, which JSON lets stand in a text, would break the expression.
    """
    return f"({json.dumps(_printable(labels), ensure_ascii=False)})[datum.value]"


def amounts_on_axis() -> str:
    """A Vega expression that writes an axis' numbers as everywhere: 5,000, 1.2万, 1.5亿; in English 150 M."""
    in_full = "format(datum.value, ',')"
    if current() != "zh":
        return f"datum.value >= 1e6 ? format(datum.value / 1e6, ',.2~f') + ' M' : {in_full}"
    in_wan = f"datum.value >= 1e4 ? format(datum.value / 1e4, ',.2~f') + '万' : {in_full}"
    return f"datum.value >= 1e8 ? format(datum.value / 1e8, ',.2~f') + '亿' : {in_wan}"


def as_given(field: str) -> vega.Color:
    """A colour that stands in the row itself."""
    return vega.Color(f"{field}:N", scale=None)


def picked() -> vega.Part:
    """A click that selects `pick` with the unit's code."""
    return vega.selection_point(name="pick", fields=["unit_code"])


def over_rows(base: vega.Chart, height: float, hover: list[vega.Tooltip], **look: str) -> vega.Chart:
    """Unseen over each whole row, it takes the click and shows the tooltip: a short bar is hard to hit."""
    return base.mark_bar(size=height, color="transparent", **look, aria=False).encode(
        x=vega.Value(0), x2=vega.Value("width"), tooltip=hover
    )


def tooltip(**titles: str) -> list[vega.Tooltip]:
    """Tooltip rows field → title; the fields hold texts, so that 万 and % read as everywhere."""
    return [vega.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def month_name(month: int) -> str:
    """6月, in English Jun: as an axis names it."""
    return f"{month}月" if current() == "zh" else month_abbr[month]


def text_width(text: str, size: float) -> float:
    """About how many px a label takes: a Chinese character is as wide as high, a Latin one a little over half."""
    # from U+2E80, the radicals, on characters and their punctuation take a whole square
    return sum(size if ord(character) > 0x2E7F else size * 0.58 for character in text)


def layered(*layers: vega.Chart, height: float | vega.Step) -> Spec:
    """The layers one over the other, as wide as their column, with the app's config and their data inside.

    It is Vega-Lite; the tests hold every chart to its schema. Draw it by st.vega_lite_chart(spec, theme=None):
    Streamlit's theme would put labelFlush and its own fonts back.
    """
    whole: Spec = {
        "$schema": vega.SCHEMA_URL, "padding": PADDING, "width": "container", "height": height, "config": vega_config(),
    }  # fmt: skip
    views = [layer.view(f"view_{at}") for at, layer in enumerate(layers)]
    if params := [param for view in views for param in view.pop("params", ())]:
        whole["params"] = params
    # one set of rows at the top, from which each layer takes its own: rows of a layer would be sent once more
    printed: Spec = _printable(whole | {"data": {"values": list(layers[0].rows)}, "layer": views})
    return printed


def _printable(part: Any) -> Any:
    """The same with every text as it can be shown."""
    if isinstance(part, str):
        return printable(part)
    if isinstance(part, Mapping):
        return {_printable(key): _printable(value) for key, value in part.items()}
    return [_printable(piece) for piece in part] if isinstance(part, (list, tuple)) else part
