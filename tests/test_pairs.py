"""What the suite leaves to the long run is left out as it is meant to be."""

from itertools import product

import pytest

from tests.conftest import DATABASES
from tests.pairs import pairs_of, pairwise

FACTORS = (tuple(range(19)), ("zh", "en"), ("csv", "xlsx"), DATABASES)


@pytest.mark.parametrize("factors", [FACTORS, FACTORS[1:], FACTORS[:2]], ids=["tables", "few", "two"])
def test_every_value_meets_every_value_of_each_other_factor(factors):
    met = set().union(*map(pairs_of, pairwise(*factors)))
    assert met == set().union(*map(pairs_of, product(*factors)))


def test_one_factor_alone_takes_each_of_its_values():
    assert pairwise(DATABASES) == [(name,) for name in DATABASES]


def test_pairs_take_few_cases_and_the_same_ones_each_time():
    assert len(pairwise(*FACTORS)) <= 40
    assert pairwise(*FACTORS) == pairwise(*FACTORS)
