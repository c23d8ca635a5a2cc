"""`collect`: the totals of other offices, read from their dashboards, one after the other."""

import argparse
from pathlib import Path

from lib.review.collecting import Dashboard, SourceOutcome, collect, forget
from lib.server.commands.database import ready
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.said_by_others import of_file


def run(given: argparse.Namespace) -> bool:
    """Read each address and say what came of it; whether all of them answered as they should."""
    engine, tokens = ready(), _tokens(given.tokens) if given.tokens else {}
    every = True
    for address in given.address:
        if given.forget:
            outcome = forget(engine, address, given.actor)
        else:
            outcome = collect(engine, Dashboard(address, tokens.get(address.rstrip("/"), "")), given.actor)
        every &= _say(outcome)
    return every


def _say(outcome: SourceOutcome) -> bool:
    print(f"{outcome.address}: {outcome.said}")
    return outcome.changes is not None


def _tokens(file: Path) -> dict[str, str]:
    """Address → token, from lines that hold both, parted by a blank."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(_("{file} cannot be read: {reason}").format(file=file, reason=of_file(error))) from error
    pairs = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    if any(len(pair) != 2 for pair in pairs):
        raise Refusal(_("{file}: each line holds an address, a blank and its token").format(file=file))
    return {address.rstrip("/"): token for address, token in pairs}
