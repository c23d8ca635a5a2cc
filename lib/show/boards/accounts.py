"""管理·账号: who may do what, and when each signed in last; no count of use."""

from collections.abc import Sequence

from lib.kept.changes import Change
from lib.kept.reference import Reference
from lib.ledger.access import role_word
from lib.ledger.accounts import AccountRow, Issued
from lib.show import blocks
from lib.show.blocks import Block, Finding
from lib.show.boards.words import department_name, unit_name
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.wording import MISSING


def account_table(accounts: list[AccountRow], reference: Reference) -> Block:
    """The accounts with role, scope, state and last sign-in."""
    rows = [
        (
            account.login,
            blocks.element("span", "by-words", account.name),
            _("{role}, makes accounts").format(role=role_word(account.role))
            if account.makes_accounts
            else role_word(account.role),
            scope_of(account.unit_code, account.department_code, reference),
            state_of(account),
            blocks.element("span", "by-one-line", settings().clock(account.signed_in_at))
            if account.signed_in_at
            else None,
        )
        for account in accounts
    ]
    second = _("A change is in force at the person's next click; use is not counted")
    headers = (_("Account"), _("Name"), _("Role"), _("Reports for"), _("State"), _("Last sign-in"))
    title = _("{count} accounts").format(count=len(rows))
    return Block(Finding(title, second), blocks.table(headers, rows))


def new_accounts(changes: Sequence[Change], reference: Reference) -> Block:
    """The accounts that a file makes."""
    rows = []
    for change in changes:
        values = change.after
        scope = scope_of(values["unit_code"], values["department_code"], reference)
        rows.append((values["login"], values["name"], role_word(values["role"]), scope, values["mail"] or None))
    headers = (_("Account"), _("Name"), _("Role"), _("Reports for"), _("Mail for reminders"))
    return Block(Finding(_("{count} new accounts").format(count=len(rows))), blocks.table(headers, rows))


def issued_table(issued: Sequence[Issued], days: int) -> Block:
    """One-time passwords that are handed out now."""
    second = _("Shown this once, good for {days} days; hand them over yourself. Each must be changed.")
    finding = Finding(_("One-time passwords of {count} accounts").format(count=len(issued)), second.format(days=days))
    rows = [(account.name, account.login, account.password) for account in issued]
    return Block(finding, blocks.table((_("Name"), _("Account"), _("One-time password")), rows))


def scope_of(unit_code: str | None, department_code: str | None, reference: Reference) -> str:
    """The unit or department that an account reports for; a dash where it has none."""
    unit = reference.units.get(unit_code or "")
    return unit_name(unit) if unit else department_name(reference, department_code) if department_code else MISSING


def state_of(account: AccountRow) -> str:
    """停用, 待设密码 or 在用."""
    if account.disabled:
        return _("disabled")
    return _("no own password yet") if account.waits else _("in use")
