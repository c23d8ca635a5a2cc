"""What the office set on a page, by key, as this process knows it: over config.toml and data/briefing.toml."""

from collections.abc import Callable, Mapping
from typing import Any

TEXTS = "texts."  # what begins the key of a document's text; any other is one of config.toml

_values: dict[str, Any] = {}
made_anew: list[Callable[[], None]] = []  # forgets what was made from what was set before


def put(values: Mapping[str, Any]) -> None:
    """From now on this is what is set."""
    global _values
    if values != _values:
        _values = dict(values)
        for forget in made_anew:
            forget()


def of_config() -> dict[str, Any]:
    """What is set in the place of config.toml."""
    return {key: value for key, value in _values.items() if not key.startswith(TEXTS)}


def of_texts() -> dict[str, Any]:
    """What is set of the documents' texts, by their key in data/briefing.toml."""
    return {key.removeprefix(TEXTS): value for key, value in _values.items() if key.startswith(TEXTS)}
