"""One element at a time, every text escaped: whatever is not already markup made here can do no harm.

What cannot be seen is left out: a mark of direction in an older name would turn the figures beside it round.
"""

from markupsafe import Markup, escape

from lib.texts import printable

__all__ = ["Markup", "element", "join", "style"]


def element(name: str, classes: str = "", /, *children: object, **attributes: object) -> Markup:
    """<name class="classes" …>children</name>; children that are no Markup are escaped, None and "" are left out.

    An attribute that is None is left out, one that is True stands alone; `aria_label` becomes aria-label.
    """
    given = {"class": classes or None} | attributes
    written = Markup("").join(_attribute(key, value) for key, value in given.items() if value is not None)
    return Markup("<{name}{written}>{children}</{name}>").format(
        name=Markup(name), written=written, children=join(*children)
    )


def join(*children: object) -> Markup:
    """The children one after the other; texts are escaped."""
    return Markup("").join(_shown(child) for child in children if child is not None)


def _shown(child: object) -> Markup:
    return escape(child if hasattr(child, "__html__") else printable(str(child)))


def style(**properties: str) -> str:
    """A style attribute out of custom properties: style(value="93%") → --by-value: 93%. Not for texts of people."""
    return "; ".join(f"--by-{name}: {value}" for name, value in properties.items())


def _attribute(key: str, value: object) -> Markup:
    name = Markup(key.rstrip("_").replace("_", "-"))
    return Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, _shown(value))
