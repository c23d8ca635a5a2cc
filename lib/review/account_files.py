"""账号 by upload: a table of accounts through the usual intake; its good rows become accounts in one act."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, Problem, Record, check_records
from lib.intake.checks.problems import by_row, column_letters
from lib.intake.checks.registers import RegisterTable, register_tables
from lib.intake.exports import Export, empty
from lib.intake.preview import Preview
from lib.intake.sheets import Sheet, read
from lib.intake.templates import note
from lib.kept.changes import Change
from lib.kept.models import Base, Role
from lib.kept.reference import Reference, UnitRef, level_word
from lib.kept.store import reading
from lib.kept.tables import Column, Table
from lib.ledger import accounts
from lib.ledger.access import Actor
from lib.ledger.accounts import Issued
from lib.ledger.door import Act
from lib.review.uploads import Upload, nothing_filled
from lib.words.errors import Mistakes, Refusal
from lib.words.language import N_, named
from lib.words.language import gettext as _
from lib.words.settings import settings

MOST = 500  # accounts of one file: each password takes its time
NAMED = 5  # logins in one sentence


class _Line(Base):  # no table of the database: an account's own holds codes, and a password
    """A row of the file as people write it: unit and department by code or by name."""

    login: str
    name: str
    role: Role = Role.REPORTER
    unit: str = ""
    department: str = ""
    mail: str = ""


TABLE = Table(
    name="account", title="Accounts", model=_Line, key=("login",), editable=False,
    columns=(
        Column("login", "Login", required=True, aliases=("账号", "登录名", "用户名")),
        Column("name", "Unit and name", required=True, aliases=("姓名", "名称")),
        Column("role", "Role", kind="choice", choices=tuple(Role)),
        Column("unit", N_("Unit reported for"), aliases=("单位", "单位代码", "单位名称")),
        Column("department", N_("Department reported for"), aliases=("部门", "部门代码", "部门名称")),
        Column("mail", "Mail for reminders", aliases=("邮箱", "电子邮箱")),
    ),
)  # fmt: skip
TAKES = {Role.SECRETARY: ("unit_code",)} | dict.fromkeys((Role.VIEWER, Role.CHECKER, Role.OFFICE), ())
AT = {"unit_code": "unit", "department_code": "department"}  # the column of a field of an account


def take(store: sa.Engine, content: bytes, file_name: str, actor: Actor, reference: Reference) -> Upload:
    """Read and check a file of new accounts, which this actor may make; nothing is saved. Raises FileRefused."""
    sheet = read(content, file_name, settings().upload)
    with reading(store) as connection:
        checked, values = _checked(connection, sheet, actor, reference)
    changes = tuple(Change("account", (each["login"],), "", None, each) for each in values)
    first = checked.sheets[0] if checked.sheets else sheet
    return Upload(first, checked, Preview("account", changes), Act(actor, "account", content=content))


def make(store: sa.Engine, upload: Upload, actor: Actor) -> list[Issued]:
    """The accounts of a file that was looked at, all or none; their one-time passwords. Raises Forbidden, Refusal."""
    try:
        return accounts.create_several(store, [change.after for change in upload.preview.changes], actor)
    except Mistakes as mistakes:  # somebody was quicker since the preview
        raise Refusal(_("; ").join(mistakes.fields.values())) from None


def template(reference: Reference, actor: Actor) -> Export:
    """The header, and beside it the units and departments that may be named."""
    header = (_("Unit code"), _("Unit name"), _("Level"))
    rows = [(unit.code, named(unit.name, unit.name_en), level_word(unit.level)) for unit in _units(reference, actor)]
    helps = Export(_("Units and departments"), header, [*rows, *_departments(reference, actor)], note=note())
    return replace(empty(TABLE), name=_("Accounts"), beside=(helps,))


def _departments(reference: Reference, actor: Actor) -> list[tuple[str, str, str]]:
    known = reference.departments.values() if actor.decides else ()
    return [(department.code, named(department.name, department.name_en), _("Department")) for department in known]


def _units(reference: Reference, actor: Actor) -> list[UnitRef]:
    """The units that accounts of this actor's may report for."""
    known = [unit for unit in reference.units.values() if unit.level != "village" and unit.valid_to is None]
    return known if actor.decides else [unit for unit in known if unit.parent_code == actor.unit_code]


# From a row to an account ---------------------------------------------------------------------------------------------


def _checked(
    connection: sa.Connection, sheet: Sheet, actor: Actor, reference: Reference
) -> tuple[CheckedRecords, list[dict[str, Any]]]:
    """The rows without those that no account can be made of, and the values of the others."""
    given = check_records(sheet, TABLE, {}, "blank")
    tables = register_tables(sheet, TABLE)[1]
    letters = {column.name: column_letters(at) for table in tables[:1] for at, column in table.columns.items()}
    known = _known(reference, actor)
    good, problems, seen = list[tuple[Record, dict[str, Any]]](), list(given.problems), set[str]()
    for record in given.rows:
        values, mends = _read(record, known)
        mends = accounts.lacking(connection, values, actor) | _twice(values, seen) | mends
        mends |= {"login": _("At most {count} accounts at once").format(count=MOST)} if len(good) >= MOST else {}
        if mends:
            problems += _problems(record, mends, letters)
        else:
            good.append((record, values))
    refused = given.refused_rows | {record.number for record in given.rows} - {
        record.number for record, _values in good
    }
    rows = tuple(record for record, _values in good)
    ordered = tuple(sorted(problems, key=by_row)) or (() if rows else (nothing_filled(),))
    made = replace(given, rows=rows, problems=ordered, refused_rows=refused)
    return replace(made, notices=(*given.notices, *_blanks(tables, rows))), [values for _record, values in good]


def _blanks(tables: Sequence[RegisterTable], records: Collection[Record]) -> Iterator[str]:
    """What becomes of logins with blanks in them, which no login has: whoever hands them out must know."""
    made = {record.number: record.values["login"] for record in records}
    cells = (
        (str(row.cells[at]).strip(), made[row.number])
        for table in tables for at, column in table.columns.items() if column.name == "login"
        for row in table.rows if row.number in made
    )  # fmt: skip
    respelt = [_("“{written}” is {login}").format(written=was, login=now) for was, now in cells if was.split() != [now]]
    if respelt:
        named, more = _(", ").join(respelt[:NAMED]), len(respelt) - NAMED
        named = _("{names} and {more} more").format(names=named, more=more) if more > 0 else named
        yield _("Logins have no blanks: {logins}").format(logins=named)


def _problems(record: Record, mends: Mapping[str, str], letters: Mapping[str, str]) -> Iterator[Problem]:
    for field, mend in mends.items():
        name = AT.get(field, field)
        text, title = str(record.values[name] or ""), _(TABLE.column(name).title)
        yield Problem(
            row=record.number, letter=letters.get(name, ""), title=title, text=text, mend=mend, kind="account"
        )


Known = Mapping[str, Mapping[str, Collection[str]]]  # field → name or code as it is written → codes of that name


def _known(reference: Reference, actor: Actor) -> Known:
    """How the units that accounts may be for, and the departments, are written, without blanks."""
    units = (
        (unit.code, (unit.code, unit.name, unit.name_en, *_longer(reference, unit)))
        for unit in _units(reference, actor)
    )
    departments = ((each.code, (each.code, each.name, each.name_en)) for each in reference.departments.values())
    return {"unit_code": _by_name(units), "department_code": _by_name(departments)}


def _by_name(known: Iterable[tuple[str, Sequence[str]]]) -> Mapping[str, Collection[str]]:
    codes: dict[str, dict[str, None]] = defaultdict(dict)  # a set that keeps its order
    for code, names in known:
        for name in names:
            codes[_plain(name)][code] = None
    return codes


def _read(record: Record, known: Known) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of an account, with how to mend a unit or department that is none."""
    values, mends = {name: record.values[name] for name in ("login", "name", "role", "mail")}, dict[str, str]()
    for field, names in known.items():
        text = _plain(record.values[AT[field]])
        if text and field not in TAKES.get(values["role"], AT):
            mends[field] = _("This role reports for none; leave it blank, or choose another role")
            continue
        fits = [*names.get(text, ())] if text else []
        values[field] = fits[0] if len(fits) == 1 else None
        if len(fits) > 1:
            mends[field] = _("Several are called {text}; write the code").format(text=text)
        elif text and not fits:
            mends[field] = _(
                "There is no {text} that this account may be for; see the sheet beside the template"
            ).format(text=text)
    return values, mends


def _longer(reference: Reference, unit: UnitRef) -> Sequence[str]:
    """A township with its county in front, as people write it where two are called the same."""
    above = reference.units.get(unit.parent_code or "")
    return (f"{above.name}{unit.name}",) if above and unit.level == "township" else ()


def _plain(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def _twice(values: Mapping[str, Any], seen: set[str]) -> dict[str, str]:
    """What another row of the file says already."""
    mends = {}
    for field in ("login", "name"):
        spelling = f"{field} {_plain(values[field]).casefold()}"
        if spelling in seen:
            mends[field] = _("Another row of this file says the same; each account has its own")
        seen.add(spelling)
    return mends
