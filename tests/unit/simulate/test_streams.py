"""Random numbers belong to persons, not to blocks."""

import numpy as np
import pytest

from fairtrial.facts.models import Range
from fairtrial.simulate.streams import Streams, for_rows


@pytest.mark.parametrize(("first", "count", "width"), [(0, 5, 1), (33, 7, 3), (995, 5, 16), (1, 1, 2)])
def test_a_block_draws_what_the_whole_draws(first, count, width):
    """Persons drawn alone get the numbers they get among all."""
    whole = Streams(5, 0, 1000).uniform("anything", width)
    alone = Streams(5, first, count).uniform("anything", width)
    assert np.array_equal(alone, whole[first : first + count])


def test_seeds_and_names_give_other_numbers():
    """Another seed or another draw has nothing in common."""
    one = Streams(1, 0, 100)
    assert not np.array_equal(one.one("a"), one.one("b"))
    assert not np.array_equal(one.one("a"), Streams(2, 0, 100).one("a"))


def test_numbers_are_spread_evenly():
    """Uniform within [0, 1), normal with mean 0 and deviation 1."""
    draws = Streams(1, 0, 100_000)
    even, normal = draws.one("even"), draws.normal("normal")[:, 0]
    assert even.min() >= 0
    assert even.max() < 1
    assert abs(even.mean() - 0.5) < 0.005
    assert abs(normal.mean()) < 0.02
    assert abs(normal.std() - 1) < 0.02


def test_whole_numbers_reach_both_ends():
    """The least and the most of a span both occur, and nothing beyond."""
    span = Range(least=3, most=6, standing="ours")
    assert set(Streams(1, 0, 1000).within("days", span)[:, 0]) == {3, 4, 5, 6}


def test_rows_draw_by_person_and_place():
    """The same row gets the same number in any table; others get others."""
    person, row = np.array([7, 7, 8]), np.array([1, 2, 1])
    first, second, third = for_rows(1, "fill", person, row)
    assert for_rows(1, "fill", person[1:], row[1:])[0] == second
    assert len({first, second, third}) == 3
    assert 0 <= min(first, second, third) <= max(first, second, third) < 1
