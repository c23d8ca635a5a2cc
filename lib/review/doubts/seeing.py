"""Who sees which doubts: the office all, a reporter those of its own unit and below; everybody else only how many."""

from collections.abc import Iterable

from lib.kept.models import Role
from lib.kept.reference import Reference
from lib.ledger.access import Actor
from lib.review.doubts.doubt import Doubt


def seen_by(actor: Actor, reference: Reference) -> str | None:
    """The code of the unit at and below which the actor sees what is doubted and where; None: counts alone."""
    if actor.decides and reference.units:
        return reference.top.code
    return actor.unit_code if actor.role == Role.REPORTER else None


def below(doubts: Iterable[Doubt], reference: Reference, code: str | None) -> list[Doubt]:
    """The doubts of the unit `code` and those below it."""
    mine = reference.codes_below(code) if code else frozenset[str]()
    return [doubt for doubt in doubts if reference.by_id[doubt.unit].code in mine]
