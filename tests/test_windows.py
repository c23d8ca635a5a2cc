"""Nothing of ours asks for what only POSIX has, so that it runs on Windows as well."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = [ROOT / "app.py", ROOT / "start.py"]
SOURCES += [file for name in ("deploy", "lib", "pages", "data") for file in (ROOT / name).rglob("*.py")]
MODULES = {
    "crypt", "curses", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd", "readline", "resource", "spwd",
    "syslog", "termios", "tty",
}  # fmt: skip
NAMES = {
    "os": {
        "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "chown", "chroot", "fchmod", "fchown", "fork",
        "forkpty", "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getuid", "killpg", "lchown", "mkfifo",
        "nice", "openpty", "posix_fadvise", "pread", "pwrite", "sched_getaffinity", "setsid", "setuid", "statvfs",
        "sync", "uname", "wait3",
    },
    "signal": {"SIGALRM", "SIGHUP", "SIGKILL", "SIGQUIT", "SIGUSR1", "SIGUSR2", "alarm", "pause", "setitimer"},
    "time": {"tzset"},
    "socket": {"AF_UNIX"},
}  # fmt: skip
GUARDED = {
    ("lib/kept/restore.py", "os.geteuid"),
    ("lib/kept/restore.py", "os.chown"),
    ("lib/documents/pdf.py", "os.killpg"),
}
"""Stand behind a question for os.name."""

WORDS = re.compile(r"\b(" + "|".join(MODULES.union(*NAMES.values())) + r")\b")
BLOCKED = "import fcntl, portalocker, sys; sys.modules['fcntl'] = None"
BACKUP = """
from pathlib import Path
from lib.kept import backup, logs, store
logs.set_up()
engine = store.connect("sqlite:///" + sys.argv[1])
store.migrate(engine)
with backup.in_use(engine):
    logs.log.info("made %s", backup.back_up(engine).file)
"""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        if isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_no_module_and_no_name_is_one_that_only_posix_has():
    wanted = {f"{module}.{name}" for module, names in NAMES.items() for name in names}
    found = set()
    for file in SOURCES:
        text = file.read_text("utf-8")
        tree = ast.parse(text if WORDS.search(text) else "")
        place = file.relative_to(ROOT).as_posix()
        found |= {(place, name) for name in imported(tree) if name in MODULES}
        found |= {(place, name) for name in named(tree) if name in wanted}
    assert found == GUARDED


def test_every_file_has_a_name_that_windows_takes():
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    parts = {part for name in names.split("\0") for part in name.split("/")}
    assert not [part for part in parts if set(part) & set('<>:"|?*\\') or part.endswith((" ", "."))]
    assert not {part.partition(".")[0].lower() for part in parts} & {"con", "prn", "aux", "nul", "com1", "lpt1"}


def test_database_is_locked_logged_and_backed_up_without_fcntl(tmp_path):
    """Only the library for locks has it, as it has Windows' own calls there; whatever else asks for it fails."""
    command = [sys.executable, "-c", BLOCKED + BACKUP, str(tmp_path / "banyue.db")]
    environment = os.environ | {"BANYUE_LOG_FILE": str(tmp_path / "banyue.log")}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    [made] = (tmp_path / "backups").glob("*.db")
    assert f"made {made}" in (tmp_path / "banyue.log").read_text("utf-8")


@pytest.mark.long
def test_store_locks_and_backups_pass_their_tests_without_fcntl(tmp_path):
    tests = ["tests/kept/test_locks.py", "tests/kept/test_store.py", "tests/kept/test_backup.py"]
    (tmp_path / "blocked.py").write_text(BLOCKED)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "blocked", "-p", "no:xdist", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*command, "--database", "sqlite", "--basetemp", str(tmp_path / "made"), *tests],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout


def test_what_is_blocked_cannot_be_had():
    ran = subprocess.run([sys.executable, "-c", f"{BLOCKED}; import fcntl"], capture_output=True, text=True)
    assert "ModuleNotFoundError" in ran.stderr
