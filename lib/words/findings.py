"""A finding: what a figure, chart or table says, as a value that page, slide, picture and screen reader render."""

from dataclasses import dataclass

from lib.words.language import gettext as _
from lib.words.texts import printable


@dataclass(frozen=True)
class Card:
    """The definition card (口径) of a figure: title and lines of (what, text), as 统计范围, 截至, 来源."""

    title: str
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The whole card in lines, for a `title` attribute."""
        lines = (_("{name}: {text}").format(name=name, text=text) for name, text in self.lines)
        return "\n".join([self.title, *lines])


@dataclass(frozen=True)
class Finding:
    """What was found as a title, and the grey line with what, unit and period.

    `hint` follows the grey line and says what a click does: it belongs to the page, so pictures leave it out.
    """

    title: str
    second: str = ""
    card: Card | None = None
    hint: str = ""

    @property
    def lines(self) -> tuple[str, str]:
        """Title and grey line as they stand on the page, without what cannot be seen."""
        return printable(self.title), printable(self.second)

    @property
    def alt(self) -> str:
        """What a chart under this finding is called by a screen reader, which cannot see it."""
        return _("{name}: {text}").format(name=_("Chart"), text="　".join(filter(None, self.lines)))
