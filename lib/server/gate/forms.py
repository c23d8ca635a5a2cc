"""The pages of signing in, of a new password, and of an address that does not exist: plain HTML, no script.

They lie as templates in pages/; whatever is put into them is escaped, and shows nothing that cannot be seen.
"""

from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from lib.show.blocks import join
from lib.show.look import FONTS, PALETTE, icon
from lib.words.language import LANGUAGES, TAGS, current, gettext, use
from lib.words.settings import settings
from lib.words.texts import printable


def speak(given: str | None) -> None:
    """Speak the language of an address or a form, by its code or its name; else the office's."""
    known = {name: code for code, name in LANGUAGES.items()} | {code: code for code in LANGUAGES}
    use(known.get(given or "", settings().language))


def page(template: str, *, path: str = "", to: str = "", said: object = "", **shown: object) -> str:
    """The page of a template with what it shows; `said` stands above it, `to` is where its form leads afterwards.

    `path` is its own address, for the way to the same in the other language.
    """
    other = next(code for code in LANGUAGES if code != current())
    in_other_language = urlencode({"language": other} | ({"next": to} if to else {}))
    return _template(template).render(
        shown, path=path, to=to, said=said, settings=settings(), icon=icon(),
        language=current(), other=other, in_other_language=in_other_language,
    )  # fmt: skip


@cache
def _template(name: str) -> Template:
    """Read at the first visit: most starts show none of them."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("pages")),
        autoescape=True,
        undefined=StrictUndefined,  # a name that nobody gave is a fault, not a blank
        finalize=lambda value: value if isinstance(value, Markup) else printable(str(value)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["shown"] = join
    templates.globals |= {"_": gettext, "languages": LANGUAGES, "tags": TAGS, "palette": PALETTE, "fonts": FONTS}
    return templates.get_template(f"{name}.html")
