"""The grammar of the commands, with their help."""

import argparse
import getpass
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lib.kept.models import ROLES
from lib.ledger.access import engineer
from lib.server.commands import (
    backing_up,
    check,
    exporting,
    importing,
    months,
    moving,
    people,
    restoring,
    start,
    undoing,
    upgrading,
)
from lib.server.commands.usage import form_and_county, half_month, speak
from lib.words.language import gettext as _

Run = Callable[[argparse.Namespace], bool]


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command given: `run` is its function. Ends the program with 2 when it cannot be understood."""
    return build().parse_args(arguments)


def build() -> argparse.ArgumentParser:
    """All commands with their options, in the language of this run."""
    speak()
    parser = argparse.ArgumentParser("python -m lib", description=_("The commands of the office's engineer"))
    commands = parser.add_subparsers(metavar=_("COMMAND"), dest="command", required=True)
    for add in (_init, _import, _export, _undo, _half_month, _account, _check, _backup, _restore, _move, _upgrade):
        add(commands)
    return parser


def _command(commands: Any, name: str, run: Run, help: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
    parser.set_defaults(run=run)
    return parser


def _init(commands: Any) -> None:
    parser = _command(commands, "init", start.run, _("create the database and load the catalogues of data/"))
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--demo", action="store_true", help=_("with the demo's units, targets and half months"))
    which.add_argument(
        "--empty",
        action="store_true",
        help=_("for the office's own data: indicators, forms, departments, tasks and published figures alone"),
    )


def _import(commands: Any) -> None:
    parser = _command(commands, "import", importing.run, _("check a CSV or Excel file and save it, all or nothing"))
    parser.add_argument("file", metavar=_("FILE"), type=Path, help=_("CSV, TXT, XLSX or XLS"))
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--form", metavar=_("FORM"), help=_("the form that is filled in; else told by the header"))
    where.add_argument("--table", choices=importing.TABLES_TAKEN, help=_("a catalogue or register, or target"))
    _half_month_choice(parser, _("the half month, where the file has no column for it"))
    _actor(parser)
    parser.add_argument("--dry-run", action="store_true", help=_("say what would change; save nothing"))
    parser.add_argument("--json", action="store_true", help=_("say it as JSON, for other programs"))


def _export(commands: Any) -> None:
    parser = _command(commands, "export", exporting.run, _("write a table or a form's values as CSV or XLSX"))
    parser.add_argument("what", metavar=_("TABLE|FORM"), help=_("a table like unit, or a form like village_cleanup"))
    _half_month_choice(parser, _("of a form the last one when not given, of a table all"))
    parser.add_argument("--targets", action="store_true", help=_("the targets of a form instead of its values"))
    parser.add_argument("--to", metavar=_("FILE"), type=Path, help=_("FILE.csv or FILE.xlsx; else CSV to the screen"))


def _undo(commands: Any) -> None:
    parser = _command(commands, "undo", undoing.run, _("give back what was before a saved act"))
    parser.add_argument("batch", metavar=_("BATCH"), type=int, help=_("the number on the receipt"))
    _actor(parser)


def _half_month(commands: Any) -> None:
    parser = _command(commands, "half-month", months.run, _("open, close or reopen a half month"))
    parser.add_argument("act", choices=months.ACTS, help=_("what to do with it"))
    parser.add_argument("half_month", metavar=_("HALF-MONTH"), type=half_month, help=_("like 2023-07-1"))
    parser.add_argument(
        "--reason", metavar=_("REASON"), default="", help=_("why; needed to reopen and to carry values forward")
    )
    parser.add_argument(
        "--carry",
        metavar=_("FORM:COUNTY"),
        nargs="+",
        default=[],
        type=form_and_county,
        help=_("on closing, copy the last values of these forms and counties forward; the rest stays missing"),
    )
    _actor(parser)


def _account(commands: Any) -> None:
    parser = _command(commands, "account", people.run, _("list, add, reset, disable or enable accounts"))
    parser.add_argument("act", choices=people.ACTS, help=_("what to do with it"))
    parser.add_argument("login", metavar=_("LOGIN"), nargs="?", help=_("what the person types to sign in"))
    parser.add_argument("--name", metavar=_("NAME"), default="", help=_("unit and name, as in the history"))
    parser.add_argument("--role", choices=ROLES, default="reporter", help=_("what the account may do"))
    parser.add_argument("--unit", metavar=_("CODE"), help=_("reports for this unit and all below it"))
    parser.add_argument("--department", metavar=_("CODE"), help=_("or for this department"))
    _actor(parser)


def _check(commands: Any) -> None:
    _command(commands, "check", check.run, _("compare all that is derived with what it follows from"))


def _backup(commands: Any) -> None:
    parser = _command(
        commands, "backup", backing_up.run, _("copy the SQLite database while it is used, and check the copy")
    )
    parser.add_argument(
        "--to", metavar=_("FILE"), type=Path, help=_("a file or folder of your own; else backup.folder of config.toml")
    )


def _restore(commands: Any) -> None:
    parser = _command(commands, "restore", restoring.run, _("go back to a backup; the present database is kept aside"))
    parser.add_argument("file", metavar=_("FILE"), type=Path, help=_("a backup"))


def _move(commands: Any) -> None:
    parser = _command(
        commands,
        "move",
        moving.run,
        _("copy everything into another, empty database; first stop the server"),
    )
    parser.add_argument(
        "--to",
        metavar="URL",
        required=True,
        help=_("postgresql+psycopg://USER:PASSWORD@HOST:5432/DATABASE; the password may stand in ~/.pgpass instead"),
    )


def _upgrade(commands: Any) -> None:
    parser = _command(commands, "upgrade", upgrading.run, _("bring the schema of the database to this program's"))
    parser.add_argument(
        "--dumped",
        action="store_true",
        help=_("there is a dump by pg_dump; without one PostgreSQL is left as it is"),
    )


def _half_month_choice(parser: argparse.ArgumentParser, help: str) -> None:
    parser.add_argument("--half-month", metavar=_("HALF-MONTH"), type=half_month, help=help)


def _actor(parser: argparse.ArgumentParser) -> None:
    name = _("command line ({user})").format(user=getpass.getuser())
    parser.add_argument(
        "--as", metavar=_("NAME"), dest="actor", type=engineer, default=name, help=_("who stands in the history")
    )
