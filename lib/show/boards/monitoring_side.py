"""监测点·趋势与来源: against before the campaign, kinds, what covers the events, and who they came from."""

from collections.abc import Mapping, Sequence

from lib.kept.models import BurdenKind
from lib.kept.reference import Reference
from lib.review.burden import Cover, SourceRow, Trend, trend
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, Markup
from lib.show.boards.words import department_name
from lib.show.charts import Measured
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.wording import POINT, listed, percent, signed

MOST_SOURCES = 8  # departments in the chart
TREND_MONTHS = 13  # half months in the chart
ACROSS = 8  # half months in the table of one village

ByKind = Mapping[HalfMonth, Mapping[BurdenKind, int]]


def cover_pill(cover: Cover) -> Markup:
    """计划内 and the like in calm colours; what is outside stands out."""
    return blocks.note_pill(cover.word, cover.light or Light.BEHIND)


def trend_block(change: Trend, by_kind: ByKind, half_month: HalfMonth) -> Block:
    """What lands on a village against before the clean-up, and all events of the last half months."""
    since = settings().campaign.since.label
    second = _("Events of all points per half month; the clean-up began in {half_month}").format(half_month=since)
    return Block(Finding(trend_words(change), second), chart=_trend_chart(by_kind, half_month))


def trend_words(change: Trend) -> str:
    """每村 4.6 件，比整治前少 32%."""
    if change.change is None:
        return _("{now} events a village").format(now=f"{change.now:.1f}")
    text = (
        _("{now} events a village, {change} less than before the clean-up")
        if change.change <= 0
        else _("{now} events a village, {change} more than before the clean-up")
    )
    return text.format(now=f"{change.now:.1f}", change=percent(abs(change.change)))


def _trend_chart(by_kind: ByKind, half_month: HalfMonth) -> Chart | None:
    last = [half_month.next(step) for step in range(1 - TREND_MONTHS, 1)]
    known = [at for at in last if at in by_kind]
    if not known:
        return None
    # a half month within the record that has no event is a true 0, one before the first record is not known
    events = [(at, sum(by_kind.get(at, {}).values())) for at in last if at >= known[0]]
    return Chart(charts.new_per_half_month(events, unit=_("events")), _("events over time"))


def kinds(by_kind: ByKind, half_month: HalfMonth, points: int) -> Markup:
    """Each kind a village: now, before the clean-up, and the difference in percent."""
    rows = [kind_row(kind.word, trend(by_kind, half_month, points, kind)) for kind in BurdenKind]
    headers = (_("Per village"), half_month.short, _("Before the clean-up"), _("Difference"))
    return blocks.table(headers, rows, {1, 2, 3})


def kind_row(word: str, change: Trend) -> tuple[object, ...]:
    """A kind a village: now, before the clean-up, and the difference in percent."""
    before = None if change.before is None else f"{change.before:.1f}"
    difference = None if change.change is None else f"{signed(change.change, POINT)}%"
    return word, blocks.bold(f"{change.now:.1f}"), before, difference


def kinds_by_month(by_kind: ByKind, half_month: HalfMonth) -> Block:
    """Kinds down, the last half months across; — before the first record."""
    last = [half_month.next(step) for step in range(1 - ACROSS, 1)]
    first = min(by_kind, default=half_month)
    rows = [
        (kind.word, *(None if at < first else by_kind.get(at, {}).get(kind, 0) for at in last)) for kind in BurdenKind
    ]
    title = _("Events by kind, the last {count} half months").format(count=ACROSS)
    heads = (_("Kind"), *(at.short for at in last))
    return Block(Finding(title), blocks.table(heads, rows, set(range(1, ACROSS + 1))))


def covers_table(covered: Mapping[Cover, int]) -> Block | None:
    """What covers the events, and how many nothing covers; nothing while none is recorded."""
    total = sum(covered.values())
    if not total:
        return None
    title = _("{count} of {total} events are outside plan and lists").format(count=covered[Cover.OUTSIDE], total=total)
    rows = [(cover_pill(cover), count, listed(100 * count / total)) for cover, count in covered.items()]
    second = _("An event counts as covered by the plan first, then by a list, then by an admission")
    return Block(Finding(title, second), blocks.table((_("Covered by"), _("Events"), _("Share")), rows, {1, 2}))


def sources_block(reference: Reference, sources: Sequence[SourceRow]) -> Block:
    """Who sent most of what landed, and the departments by how much they sent."""
    second = _(
        "Events by source department; behind the bar: events, of these outside plan and lists, hours as far as told"
    )
    if not sources:
        return Block(Finding(_("No source is recorded"), second))
    first = sources[0]
    title = _("{department} sent most: {count} events, {outside} outside plan and lists").format(
        department=source_name(reference, first), count=first.count, outside=first.outside
    )
    return Block(Finding(title, second), chart=_sources_chart(reference, sources))


def source_name(reference: Reference, source: SourceRow) -> str:
    """The department, or that none was told."""
    return department_name(reference, source.department_code) if source.department_code else _("not told")


def _sources_chart(reference: Reference, sources: Sequence[SourceRow]) -> Chart:
    label = _("{count}　outside {outside}　{hours} h")
    rows = (
        Measured(
            source.department_code or "-",
            source_name(reference, source),
            source.count,
            label.format(count=source.count, outside=source.outside, hours=f"{source.hours:g}"),
        )
        for source in sources[:MOST_SOURCES]
    )
    return Chart(charts.bars(rows), _("source departments"))
