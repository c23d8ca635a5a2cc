"""The ledger: batches, their changes with what was before, the files, and the revision."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from lib.kept.models.base import WITHOUT_ROWID, Base, Choice
from lib.kept.models.choices import Delivery


class StoredFile(Base, table=True):
    """The bytes of an uploaded file, kept once per content."""

    __tablename__ = "stored_file"
    sha256: str = Field(primary_key=True)
    content: bytes


class Batch(Base, table=True):
    """批次: one saved act. `token` is the act's own mark: the same act sent twice is saved once.

    `link` is its place in the chain of hashes, from 1 on, and `seal` its hash there (see lib.kept.chain). `account_id`
    is the account that saved it, whose name may be another by now; None at the machine itself. It is not sealed: the
    seal holds the name that the account had.
    """

    __tablename__ = "batch"
    __table_args__ = (sa.Index("batch_link", "link", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=sa.DateTime)
    actor: str
    kind: str
    note: str = ""
    token: str = Field(unique=True)
    file_name: str | None = None
    sha256: str | None = Field(default=None, foreign_key="stored_file.sha256")
    undoes: int | None = Field(default=None, foreign_key="batch.id")
    link: int | None = None
    seal: str = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
    account_id: int | None = None


class ValueChange(Base, table=True):
    """变更 of observations, or of targets: what a batch changed of a unit in a half month.

    `cells` is JSON, `[[indicator, before, after], …]` of `n` cells: see lib.kept.cells. None before or after is no
    value.

    Of targets `half_month` is the ordinal since which they hold, as a negative number, 0 for the beginning.
    """

    __tablename__ = "value_change"
    __table_args__ = (sa.Index("value_change_unit", "unit_id", "half_month"), WITHOUT_ROWID)  # who changed it last
    batch_id: int = Field(primary_key=True, foreign_key="batch.id")
    half_month: int = Field(primary_key=True)
    unit_id: int = Field(primary_key=True)
    n: int
    cells: str


class RecordChange(Base, table=True):
    """变更 of a field of a catalogue or register; `before` and `after` are JSON, None is no record."""

    __tablename__ = "record_change"
    __table_args__ = (sa.Index("record_change_record", "table", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    table: str
    key: str
    field: str
    before: str | None = None
    after: str | None = None


class Revision(Base, table=True):
    """One row: the number that every save raises and every rerun reads; the key of every cached read.

    `links` and `seal` are the end of the chain of hashes: how many batches it has, and the last one's seal.
    """

    __tablename__ = "revision"
    id: int = Field(primary_key=True)
    number: int
    links: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    seal: str = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})


class HistoryCheck(Base, table=True):
    """One row: when (UTC) the history was last held to itself, and what was found, the first sentences as JSON.

    Of the chain's `batches`, which ended with `seal`, so many were `looked` at, and `whole` says whether all that
    stands was compared too.
    """

    __tablename__ = "history_check"
    id: int = Field(primary_key=True)
    at: datetime = Field(sa_type=sa.DateTime)
    batches: int
    looked: int
    whole: bool
    seal: str
    count: int
    found: str


class Issued(Base, table=True):
    """印发: a document as it was handed out: the file itself, its number and version, when and by whom.

    `unit_code` is the county of a feedback sheet, "" where a document speaks of the prefecture; `facts` are the
    figures that it states, as JSON, and `difference` says in a sentence what differs from the version before.
    """

    __tablename__ = "issued"
    __table_args__ = (sa.UniqueConstraint("kind", "half_month", "unit_code", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    half_month: int
    unit_code: str
    version: int
    number: str
    issued_on: date
    issued_at: datetime = Field(sa_type=sa.DateTime)
    issued_by: str
    file_name: str
    sha256: str = Field(foreign_key="stored_file.sha256")
    facts: str
    difference: str


class Reminder(Base, table=True):
    """催报: what was sent to one recipient on one day, with the answer: never two rows, so never sent twice a day.

    `target` names a mail address or a robot without its secrets; `units` are the codes of those that it is about,
    `at` (UTC) is when it was last tried, `tries` how often; `answer` is read by `as_read` of `kept_sentences`.
    """

    __tablename__ = "reminder"
    __table_args__ = (sa.UniqueConstraint("day", "target"),)
    id: int | None = Field(default=None, primary_key=True)
    day: date
    target: str
    units: str
    text: str
    state: Delivery = Field(sa_type=Choice(Delivery))
    tries: int
    at: datetime = Field(sa_type=sa.DateTime)
    answer: str = ""
