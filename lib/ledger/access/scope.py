"""The scope of a reporter: a unit and all below it, or a department."""

from lib.kept.models import Role
from lib.kept.reference import Reference
from lib.ledger.access.actors import Actor
from lib.words.language import gettext as _
from lib.words.language import named


def covers(actor: Actor, reference: Reference, unit_code: str | None) -> bool:
    """Whether the actor reports for this unit and all below it; None stands for all units there are."""
    if actor.decides:
        return True
    if unit_code is None:
        unit_code = next((unit.code for unit in reference.children.get(None, ())), None)
    if actor.role != Role.REPORTER or not actor.unit_code or unit_code not in reference.units:
        return False
    above: str | None = unit_code
    while above is not None and above != actor.unit_code:
        above = reference.units[above].parent_code
    return above is not None


def role_word(role: str) -> str:
    """查看, 填报, 联席会议办公室."""
    return Role(role).word


def scope_words(actor: Actor) -> str:
    """What somebody who signed in is, and for whom: 填报：兴义市."""
    if actor.role not in (Role.REPORTER, Role.SECRETARY):
        return role_word(actor.role)
    return _("{role}: {scope}").format(role=role_word(actor.role), scope=named(*actor.scope))
