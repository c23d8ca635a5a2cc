"""Of sixty faults planted in the demo at least 54 are found, and hardly a clean village is named; a table is printed.

In the suite test_rules.py finds a fault of every kind in figures made by hand.
"""

import pytest

from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.review.doubts import doubts
from tests.review.doubts.planted import AT, KINDS, plant, score, table

FOUND, FALSE = 54, 30


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_planted_faults_are_found_and_clean_villages_are_not_named(demo_copy, seed):
    planting = plant(demo_copy, seed)
    with reading(demo_copy) as connection:
        once = score(planting, doubts(connection, read_reference(connection), AT))
    print("\n".join(table([once])))
    assert sum(KINDS.values()) == 60
    assert (once.all_found >= FOUND, once.all_false <= FALSE) == (True, True)


@pytest.mark.on_one
def test_a_half_month_without_values_has_no_doubts(small):
    with reading(small.engine) as connection:
        assert doubts(connection, small.reference, AT.next(5)) == []
        assert doubts(connection, small.reference, AT.next()) == []
