"""The cells of a unit in a half month as one row: as they went in they come out, in JSON that anybody can read.

The rows are held to `json` of Python's own library and to loops, which share nothing with the program.
"""

import json

import pytest
import sqlalchemy as sa
from hypothesis import given as whatever
from hypothesis import strategies as st

from lib.kept import store
from lib.kept.cells import cells_of, holds, packed, unpacked

VALUE = st.none() | st.integers(-(2**63), 2**63 - 1)
PLACES = st.tuples(st.integers(-48_600, 48_600), st.integers(1, 3), st.integers(1, 130))
VALUES = st.dictionaries(PLACES, st.tuples(VALUE, VALUE, st.booleans()), max_size=40).map(
    lambda cells: [(*place, *cell) for place, cell in cells.items()]
)


def oracle(values):
    """The rows as a person would write them."""
    rows = {}
    for half_month, unit, indicator, before, after, carried in values:
        cells = rows.setdefault((half_month, unit), {})
        cells[indicator] = [indicator, before, after, True] if carried else [indicator, before, after]
    return [
        (*place, len(cells), json.dumps([cells[one] for one in sorted(cells)], separators=(",", ":")))
        for place, cells in sorted(rows.items())
    ]


@whatever(VALUES)
def test_rows_are_json_in_the_order_of_places_and_indicators(values):
    assert packed(values) == oracle(values)


@whatever(VALUES)
def test_what_went_in_comes_out(values):
    assert list(unpacked(packed(values))) == sorted(values, key=lambda value: value[:3])


def test_row_reads_as_the_description_says():
    values = [(48564, 9, 7, 5, 6, True), (48564, 9, 3, None, 12, False), (0, 9, 3, 1, None, False)]
    assert packed(values) == [(0, 9, 1, "[[3,1,null]]"), (48564, 9, 2, "[[3,null,12],[7,5,6,true]]")]


def test_no_cell_stands_twice_in_a_batch():
    with pytest.raises(ValueError, match="twice"):
        packed([(48564, 9, 3, 1, 2, False), (48564, 9, 3, 1, 2, True)])


@pytest.mark.parametrize("text", ["", "x", "[[3,1,2]", "{}", "[3]", "[[3,1]]", "[[3,1,2,true,4]]", "[[3,1.5,2]]"])
def test_what_the_program_did_not_write_is_no_row(text):
    with pytest.raises(ValueError):
        cells_of(text)


def test_row_with_another_count_is_none():
    with pytest.raises(ValueError, match="1 cells stand where 2 are counted"):
        list(unpacked([(48564, 9, 2, "[[3,1,2]]")]))


@pytest.mark.parametrize("indicator", [1, 2, 12, 112, 5])
def test_database_finds_the_rows_of_an_indicator_and_no_others(empty, indicator):
    """Not where a value, or the end of another number, reads alike."""
    values = [(1, 1, 1, 12, 2, False), (1, 2, 12, 1, None, True), (1, 3, 112, 5, 5, False), (1, 3, 2, 1, 12, False)]
    query = sa.text(f"SELECT {holds(':indicator')} FROM (SELECT CAST(:cells AS TEXT) AS cells) c")
    with store.reading(empty) as connection:
        found = [
            unit
            for _half_month, unit, _n, cells in packed(values)
            if connection.scalar(query, {"indicator": indicator, "cells": cells})
        ]
    assert found == [unit for _half_month, unit, one, *_cell in values if one == indicator]
