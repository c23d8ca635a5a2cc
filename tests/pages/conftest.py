"""Pages as a visitor meets them: each test opens pages/frame.py, and reads the words on the screen."""

import html
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from streamlit.components.v2 import manifest_scanner
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from lib.kept import current, store
from lib.ui import people, reading
from lib.words import language
from tests.conftest import sign_in

FRAME = Path(__file__).parent.parent.parent / "pages" / "frame.py"


@dataclass
class Visit:
    """A visitor's page: `text` is what can be read, `links` where one can go."""

    app: AppTest

    @property
    def markup(self) -> str:
        bodies = (element.proto.body for element in self.app.get("html"))
        return "\n".join(body for body in bodies if "<style" not in body).replace("<wbr>", "")

    @property
    def text(self) -> str:
        """Title, boards and captions, without tags and with single blanks; definition cards and lists that open
        are left out."""
        words = [element.value for kind in ("title", "caption") for element in self.app.get(kind)]
        closed = r'<details class="by-card".*?</details>|<ul class="by-card-body".*?</ul>'
        shown = re.sub(closed, "", self.markup, flags=re.DOTALL)
        return re.sub(r"\s+", " ", html.unescape(" ".join([*words, re.sub(r"<[^>]+>", " ", shown)])))

    @property
    def cards(self) -> str:
        """What the definition cards say."""
        found = re.findall(r'<details class="by-card".*?</details>', self.markup, flags=re.DOTALL)
        return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(found)))

    @property
    def links(self) -> list[str]:
        return [html.unescape(link) for link in re.findall(r'href="([^"]*)"', self.markup)]

    @property
    def charts(self) -> list[pd.DataFrame]:
        """What each chart draws."""
        charts = self.app.get("vega_lite_chart")
        return [convert_arrow_bytes_to_pandas_df(chart.proto.data.data) for chart in charts]

    def button(self, label: str) -> Any:
        return next(button for button in self.app.button if button.label.startswith(label))

    def run(self) -> "Visit":
        self.app.run()
        assert not self.app.exception, self.app.exception
        return self


Visiting = Callable[..., Visit]


@pytest.fixture(scope="session", autouse=True)
def _components_are_looked_for_once() -> Iterator[None]:
    """AppTest reads the metadata of all installed packages for each page anew, longer than the page takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


def forget() -> None:
    """Nothing that was made for the pages before is shown again."""
    reading._made.cache_clear()
    current._known.clear()


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Visiting]:
    """visit(engine, page, who={…}, query=…) opens a page on the database of `engine`; `who` signs in (see sign_in).

    Boards of the demo are kept from test to test, as a server keeps them from visitor to visitor, unless the test
    itself decides or patches something: it begins and leaves with none.
    """
    alone = bool({"decide", "monkeypatch"} & {*inspect.signature(request.function).parameters})
    demo = request.getfixturevalue("demo") if "demo" in request.fixturenames else None

    def open_page(engine: sa.Engine, page: str = "", who: dict[str, str] | None = None, **query: str) -> Visit:
        monkeypatch.setattr(store, "engine", lambda: engine)
        token = None if who is None else sign_in(engine, **who)
        monkeypatch.setattr(people, "token", lambda: token)
        if alone or engine is not demo:
            forget()
        # AppTest spells the options of a select in the test's own thread
        language.use("en" if query.get("language") == "English" else "zh")
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        if page:
            app.switch_page(f"{page}.py")  # before the first run: as an address opens it, without the overview first
        for name, value in query.items():
            app.query_params[name] = value
        return Visit(app).run()

    yield open_page
    if alone:
        forget()
