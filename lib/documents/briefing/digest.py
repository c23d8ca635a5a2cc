"""简报: the half month on one page, for leaders: figures, ranking, who is behind, who did not report."""

from decimal import Decimal

import sqlalchemy as sa

from lib.documents.briefing.annexes import bare, light_run
from lib.documents.briefing.facts import Facts, facts
from lib.documents.briefing.fill import fill
from lib.documents.briefing.kept import head_of
from lib.documents.briefing.notice import file_name, title, with_defaults
from lib.documents.briefing.numbers import amount
from lib.documents.briefing.paper import Block, Document, Grid, Paragraph, Ref, Run, Runs, joined, paragraph, plain
from lib.documents.briefing.parts import chinese, due, full_day, report_counts
from lib.documents.briefing.progress import behind, measures_behind, ranking, rebounded
from lib.documents.briefing.reporting import reporting
from lib.documents.briefing.review import last_meeting
from lib.documents.briefing.texts import Texts, office_texts
from lib.figures.figures import Figure
from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.wording import MINUS, MISSING, rounded

NAMED = 3  # as many as one page has room for; the rest are counted
FEW = 2


def digest_of(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Document:
    """The 简报 of a half month; a draft while it is open."""
    found, said = facts(connection, reference, half_month), office_texts()
    head = with_defaults(found, said, head_of(connection, half_month))
    return Document(
        kind="digest",
        file_name=file_name(found, said, plain(fill(said.digest.file, half_month=half_month.label))),
        draft=said.words.draft if found.draft else "",
        masthead=said.digest.masthead,
        number=plain(fill(said.digest.number, year=str(half_month.year), issue=str(head.issue))),
        title=title(found, said, plain(fill(said.digest.title, half_month=half_month.label))),
        body=tuple(_body(found, said)),
        signed_by=head.signed_by,
        signed_on=head.signed_on or settings().today,
        fonts=said.fonts.model_dump(),
    )


def _body(found: Facts, said: Texts) -> list[Block]:
    words = said.digest
    opening = fill(words.opening, as_of=full_day(found.half_month.last_day), due=due(found), **report_counts(found))
    demo = [Run(said.words.demo)] if found.demo else []
    parts: list[tuple[str, Runs]] = [
        (words.ranking, ranking(found, said)),
        (words.behind, _behind(found, said)),
        (words.reports, reporting(found, said, NAMED, name_forms=False)),
        (words.meeting, _meeting(found, said)),
    ]
    return [
        paragraph("body", opening, tuple(demo)),
        paragraph("body", Run(f"{chinese(1)}、{words.figures}", face="hei")),
        _figures(found, said),
        *(_run_in(at, heading, runs) for at, (heading, runs) in enumerate(parts, start=2)),
    ]


def _run_in(number: int, heading: str, runs: Runs) -> Paragraph:
    """A line of its own for each heading would not fit on the page."""
    return paragraph("body", Run(f"{chinese(number)}、{heading}。", face="hei"), runs)


def _behind(found: Facts, said: Texts) -> Runs:
    far = measures_behind(found, said, NAMED, (Light.FAR_BEHIND,), only_names=True)
    return joined((behind(found, said, NAMED), far, rebounded(found, said, FEW)), "")


def _meeting(found: Facts, said: Texts) -> Runs:
    blocks = last_meeting(found, said, FEW, name_open=False)
    return tuple(run for block in blocks if isinstance(block, Paragraph) for run in block.runs)


# The figures ----------------------------------------------------------------------------------------------------


def _figures(found: Facts, said: Texts) -> Grid:
    """The figures of the overview, in its order."""
    of = said.headers
    headers = (of.indicator, of.value, of.change_amount, of.target, of.expected, of.state)
    rows = [_figure(found.figures[code], found.top.code, said.words.points) for code in settings().overview.figures]
    return Grid(headers, tuple(rows), (22, 18, 20, 15, 13, 12))


def _figure(figure: Figure, unit: str, points: str) -> tuple[Run, ...]:
    ref = Ref("indicator", figure.code, "value", unit)
    value = Run(MISSING) if figure.value is None else Run(amount(figure.value, figure), ref)
    return (
        Run(figure.name),
        value,
        _change(figure, unit, points),
        bare(figure.percent, ref._replace(aspect="percent")),
        bare(figure.expected, ref._replace(aspect="expected")),
        light_run(figure.light),
    )


def _change(figure: Figure, unit: str, points: str) -> Run:
    """+1199块, −2.5个百分点, 0 or —: the head of the column says against what."""
    if figure.change is None:
        return Run(MISSING)
    places = 1 if figure.unit == "%" else figure.decimals
    size = rounded(Decimal(figure.change), places)
    if size == 0:
        return Run("0", Ref("indicator", figure.code, "change", unit))
    shown = f"{abs(size):f}".removesuffix(".0") + points if figure.unit == "%" else amount(abs(size), figure)
    return Run(("+" if size > 0 else MINUS) + shown, Ref("indicator", figure.code, "change", unit))
