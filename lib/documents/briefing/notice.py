"""通报: the half month in the office's words, as it is sent out."""

import sqlalchemy as sa

from lib.documents.briefing.annexes import annexes
from lib.documents.briefing.facts import Facts, facts
from lib.documents.briefing.fill import fill
from lib.documents.briefing.kept import Head, Shown, head_of
from lib.documents.briefing.paper import Block, Document, plain, runs_of
from lib.documents.briefing.parts import body, day, due, full_day, indicator_parts, numbered, report_counts, run_in
from lib.documents.briefing.progress import behind, measures_behind, movement, overall, ranking, rebounded
from lib.documents.briefing.reporting import reporting
from lib.documents.briefing.review import as_text, asked, demands, judgement, last_meeting, problems
from lib.documents.briefing.texts import Texts, office_texts
from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth
from lib.words.settings import settings


def notice_of(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Document:
    """The 通报 of a half month with its annexes; a draft while the half month is open."""
    found, said = facts(connection, reference, half_month), office_texts()
    head = with_defaults(found, said, head_of(connection, half_month))
    return Document(
        kind="notice",
        file_name=file_name(found, said, plain(fill(said.notice.file, half_month=half_month.label))),
        draft=said.words.draft if found.draft else "",
        masthead=plain(fill(said.notice.masthead, prefecture=found.top.name)),
        number=plain(fill(said.notice.number, year=str(half_month.year), issue=str(head.issue))),
        title=title(found, said, plain(fill(said.notice.title, half_month=half_month.label))),
        addressees=head.addressees,
        body=_body(found, said, head),
        annexes=annexes(found, said),
        signed_by=head.signed_by,
        signed_on=head.signed_on or settings().today,
        copies=head.copies,
        fonts=said.fonts.model_dump(),
    )


def _body(found: Facts, said: Texts, head: Head) -> tuple[Block, ...]:
    notice = said.notice
    sections = (
        (notice.overall.heading, overall(found, said)),
        (notice.reductions.heading, indicator_parts(found, said, notice.reductions)),
        (notice.support.heading, indicator_parts(found, said, notice.support)),
        (notice.ranking.heading, body(ranking(found, said), movement(found, said))),
        (notice.behind.heading, _behind(found, said)),
        (notice.meeting.heading, last_meeting(found, said)),
        (notice.problems.heading, problems(found, said, head.judgement)),
        (notice.demands.heading, demands(found, said, head.demands)),
    )
    return (*_opening(found, said), *numbered(sections))


def _opening(found: Facts, said: Texts) -> list[Block]:
    half_month = found.half_month
    opening = fill(
        said.notice.opening,
        half_month=half_month.label,
        first_day=day(half_month.first_day),
        last_day=day(half_month.last_day),
        as_of=full_day(half_month.last_day),
        due=due(found),
        **report_counts(found),
    )
    still_open = fill(said.notice.open, half_month=half_month.label) if found.draft else ()
    return body(opening, still_open, runs_of(said.words.demo) if found.demo else ())


def _behind(found: Facts, said: Texts) -> list[Block]:
    words = said.notice.behind
    progress = (behind(found, said), measures_behind(found, said), rebounded(found, said))
    return [run_in(1, words.progress, *progress), run_in(2, words.reports, reporting(found, said))]


def desk(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Shown:
    """What the office finds in the fields of a half month's documents."""
    found = facts(connection, reference, half_month)
    return Shown(head_of(connection, half_month), generated(found, office_texts()))


# What the office may write anew -----------------------------------------------------------------------------------


def generated(found: Facts, said: Texts) -> dict[str, str]:
    """What the data say of each field that the office may write anew."""
    return {
        "issue": str(issue(found.half_month)),
        "addressees": said.notice.addressees,
        "copies": said.notice.copies,
        "signed_by": plain(fill(said.office.signed_by, prefecture=found.top.name)),
        "signed_on": str(settings().today),
        "judgement": as_text(said, judgement(found, said)),
        "demands": as_text(said, asked(found, said)),
    }


def issue(half_month: HalfMonth) -> int:
    """One briefing a half month: its place in the year."""
    return half_month.ordinal % 24 + 1


def with_defaults(found: Facts, said: Texts, head: Head | None) -> Head:
    """What is kept, and where nothing is kept what the data say; the two long texts stay blank while generated."""
    own, given = head or Head(), generated(found, said)
    return Head(
        issue=own.issue or issue(found.half_month),
        addressees=own.addressees or given["addressees"],
        copies=own.copies or given["copies"],
        signed_by=own.signed_by or given["signed_by"],
        signed_on=own.signed_on or settings().today,
        judgement=own.judgement,
        demands=own.demands,
    )


def title(found: Facts, said: Texts, text: str) -> tuple[str, ...]:
    """The lines of a title; a draft says so in the last one."""
    lines = text.split("\n")
    return (*lines[:-1], lines[-1] + f"（{said.words.draft}）") if found.draft else tuple(lines)


def file_name(found: Facts, said: Texts, name: str) -> str:
    """The name of the file; a draft says so."""
    return f"{name}（{said.words.draft}）.docx" if found.draft else f"{name}.docx"
