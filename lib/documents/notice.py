"""通报: the half month in the office's words, as it is sent out."""

import sqlalchemy as sa

from lib.documents.annexes import annexes
from lib.documents.facts import Facts, gather
from lib.documents.letterhead import head_for, number, of_half_month
from lib.documents.paper import Block, Document, plain
from lib.documents.parts import body, day, due, full_day, indicator_parts, marks, numbered, report_counts, run_in
from lib.documents.progress import behind, measures_behind, movement, overall, ranking, rebounded, told_of
from lib.documents.reporting import reporting
from lib.documents.review import decisions, demands, last_meeting, problems
from lib.documents.running import Registers, registers, running
from lib.documents.template import fill
from lib.documents.texts import Texts, office_texts
from lib.documents.verified import verification, verified_annex
from lib.kept.chain import code_of_closing
from lib.kept.models import Briefing
from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth


def notice_of(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Document:
    """The 通报 of a half month with its annexes; a draft while the half month is open."""
    facts, texts = gather(connection, reference, half_month, verification=True), office_texts()
    head = head_for(connection, texts, half_month)
    notice = Document(
        kind="notice",
        file_name=plain(fill(texts.notice.file, half_month=half_month.label)),
        masthead=plain(fill(texts.notice.masthead, prefecture=facts.top.name)),
        number=number(connection, half_month, "notice", texts.notice.number, head.issue, head.signed_on),
        title=(plain(fill(texts.notice.title, half_month=half_month.label)),),
        body=_body(facts, texts, head, registers(connection, reference, half_month)),
        addressees=head.addressees,
        copies=head.copies,
        code="" if facts.draft else code_of_closing(connection, half_month.ordinal),
        annexes=(*annexes(facts, texts), *verified_annex(facts, texts)),
    )
    return of_half_month(notice, facts, texts, head)


def _body(facts: Facts, texts: Texts, head: Briefing, mechanisms: Registers) -> tuple[Block, ...]:
    notice = texts.notice
    sections = (
        (notice.overall.heading, overall(facts, texts)),
        (notice.reductions.heading, indicator_parts(facts, texts, notice.reductions)),
        (notice.support.heading, indicator_parts(facts, texts, notice.support)),
        (notice.ranking.heading, body(ranking(facts, texts), movement(facts, texts))),
        (notice.behind.heading, _behind(facts, texts)),
        (notice.running.heading, running(facts, texts, mechanisms)),
        (notice.verification.heading, verification(facts, texts)),
        (notice.meeting.heading, last_meeting(facts, texts)),
        (notice.decisions.heading, decisions(facts, texts)),
        (notice.problems.heading, problems(facts, texts, head.judgement)),
        (notice.demands.heading, demands(facts, texts, head.demands)),
    )
    return (*_opening(facts, texts), *numbered(sections))


def _opening(facts: Facts, texts: Texts) -> list[Block]:
    half_month = facts.half_month
    opening = fill(
        texts.notice.opening,
        half_month=half_month.label,
        first_day=day(half_month.first_day),
        last_day=day(half_month.last_day),
        as_of=full_day(half_month.last_day),
        due=due(facts),
        **report_counts(facts),
    )
    return body(opening, *marks(facts, texts))


def _behind(facts: Facts, texts: Texts) -> list[Block]:
    words = texts.notice.behind
    progress = (behind(facts, texts), measures_behind(facts, texts), rebounded(facts, texts))
    first = run_in(1, words.progress, *progress)
    return [first, *told_of(facts, texts), run_in(2, words.reports, reporting(facts, texts))]
