"""Children that these tests start and kill. They do enough for every run, or with BANYUE_SOAK=1 the full size."""

import multiprocessing
import sys
from multiprocessing.context import ForkServerContext
from types import ModuleType

import pytest

from tests.reliability import acts


@pytest.fixture(autouse=True)
def _plain_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest leaves its page behind as __main__, and a child would run that page once more before its work."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture(scope="session")
def processes() -> ForkServerContext:
    """Children that are forked from one process which has read the library already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(acts.READ)
    return context
