"""管理·账号: the list, a new account, and what can be done with one that there is."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from lib.kept import store
from lib.kept.models import ROLES
from lib.kept.reference import Reference
from lib.ledger import accounts
from lib.ledger.access import Actor, role_word
from lib.ledger.accounts import AccountRow, Issued
from lib.show import blocks
from lib.show.boards.accounts import account_table
from lib.show.boards.lists import department_names
from lib.show.boards.words import unit_name
from lib.ui.drawing import html
from lib.ui.reading import cached, reference
from lib.words.errors import Mistakes, Refusal
from lib.words.language import gettext as _

_FIELDS = ("login", "name", "role", "unit_code", "department_code")


def accounts_view(actor: Actor) -> None:
    """The accounts on the left, the work on one of them or on a new one on the right."""
    # not cached: a sign-in is no save, and raises no revision
    with store.reading(store.engine()) as connection:
        rows = {one.login: one for one in accounts.accounts(connection)}
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        html(account_table(list(rows.values()), reference(), cached(department_names)))
    with right:
        login = st.selectbox(
            _("Account"), list(rows), index=None, placeholder=_("A new account"), key="account",
            format_func=lambda login: f"{login}　{rows[login].name}",
        )  # fmt: skip
        fields(rows.get(login or ""), reference())
        buttons(rows.get(login or ""), actor)


def fields(one: AccountRow | None, found: Reference) -> None:
    """What an account consists of; the login of one that there is stays as it is."""
    if one is None:
        _text("login", _("Login"), one, _("Letters and digits, to be typed"))
    _text("name", _("Unit and name"), one, _("As it stands in the history"))
    role = st.selectbox(
        _("Role"), ROLES, index=ROLES.index(one.role) if one else 1, format_func=role_word, key=_key("role", one)
    )
    if role == "reporter":
        units = [code for code, unit in found.units.items() if unit.level != "village"]
        _choice("unit_code", _("Reports for the unit"), units, lambda code: unit_name(found.units[code]), one)
        departments = cached(department_names)
        _choice("department_code", _("or for the department"), list(departments), departments.__getitem__, one)


def _text(field: str, label: str, one: AccountRow | None, hint: str) -> None:
    st.text_input(label, getattr(one, field, ""), key=_key(field, one), max_chars=40, placeholder=hint)
    _mend(field, one)


def _choice(field: str, label: str, options: list[str], shown: Callable[[str], str], one: AccountRow | None) -> None:
    given = getattr(one, field, None)
    st.selectbox(
        label, options, index=options.index(given) if given in options else None, format_func=shown,
        placeholder=_("None"), key=_key(field, one),
    )  # fmt: skip
    _mend(field, one)


def _mend(field: str, one: AccountRow | None) -> None:
    of, mends = st.session_state.get("account_mends", (None, {}))
    if of == _login(one) and field in mends:
        html(blocks.mend(mends[field]))


def _login(one: AccountRow | None) -> str:
    """Whose fields they are; those of a new account are nobody's yet."""
    return one.login if one else ""


def _key(field: str, one: AccountRow | None) -> str:
    """Fields of another account, or after a save, are other fields."""
    return f"account_{field}_{_login(one)}_{st.session_state.get('account_round', 0)}"


def buttons(one: AccountRow | None, actor: Actor) -> None:
    """What can be done: every button says it."""
    if one is None:
        st.button(_("Create the account"), type="primary", on_click=_create, args=(actor,))
        return
    with st.container(horizontal=True):
        st.button(_("Save"), type="primary", on_click=_change, args=(one, actor))
        st.button(_("New one-time password"), on_click=_reset, args=(one.login, actor))
        label = _("Let in again") if one.disabled else _("Disable")
        st.button(label, on_click=_disable, args=(one.login, not one.disabled, actor))


def _typed(one: AccountRow | None) -> Mapping[str, Any]:
    return {field: st.session_state.get(_key(field, one)) for field in _FIELDS}


def _create(actor: Actor) -> None:
    _act(lambda: accounts.create(store.engine(), _typed(None), actor), "")


def _change(one: AccountRow, actor: Actor) -> None:
    _act(lambda: accounts.rename_and_scope(store.engine(), one.login, _typed(one), actor), one.login)


def _reset(login: str, actor: Actor) -> None:
    _act(lambda: accounts.reset(store.engine(), login, actor), login)


def _disable(login: str, disabled: bool, actor: Actor) -> None:
    _act(lambda: accounts.set_disabled(store.engine(), login, disabled, actor), login)


def _act(work: Callable[[], Issued | None], login: str) -> None:
    """Do it; what is to mend stands under the fields of this login.

    A one-time password is shown in the next run, and never again.
    """
    st.session_state.pop("account_mends", None)
    try:
        issued = work()
    except Mistakes as mistakes:
        st.session_state.account_mends = (login, mistakes.fields)
    except Refusal as refusal:
        st.session_state.said = blocks.banner("error", str(refusal))
    else:
        st.session_state.account_round = st.session_state.get("account_round", 0) + 1
        st.session_state.said = _said(issued)


def _said(issued: Issued | None) -> blocks.Markup:
    if issued is None:
        return blocks.banner("success", _("Saved"))
    first = _("Account {login}: one-time password {password}").format(login=issued.login, password=issued.password)
    return blocks.banner("success", first, _("It is shown this once; hand it over yourself. It must be changed."))
