"""The engineer's commands, `python -m lib …`: the doors that the pages use, without a browser."""

import sys
from collections.abc import Sequence

from lib.commands.parser import parse
from lib.commands.usage import BadUsage
from lib.errors import Refusal
from lib.language import use
from lib.settings import settings
from lib.texts import printable

__all__ = ["main"]

DONE, REFUSED, BAD_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done or nothing to do, 1 refused with the reason, 2 a command that cannot be understood."""
    try:
        use(settings().language)
        given = parse(arguments)
        return DONE if given.run(given) else REFUSED
    except BadUsage as bad:
        print(bad, file=sys.stderr)
        return BAD_USAGE
    except Refusal as refusal:
        print(printable(str(refusal)), file=sys.stderr)
        return REFUSED
