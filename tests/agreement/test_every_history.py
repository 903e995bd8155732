"""What must hold for every history, however incomplete."""

import sys
from datetime import timedelta
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

sys.path.insert(0, str(Path(__file__).parent))

from invented import AS_OF, history, person

from fairtrial.facts import load
from fairtrial.findings import examine

FACTS = load()
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
INTERNAL = ("course",)
DAYS = ("start_least", "start_most", "stop_least", "stop_most", "baseline_on", "endpoint_on")


def trials(found):
    """Trials without the numbers that only name rows."""
    return found.trials.drop(INTERNAL).sort(pl.all())


def same(one, other):
    """Trials, verdicts, staging and safety agree."""
    assert_frame_equal(trials(one), trials(other))
    for name in ("resistance", "staging", "safety", "gates"):
        left, right = getattr(one, name), getattr(other, name)
        assert_frame_equal(left.sort(pl.all()), right.sort(pl.all()))


def verdicts(found):
    """definition -> True, False or None, for a single person; empty when nothing was found."""
    rows = found.resistance.to_dicts()
    return {k: v for k, v in (rows[0] if rows else {}).items() if k.endswith("|verdict")}


@CALM
@given(person(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows, shuffled):
    """The same rows in another order give the same review."""
    other = {table: shuffled.sample(list(enumerate(found)), len(found)) for table, found in rows.items()}
    straight = history({"p": rows})
    mixed = history({"p": {t: [r for _, r in found] for t, found in other.items()}})
    for table, found in other.items():
        frame = getattr(mixed, table)
        if found:
            names = pl.Series("record", [f"p-{table}-{n}" for n, _ in found])
            object.__setattr__(mixed, table, frame.with_columns(names))
    same(examine(straight, AS_OF, FACTS), examine(mixed, AS_OF, FACTS))


@CALM
@given(person(), person(), person())
def test_other_persons_do_not_matter(before, rows, after):
    """One person alone equals the same person among others."""
    alone = examine(history({"m": rows}), AS_OF, FACTS)
    among = examine(history({"a": before, "m": rows, "z": after}), AS_OF, FACTS)
    mine = pl.col("person_id") == "m"
    assert_frame_equal(trials(alone), among.trials.filter(mine).drop(INTERNAL).sort(pl.all()))
    for name in ("resistance", "staging", "safety", "gates"):
        left, right = getattr(alone, name), getattr(among, name).filter(mine)
        assert_frame_equal(left.sort(pl.all()), right.sort(pl.all()))


@CALM
@given(person(), st.integers(-4000, 4000))
def test_shifting_all_dates_changes_nothing(rows, days):
    """Every date and the day of the review moved alike: the same verdicts, measures and states."""
    moved = {
        table: [
            {k: v + timedelta(days) if hasattr(v, "year") else v for k, v in row.items()} for row in found
        ]
        for table, found in rows.items()
    }
    here = examine(history({"p": rows}), AS_OF, FACTS)
    there = examine(history({"p": moved}), AS_OF + timedelta(days), FACTS)
    dated = [c for c in here.trials.columns if c in DAYS or c.endswith("_on_least") or c.endswith("_on_most")]
    episode = ["episode_start_least", "episode_start_most"]
    assert_frame_equal(
        trials(here).drop(*dated, *episode).sort(pl.all()),
        trials(there).drop(*dated, *episode).sort(pl.all()),
    )
    assert_frame_equal(here.resistance, there.resistance)
    assert_frame_equal(here.staging.drop(episode), there.staging.drop(episode))


@st.composite
def blanked(draw):
    """A person, and the same person with one known field of one row made unknown."""
    rows = draw(person().filter(lambda r: any(r.values())))
    table = draw(st.sampled_from([t for t, found in rows.items() if found]))
    place = draw(st.integers(0, len(rows[table]) - 1))
    row = rows[table][place]
    fixed = {"drug", "kind", "scale", "topic", "certainty", "status"}
    if (
        row.get("purpose") == "not_depression"
    ):  # said when asked; without a word of it a course counts as a trial
        fixed |= {"purpose"}
    fields = sorted(
        {k.removesuffix("_least").removesuffix("_most") for k, v in row.items() if v is not None} - fixed
    )
    if not fields:
        return rows, rows
    gone = draw(st.sampled_from(fields))
    emptier = {k: v for k, v in row.items() if k not in (gone, f"{gone}_least", f"{gone}_most")}
    changed = [*rows[table][:place], emptier, *rows[table][place + 1 :]]
    return rows, {**rows, table: changed}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(blanked())
def test_blanking_a_field_never_flips_a_verdict(pair):
    """A field made unknown may turn yes or no into unknown, never into its opposite."""
    full, emptier = (verdicts(examine(history({"p": rows}), AS_OF, FACTS)) for rows in pair)
    flips = {d: (full[d], emptier.get(d)) for d in full if {full[d], emptier.get(d)} == {True, False}}
    assert not flips


@CALM
@given(st.integers(0, 900), st.integers(1, 89), st.sampled_from((25.0, 50.0, 100.0)))
def test_splitting_a_supply_changes_no_count_of_days(start, first, dose):
    """One supply, or two that touch: the same weeks, coverage and dates."""
    from invented import FIRST

    def fill(day, days):
        on = FIRST + timedelta(day)
        return {"drug": "sertraline", "kind": "dispensed", "status": "ended", "started_on_least": on,
                "started_on_most": on, "days_supply": float(days), "dose_mg_per_day_least": dose,
                "dose_mg_per_day_most": dose}  # fmt: skip

    nothing = {"scores": [], "conditions": []}
    whole = history({"p": {"uses": [fill(start, 90)], **nothing}})
    parts = history({"p": {"uses": [fill(start, first), fill(start + first, 90 - first)], **nothing}})
    assert_frame_equal(trials(examine(whole, AS_OF, FACTS)), trials(examine(parts, AS_OF, FACTS)))
