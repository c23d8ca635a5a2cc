"""`undo`: a saved act turned round, unless something was changed since."""

import argparse

from lib.ledger.door import undo
from lib.server.commands.database import ready, say_saved


def run(given: argparse.Namespace) -> bool:
    """Give back what was before the batch."""
    say_saved(undo(ready(), given.batch, given.actor))
    return True
