"""What the office set on a page, by key, as this process knows it: over config.toml and data/briefing.toml."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

TEXTS = "texts."  # what begins the key of a document's text; any other is one of config.toml

_values: dict[str, Any] = {}
made_anew: list[Callable[[], None]] = []  # forgets what was made from what was set before

# (key without TEXTS, text or list of texts, codes of the indicators) → why it cannot be, or "". The door asks it, and
# lib/documents/rewriting, which stands above the door, says it; as long as nobody does, no text passes.
Rule = Callable[[str, Any, Collection[str]], str]
_rule: Rule | None = None


def rule_of_texts(rule: Rule) -> Rule:
    """Names what says why a text of the documents cannot be."""
    global _rule
    _rule = rule
    return rule


def mend_of_text(key: str, value: Any, indicators: Collection[str]) -> str:
    """Why the text at a key of data/briefing.toml cannot be `value`; "" where it can."""
    if _rule is None:
        raise LookupError("nobody said what a text of the documents may be: import lib.documents.rewriting")
    return _rule(key, value, indicators)


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
