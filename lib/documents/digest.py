"""简报: the half month on one page, for leaders: figures, ranking, who is behind, who did not report."""

from decimal import Decimal

import sqlalchemy as sa

from lib.documents.facts import Facts, gather
from lib.documents.letterhead import head_for, number, of_half_month
from lib.documents.numbers import bare, in_table, light_run, money_note
from lib.documents.paper import (
    Block,
    Column,
    Document,
    Grid,
    Paragraph,
    Ref,
    Run,
    Runs,
    joined,
    paragraph,
    plain,
    table,
)
from lib.documents.parts import chinese, due, full_day, report_counts
from lib.documents.progress import behind, measures_behind, ranking, rebounded
from lib.documents.reporting import reporting
from lib.documents.review import last_meeting
from lib.documents.template import fill
from lib.documents.texts import Texts, office_texts
from lib.figures.figures import Figure
from lib.kept.boards import headline
from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth
from lib.words.lights import Light
from lib.words.wording import MINUS, MISSING, POINT, not_comparable, rounded

NAMED = 3  # as many as one page has room for; the rest are counted
FEW = 2  # villages in which something came back, and items of the last meeting


def digest_of(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Document:
    """The 简报 of a half month; a draft while it is open."""
    facts, texts = gather(connection, reference, half_month), office_texts()
    head = head_for(connection, texts, half_month)
    digest = Document(
        kind="digest",
        file_name=plain(fill(texts.digest.file, half_month=half_month.label)),
        masthead=texts.digest.masthead,
        number=number(connection, half_month, "digest", texts.digest.number, head.digest_issue, head.signed_on),
        title=(plain(fill(texts.digest.title, half_month=half_month.label)),),
        body=tuple(_body(facts, texts)),
    )
    return of_half_month(digest, facts, texts, head)


def _body(facts: Facts, texts: Texts) -> list[Block]:
    words = texts.digest
    opening = fill(words.opening, as_of=full_day(facts.half_month.last_day), due=due(facts), **report_counts(facts))
    demo = [Run(texts.words.demo)] if facts.demo else []
    parts: list[tuple[str, Runs]] = [
        (words.ranking, ranking(facts, texts)),
        (words.behind, _behind(facts, texts)),
        (words.reports, reporting(facts, texts, NAMED, name_forms=False)),
        (words.meeting, _meeting(facts, texts)),
    ]
    return [
        paragraph("body", opening, tuple(demo)),
        # beside the heading: below the table it would take the page's last line
        paragraph("body", Run(f"{chinese(1)}、{words.figures}", face="hei"), money_note(words.money, _shown(facts))),
        _figures(facts, texts),
        *(_run_in(at, heading, runs) for at, (heading, runs) in enumerate(parts, start=2)),
    ]


def _run_in(number: int, heading: str, runs: Runs) -> Paragraph:
    """A line of its own for each heading would not fit on the page."""
    return paragraph("body", Run(f"{chinese(number)}、{heading}。", face="hei"), runs)


def _behind(facts: Facts, texts: Texts) -> Runs:
    far = measures_behind(facts, texts, NAMED, (Light.FAR_BEHIND,), only_names=True)
    return joined((behind(facts, texts, NAMED), far, rebounded(facts, texts, FEW)), "")


def _meeting(facts: Facts, texts: Texts) -> Runs:
    blocks = last_meeting(facts, texts, FEW, name_open=False)
    return tuple(run for block in blocks if isinstance(block, Paragraph) for run in block.runs)


# The figures ----------------------------------------------------------------------------------------------------


def _figures(facts: Facts, texts: Texts) -> Grid:
    """The figures of the overview, in its order."""
    of, unit = texts.headers, facts.top.code
    columns: list[Column[Figure]] = [
        Column(of.indicator, 22, lambda row: row.name),
        Column(of.value, 18, lambda row: in_table(row.value, row, Ref("indicator", row.code, "value", unit))),
        Column(
            of.change_amount,
            20,
            lambda row: _change(row, Ref("indicator", row.code, "change", unit), texts.words.points),
        ),
        Column(of.target, 15, lambda row: bare(row.percent, Ref("indicator", row.code, "percent", unit))),
        Column(of.expected, 13, lambda row: bare(row.expected, Ref("indicator", row.code, "expected", unit))),
        Column(of.state, 12, lambda row: light_run(row.light, row.overdue)),
    ]
    return table(_shown(facts), columns)


def _shown(facts: Facts) -> list[Figure]:
    return [facts.figures[code] for code in headline(facts.reference, facts.half_month)]


def _change(figure: Figure, ref: Ref, points: str) -> Run:
    """+1199块, −2.5个百分点, 0 or —: the head of the column says against what."""
    if figure.change is None:
        return Run(not_comparable() if figure.anew else MISSING)
    size = rounded(Decimal(figure.change), POINT if figure.unit == "%" else figure.decimals)
    if size == 0:
        return Run("0", ref)
    sign = "+" if size > 0 else MINUS
    return Run(f"{sign}{abs(size):f}{points}", ref) if figure.unit == "%" else in_table(size, figure, ref, sign)
