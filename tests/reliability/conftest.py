"""How much these tests do: enough for every run, or with BANYUE_SOAK=1 the full size."""

import multiprocessing
import os
from multiprocessing.context import ForkServerContext

import pytest

from tests.reliability import acts


@pytest.fixture(scope="session")
def soak() -> bool:
    return "BANYUE_SOAK" in os.environ


@pytest.fixture(scope="session")
def processes() -> ForkServerContext:
    """Children that are forked from one process which has read the library already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(acts.READ)
    return context
