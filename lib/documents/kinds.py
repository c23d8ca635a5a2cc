"""Every kind of document, and how one is asked for.

Those of 简报与通报 (通报, 简报, 反馈单) are made by `MADE_BY` and handed out by `to_issue`; each is also named in
`kind_words` of lib/show/boards/briefing.py and has its fields in `ROWS` of pages/briefing.py. The papers of other pages
have a function each.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from lib.documents.admissions import approval_of, reply_of
from lib.documents.checking import checking_notice
from lib.documents.digest import digest_of
from lib.documents.feedback import all_file_name, feedback_of
from lib.documents.head import Desk
from lib.documents.issuing import Paper, papers
from lib.documents.letterhead import desk
from lib.documents.meetings import agenda_of, minutes_of
from lib.documents.notice import notice_of
from lib.documents.paper import Document, in_chinese
from lib.documents.supervision import supervised, supervision_of
from lib.documents.texts import check, office_texts
from lib.figures.progress import children
from lib.kept.reference import Reference, read_reference
from lib.kept.store import reading
from lib.kept.touched import of_its_half_month
from lib.review.spot_checks import Plan
from lib.words.half_months import HalfMonth
from lib.words.language import named

Make = Callable[[sa.Connection, Reference, HalfMonth, Sequence[str]], tuple[Document, ...]]

MADE_BY: dict[str, Make] = {
    "notice": lambda connection, reference, half_month, _codes: (notice_of(connection, reference, half_month),),
    "digest": lambda connection, reference, half_month, _codes: (digest_of(connection, reference, half_month),),
    "feedback": feedback_of,
}


def to_issue(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, kind: str, counties: Sequence[str]
) -> tuple[Paper, ...]:
    """The document of this kind as it would be handed out now, with its version and what it corrects; of feedback one
    for each of the `counties`.

    Raises SettingsError where a template names an indicator that there is no more.
    """
    check(office_texts(), reference.indicators.keys())
    return in_chinese(_papers, connection, reference.of(half_month), half_month, kind, counties)


def _papers(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, kind: str, counties: Sequence[str]
) -> tuple[Paper, ...]:
    documents = MADE_BY[kind](connection, reference, half_month, counties)
    by_unit = dict(zip(counties if kind == "feedback" else [""], documents, strict=True))
    return papers(connection, reference, half_month, by_unit, kind)


def notice_of_check(connection: sa.Connection, reference: Reference, plan: Plan) -> Document:
    """The 抽查通知 of a plan whose villages were drawn; who may see it, whoever asks for it decides: only those whom
    `Actor.checks` names."""
    return in_chinese(checking_notice, connection, reference, plan)


def of_meeting(connection: sa.Connection, reference: Reference, half_month: HalfMonth, kind: str) -> Document:
    """The 议程 ("agenda") or 会议纪要 ("minutes") of the half month's meeting. Raises Refusal where there is none."""
    make = agenda_of if kind == "agenda" else minutes_of
    return in_chinese(make, connection, reference.of(half_month), half_month)


def of_admission(connection: sa.Connection, reference: Reference, code: str, kind: str) -> Document:
    """The 准入审批表 ("admission") or 批复 ("reply") of an application; who may see it, whoever asks decides
    (`lib.review.admissions.visible`). Raises Refusal for a reply to what was not applied for."""
    return in_chinese(approval_of if kind == "admission" else reply_of, connection, reference, code)


def to_supervise(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> dict[str, str]:
    """What a 督办单 can be about: by code the title of an overdue item, or the name of a county that is far behind."""
    overdue, far = supervised(connection, children(connection, reference, reference.top, half_month))
    counties = {county.unit.code: named(county.unit.name, county.unit.name_en) for county in far}
    return {item.code: item.title for item in overdue} | counties


def supervision(connection: sa.Connection, reference: Reference, half_month: HalfMonth, code: str) -> Document:
    """The 督办单 about one of these. Raises Refusal where it needs none any more."""
    return in_chinese(supervision_of, connection, reference.of(half_month), half_month, code)


def file_name(half_month: HalfMonth, several: Sequence[Document]) -> str:
    """The name of the file that holds these documents."""
    if len(several) == 1:
        return several[0].file_name
    return in_chinese(all_file_name, half_month, several[0].draft)


@of_its_half_month
def desk_of(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Desk:
    """What the office finds in the fields: what it wrote, and what the data say."""
    return in_chinese(desk, connection, reference.of(half_month), half_month)


def check_texts(store: sa.Engine) -> None:
    """Raises SettingsError for a template that names what does not exist; asked at the start, after data/ is loaded."""
    with reading(store) as connection:
        check(office_texts(), read_reference(connection).indicators.keys())
