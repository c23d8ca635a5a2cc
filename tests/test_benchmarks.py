"""docs/benchmarks.md: a run replaces its own table and leaves everything else; growth is a slope."""

import pytest

from lib.words.settings import ROOT
from tests.bench import __main__ as bench
from tests.bench import document
from tests.bench.scale import slope
from tests.bench.table import Row


@pytest.mark.parametrize("by_size, exponent", [({1: 2, 10: 2, 100: 2}, 0), ({1: 1, 10: 10, 100: 100}, 1)])
def test_exponent_tells_whether_it_grows_with_the_data(by_size, exponent):
    assert slope(by_size) == pytest.approx(exponent)


def test_table_of_a_measure_is_replaced_and_the_rest_stays(tmp_path):
    file = tmp_path / "benchmarks.md"
    file.write_text(
        "words\n\n<!-- saves, SQLite -->\nold\n<!-- end of saves, SQLite -->\n\nmore words\n", encoding="utf-8"
    )
    document.write("saves, SQLite", [Row("save", "", "1 ms", "2 × | floor")], "a machine\n", 3.2, file)
    text = file.read_text(encoding="utf-8")
    assert "| what | measured | floor or aim |\n| --- | --- | --- |\n| save | 1 ms | 2 × \\| floor |" in text
    assert "a machine; this part took 3 s." in text
    assert text.startswith("words\n\n<!-- saves, SQLite -->") and text.endswith("\n\nmore words\n")
    assert "old" not in text


@pytest.mark.parametrize("engine", ["SQLite", "PostgreSQL"])
def test_every_measure_has_its_place_in_the_document(engine):
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert all(f"<!-- {bench._name(measure)}, {engine} -->" in text for measure in bench.MEASURES)
