"""The engineer's commands, `python -m lib …`: the doors that the pages use, without a browser."""

import argparse
import logging
import sys
from collections.abc import Sequence

from lib.kept import logs, store
from lib.kept.backup import in_use
from lib.server.commands.parser import build
from lib.server.commands.usage import BadUsage
from lib.words.errors import Refusal
from lib.words.language import use
from lib.words.settings import settings
from lib.words.texts import printable

log = logging.getLogger("banyue")

__all__ = ["main"]

DONE, REFUSED, BAD_USAGE = 0, 1, 2
ALONE = ("restore", "move")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done or nothing to do, 1 refused with the reason, 2 a command that cannot be understood."""
    try:
        use(settings().language)
        logs.set_up()
        given = build().parse_args(arguments)
        return DONE if _run(given) else REFUSED
    except BadUsage as bad:
        print(bad, file=sys.stderr)
        return BAD_USAGE
    except Refusal as refusal:
        log.info("python -m lib refused: %s", refusal)
        print(printable(str(refusal)), file=sys.stderr)
        return REFUSED
    except Exception:
        log.exception("python -m lib ended by an error")
        raise


def _run(given: argparse.Namespace) -> bool:
    """The command, with the database marked as in use; some need it for themselves, and see to that."""
    if given.command in ALONE:
        return bool(given.run(given))
    with in_use(store.engine()):
        return bool(given.run(given))
