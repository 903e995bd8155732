"""The central test of the whole idea: the truth about invented people, and what the engine finds in their
records.

With complete records the engine finds exactly the truth. As records are thinned, the truth stays within
[least, most] and
no yes or no is wrong. Where an assumption that docs/limits.md states breaks this, the case stands here with its
cause and must go wrong: it turns red when the limit is gone, and is then to be removed.
"""

import functools
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from exact import inexact
from worlds import AS_OF, FACTS, on_the_edge, only, steady, taken, world

from fairtrial.findings import examine
from fairtrial.simulate.recovery import wrong
from fairtrial.simulate.thin import WAYS, thinned

KINDS = {
    "fills": pl.col("kind") == "dispensed",
    "orders": pl.col("kind") == "prescribed",
    "both": pl.lit(True),
}
SEED, PERSONS, SHARE = 11, 400, 0.4
WORDS = "the word for a trial is stated although a rung above it in the ladder of states is still unknown"
"""Why the kind of difference called state is judged by a test of its own."""

ENDPOINT = "when the last score was never recorded, an earlier one stands as the last"
UNSAID = (
    "a history cannot say that some of its fills or orders are missing, so the rest counts as all there is"
)
KNOWN = {
    **{(kind, "scores lost"): ENDPOINT for kind in KINDS},
    ("fills", "fills lost"): UNSAID,
    ("both", "fills lost"): UNSAID,
    ("orders", "orders lost"): UNSAID,
}


def stated_limit(why):
    """The test below must go wrong, because of an assumption that docs/limits.md states."""

    def expecting(test):
        @functools.wraps(test)
        def goes_wrong():
            with pytest.raises(AssertionError):
                test()

        return goes_wrong

    return expecting


def concerns(kind, way):
    """Whether a way of thinning changes anything in a system of this kind."""
    only_fills = way.startswith(("fill", "supply"))
    only_orders = way.startswith(("order", "stop", "status"))
    return not (kind == "fills" and only_orders) and not (kind == "orders" and only_fills)


def people(kind, seed=SEED, persons=PERSONS, **changes):
    """A steady world as a system of this kind records it; orders alone are judged where they were
    followed.
    """
    found = steady(seed, persons, **changes)
    found = only(found, taken) if kind == "orders" else found
    return found._replace(history=replace(found.history, uses=found.history.uses.filter(KINDS[kind])))


def faults(found, history):
    """Differences that contradict the truth, but for the word for a trial."""
    result = wrong(examine(history, AS_OF, FACTS), found.true)
    return {kind: what for kind, what in result.examples.items() if kind != "state"}


def case(kind, way):
    """A test case, with the limit by which it is known to go wrong, if any."""
    return pytest.param(kind, way, KNOWN.get((kind, way)), id=f"{kind}, {way}")


CASES = [case(kind, way) for kind in KINDS for way in WAYS if concerns(kind, way)]
HOLDS = [(kind, way) for kind in KINDS for way in WAYS if concerns(kind, way) and (kind, way) not in KNOWN]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000))
def test_complete_records_give_the_truth(seed):
    """Every trial, measure, state and verdict, and every count of failures, exactly."""
    found = steady(seed, 40)
    assert not inexact(examine(found.history, AS_OF, FACTS), found.true).examples


@pytest.mark.parametrize("kind", KINDS)
def test_a_system_of_one_kind_is_never_wrong(kind):
    """Fills alone, or orders alone where they were followed, contradict nothing."""
    found = people(kind)
    assert not faults(found, found.history)


@pytest.mark.parametrize(("kind", "way", "limit"), CASES)
def test_thinned_records_are_never_wrong(kind, way, limit):
    """One way of thinning at a time; doses among people whose dose was raised lately. A stated limit must still hold."""
    found = people(kind, **({"first_start_within_days": 75} if way == "dose blank" else {}))
    assert bool(faults(found, thinned(found.history, way, SHARE, SEED))) == (limit is not None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.integers(0, 10_000))
def test_many_ways_at_once_are_never_wrong(data, seed):
    """Any mixture of the ways that hold by themselves, each with its own share."""
    kind = data.draw(st.sampled_from(list(KINDS)))
    ways = data.draw(st.lists(st.sampled_from([w for k, w in HOLDS if k == kind]), unique=True, min_size=1))
    found = people(kind, seed, 40)
    history = found.history
    for way in ways:
        history = thinned(history, way, data.draw(st.floats(0, 1)), seed)
    assert not faults(found, history)


@pytest.mark.parametrize("way", [w for kind, w in HOLDS if kind == "both" and "lost" not in w])
def test_more_thinning_leaves_more_unknown(way):
    """The share of unknown verdicts never falls as more fields are blanked."""
    found = people("both")
    shares = [0.0, 0.5, 1.0]
    unknown = [
        wrong(examine(thinned(found.history, way, share, SEED), AS_OF, FACTS), found.true).unknown
        for share in shares
    ]
    assert unknown == sorted(unknown)


@stated_limit(WORDS)
def test_the_word_for_a_trial_is_never_wrong():
    """Stopped for side effects, and no record says why: no other word may be stated."""
    found = people("both")
    history = thinned(found.history, "stop reason blank", 1.0, SEED)
    assert "state" not in wrong(examine(history, AS_OF, FACTS), found.true).examples


@stated_limit("a supply handed out counts as taken to its end, though an order says it stopped")
def test_stopping_before_the_supply_is_used_up():
    """Order and fill with the earlier stop known: exactly the truth."""
    found = world(
        SEED, 200, (("leaves_supply_percent", 100), ("relapse_percent", 0), ("wait_days", (15, 21)))
    )
    assert not inexact(examine(found.history, AS_OF, FACTS), found.true).examples


@stated_limit("a fill says that it was handed out, not that it was taken to its end")
def test_fills_alone_do_not_prove_taking():
    """Fills alone, people who stop before the last supply is used up: nothing may be wrong."""
    found = world(
        SEED, 200, (("leaves_supply_percent", 100), ("relapse_percent", 0), ("wait_days", (15, 21)))
    )
    assert not faults(found, replace(found.history, uses=found.history.uses.filter(KINDS["fills"])))


@stated_limit("an order without any fill counts as taken as ordered")
def test_orders_alone_do_not_prove_taking():
    """Orders alone, people who missed many days: nothing may be wrong."""
    found = only(steady(SEED, PERSONS, poor_adherence_percent=100), lambda t: not taken(t))
    assert not faults(found, replace(found.history, uses=found.history.uses.filter(KINDS["orders"])))


@stated_limit("a score up to 14 days after the stop counts although the next drug has begun")
def test_a_quick_response_to_the_next_drug_is_not_the_last_ones():
    """Switched on the same day, rated two weeks later."""
    found = world(
        SEED, PERSONS, (("leaves_supply_percent", 0), ("relapse_percent", 0), ("wait_days", (0, 0)))
    )
    assert not faults(found, found.history)


def test_a_benefit_that_was_lost():
    """Relapses while taking, no scores kept: the improvement at the end is open."""
    found = world(
        SEED, PERSONS, (("leaves_supply_percent", 0), ("relapse_percent", 100), ("wait_days", (15, 21)))
    )
    assert not faults(found, thinned(found.history, "scores lost", 1.0, SEED))


def test_words_and_scores_meet():
    """Improvements of 24 to 26 and of 49 to 50 percent, told and scored alike: exactly the truth."""
    found = world(SEED, 2000, (("leaves_supply_percent", 0), ("relapse_percent", 0), ("wait_days", (15, 21))))
    edge = only(found, lambda t: any(on_the_edge(trial.improvement) for trial in t.trials))
    assert not inexact(examine(edge.history, AS_OF, FACTS), edge.true).examples


@stated_limit("an order of unknown status counts as taken although nothing was ever dispensed")
def test_an_order_never_filled_is_no_trial():
    """Fills are recorded for this person, none of this drug, and the order says nothing about being
    filled.
    """
    found = people("both", persons=40)
    order = found.history.uses.filter(KINDS["orders"]).unique("person_id", keep="first", maintain_order=True)
    start = pl.col("started_on_least")
    never = order.with_columns(
        drug=pl.lit("escitalopram"), status=pl.lit("unknown"), stop_reason=None, record=pl.lit("n1"),
        stopped_on_least=start + timedelta(60), stopped_on_most=start + timedelta(60),
    ).cast(order.schema)  # fmt: skip
    history = replace(found.history, uses=pl.concat([found.history.uses, never]))
    assert "no such trial" not in wrong(examine(history, AS_OF, FACTS), found.true).examples
