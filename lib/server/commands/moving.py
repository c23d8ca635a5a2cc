"""`move`: everything goes into another, empty database, from SQLite to PostgreSQL or back."""

import argparse
from collections.abc import Sequence

import sqlalchemy as sa

from lib.kept import store
from lib.kept.backup import out_of_use
from lib.kept.move import Differs, Moved, move
from lib.server.commands.database import ready
from lib.words.language import gettext as _


def run(given: argparse.Namespace) -> bool:
    """Move, print what both databases hold, and say which line of config.toml to change; False where they differ."""
    source = store.engine()
    with out_of_use(source):
        target = store.connect(given.to)
        try:
            moved = move(ready(), target)
        except Differs as differs:
            _print(differs.tables)
            raise
        finally:
            target.dispose()
    _print(moved)
    _say_what_is_next(source, target)
    return True


def _print(moved: Sequence[Moved]) -> None:
    print(f"{_('table'):<20} {_('rows'):>12}  SHA-256")
    for one in moved:
        print(f"{one.table:<20} {one.before.rows:>12,}  {one.before.sha256[:16]}  {_said(one)}")


def _said(one: Moved) -> str:
    if one.equal:
        return _("equal")
    return _("DIFFERS: {rows} rows arrived, {sha256}").format(rows=f"{one.after.rows:,}", sha256=one.after.sha256[:16])


def _say_what_is_next(source: sa.Engine, target: sa.Engine) -> None:
    print(_("All {address} holds is now in the other database too.").format(address=store.shown(source)))
    print(_("Write it into config.toml, under [database], and start the server:"))
    print(f'    url = "{store.shown(target)}"')
    if target.url.password:
        print(_("In place of *** stands the password."))
