"""管理·设置: what holds beside the file's word on the left, one setting to change on the right."""

import re
from typing import Any

import streamlit as st

from lib.intake.checks.cells import day
from lib.intake.checks.problems import Mistake
from lib.kept import store
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.ledger.door.settings import MAY_BE_SET, May
from lib.review.office_settings import decide, give_back, mend_of, value_of
from lib.show import blocks
from lib.show.office_settings import options_of, settings_board
from lib.ui.drawing import html
from lib.ui.forms import Form, Typed
from lib.ui.labels import plain
from lib.ui.reading import cached, reference
from lib.words.errors import Mistakes
from lib.words.half_months import YEARS, HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


def settings_view(actor: Actor) -> None:
    """The settings, and the setting that is chosen."""
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        html(
            blocks.Finding(
                _("Settings"), _("What is set here holds at once, for everybody, in the place of config.toml")
            )
        )
        html(cached(settings_board))
    with right:
        key = st.selectbox(
            _("Setting"), list(MAY_BE_SET), format_func=lambda key: MAY_BE_SET[key].title(), key="setting_shown"
        )  # fmt: skip
        _change(MAY_BE_SET[key], actor)


def _change(setting: May, actor: Actor) -> None:
    value = value_of(settings(), setting.key)
    # the value stands in the name: when it is set meanwhile, by whomever, the field begins anew with it
    form = Form(f"setting {setting.key} {value}", {"value": _as_typed(setting, value)}, short=True)
    if hint := _hint(setting):
        st.caption(plain(hint))
    _field(form, setting)
    with st.container(horizontal=True):
        form.button(_("Save"), lambda typed: _save(setting, typed, actor), primary=True, disabled=not actor.decides)
        form.button(
            _("Back to config.toml"),
            lambda _typed: give_back(store.engine(), actor, setting.key),
            disabled=not actor.decides,
        )


def _hint(setting: May) -> str:
    """What the change does and does not do."""
    first = _first_open()
    texts = {
        "due_days": _("Holds from {half_month} on; half months before it that are closed keep their due day").format(
            half_month=first.label
        ),
        "days": _("A day a line, like 2027-02-05; a day that would move the due day of a closed half month is refused"),
    }
    if setting.key.startswith("lights."):
        return _("Closed half months keep the lights by which they were judged")
    return texts.get(setting.kind, "")


def _first_open() -> HalfMonth:
    """The half month after the last closed setting; as long as none is closed, the first that was opened."""
    known = reference()
    return HalfMonth(known.first_open or min(known.states))


def _field(form: Form, setting: May) -> None:
    label = plain(setting.title())
    if setting.kind in ("number", "text", "due_days", "half_month"):
        form.text("value", label, limit=20)
    elif setting.kind == "days":
        form.text("value", label, area=True, limit=4_000, height=140)
    elif setting.kind == "flag":
        form.choice("value", label, {True: _("yes"), False: _("no")}, required=True)
    else:
        words = options_of(reference(), setting)
        form.field(
            "value",
            lambda key: st.multiselect(
                label, list(words), format_func=lambda code: words.get(code, code), key=key, select_all=False
            ),
        )


def _as_typed(setting: May, value: Any) -> Any:
    """A value as its field shows it."""
    if setting.kind == "due_days":
        return str(settings().calendar.due_days_of(_first_open()))
    if setting.kind == "days":
        return "\n".join(map(str, value))
    if setting.kind == "half_month":
        return HalfMonth.parse(value).label
    if isinstance(value, tuple):  # Streamlit refuses what is no option: a code that config.toml names and nothing bears
        return [code for code in value if code in options_of(reference(), setting)]
    return value if isinstance(value, bool) else str(value)


def _save(setting: May, typed: Typed, actor: Actor) -> Receipt:
    value = read_typed(setting, typed["value"])
    if mend := mend_of(setting, value):
        raise Mistakes({"value": mend})
    return decide(store.engine(), actor, setting.key, value)


def read_typed(setting: May, typed: Any) -> Any:
    """What was typed as the setting's value. Raises Mistakes at the field."""
    if isinstance(typed, str):
        typed = typed.strip()
    if setting.kind in ("number", "text", "due_days", "half_month") and not typed:
        raise Mistakes({"value": _("Write something")})
    if setting.kind == "due_days":
        return settings().calendar.due_days_from | {str(_first_open()): _number(typed)}
    if setting.kind == "number":
        return _number(typed)
    if setting.kind == "days":
        return sorted({_day(part) for part in re.split(r"[\s,，、;；]+", typed or "") if part})
    if setting.kind == "half_month":
        try:
            return str(HalfMonth.parse(typed))
        except ValueError as error:
            raise Mistakes({"value": str(error)}) from error
    return list(typed) if isinstance(typed, list) else typed


def _number(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,6}", text):
        raise Mistakes({"value": _("“{text}” is not a whole number; write it like 3").format(text=text[:20])})
    return int(text)


def _day(text: str) -> str:
    try:
        if (read := day(text)) and read.year in YEARS:
            return str(read)
    except Mistake as error:
        raise Mistakes({"value": f"{text[:20]}: {error}"}) from error
    raise Mistakes({"value": _("“{text}” is no day; write it like 2027-02-05").format(text=text[:20])})
