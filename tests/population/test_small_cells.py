"""Nothing that is shown gives a small count away: checked by solving for every hidden count."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairtrial.population.summary.sections import Sizes, attrition
from fairtrial.population.summary.small_cells import SMALLEST_SHOWN, merged_small, protected

pytest.importorskip("scipy", reason="scipy is not installed (extra cohort)")

tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 15), st.integers(0, 500)), min_size=width, max_size=width),
        min_size=1,
        max_size=6,
    )
)


def bounds(table):
    """Least and most that each hidden count can be, from what is shown and that no hidden count is 0."""
    from scipy.optimize import linprog

    counts = table.counts
    height, width = len(counts), len(counts[0])
    hidden = [(r, c) for r in range(height) for c in range(width) if counts[r][c] is None]
    lines = [[(r, c) for c in range(width)] for r in range(height)] + [
        [(r, c) for r in range(height)] for c in range(width)
    ]
    equations, right = [], []
    for line in lines:
        sign = [1] * (len(line) - 1) + [-1]
        equations.append(
            [next((s for cell, s in zip(line, sign, strict=True) if cell == h), 0) for h in hidden]
        )
        right.append(
            -sum(s * counts[r][c] for (r, c), s in zip(line, sign, strict=True) if counts[r][c] is not None)
        )
    found = {}
    for place, cell in enumerate(hidden):
        edges = []
        for direction in (1, -1):
            aim = [direction if p == place else 0 for p in range(len(hidden))]
            solved = linprog(aim, A_eq=equations, b_eq=right, bounds=[(0, None)] * len(hidden))
            edges.append(float("inf") if solved.status == 3 else direction * solved.fun)
        found[cell] = edges
    return found


@settings(deadline=None, max_examples=60)
@given(tables)
def test_no_hidden_count_can_be_worked_out(counts):
    table = protected([f"r{i}" for i in range(len(counts))], [f"c{i}" for i in range(len(counts[0]))], counts)
    for least, most in bounds(table).values():
        assert most - least > 1


@settings(deadline=None)
@given(tables)
def test_no_small_count_is_shown_and_what_is_shown_is_true(counts):
    table = protected(["r"] * len(counts), ["c"] * len(counts[0]), counts)
    whole = [[*row, sum(row)] for row in counts]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    for shown, true in zip(table.counts, whole, strict=True):
        for seen, count in zip(shown, true, strict=True):
            assert seen is None or (seen == count and not 0 < seen < SMALLEST_SHOWN)


def test_a_table_without_small_counts_is_shown_whole():
    table = protected(["a", "b"], ["x", "y"], [[20, 30], [0, 50]])
    assert table.counts == ((20, 30, 50), (0, 50, 50), (20, 80, 100))


def test_one_small_count_takes_three_others_with_it():
    table = protected(["a", "b", "c"], ["x", "y"], [[5, 30], [40, 50], [60, 70]])
    assert table.counts == ((None, None, 35), (None, None, 90), (60, 70, 130), (105, 150, 255))


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 100)))
def test_merging_keeps_nothing_small(counts):
    merged = merged_small(counts)
    assert all(n >= SMALLEST_SHOWN for n in merged.values())
    assert 0 <= sum(counts.values()) - sum(merged.values()) < SMALLEST_SHOWN


STEPS = [
    # persons who leave at each step and at the end stay; persons treated; may the input be worked out?
    ([7, 452, 0, 0, 4856, 2787, 11898], 19993, False),
    ([0, 7, 452, 0, 4856, 2787, 11898], 20000, True),
    ([400, 59, 0, 0, 4856, 2787, 11898], 19600, True),
]


@pytest.mark.parametrize(("left", "treated", "shown"), STEPS)
def test_the_input_is_not_given_away_by_those_who_leave_first(left, treated, shown):
    """Where fewer than 11 persons had no antidepressant, all persons stand nowhere, nor do two parts of them."""
    rows = pl.DataFrame({"step": range(len(left)), "n": left})
    steps = attrition(rows, Sizes(sum(left), treated, treated))
    sums = {s["remain"] + s["leave"] for s in steps if s["remain"] is not None and s["leave"] is not None}
    assert (sum(left) in sums) is shown
