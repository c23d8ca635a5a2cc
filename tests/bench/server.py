"""A Streamlit server in a process of its own, on 127.0.0.1, that ends with its `with` block and with the benchmark."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from lib.words.settings import ROOT
from tests.bench import stores

PORTS = range(8700, 8721)
PARTS = ("app.py", "config.toml", "pages", "lib", "data", "docs", ".streamlit")  # what the dashboard runs from
START_LIMIT = 60
PR_SET_PDEATHSIG = 1


def copy_project(folder: Path, left_out: tuple[str, ...] = ("__pycache__",)) -> None:
    """Serve a copy: an edit of the sources while the benchmark runs must not mix two versions in one table."""
    for part in PARTS:
        source, to = ROOT / part, folder / "project" / part
        if source.is_dir():
            shutil.copytree(source, to, ignore=shutil.ignore_patterns(*left_out, "*.db*"))
        else:
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, to)


class Server:
    """`streamlit run` of a script; `start_seconds` is how long it took until its first answer."""

    def __init__(self, script: str, cwd: Path, log: Path, database: str = "") -> None:
        self.port = _free_port()
        start = time.perf_counter()
        self._process = subprocess.Popen(
            _command(script, self.port),
            cwd=cwd,
            env=_environment(cwd, database),
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
            preexec_fn=_end_with_parent,
        )
        self._log = log
        try:
            self._await_answer(start + START_LIMIT)
        except BaseException:
            self.close()
            raise
        self.start_seconds = time.perf_counter() - start

    @classmethod
    def dashboard(cls, folder: Path, database: str) -> "Server":
        """The dashboard as the office runs it, on a database of the benchmark."""
        return cls("app.py", folder / "project", folder / f"{database}.log", stores.url(folder, database))

    @classmethod
    def empty_page(cls, folder: Path, settings: Path | None = None, name: str = "empty") -> "Server":
        """A one-line page: with Streamlit's default settings, or with the project's folder .streamlit."""
        cwd = folder / (f"{name}_with_settings" if settings else name)
        cwd.mkdir()
        (cwd / "empty.py").write_text("import streamlit as st\n\nst.write('')\n")
        if settings:
            shutil.copytree(settings, cwd / ".streamlit")
        return cls("empty.py", cwd, folder / f"{cwd.name}.log")

    def cpu(self) -> float:
        """Seconds of CPU of all threads so far, also of those that ended: utime + stime of /proc/<pid>/stat.

        Those two count in steps of 10 ms; the process's clock is the same count in nanoseconds.
        """
        return time.clock_gettime((~self._process.pid << 3) | 2)  # MAKE_PROCESS_CPUCLOCK(pid, CPUCLOCK_SCHED)

    def memory(self) -> int:
        """Bytes that are resident at this moment."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return 1024 * int(status.partition("VmRSS:")[2].split()[0])

    def own_memory(self) -> int:
        """Bytes that are this process's alone (USS): what ends with it, without the libraries that others share."""
        lines = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text().splitlines()
        return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))

    def log(self) -> str:
        """What the server said: read it when a page does not finish."""
        return self._log.read_text()

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _await_answer(self, until: float) -> None:
        while not _answers(self.port):
            if self._process.poll() is not None or time.perf_counter() > until:
                raise RuntimeError(f"the server did not start:\n{self.log()}")
            time.sleep(0.02)


def _command(script: str, port: int) -> list[str]:
    bound = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    return [sys.executable, "-m", "streamlit", "run", script, *(f"--{key}={value}" for key, value in bound.items())]


def _environment(home: Path, database: str) -> dict[str, str]:
    """An own home: a config.toml of whoever runs the benchmark must not count as the default."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("STREAMLIT_")}
    return kept | {"HOME": str(home), "PYTHONPATH": "", "BANYUE_DATABASE_URL": database}


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port() -> int:
    for port in PORTS:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError(f"no free port in {PORTS}")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:  # not there yet, or too busy to answer
        return False
