"""The pages of signing in, of a new password, and of an address that does not exist: plain HTML, no script."""

from collections.abc import Mapping
from urllib.parse import urlencode

from lib.show.blocks import Markup, element, join
from lib.show.look import FONTS, PALETTE, icon
from lib.words.language import LANGUAGES, TAGS, current, use
from lib.words.language import gettext as _
from lib.words.settings import settings

_STYLE = f"""
@media (min-width: 1680px) {{ html {{ font-size: 20px; }} }}
body {{ margin: 0; background: {PALETTE.page}; color: {PALETTE.ink}; font: 1rem/1.5 {FONTS}; }}
main {{ width: min(22rem, 100% - 2rem); margin: 12vh auto 2rem; border-top: 3px solid {PALETTE.ink}; }}
header {{ display: flex; align-items: center; gap: .5rem; margin: .75rem 0; font-size: .875rem; font-weight: 700; }}
header img {{ width: 1.125rem; height: 1.125rem; }}
h1 {{ font-size: 1.5rem; line-height: 1.3; margin: 0; }}
form + p {{ margin-top: 1.25rem; }}
p {{ margin: .25rem 0 1rem; color: {PALETTE.muted}; font-size: .875rem; }}
label {{ display: block; margin: .75rem 0 .25rem; font-weight: 600; }}
input {{ width: 100%; box-sizing: border-box; padding: .5rem .6rem; font: inherit; border: 1px solid {PALETTE.edge};
  border-radius: 2px; background: {PALETTE.soft}; color: inherit; }}
button {{ margin-top: 1.25rem; padding: .55rem 1.5rem; font: inherit; font-weight: 600; border: 0; border-radius: 2px;
  background: {PALETTE.accent}; color: #fff; cursor: pointer; }}
button.quiet {{ background: none; color: {PALETTE.accent}; border: 1px solid {PALETTE.edge}; }}
a {{ color: {PALETTE.accent}; }}
.mend {{ color: #A1261D; font-size: .875rem; }}
.alert {{ border-left: 6px solid #B82A20; background: #F8DDD9; padding: .5rem .75rem; margin: 1rem 0; }}
nav {{ margin-top: 2rem; font-size: .875rem; }}
:focus-visible {{ outline: 3px solid {PALETTE.accent}; outline-offset: 2px; }}
"""


def speak(given: str | None) -> None:
    """Speak the language of an address or a form, by its code or its name; else the office's."""
    known = {name: code for code, name in LANGUAGES.items()} | {code: code for code in LANGUAGES}
    use(known.get(given or "", settings().language))


def sign_in(mark: str, to: str, *, login: str = "", said: str = "") -> str:
    """The form of name and password; `said` is why the last try did not go through."""
    name = _field("login", _("Account"), login, autocomplete="username", autofocus=not login or None)
    password = _field("password", _("Password"), kind="password", autocomplete="current-password",
                      autofocus=bool(login) or None)  # fmt: skip
    hint = _("Whoever forgot the password asks the joint-meeting office for a new one.")
    form = _form("/sign-in", mark, to, (name, password), _("Sign in"))
    return _page(_("Sign in"), _to_sign_in(), said, form, element("p", "", hint), _other_language("/sign-in", to))


def _to_sign_in() -> str:
    if settings().access.view == "signed-in":
        return _("Nothing can be seen here without an account.")
    return _("Looking needs no account; reporting and deciding do.")


def new_password(mark: str, to: str, login: str, *, one_time: bool, mends: Mapping[str, str] | None = None) -> str:
    """The form of a new password; the present one is asked unless it is a one-time password."""
    shown = mends or {}
    old = _field("old", _("Present password"), mend=shown.get("old", ""), kind="password",
                 autocomplete="current-password")  # fmt: skip
    fields = (
        Markup("") if one_time else old,
        _field("new", _("New password"), mend=shown.get("new", ""), kind="password", autocomplete="new-password"),
        _field("again", _("New password once more"), mend=shown.get("again", ""), kind="password",
               autocomplete="new-password"),
    )  # fmt: skip
    first = _("Your one-time password has done its work: choose one that only you know.") if one_time else ""
    lead = _("Account {login}. {first} At least 8 characters; a sentence of several words is good.")
    form = _form("/password", mark, to, fields, _("Save the new password"))
    return _page(_("New password"), lead.format(login=login, first=first), "", form, _other_language("/password", to))


def sign_out(mark: str, to: str, name: str) -> str:
    """The question before a session ends: a link alone must not end it."""
    form = _form("/sign-out", mark, to, (), _("Sign out"))
    back = element("p", "", element("a", "", _("Back"), href=to))
    return _page(_("Sign out"), _("Signed in as {name}").format(name=name), "", form, back)


def plain(title: str, text: str, path: str = "") -> str:
    """A page that only says something, with the way home, and to the same at `path` in the other language."""
    home = element("a", "", _("To the overview"), href=f"/?{urlencode({'language': LANGUAGES[current()]})}")
    return _page(title, text, "", element("p", "", home), _other_language(path) if path else Markup(""))


def _page(title: str, lead: str, said: str, *content: Markup) -> str:
    alert = element("div", "alert", said, role="alert") if said else Markup("")
    head = join(
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        _void("link", {"rel": "icon", "href": icon()}),
        element("title", "", f"{title} · {settings().title}"),
        element("style", "", Markup(_STYLE)),
    )
    body = element(
        "main",
        "",
        element("header", "", _void("img", {"src": icon(), "alt": ""}), settings().title),
        element("h1", "", title),
        element("p", "", lead),
        alert,
        *content,
    )
    html = element("html", "", element("head", "", head), element("body", "", body), lang=TAGS[current()])
    return f"<!doctype html>{html}"


def _form(action: str, mark: str, to: str, fields: tuple[Markup, ...], label: str) -> Markup:
    hidden = {"mark": mark, "next": to, "language": current()}
    kept = (Markup('<input type="hidden" name="{}" value="{}">').format(*pair) for pair in hidden.items())
    return element("form", "", *kept, *fields, element("button", "", label), method="post", action=action)


def _field(name: str, label: str, value: str = "", *, mend: str = "", kind: str = "text", **more: object) -> Markup:
    given = {"id": name, "name": name, "type": kind, "value": value or None, "required": True, "maxlength": "128"}
    given |= {"aria_describedby": f"{name}-mend" if mend else None, "autocapitalize": "none", "spellcheck": "false"}
    under = element("div", "mend", mend, id=f"{name}-mend") if mend else Markup("")
    return join(element("label", "", label, for_=name), _void("input", given | more), under)


def _void(name: str, attributes: Mapping[str, object]) -> Markup:
    return Markup(str(element(name, "", **attributes)).removesuffix(f"</{name}>"))


def _other_language(path: str, to: str | None = None) -> Markup:
    other = next(code for code in LANGUAGES if code != current())
    query = urlencode({"language": other} | ({"next": to} if to else {}))
    link = element("a", "", LANGUAGES[other], href=f"{path}?{query}", lang=TAGS[other])
    return element("nav", "", link, aria_label=_("Language"))
