"""The truth worked out by hand for small lives, and the thinning that recovery is measured by."""

import xml.etree.ElementTree as ElementTree
from datetime import date

import polars as pl
import pytest

from fairtrial import tables
from fairtrial.facts import load
from fairtrial.simulate.chart import Line, chart
from fairtrial.simulate.life import Life
from fairtrial.simulate.preset import preset
from fairtrial.simulate.run import block
from fairtrial.simulate.streams import Streams
from fairtrial.simulate.thin import WAYS, thinned
from fairtrial.simulate.truth import truth

FACTS, TODAY = load(), 20_000


def life(*trials):
    """One person's life: (drug, days ago, [(days, mg), ...], days between, scores by day, stop reason)."""
    rows, supplies, severity = [], [], []
    for number, (drug, ago, steps, gap, scores, reason) in enumerate(trials, start=1):
        begin = day = TODAY - ago
        for days, dose in steps:
            supplies.append(("p", number, day, day + days, dose))
            stop = day + days
            day = stop + gap
        marks = [(begin + offset, score) for offset, score in sorted(scores.items())]
        severity += [("p", on, score) for on, score in marks]
        rows.append(("p", number, drug, begin, stop, stop >= TODAY, marks[0][1], marks[-1][1], reason))
    names = [
        "person_id",
        "trial",
        "drug",
        "started_on",
        "stopped_on",
        "ongoing",
        "score_at_start",
        "score_at_stop",
        "stop_reason",
    ]
    return Life(
        people=pl.DataFrame({"person_id": ["p"]}),
        trials=pl.DataFrame(rows, schema=names, orient="row"),
        supplies=pl.DataFrame(
            supplies, schema=["person_id", "trial", "taken_from", "taken_to", "dose_mg_per_day"], orient="row"
        ),
        severity=pl.DataFrame(severity, schema=["person_id", "on", "score"], orient="row"),
    )


def true(*trials):
    """What is true of that person."""
    return truth(life(*trials), FACTS, "QIDS-SR16")["p"]


def sertraline(steps, scores, reason=None, ago=300, gap=0):
    """One trial of sertraline."""
    return ("sertraline", ago, steps, gap, scores, reason)


STATES = {
    "eight weeks at 50 mg, 20 to 18": (sertraline([(56, 50)], {0: 20, 56: 18}), "adequate_no_response"),
    "eight weeks, 20 to 12": (sertraline([(56, 50)], {0: 20, 56: 12}), "adequate_partial"),
    "eight weeks, 20 to 10": (sertraline([(56, 50)], {0: 20, 56: 10}), "response"),
    "eight weeks, 20 to 5": (sertraline([(56, 50)], {0: 20, 56: 5}), "remission"),
    "eight weeks at 25 mg": (sertraline([(56, 25)], {0: 20, 56: 18}), "inadequate_dose"),
    "three weeks at 50 mg": (sertraline([(21, 50)], {0: 20, 21: 18}), "inadequate_duration"),
    "three weeks, side effects": (sertraline([(21, 50)], {0: 20, 21: 18}, "side_effect"), "intolerant"),
    "begun two weeks ago": (sertraline([(14, 50)], {0: 20, 14: 18}, ago=14), "ongoing"),
    "20 days of every 40": (sertraline([(20, 50)] * 3, {0: 20, 100: 18}, gap=20), "low_adherence"),
    "well, then back": (sertraline([(200, 50)], {0: 20, 60: 4, 200: 18}), "response"),
}


@pytest.mark.parametrize("name", STATES)
def test_states_by_hand(name):
    """One trial, one word."""
    trial, state = STATES[name]
    assert true(trial).trials[0].state == state


def test_measures_by_hand():
    """30 days at 25 mg, a gap of 5, 40 days at 50 mg: the gap belongs to the dose before it."""
    found = true(("sertraline", 300, [(30, 25), (40, 50)], 5, {0: 20, 75: 15}, None)).trials[0]
    assert found.weeks == 75 / 7
    assert found.weeks_at_dose == 40 / 7
    assert found.coverage == 70 / 75
    assert found.highest_dose == 50
    assert found.improvement == 25


def test_two_failures_make_yes_and_a_long_break_makes_no():
    """Two trials of eight weeks without benefit, a month apart; and more than 26 weeks apart."""
    first = ("sertraline", 200, [(56, 50)], 0, {0: 20, 56: 19}, "no_benefit")
    second = ("venlafaxine", 114, [(56, 150)], 0, {0: 19, 56: 19}, "no_benefit")
    near = true(first, second)
    assert near.failures["sforzini-2022"] == (2, 2)
    assert near.verdicts["sforzini-2022"] is True
    far = true(("sertraline", 500, *first[2:]), second)
    assert [t.in_current_episode for t in far.trials] == [False, True]
    assert far.failures["sforzini-2022"] == (1, 1)
    assert far.verdicts["sforzini-2022"] is False


def test_a_short_trial_leaves_remission_open():
    """Never rated: neither a failure of a step for certain nor none."""
    found = true(("sertraline", 100, [(10, 50)], 0, {0: 20, 10: 19}, "patient_choice"))
    assert found.failures["stard-step"] == (0, 1)
    assert found.verdicts["stard-step"] is None


@pytest.mark.parametrize("way", WAYS)
def test_thinning_takes_what_it_says_and_more_with_a_larger_share(way):
    """Share 0 changes nothing, a larger share changes all that a smaller one did, 1 changes the most."""
    _, whole = block(preset("stard"), Streams(1, 0, 80), date(2026, 1, 31), FACTS, everything=True)
    history, table = tables.History(**whole), WAYS[way][0]
    full = getattr(history, table)
    assert getattr(thinned(history, way, 0.0, 1), table).equals(full)
    untouched = [
        set(getattr(thinned(history, way, share, 1), table).join(full, on=full.columns, nulls_equal=True)
            .select("person_id", "record").iter_rows())
        for share in (0.3, 0.7, 1.0)
    ]  # fmt: skip
    assert untouched[0] > untouched[1] > untouched[2] or way in ("stop to month", "stop to year")
    assert untouched[0] >= untouched[1] >= untouched[2]


def test_the_chart_is_sound_xml_and_names_its_lines():
    """Names are escaped, and every point lies within the picture."""
    drawn = ElementTree.fromstring(
        chart([Line("doses & days", [(0, 0), (1, 55)]), Line("b", [(0, 1), (1, 2)])])
    )
    texts = [node.text for node in drawn.iter() if node.tag.endswith("text")]
    assert "doses & days" in texts
    for line in (node for node in drawn.iter() if node.tag.endswith("polyline")):
        for point in line.attrib["points"].split():
            x, y = (float(number) for number in point.split(","))
            assert 0 <= x <= 760
            assert 0 <= y <= 420
