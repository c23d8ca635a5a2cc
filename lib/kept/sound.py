"""The history held to itself: its chain of hashes, the files it names, and what stands beside what it says last."""

import hashlib
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from lib.kept.called import called
from lib.kept.chain import Link, entry_of, head, links
from lib.kept.changes import VALUES, Change, TargetKey, place
from lib.kept.present import differing_records, differing_values
from lib.kept.store import all_rows
from lib.kept.tables import TABLES
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


def broken_links(connection: sa.Connection) -> Iterator[str]:
    """What is missing from the chain, or was put beside it, in sentences."""
    every = links(connection)
    chained = [one for one in every if one.link is not None]
    for one in every[len(chained) :]:
        yield _("{batch}: written past the program, it stands in no chain").format(batch=_named(one))
    yield from gaps(chained)
    yield from _end(connection, chained)
    for (batch,) in all_rows(connection, _WITHOUT_BATCH):
        yield _("Changes of no. {batch} stand without it: it was taken away").format(batch=batch)


def gaps(chained: Sequence[Link]) -> Iterator[str]:
    """Where batches are missing between these, which stand in the order of the chain from its beginning on."""
    last: Link | None = None
    for link in chained:
        if count := (link.link or 0) - _place_of(last) - 1:
            yield _missing(last, link, count)
        last = link


def _place_of(one: Link | None) -> int:
    """Its place in the chain; 0 before the first."""
    return (one.link or 0) if one else 0


def _missing(before: Link | None, one: Link, count: int) -> str:
    if before is None:
        return _("Missing before no. {batch}: {count}").format(batch=one.id, count=count)
    said = _("Missing between no. {first} and no. {last}: {count}")
    return said.format(first=before.id, last=one.id, count=count)


def _end(connection: sa.Connection, chained: list[Link]) -> Iterator[str]:
    count, seal = head(connection)
    last = chained[-1] if chained else None
    if missing := count - _place_of(last):
        yield _("Missing behind no. {batch}: {count}").format(batch=last.id if last else 0, count=missing)
    elif last and seal != last.seal:
        yield _("{batch}: it is the last, but the end of the chain is another one").format(batch=_named(last))


_WITHOUT_BATCH = (
    "SELECT DISTINCT c.batch_id FROM value_change c WHERE NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = c.batch_id)"
    " UNION SELECT c.batch_id FROM record_change c"
    " WHERE NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = c.batch_id) ORDER BY 1"
)


def broken_batches(connection: sa.Connection, chained: Sequence[Link] = ()) -> Iterator[list[str]]:
    """Batch by batch, the newest first, whether it and its file are what was sealed: nothing, or sentences.

    `chained` are the first so many of the chain; none for all of it.
    """
    chained = chained or [batch for batch in links(connection) if batch.link is not None]
    before = {batch.link: batch.seal for batch in chained}
    files = set[str]()  # one that several acts brought is read once
    for batch in reversed(chained):
        yield [*_content(connection, batch, before), *_file(connection, batch, files)]


def _content(connection: sa.Connection, batch: Link, seals: dict[int | None, str]) -> Iterator[str]:
    previous = "" if batch.link == 1 else seals.get((batch.link or 0) - 1)
    # behind a batch that is missing nothing can be held to its seal
    if previous is not None and _seal(connection, batch, previous) != batch.seal:
        yield _("{batch}: its content is not what was sealed").format(batch=_named(batch))


def _seal(connection: sa.Connection, batch: Link, previous: str) -> str | None:
    """Its seal as it stands now; None where its values cannot even be read."""
    try:
        return entry_of(connection, batch.id).seal(previous)
    except ValueError:
        return None


def _file(connection: sa.Connection, batch: Link, known: set[str]) -> Iterator[str]:
    row = connection.execute(_FILE, {"batch": batch.id}).first()
    if row is None or row.sha256 in known:
        return
    known.add(row.sha256)
    if row.content is None or hashlib.sha256(row.content).hexdigest() != row.sha256:
        said = _("{batch}: the file {file} is not the one that was kept")
        yield said.format(batch=_named(batch), file=row.file_name or row.sha256[:12])


_FILE = sa.text(
    "SELECT b.sha256, b.file_name, f.content FROM batch b LEFT JOIN stored_file f ON f.sha256 = b.sha256"
    " WHERE b.id = :batch AND b.sha256 IS NOT NULL"
)


def _named(batch: Link) -> str:
    """No. 12 of 2023-07-05 09:12 by 联席办 李四."""
    said = _("No. {batch} of {at} by {actor}")
    return said.format(batch=batch.id, at=settings().moment(batch.at), actor=batch.actor)


# What stands -------------------------------------------------------------------------------------------------------


def said_of(connection: sa.Connection, change: Change) -> str:
    """A value or record that is not what the history says last, in a sentence that names its place."""
    if change.field == "":
        known = (
            _("{place}: gone, though the history has it")
            if change.after is None
            else _("{place}: there, though the history knows nothing of it")
        )
        return known.format(place=_place(connection, change))
    said = _("{place}: {now} stands there, the history says {said}")
    before, now = (_shown(connection, change, side) for side in (change.before, change.after))
    return said.format(place=_place(connection, change), now=now, said=before)


def _place(connection: sa.Connection, change: Change) -> str:
    if change.table not in VALUES:
        table = TABLES[change.table]
        named = f"{_(table.title)} {called(connection, table, change.key)}"
        return f"{named} “{_(table.column(change.field).title)}”" if change.field else named
    unit, indicator = place(change.key)
    row = connection.execute(_NAMES, {"unit": unit, "indicator": indicator}).one()
    at = _("the target") if isinstance(change.key, TargetKey) else HalfMonth(change.key[0]).label
    if isinstance(change.key, TargetKey) and change.key.since:
        at = _("target since {half_month}").format(half_month=HalfMonth(change.key.since).label)
    return _("{half_month}, {unit}, {indicator}").format(
        half_month=at, unit=row.unit or f"#{unit}", indicator=row.indicator or f"#{indicator}"
    )


_NAMES = sa.text(
    "SELECT (SELECT name FROM unit WHERE id = :unit) AS unit, (SELECT name FROM indicator WHERE id = :indicator)"
    " AS indicator, (SELECT decimals FROM indicator WHERE id = :indicator) AS decimals"
)


def _shown(connection: sa.Connection, change: Change, side: object) -> str:
    if side is None or side == "":
        return _("nothing")
    if change.table not in VALUES or not isinstance(side, int):
        return str(side)
    unit, indicator = place(change.key)
    decimals = connection.execute(_NAMES, {"unit": unit, "indicator": indicator}).one().decimals or 0
    return format(side / 10**decimals, f".{decimals}f")


def differing(connection: sa.Connection) -> Iterator[list[str]]:
    """Table by table, then units by units, sentences about what stands otherwise than the history says."""
    for table in TABLES.values():
        yield [said_of(connection, change) for change in differing_records(connection, table)]
    for several in differing_values(connection):
        yield [said_of(connection, change) for change in several]
