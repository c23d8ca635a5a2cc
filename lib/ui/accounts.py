"""管理·账号: the list, a new account, and what can be done with one that there is."""

import streamlit as st

from lib.kept import store
from lib.kept.models import ROLES, Role
from lib.kept.reference import Reference
from lib.ledger import accounts
from lib.ledger.access import Actor, role_word
from lib.ledger.accounts import AccountRow, Issued
from lib.show import blocks
from lib.show.boards.accounts import account_table
from lib.show.boards.words import department_words, unit_name
from lib.ui.drawing import html
from lib.ui.forms import Form
from lib.ui.reading import reference
from lib.words.language import gettext as _

FIRST_ROLE = Role.REPORTER  # of a new account


def accounts_view(actor: Actor) -> None:
    """The accounts on the left, the work on one of them or on a new one on the right."""
    # not cached: a sign-in is no save, and raises no revision
    with store.reading(store.engine()) as connection:
        mine = None if actor.decides else actor.account
        rows = {row.login: row for row in accounts.accounts(connection, mine)}
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        html(account_table(list(rows.values()), reference()))
    with right:
        login = st.selectbox(
            _("Account"), list(rows), index=None, placeholder=_("A new account"), key="account",
            format_func=lambda login: f"{login}　{rows[login].name}",
        )  # fmt: skip
        row = rows.get(login or "")
        form = Form(f"account {login or ''}", vars(row) if row else {"role": FIRST_ROLE}, short=True)
        if actor.decides:
            fields(form, row, reference())
        else:
            township_fields(form, row, reference(), actor)
        buttons(form, row, actor)


def who(form: Form, row: AccountRow | None) -> None:
    """Login and name; the login of one that there is stays as it is."""
    if row is None:
        form.text("login", _("Login"), _("Letters and digits, to be typed"), limit=40)
    form.text("name", _("Unit and name"), _("As it stands in the history"), limit=40)


def township_fields(form: Form, row: AccountRow | None, known: Reference, actor: Actor) -> None:
    """What a county says of an account of its townships."""
    who(form, row)
    form.field("role", lambda _key: FIRST_ROLE)
    below = known.children.get(actor.unit_code, ())
    form.choice("unit_code", _("Reports for the township"), {unit.code: unit_name(unit) for unit in below})
    form.text("mail", _("Mail for reminders"), _("Blank: none"), limit=160)


def fields(form: Form, row: AccountRow | None, known: Reference) -> None:
    """What an account consists of."""
    who(form, row)
    role = form.field("role", lambda key: st.selectbox(_("Role"), ROLES, format_func=role_word, key=key))
    if role == Role.REPORTER:
        units = {code: unit_name(unit) for code, unit in known.units.items() if unit.level != "village"}
        unit, department = st.columns(2, gap="small")
        with unit:
            form.choice("unit_code", _("Reports for the unit"), units, placeholder=_("None"))
        with department:
            departments = department_words(reference())
            form.choice("department_code", _("or for the department"), departments, placeholder=_("None"))
        form.text("mail", _("Mail for reminders"), _("Blank: none"), limit=160)
        label = _("Makes the accounts of its townships (of a county)")
        form.field("makes_accounts", lambda key: st.checkbox(label, key=key))
    elif role == Role.SECRETARY:
        counties = {unit.code: unit_name(unit) for unit in known.of_level.get("county", ())}
        form.choice("unit_code", _("Of the county"), counties)


def buttons(form: Form, row: AccountRow | None, actor: Actor) -> None:
    """What can be done: every button says it."""
    engine = store.engine()
    if row is None:
        form.button(_("Create the account"), lambda typed: accounts.create(engine, typed, actor), issued, primary=True)
        return
    login, disable = row.login, not row.disabled
    with st.container(horizontal=True):
        form.button(
            _("Save"), lambda typed: accounts.rename_and_scope(engine, login, typed, actor), as_saved, primary=True
        )
        form.button(_("New one-time password"), lambda _typed: accounts.reset(engine, login, actor), issued)
        label = _("Disable") if disable else _("Let in again")
        form.button(label, lambda _typed: accounts.set_disabled(engine, login, disable, actor), as_saved)


def issued(account: Issued) -> blocks.Markup:
    """A one-time password, shown in the next run and never again."""
    first = _("Account {login}: one-time password {password}").format(login=account.login, password=account.password)
    return blocks.banner("success", first, _("It is shown this once; hand it over yourself. It must be changed."))


def as_saved(_nothing: None) -> blocks.Markup:
    """已保存: these acts have no number that anybody would need."""
    return blocks.banner("success", _("Saved"))
