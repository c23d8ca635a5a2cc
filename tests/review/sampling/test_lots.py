"""Lots: the smallest rule that keeps both errors, exactly."""

from fractions import Fraction

import pytest

from lib.review.sampling import smallest
from lib.review.sampling.lots import fewer_than
from lib.words.errors import Refusal

# N, n, d for 80 % against 50 % with errors of 10 % each
SMALLEST = [(20, 10, 7), (30, 13, 9), (40, 13, 9), (60, 16, 11), (150, 16, 11), (270, 16, 11)]


@pytest.mark.parametrize(("villages", "checked", "agreeing"), SMALLEST)
def test_the_smallest_rule(villages, checked, agreeing):
    lot = smallest(villages)
    assert (lot.checked, lot.agreeing) == (checked, agreeing)
    assert fewer_than(agreeing, checked, villages * 8 // 10, villages) <= Fraction(1, 10)
    assert 1 - fewer_than(agreeing, checked, villages // 2, villages) <= Fraction(1, 10)
    assert lot.acceptable(agreeing)
    assert not lot.acceptable(agreeing - 1)


def test_a_lot_too_small_for_a_verdict_says_so():
    with pytest.raises(Refusal, match="只有 1 个村"):
        smallest(1)


def test_other_errors_make_another_rule():
    assert smallest(100, good=Fraction(95, 100), bad=Fraction(80, 100)).checked > smallest(100).checked
