"""Letters of grids are as large as those of the page, on a desk and on a projector, and stand in rows that fit.

A grid draws on a canvas, in px that it takes when it is first drawn: what it draws is noted with font and place. The
desk is left to the long run: it is the size at which grids are as Streamlit draws them.
"""

from itertools import pairwise

import pytest

from tests.browser.conftest import Watched
from tests.browser.walk import opened, settled

DRAWN = """(() => {
  const Context = CanvasRenderingContext2D.prototype, own = Context.fillText;
  window.drawn = [];
  Context.fillText = function (text, x, y, ...more) {
    const size = parseFloat(this.font.match(/[\\d.]+px/)[0]);
    if (this.canvas.isConnected && String(text).trim()) window.drawn.push([size, Math.round(y)]);
    return own.call(this, text, x, y, ...more);
  };
})()"""
TEXT = "[...document.querySelectorAll('.by-table td')].map((cell) => parseFloat(getComputedStyle(cell).fontSize))[0]"


@pytest.mark.parametrize(
    ("size", "letters", "row"),
    [
        pytest.param((1920, 1080), 17.5, 38, id="projector"),
        pytest.param((1280, 720), 14, 30, id="desk", marks=pytest.mark.long),
    ],
)
def test_letters_of_a_grid_are_those_of_the_page(tab: Watched, size, letters, row) -> None:
    tab.sign_in("联席办 李四")
    tab.page.add_init_script(DRAWN)
    tab.page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(tab.page, "admin")  # the first page of a visitor: no style sheet of the app is there yet
    settled(tab.page)
    tab.page.wait_for_function("() => window.drawn.length > 20")
    drawn = tab.page.evaluate("window.drawn")
    assert {font for font, _y in drawn} == {letters} == {tab.page.evaluate(TEXT)}
    lines = sorted({y for _font, y in drawn})
    assert {below - above for above, below in pairwise(lines)} & {row} and letters * 1.4 < row
