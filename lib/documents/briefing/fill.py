"""Templates → runs: a text with its placeholders filled, so that every number keeps what it is."""

from collections.abc import Callable, Sequence
from string import Formatter

from lib.documents.briefing.paper import Run, Runs, Said, joined, runs_of
from lib.documents.briefing.texts import Texts

SEMICOLON = "；"


def fill(template: str, **values: Said) -> Runs:
    """The template with `values` in its placeholders; KeyError for one that is not given."""
    return fill_with(template, lambda name, _side: values[name])


def fill_with(template: str, find: Callable[[str, str], Said]) -> Runs:
    """The template with what `find(name, side)` says for each placeholder."""
    found: list[Run] = []
    for before, name, side, _conversion in Formatter().parse(template):
        found += [Run(before)] if before else []
        found += runs_of(find(name, side or "")) if name is not None else []
    return tuple(found)


def listed(texts: Texts, parts: Sequence[Said], most: int, mark: str = "、") -> Runs:
    """The parts parted by 、; beyond `most` of them the first, and 等: how many there are was said before."""
    if len(parts) <= most:
        return joined(parts, mark)
    return fill(texts.words.among_others, names=joined(parts[:most], mark))
