"""What columns mean whose titles are not ours: remembered for a unit and a layout, found by both, and forgotten."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from lib.intake.checks import Reported, check_values
from lib.intake.checks.choice import every
from lib.intake.checks.own_titles import as_text, gone, layouts, meaning_word, of_text
from lib.intake.checks.suggested import AskedColumns, Last, asked
from lib.intake.checks.titles import Titles
from lib.intake.checks.wanted import OwnTitles
from lib.intake.sheets import Sheet
from lib.kept.changes import Change, current_records, differing
from lib.kept.models import Observation, OwnHeader
from lib.kept.reference import Reference
from lib.kept.store import records, writing
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Act, Receipt, save_within
from lib.words.errors import Refusal
from lib.words.language import gettext as _

TABLE = TABLES["own_header"]
_H, _O = OwnHeader.__table__.c, Observation.__table__.c


def with_remembered(
    connection: sa.Connection, file: Sheet, wanted: Reported, reference: Reference
) -> tuple[Reported, list[str]]:
    """What is wanted, with what is remembered of the titles of the file; or why what is remembered is not used.

    Who reports for a unit has what was said for that one. Without a unit it is what was said for the one in which all
    units of the file lie, else what the office said itself.
    """
    if wanted.own is not None:
        return wanted, []
    matching = list(_matching(connection, file, wanted, reference))
    usable = [(header, own) for header in matching if (own := _read(header, reference)) is not None]
    own = _whose(file, wanted, reference, usable)
    if own is not None:
        return replace(wanted, own=own), []
    return wanted, [_not_used(header, reference) for header in matching if _read(header, reference) is None]


def _matching(connection: sa.Connection, file: Sheet, wanted: Reported, reference: Reference) -> Iterator[OwnHeader]:
    """What was said of a layout that the file could have."""
    query = sa.select(OwnHeader).order_by(_H.code)
    query = query if wanted.form is None else query.where(_H.form == wanted.form)
    query = query if wanted.scope is None else query.where(_H.unit_code == wanted.scope)
    headers = records(connection, query)
    if headers:  # without any the sheets need not be looked through for layouts
        titles = Titles(reference, wanted.form)
        of_file = {as_text(OwnTitles(layout, {}))[0] for sheet in every(file) for layout in layouts(sheet, titles)}
        yield from (header for header in headers if header.titles in of_file)


def _read(header: OwnHeader, reference: Reference) -> OwnTitles | None:
    """What was said, as long as all of it can still be read."""
    try:
        own = of_text(header.titles, header.meanings, header.code, header.unit_code)
    except ValueError:
        return None
    return None if gone(own, _asked_by(header, reference)) else own


def _asked_by(header: OwnHeader, reference: Reference) -> list[str]:
    return [indicator.code for indicator in reference.forms[header.form].indicators]


def _not_used(header: OwnHeader, reference: Reference) -> str:
    """Why what was said is not used any more: an indicator went, or somebody wrote what cannot be read."""
    meanings = dict(enumerate(each.partition("=")[2] for each in header.meanings.split()))
    lost = gone(OwnTitles((), meanings), _asked_by(header, reference))
    words = _(", ").join(meaning_word(each, reference) for each in lost)
    text = _("What is remembered of this layout is not used, “{gone}” is not asked here; say anew what its columns are")
    return text.format(gone=words or header.meanings)


def _whose(
    file: Sheet, wanted: Reported, reference: Reference, usable: Sequence[tuple[OwnHeader, OwnTitles]]
) -> OwnTitles | None:
    """Of what several units said of one layout that of the unit which the file is about, then the office's own."""
    if wanted.scope is not None:
        return next((own for _header, own in usable), None)
    units = dict[str, frozenset[int]]()  # by what was said: counties that said the same have the file read once
    for header, own in usable:
        if header.unit_code is not None and header.meanings not in units:
            units[header.meanings] = check_values(file, reference, replace(wanted, own=own)).units
        if header.unit_code is not None and _lie_in(header.unit_code, units[header.meanings], reference):
            return own
    return next((own for header, own in usable if header.unit_code is None), None)


def _lie_in(code: str, units: frozenset[int], reference: Reference) -> bool:
    return bool(units) and {reference.by_id[unit].code for unit in units} <= reference.codes_below(code)


# Asked, said and forgotten ---------------------------------------------------------------------------------------


def columns_to_say(
    connection: sa.Connection, file: Sheet, wanted: Reported, reference: Reference
) -> AskedColumns | None:
    """The columns of a file that somebody could say, compared with the half month before."""
    return asked(file, reference, wanted, _last(connection, wanted, reference))


def _last(connection: sa.Connection, wanted: Reported, reference: Reference) -> Last:
    form = reference.forms.get(wanted.form or "")
    if form is None or wanted.half_month is None:
        return {}
    query = sa.select(_O.unit_id, _O.indicator_id, _O.value).where(
        _O.half_month == wanted.half_month.ordinal - 1,
        _O.indicator_id.in_([indicator.id for indicator in form.indicators]),
    )
    if wanted.scope is not None:
        units = [reference.units[code].id for code in reference.codes_below(wanted.scope)]
        query = query.where(_O.unit_id.in_(units))
    return {(unit, indicator): value for unit, indicator, value in connection.execute(query)}


def remember(
    store: sa.Engine, layout: AskedColumns, said: Mapping[int, str | None], unit_code: str | None, actor: Actor
) -> Receipt:
    """Remember what the columns of a layout were said to be; what was said of it before goes.

    Raises Refusal as long as one of them is not said, or a file could not be read by it.
    """
    meanings = {index: meaning for index, meaning in said.items() if meaning}
    mistakes = layout.mistakes(meanings)
    if len(meanings) < len(layout.columns):
        mistakes = [_("Say of every column what it is; one that is not needed is not read")]
    if mistakes:
        raise Refusal(_("; ").join(mistakes))
    titles, text = as_text(OwnTitles(layout.layout, meanings))
    code = _code(unit_code, layout.form.code, titles)
    record = {"code": code, "unit_code": unit_code, "form": layout.form.code, "titles": titles, "meanings": text}
    with writing(store) as connection:
        before = current_records(connection, TABLE, [(code,)]).get((code,))
        if before == record:
            raise Refusal(_("Nothing differs from what is saved"))
        return save_within(connection, Act(actor, "edit"), differing(TABLE.name, (code,), before, record))


def remembered(connection: sa.Connection, _reference: Reference) -> int:
    """A number that differs once anything else is remembered; asked as boards are, with the reference data."""
    return hash(tuple(map(tuple, connection.execute(sa.select(_H.code, _H.meanings).order_by(_H.code)))))


def forget(store: sa.Engine, code: str, actor: Actor) -> Receipt:
    """Forget what was said of a layout. Raises Refusal where it is forgotten already."""
    with writing(store) as connection:
        before = current_records(connection, TABLE, [(code,)]).get((code,))
        if before is None:
            raise Refusal(_("This is forgotten already"))
        return save_within(connection, Act(actor, "edit"), [Change(TABLE.name, (code,), "", before, None)])


def _code(unit_code: str | None, form: str, titles: str) -> str:
    """The same for the same unit, form and layout."""
    return f"{unit_code or 'office'}-{form}-{hashlib.sha256(titles.encode()).hexdigest()[:16]}"
