"""A chart as a page sends it: the same drawing and the same rows as in the spec that was made, in fewer bytes."""

import json

import pyarrow as pa
import pytest
import vl_convert

from lib.show.blocks.sent import arrow, said_once
from lib.words import language
from tests.show.test_safe_display import HIDDEN, drawn


@pytest.mark.parametrize("words", ["zh", "en"])
def test_what_layers_share_is_said_once_and_draws_the_same(words):
    language.use(words)
    for spec in drawn(HIDDEN[:1]):
        sent = said_once(spec)
        assert vl_convert.vegalite_to_vega(sent) == vl_convert.vegalite_to_vega(spec)
        if len(spec["layer"]) > 2:
            assert len(json.dumps(sent["layer"] + [sent["encoding"]])) < 0.8 * len(json.dumps(spec["layer"]))


def test_spec_that_was_made_stays_as_it_is():
    for spec in drawn(HIDDEN[:1]):
        before = json.dumps(spec)
        said_once(spec)
        assert json.dumps(spec) == before


@pytest.mark.parametrize(
    ("layers", "above"),
    [
        pytest.param([{"x": {"field": "a"}}], {}, id="a-single-layer"),
        pytest.param([{"x": {"field": "a"}}, {"y": {"field": "a"}}], {}, id="no-channel-of-all"),
        pytest.param([{"x": {"field": "a"}}, {"x": {"value": 1}}], {}, id="a-single-field"),
        pytest.param([{"x": {"field": "a"}}, {"x": {"field": "a"}}, {"x": {"datum": 1}}], {}, id="a-datum"),
        pytest.param([{"t": [{"field": "a"}]}, {"t": [{"field": "a"}]}], {}, id="lists"),
        pytest.param(
            [{"x": {"field": "a", "scale": 1}}, {"x": {"field": "b", "scale": 1}}, {"x": {"field": "b"}}],
            {"x": {"field": "b"}},
            id="nothing-that-one-does-not-say",
        ),
    ],
)  # fmt: skip
def test_nothing_is_handed_down_that_a_layer_does_not_say(layers, above):
    sent = said_once({"layer": [{"mark": "bar", "encoding": each} for each in layers]})
    assert sent.get("encoding", {}) == above
    for layer, given in zip(sent["layer"], layers, strict=True):
        said = {name: above.get(name, {}) | of if isinstance(of, dict) and "field" in of else of
                for name, of in (above | layer["encoding"]).items()}  # fmt: skip
        assert said == given


def test_rows_arrive_as_they_are_and_a_text_of_many_rows_once():
    rows = [{"name": f"村{at}", "state": "滞后" if at % 2 else "正常", "at": at, "share": at / 3} for at in range(300)]
    rows += [{"name": "县", "missing": None}]
    table = arrow(rows)
    none = dict.fromkeys(("name", "state", "at", "share", "missing"))
    assert table.to_pylist() == [none | row for row in rows]
    assert table.schema.field("state").type == pa.dictionary(pa.int8(), pa.string())
    assert table.schema.field("name").type == pa.string()
    many = arrow([{"code": f"{at % 200}"} for at in range(600)])
    assert many.schema.field("code").type == pa.dictionary(pa.int16(), pa.string())
