"""`init`: a new database, with the demo or for the office's own data."""

import argparse
import logging
import re

import sqlalchemy as sa

from lib.kept import store
from lib.ledger.door.renew import renew_after_upgrade
from lib.review import seed
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.settings import CONFIG, settings

log = logging.getLogger("banyue")


def run(given: argparse.Namespace) -> bool:
    """Create the schema and load what is not loaded yet."""
    engine = store.engine()
    with store.one_process(engine):
        store.migrate(engine, then=renew_after_upgrade)
        loaded = seed.begin_own(engine, tell=_tell) if given.empty else _load_demo(engine)
    print(_("{count} files loaded; the database is ready").format(count=loaded))
    if given.empty:
        _say_what_is_next(without_the_demos_day() if loaded else False)
    return True


def without_the_demos_day() -> bool:
    """Take `today = …` out of config.toml, all else as it is; whether it stood there and could be taken out."""
    written = CONFIG.read_bytes()
    if (own := _DEMOS_DAY.sub(b"", written)) == written:
        return False
    try:
        CONFIG.write_bytes(own)
    except OSError as error:
        log.warning("config.toml cannot be written: %s", error)
        return False
    return True


# in bytes: line ends, and whatever else stands in the file, stay as they are
_DEMOS_DAY = re.compile(rb"^[ \t]*today[ \t]*=[^\r\n]*(?:\r?\n|$)", re.MULTILINE)


def _load_demo(engine: sa.Engine) -> int:
    with store.reading(engine) as connection:
        if seed.is_own(connection):
            raise Refusal(_("This database was begun without the demo; choose another one for it"))
    return seed.load(engine, tell=_tell)


def _tell(step: int, of: int, file_name: str) -> None:
    print(_("Loading {step} of {of}: {file}").format(step=step, of=of, file=file_name), flush=True)


def _say_what_is_next(follows_the_clock: bool) -> None:
    print(_("Next: import the units with --table unit and the targets with --table target, then open a half month"))
    if follows_the_clock:
        print(_("The day of the demo is taken out of config.toml: the dashboard follows the clock"))
    elif settings().calendar.today:
        print(_("config.toml still sets calendar.today for the demo; remove that line to follow the clock"))
