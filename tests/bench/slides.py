"""Measure 5: the CPU of a slide change on the projector, by time and by key, against an empty page in the same run."""

from contextlib import ExitStack
from pathlib import Path

from lib.words.settings import SLIDES
from tests.bench import stores
from tests.bench.reruns import ROUNDS, Page, row, save_one
from tests.bench.server import Server
from tests.bench.table import Row
from tests.visitor import Visitor

AIM = "aim ≤ 1 ×"
AFTER_SAVE = len(SLIDES) + 1  # each slide is made anew once; the headline figures have two


def measure(folder: Path) -> list[Row]:
    """All slides in turn on the demo: the same revision, then each the first after a save."""
    with ExitStack() as open_:
        default = open_.enter_context(Server.empty_page(folder, name="empty_slides"))
        engine = stores.copy(folder, "slides")
        open_.callback(engine.dispose)
        dashboard = open_.enter_context(Server.dashboard(folder, "slides"))
        empty = Page("rerun: empty page", default)
        changes = [
            Page("slide: turned by time", dashboard, "screen", ask=Visitor.tick),
            Page("slide: turned by key", dashboard, "screen", ask=lambda visitor: visitor.press("screen_right_key")),
        ]
        for page in (empty, *changes):
            open_.callback(page.visitor.close)
        for page in changes:
            page.rounds(AFTER_SAVE)  # every slide is made once before the first is measured
            page.taken()
        for _round in range(ROUNDS):
            for page in (empty, *changes):
                page.rounds()
        floor = empty.taken()
        rows = [row(empty, "Streamlit's default settings", floor, None)]
        rows += [row(page, "demo, same revision", page.taken(), floor.cpu, AIM) for page in changes]
        changes[0].rounds(AFTER_SAVE, lambda: save_one(engine))
        return [*rows, row(changes[0], "demo, first after a save", changes[0].taken(), floor.cpu)]
