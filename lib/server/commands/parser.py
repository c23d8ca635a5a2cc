"""The grammar of the commands, with their help.

argparse stays. Of 2.7 s that `python -m lib --help` takes, it costs 0.02, click 0.08, Typer 0.13 and with its help 0.3.
Neither of them has an option that takes several values (--carry A B), choices of which one is needed (--demo, --empty)
or of which one at most may stand (--form, --table), nor their words in the office's language: usage.speak would stay.
"""

import argparse
import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lib.kept.models import ROLES, Role
from lib.ledger.access import engineer
from lib.server.commands import check, collecting, copies, exporting, importing, office, remind, start
from lib.server.commands.usage import form_and_county, half_month, speak
from lib.words.language import gettext as _

Run = Callable[[argparse.Namespace], bool]
Argument = Callable[[argparse._ActionsContainer], object]
Command = tuple[str, Run, str, list[Argument]]


def build() -> argparse.ArgumentParser:
    """All commands with their options, in the language of this run; `run` of what it reads is a command's function."""
    speak()
    parser = argparse.ArgumentParser("python -m lib", description=_("The commands of the office's engineer"))
    commands = parser.add_subparsers(metavar=_("COMMAND"), dest="command", required=True)
    for name, run, about, arguments in _commands():
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(run=run)
        for add in arguments:
            add(command)
    return parser


def _argument(name: str, about: str, **more: Any) -> Argument:
    return lambda container: container.add_argument(name, help=about, **more)


def _switch(name: str, about: str) -> Argument:
    return _argument(name, about, action="store_true")


def _either(*arguments: Argument, required: bool = False) -> Argument:
    """Arguments that exclude each other."""

    def add(container: argparse._ActionsContainer) -> None:
        group = container.add_mutually_exclusive_group(required=required)
        for add_one in arguments:
            add_one(group)

    return add


def _commands() -> list[Command]:
    """Each with what it does, what it is for, and what may follow it."""
    name = _("command line ({user})").format(user=getpass.getuser())
    actor = _argument(
        "--as", _("who stands in the history"), metavar=_("NAME"), dest="actor", type=engineer, default=name
    )
    return [*_of_data(actor), *_of_the_review(actor), *_of_accounts(actor), *_of_the_database()]


def _of_data(actor: Argument) -> list[Command]:
    return [
        ("init", start.run, _("create the database and load the catalogues of data/"), [
            _either(
                _switch("--demo", _("with the demo's units, targets and half months")),
                _switch("--empty", _("for the office's own data: indicators, forms, departments, tasks and published"
                                     " figures alone")),
                required=True,
            ),
        ]),
        ("import", importing.run, _("check a CSV or Excel file and save it, all or nothing"), [
            _argument("file", _("CSV, TXT, XLSX, XLS, XLSB, ET, ODS, FODS, a web page or XML named .xls,"
                                " or a ZIP of them"),
                      metavar=_("FILE"), type=Path),
            _either(
                _argument("--form", _("the form that is filled in; else told by the header"), metavar=_("FORM")),
                _argument("--table", _("a catalogue or register, or target"), choices=importing.TABLES_TAKEN),
            ),
            _half_month(_("the half month, where the file has no column for it")),
            _argument("--nothing", _("what 无, / and — mean in this file; else upload.nothing of config.toml"),
                      choices=("blank", "zero")),
            _switch("--empty-cells", _("yes, take away what stands in cells that are blank in the file")),
            actor,
            _switch("--dry-run", _("say what would change; save nothing")),
            _switch("--json", _("say it as JSON, for other programs")),
        ]),
        ("export", exporting.run, _("write a table or a form's values as CSV or XLSX"), [
            _argument("what", _("a table like unit, or a form like village_cleanup"), metavar=_("TABLE|FORM")),
            _half_month(_("of a form the last one when not given, of a table all")),
            _switch("--targets", _("the targets of a form instead of its values")),
            _argument("--to", _("FILE.csv or FILE.xlsx; else CSV to the screen"), metavar=_("FILE"), type=Path),
        ]),
        ("collect", collecting.run, _("read the totals of other offices from their dashboards, as values of ours"), [
            _argument("address", _("like http://10.1.2.3:8501"), metavar="URL", nargs="+"),
            _argument("--tokens", _("lines of an address and the token of an account there, parted by a blank"),
                      metavar=_("FILE"), type=Path),
            _switch("--forget", _("ask these no more; the values that came from them stay")),
            actor,
        ]),
    ]  # fmt: skip


def _of_the_review(actor: Argument) -> list[Command]:
    return [
        ("undo", office.undo_batch, _("give back what was before a saved act"), [
            _argument("batch", _("the number on the receipt"), metavar=_("BATCH"), type=int),
            _argument("--reason", _("why; needed where it opens a half month again"), metavar=_("REASON"), default=""),
            actor,
        ]),
        ("half-month", office.half_month, _("open, close or reopen a half month"), [
            _argument("act", _("what to do with it"), choices=office.HALF_MONTH_ACTS),
            _argument("half_month", _("like 2023-07-1"), metavar=_("HALF-MONTH"), type=half_month),
            _argument("--reason", _("why; needed to reopen and to carry values forward"),
                      metavar=_("REASON"), default=""),
            _argument("--carry", _("on closing, copy the last values of these forms and counties forward; the rest"
                                   " stays missing"),
                      metavar=_("FORM:COUNTY"), nargs="+", default=[], type=form_and_county),
            _switch("--unfinished", _("close although reports are missing or sent back; they stay so")),
            actor,
        ]),
    ]  # fmt: skip


def _of_accounts(actor: Argument) -> list[Command]:
    return [
        ("account", office.account, _("list, add, reset, disable or enable accounts; tokens for programs that read"), [
            _argument("act", _("what to do with it"), choices=office.ACCOUNT_ACTS),
            _argument("login", _("what the person types to sign in"), metavar=_("LOGIN"), nargs="?"),
            _argument("--name", _("unit and name, as in the history"), metavar=_("NAME"), default=""),
            _argument("--role", _("what the account may do"), choices=ROLES, default=Role.REPORTER),
            _argument("--unit", _("reports for this unit and all below it"), metavar=_("CODE")),
            _argument("--department", _("or for this department"), metavar=_("CODE")),
            _argument("--mail", _("where reminders go"), metavar=_("ADDRESS"), default=""),
            actor,
        ]),
        ("remind", remind.run, _("send what is due today to whoever has not reported, as config.toml says"), [
            _switch("--dry-run", _("say what would go out; send nothing")),
        ]),
    ]  # fmt: skip


def _of_the_database() -> list[Command]:
    return [
        ("check", check.run, _("compare all that is derived with what it follows from, and the history with itself"), [
            _argument("--code", _("a code of the data from paper: the act that it belongs to"), metavar=_("CODE"),
                      default=""),
        ]),
        ("backup", copies.back_up, _("copy the SQLite database while it is used, and check the copy"), [
            _argument("--to", _("a file or folder of your own; else backup.folder of config.toml"),
                      metavar=_("FILE"), type=Path),
        ]),
        ("restore", copies.restore_backup, _("go back to a backup; the present database is kept aside"), [
            _argument("file", _("a backup"), metavar=_("FILE"), type=Path),
        ]),
        ("move", copies.move_database, _("copy everything into another, empty database; first stop the server"), [
            _argument("--to", _("postgresql+psycopg://USER:PASSWORD@HOST:5432/DATABASE; the password may stand in"
                                " ~/.pgpass instead"), metavar="URL", required=True),
        ]),
        ("upgrade", copies.upgrade, _("bring the schema of the database to this program's"), [
            _switch("--dumped", _("there is a dump by pg_dump; without one PostgreSQL is left as it is")),
        ]),
    ]  # fmt: skip


def _half_month(about: str) -> Argument:
    return _argument("--half-month", about, metavar=_("HALF-MONTH"), type=half_month)
