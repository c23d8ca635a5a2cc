"""Draws: anybody repeats them, chances follow the reported size, and what cannot be drawn is told."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from lib.kept.models import DrawKind
from lib.review.sampling import REPORTED_ZERO, Village, draw, frame_hash, frame_text
from lib.review.sampling.draws import allocation, by_size, by_stratum, certainties
from lib.words.errors import Refusal

FRAME = [Village("A", f"A{k:02d}", 10 + k) for k in range(20)] + [Village("B", f"B{k:02d}", k % 4) for k in range(20)]


def codes(count, way, seed=20230601, frame=FRAME):
    return [one.code for one in draw(frame, count, way=way, seed=seed).villages]


def test_the_same_seed_and_frame_draw_the_same_villages_in_any_order_of_rows():
    assert codes(8, DrawKind.BY_SIZE) == codes(8, DrawKind.BY_SIZE, frame=FRAME[::-1]) == SIZE
    assert codes(8, DrawKind.SIMPLE) == codes(8, DrawKind.SIMPLE, frame=FRAME[::-1]) == SIMPLE
    assert codes(8, DrawKind.BY_SIZE, seed=1) != SIZE


SIZE = ["B08", "B16", "A06", "A11", "A15", "A19", "B01", "B11"]
SIMPLE = ["A08", "A14", "A15", "A17", "B04", "B10", "B13", "B19"]


def test_a_draw_keeps_its_seed_its_frame_and_the_size_of_each_stratum():
    drawn = draw(FRAME, 10, way=DrawKind.BY_SIZE, seed=3)
    assert (drawn.seed, drawn.frame) == (3, frame_hash(FRAME[::-1]))
    strata = Counter(one.stratum if one.reported else REPORTED_ZERO for one in drawn.villages)
    assert strata == {REPORTED_ZERO: 2, "A": 6, "B": 2}


def test_the_frame_is_a_text_of_lines_in_the_order_of_the_draw():
    assert frame_text([Village("B", "2", 5, 3), Village("A", "9", 0)]) == "A,9,0,1\nB,2,5,3\n"
    assert frame_hash([Village("A", "9", 1)]) != frame_hash([Village("A", "9", 0)])


def test_drawn_by_size_those_that_reported_0_are_a_stratum_of_their_own():
    zero = [one for one in draw(FRAME, 12, way=DrawKind.BY_SIZE, seed=1, of_zero=3).villages if not one.reported]
    assert [one.chance for one in zero] == [Fraction(3, 5)] * 3
    assert {one.stratum for one in zero} == {"B"}
    assert REPORTED_ZERO not in by_stratum(FRAME, DrawKind.SIMPLE)


def test_the_chance_of_being_drawn_follows_the_reported_size():
    sizes, hits = [1, 2, 3, 4, 10, 20], Counter()
    chance = np.random.default_rng(7)
    for _time in range(4000):
        hits.update([*by_size(sizes, 2, chance)])
    assert [hits[place] / 4000 for place in range(6)] == pytest.approx([size / 20 for size in sizes], abs=0.025)
    chances = by_size(sizes, 2, chance)
    assert all(each == min(Fraction(sizes[place], 20), 1) for place, each in chances.items())


@pytest.mark.parametrize(
    ("sizes", "count", "certain"),
    [
        pytest.param([1, 1, 1, 97], 2, {3}, id="one as large as all"),
        pytest.param([1, 1, 10, 97], 3, {2, 3}, id="a second one once the first is taken"),
        pytest.param([5, 5, 5], 3, {0, 1, 2}, id="all of them"),
        pytest.param([5, 5, 5, 5], 2, set(), id="none"),
    ],
)
def test_what_is_larger_than_its_share_is_taken_in_any_case(sizes, count, certain):
    assert certainties(sizes, count) == certain
    drawn = by_size(sizes, count, np.random.default_rng(1))
    assert len(drawn) == count
    assert {place for place, chance in drawn.items() if chance == 1} == certain


def test_chances_of_a_stratum_sum_to_the_number_drawn():
    for seed in range(30):
        sizes = np.random.default_rng(seed).integers(1, 60, 40).tolist()
        certain = certainties(sizes, 11)
        rest = sum(size for place, size in enumerate(sizes) if place not in certain)
        left = 11 - len(certain)
        assert sum(Fraction(s * left, rest) for p, s in enumerate(sizes) if p not in certain) == left


def test_weights_make_a_village_come_oftener_in_both_ways():
    frame = [Village("A", f"{k:02d}", 10, 9 if k < 2 else 1) for k in range(20)]
    for way in DrawKind:
        drawn = draw(frame, 4, way=way, seed=5)
        assert {one.code for one in drawn.villages if one.chance == 1} == {"00", "01"}
        assert {one.chance for one in drawn.villages if one.code > "01"} == {Fraction(2, 18)}


def test_each_stratum_gets_its_share_but_two_at_least_and_no_more_than_it_has():
    strata = by_stratum(
        [Village(name, f"{k:03d}", 1) for name, n in (("A", 3), ("B", 30), ("C", 300)) for k in range(n)],
        DrawKind.BY_SIZE,
    )
    assert allocation(strata, 40, DrawKind.BY_SIZE) == {"A": 2, "B": 3, "C": 35}
    assert allocation(strata, 333, DrawKind.BY_SIZE) == {"A": 3, "B": 30, "C": 300}
    assert sum(allocation(strata, 330, DrawKind.SIMPLE).values()) == 330


@pytest.mark.parametrize(
    ("frame", "count", "text"),
    [
        pytest.param([], 5, "没有可抽的村", id="nothing left"),
        pytest.param([*FRAME, Village("C", "C01", 4)], 9, "C可抽的村不足两个", id="one village in a stratum"),
        pytest.param(FRAME, 41, "可抽的只有 40 个", id="larger than the frame"),
        pytest.param(FRAME, 5, "合计 6 个", id="fewer than two a stratum"),
    ],
)
def test_what_cannot_be_drawn_is_told_with_its_mend(frame, count, text):
    with pytest.raises(Refusal, match=text):
        draw(frame, count, way=DrawKind.BY_SIZE, seed=1)
