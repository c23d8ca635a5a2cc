"""A chart as a page sends it: small, since most of a page's bytes are its charts'."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Spec = dict[str, Any]  # a chart as Vega-Lite


def said_once(spec: Spec) -> Spec:
    """The same drawing, with what the layers say alike of a channel said once above them, as Vega-Lite hands it down.

    A layer's own words go before those above it. Nothing stands above that a layer does not say: it would be handed to
    that layer too. Names and order of the axes were sent once a layer, which made most of a spec.
    """
    layers = spec.get("layer", ())
    channels = set.intersection(*(set(layer.get("encoding", ())) for layer in layers)) if len(layers) > 1 else set()
    shared = {channel: _alike([layer["encoding"][channel] for layer in layers]) for channel in sorted(channels)}
    above = {channel: parts for channel, parts in shared.items() if parts}
    if not above:
        return spec
    own = [layer | {"encoding": _own(layer["encoding"], above)} for layer in layers]
    return spec | {"encoding": above, "layer": own}


def _alike(channel: Sequence[Any]) -> Spec:
    """What most layers that draw a field say of a channel, part by part, where the others draw a fixed value."""
    fields = [each for each in channel if "field" in each]
    if len(fields) < 2 or any("field" not in each and [*each] != ["value"] for each in channel):
        return {}
    parts = set.intersection(*map(set, fields))
    return {part: _most([each[part] for each in fields]) for part in fields[0] if part in parts}


def _most(values: Sequence[Any]) -> Any:
    # by its text: a list or a part of a spec cannot be counted itself
    [(text, _count)] = Counter(json.dumps(value, ensure_ascii=False) for value in values).most_common(1)
    return json.loads(text)


def _own(encoding: Spec, above: Spec) -> Spec:
    """What a layer still says; a fixed value goes before what stands above, a field takes over the rest."""
    differing = {channel: of for channel, of in encoding.items() if channel not in above or of != above[channel]}
    return {channel: _less(of, above[channel]) if channel in above else of for channel, of in differing.items()}


def _less(channel: Spec, above: Spec) -> Spec:
    return {part: value for part, value in channel.items() if part == "field" or above.get(part, _NO) != value}


_NO = object()  # what no part is


def arrow(rows: Iterable[Mapping[str, Any]]) -> Any:
    """The rows as an Arrow table; a text that stands in many of them is sent once. Missing where a row has no field."""
    import pyarrow as pa  # type: ignore[import-untyped]  # it brings no types; who draws pictures needs none of it

    every = list(rows)
    # not a set, of which each process has its own order: the same rows make the same bytes
    names = dict.fromkeys(name for row in every for name in row)
    columns = {name: pa.array([row.get(name) for row in every]) for name in names}
    return pa.table({name: _once(pa, column) for name, column in columns.items()})


def _once(pa: Any, column: Any) -> Any:
    """A column of texts as the different ones and, in each row, the number of its own: a byte where that is enough."""
    if not pa.types.is_string(column.type):
        return column
    texts = column.dictionary_encode()
    if 2 * len(texts.dictionary) > len(column):  # where few repeat, their numbers would only come on top of them
        return column
    number = pa.int8() if len(texts.dictionary) < 128 else pa.int16() if len(texts.dictionary) < 32768 else pa.int32()
    return texts.cast(pa.dictionary(number, pa.string()))
