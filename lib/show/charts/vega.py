"""The parts of a Vega-Lite chart, called as altair calls them, which takes 25 MB and a tenth of a start.

Only what the charts here use; the tests hold every chart to Vega-Lite's schema by altair.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

SCHEMA_URL = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
Row = dict[str, Any]  # of a chart's data: what JSON holds, by the field that an encoding names
TYPES = {"Q": "quantitative", "N": "nominal", "O": "ordinal"}


class Part(dict[str, Any]):
    """A piece of the JSON. Only what is given stands in it: Vega-Lite takes null for none at all."""


class Axis(Part):
    """How an axis looks."""


class Scale(Part):
    """What a channel's values become."""


class Step(Part):
    """A height of so many px a row."""

    def __init__(self, step: float) -> None:
        super().__init__(step=step)


class Channel(Part):
    """A field of the rows, written as unit:N, and how it is drawn."""

    def __init__(self, shorthand: str, **look: object) -> None:
        name, _colon, kind = shorthand.partition(":")
        super().__init__(field=name, type=TYPES[kind], **look)


class X(Channel):
    """Where a mark stands, from the left."""


class Y(Channel):
    """Where a mark stands, from the top."""


class Text(Channel):
    """What a mark says."""


class Color(Channel):
    """A mark's colour."""


class Stroke(Channel):
    """The colour of a mark's edge."""


class Description(Channel):
    """What a screen reader says of a mark."""


class Tooltip(Channel):
    """A line of what is said beside the pointer."""


class End(Part):
    """Where a mark ends: of its beginning's type, and it takes none of its own."""

    def __init__(self, shorthand: str) -> None:
        super().__init__(field=shorthand.partition(":")[0])


class X2(End):
    """The right end of a mark."""


class Y2(End):
    """The lower end of a mark."""


class Value(Part):
    """A channel that is the same for all rows."""

    def __init__(self, value: float | str) -> None:
        super().__init__(value=value)


def selection_point(name: str, fields: Sequence[str]) -> Part:
    """A click that selects these fields of a row."""
    return Part(name=name, select={"type": "point", "fields": list(fields)})


@dataclass(frozen=True)
class Chart:
    """Rows and how one layer draws them; each call gives another chart."""

    rows: Sequence[Mapping[str, object]]
    encoding: Mapping[str, Part | list[Tooltip]] = field(default_factory=Part)
    mark: Mapping[str, object] = field(default_factory=Part)
    transform: tuple[Part, ...] = ()
    params: tuple[Part, ...] = ()

    def encode(self, **channels: Part | list[Tooltip]) -> Self:
        """With these channels."""
        return replace(self, encoding=Part(self.encoding, **channels))

    def transform_filter(self, expression: str) -> Self:
        """Of the rows for which this is true."""
        return replace(self, transform=(*self.transform, Part(filter=expression)))

    def transform_calculate(self, **fields: str) -> Self:
        """With these fields in each row."""
        calculations = [Part({"calculate": expression, "as": name}) for name, expression in fields.items()]
        return replace(self, transform=(*self.transform, *calculations))

    def add_params(self, param: Part) -> Self:
        """With a click."""
        return replace(self, params=(*self.params, param))

    def mark_bar(self, **look: object) -> Self:
        """As bars."""
        return self._marked("bar", look)

    def mark_circle(self, **look: object) -> Self:
        """As circles."""
        return self._marked("circle", look)

    def mark_line(self, **look: object) -> Self:
        """As a line."""
        return self._marked("line", look)

    def mark_point(self, **look: object) -> Self:
        """As points."""
        return self._marked("point", look)

    def mark_rect(self, **look: object) -> Self:
        """As cells."""
        return self._marked("rect", look)

    def mark_rule(self, **look: object) -> Self:
        """As straight lines."""
        return self._marked("rule", look)

    def mark_text(self, **look: object) -> Self:
        """As words."""
        return self._marked("text", look)

    def mark_tick(self, **look: object) -> Self:
        """As short strokes."""
        return self._marked("tick", look)

    def _marked(self, kind: str, look: Mapping[str, object]) -> Self:
        return replace(self, mark=Part(type=kind, **look))

    def view(self, name: str) -> dict[str, Any]:
        """The layer without its rows; what can be clicked in it names it."""
        parts = {"mark": self.mark, "encoding": self.encoding, "transform": list(self.transform)}
        layer = {key: part for key, part in parts.items() if part}
        params = [param | {"views": [name]} for param in self.params]
        return layer | {"name": name, "params": params} if params else layer
