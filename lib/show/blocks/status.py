"""States as pills, the legend, the submissions of one half month.

A state is always its word and its symbol, never its colour alone; what has no data, is not judged or was dropped
stands in plain grey without a symbol.
"""

from collections.abc import Iterable

from lib.kept.models import ItemState
from lib.review.submissions import Status
from lib.show.blocks.html import Markup, element, join
from lib.words.language import gettext as _
from lib.words.lights import Light, said
from lib.words.wording import MISSING

# The legend of the matrix begins with what is settled.
LEGEND = (
    Status.ACCEPTED, Status.REPORTED, Status.PARTIAL, Status.LATE, Status.CARRIED, Status.RETURNED,
    Status.NOT_REPORTED, Status.OVERDUE,
)  # fmt: skip


def pill(light: Light | None, overdue: bool = False) -> Markup:
    """■ 滞后 on its tint, past due ■ 滞后（逾期）; without a light — in plain grey: no data is never a colour."""
    if light is None:
        return element("span", "by-pill by-nodata", MISSING, title=_("no data"))
    return _pill(light, light.symbol, said(light, overdue))


def apart_pill(rests_on: str) -> Markup:
    """1／160 个村(社区) in plain grey: what something rests on that too little is known of to judge it."""
    return element("span", "by-pill by-nodata", rests_on, title=_("too little reported to be judged"))


def note_pill(text: str, light: Light = Light.BEHIND) -> Markup:
    """A short remark in a light's colours, as ▲ 是上期 10 倍."""
    return _pill(light, light.symbol, text)


def submission_pill(status: Status) -> Markup:
    """○ 未报, ✓ 已确认 …"""
    return _pill(status.light or "none", status.symbol, status.word)


def _pill(colour: str, symbol: str, word: str) -> Markup:
    return element("span", f"by-pill by-{colour}", element("i", "", symbol, aria_hidden="true"), word)


def submissions(reports: Iterable[tuple[str, Status]]) -> Markup:
    """The name of each unit and where its report stands, three in a row."""
    items = [element("li", "", element("span", "", name), submission_pill(status)) for name, status in reports]
    return element("ul", "by-submissions", *items)


def submission_legend() -> Markup:
    """✓ 已确认 ● 已报 ◐ 部分 …: what the cells of the matrix say."""
    return element("div", "by-legend", *map(submission_pill, LEGEND))


def item_pill(state: ItemState, *, overdue: bool) -> Markup:
    """！ 逾期, ● 在办, ✓ 办结: how a decision or problem stands; what was dropped has no colour."""
    if state is ItemState.DROPPED:
        return element("span", "by-pill by-nodata", state.word)
    if overdue:
        return _pill(Light.FAR_BEHIND, "！", _("Overdue"))
    return _pill(state.light or "none", state.symbol, state.word)


def light_meanings(behind: int) -> dict[Light, str]:
    """The four lights, worst first, with what each means as far as its word does not say it."""
    return {
        Light.FAR_BEHIND: _("more than {behind} points below expected").format(behind=behind),
        Light.BEHIND: _("up to {behind} points below").format(behind=behind),
        Light.ON_SCHEDULE: _("as expected"),
        Light.DONE: "",
    }


def legend(behind: int, *, whole: bool = False) -> Markup:
    """The four lights and what each means, with the threshold that the office set (`lights.behind`).

    `whole` says that the cells leave decimals out.
    """
    cells = _("Progress in each cell (%, decimals left out)") if whole else _("Progress in each cell (%)")
    items = (
        element("span", "", pill(light), element("span", "by-mut", meaning) if meaning else None)
        for light, meaning in light_meanings(behind).items()
    )
    past_due = element("span", "by-mut", _("“overdue” behind a word: due before this half month and not done"))
    return element("div", "by-legend", element("span", "by-mut", cells), join(*items), past_due)
