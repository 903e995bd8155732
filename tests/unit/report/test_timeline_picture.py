"""The picture: well-formed, heard as well as seen, honest about unknowns, nothing cut or overlapping."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fairtrial.facts import load
from fairtrial.report import timeline
from fairtrial.report.timeline.axis import axis_over
from fairtrial.report.timeline.svg import width_of
from unit.report.samples import OPEN, SAMPLES, both, empty, hostile, rich, score, span, step, trial

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = {name: make for name, make in {**SAMPLES, "hostile": hostile}.items() if name != "empty"}


def drawn(data, prefix="timeline"):
    """The picture as text."""
    return timeline.drawn(data, load().scales, prefix)


def parsed(data, prefix="timeline"):
    """The picture as a tree."""
    return etree.fromstring(drawn(data, prefix).encode())


def stopped(id, drug, start, stop, **changes):
    """A trial with both dates known."""
    return trial(id, drug, started_on=both(start), stopped_on=both(stop), ongoing=False, **changes)


def with_trials(*trials, as_of="2026-01-31"):
    """A review that holds only these trials."""
    data = empty()
    data["as_of"] = as_of
    data["trials"] = list(trials)
    return data


def texts(tree):
    """All words that are drawn."""
    return [node.text or "" for node in tree.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_well_formed_and_named(name):
    """XML that parses, with a title, a description of every trial, role group (its rows are links), and unique ids."""
    data = PICTURES[name]()
    tree = parsed(data)
    ids = tree.xpath("//@id")
    assert tree.get("role") == "group"
    assert len(ids) == len(set(ids))
    assert tree.get("aria-labelledby").split() == [tree[0].get("id"), tree[1].get("id")]
    assert tree[0].tag == f"{SVG}title"
    assert tree[1].tag == f"{SVG}desc"
    assert all(f"{trial['id']} " in tree[1].text for trial in data["trials"])


def test_two_pictures_on_a_page_share_no_id():
    """The prefix keeps ids apart."""
    first, second = (set(parsed(rich(), prefix).xpath("//@id")) for prefix in ("one", "two"))
    assert first
    assert not first & second


def test_nothing_recorded_draws_nothing():
    """An empty review has no picture."""
    assert drawn(empty()) == ""


def box_of(node):
    """Left, top, right and bottom of a text, with the shift of its group."""
    shift = sum(
        float(re.match(r"translate\(([\d.]+)", parent.get("transform")).group(1))
        for parent in node.iterancestors()
        if parent.get("transform")
    )
    size = float(node.get("font-size"))
    width = width_of(node.text or "", size, node.get("font-weight") == "bold") / 1.06
    left = float(node.get("x")) + shift
    left -= {"middle": width / 2, "end": width}.get(node.get("text-anchor"), 0)
    return left, float(node.get("y")) - size * 0.7, left + width, float(node.get("y"))


@pytest.mark.parametrize("name", PICTURES)
def test_no_text_is_cut_at_an_edge(name):
    """Every text lies inside the drawing."""
    tree = parsed(PICTURES[name]())
    _, _, width, height = map(float, tree.get("viewBox").split())
    for node in tree.iter(f"{SVG}text"):
        left, top, right, bottom = box_of(node)
        assert left >= 0, node.text
        assert right <= width, node.text
        assert 0 <= top <= bottom <= height, node.text


def touching(tree):
    """Pairs of texts that stand on each other."""
    boxes = [(box_of(node), node.text) for node in tree.iter(f"{SVG}text") if (node.text or "").strip()]
    return [
        (a[1], b[1])
        for a, b in combinations(boxes, 2)
        if a[0][0] < b[0][2] and b[0][0] < a[0][2] and a[0][1] < b[0][3] and b[0][1] < a[0][3]
    ]


@pytest.mark.parametrize("name", PICTURES)
def test_no_texts_overlap(name):
    """No two texts stand on each other."""
    assert touching(parsed(PICTURES[name]())) == []


@pytest.mark.parametrize(
    ("answer", "fill", "word"),
    [
        ("yes", "#33566f", "fair trial"),
        ("no", "url(#timeline-hatched)", "too short"),
        ("unknown", "#ffffff", "cannot tell"),
    ],
)
def test_fairness_is_pattern_and_word(answer, fill, word):
    """Solid, hatched or outline, and the word beside it."""
    criteria = {"dose": "yes", "duration": "no" if answer == "no" else "yes", "adherence": "unknown"}
    one = stopped(
        "T1",
        "sertraline",
        "2020-01-01",
        "2020-06-01",
        adequate=answer,
        criteria=criteria,
        dose_steps=[step("2020-01-01", "2020-06-01", 50)],
    )
    tree = parsed(with_trials(one))
    row = tree.xpath("//*[local-name()='a']")[0]
    assert {node.get("fill") for node in row.iter(f"{SVG}rect")} == {fill}
    assert word in texts(row)


def _bar_right(data):
    """Right end of all rects and lines of the first row but its minimum line."""
    row = parsed(data).xpath("//*[local-name()='a']")[0]
    rects = [n for n in row.iter(f"{SVG}rect") if n.get("height") != "10"]
    return max(float(n.get("x")) + float(n.get("width")) for n in rects)


def test_a_stop_that_is_not_recorded_is_never_drawn_as_still_taken():
    """The bar fades soon after the last evidence, long before the day of the review."""
    fields = {
        "started_on": both("2018-01-01"),
        "weeks": span(8, None),
        "dose_steps": [step("2018-01-01", None, 50)],
    }
    unknown = with_trials(trial("T1", "sertraline", **fields))
    ongoing = with_trials(trial("T1", "sertraline", ongoing=True, **fields))
    assert "stop date not recorded" in " ".join(texts(parsed(unknown)))
    assert "still taken" not in " ".join(texts(parsed(unknown)))
    assert "still taken" in " ".join(texts(parsed(ongoing)))
    assert _bar_right(unknown) < _bar_right(ongoing) - 300


def test_a_stop_that_only_the_review_bounds_is_not_recorded():
    """Some time until today is no stop date: the bar fades where the evidence ends."""
    fields = {
        "started_on": both("2018-01-01"),
        "weeks": span(8, None),
        "dose_steps": [step("2018-01-01", None, 50)],
    }
    bounded = with_trials(trial("T1", "sertraline", stopped_on=span("2018-02-26", "2026-01-31"), **fields))
    without = with_trials(trial("T1", "sertraline", **fields))
    assert texts(parsed(bounded)) == texts(parsed(without))
    assert _bar_right(bounded) == _bar_right(without)


def test_a_gap_of_supply_is_a_gap_labelled_not_collected():
    """No bar is drawn over days without supply."""
    one = stopped(
        "T1",
        "sertraline",
        "2020-01-01",
        "2021-01-01",
        dose_steps=[step("2020-01-01", "2021-01-01", 50, "dispensed")],
        gaps=[{"started_on": "2020-04-01", "stopped_on": "2020-09-01"}],
    )
    row = parsed(with_trials(one, as_of="2021-06-01")).xpath("//*[local-name()='a']")[0]
    bars = sorted(float(n.get("x")) for n in row.iter(f"{SVG}rect") if n.get("height") == "14")
    assert len(bars) == 2
    assert bars[1] - bars[0] > 100
    assert "not collected" in texts(row)


def test_dose_steps_rise_with_the_dose_and_carry_their_numbers():
    """A double dose is one step higher; the number is written."""
    one = stopped(
        "T1",
        "sertraline",
        "2020-01-01",
        "2021-01-01",
        dose_steps=[
            step("2020-01-01", "2020-05-01", 25),
            step("2020-05-01", "2020-09-01", 50),
            step("2020-09-01", "2021-01-01", 100),
        ],
    )
    row = parsed(with_trials(one)).xpath("//*[local-name()='a']")[0]
    heights = [float(n.get("height")) for n in row.iter(f"{SVG}rect") if n.get("height") != "10"]
    assert heights == [8, 14, 20]
    assert [word for word in texts(row) if word.isdigit()] == ["25", "50", "100"]


def test_added_medicine_stands_under_its_base():
    """Order by start, but an augmentation follows what it was added to."""
    rows = [
        stopped("T1", "sertraline", "2019-01-01", "2022-01-01"),
        stopped("T2", "bupropion", "2019-06-01", "2019-09-01"),
        stopped("T3", "lithium", "2021-01-01", "2021-06-01", role="augmentation"),
    ]
    tree = parsed(with_trials(*rows))
    assert tree.xpath("//*[local-name()='a']/@href") == ["#trial-T1", "#trial-T3", "#trial-T2"]
    assert "+ lithium" in texts(tree)
    assert "T3 · added to sertraline" in " ".join(texts(tree))


@pytest.mark.parametrize(("days", "lines"), [(90, 1), (91, 0)])
def test_no_line_joins_scores_more_than_90_days_apart(days, lines):
    """A line over a long gap would show what nobody measured."""
    data = empty()
    later = date(2020, 1, 1) + timedelta(days=days)
    data["scores"] = [
        score("PHQ-9", "2020-01-01", 20, "severe"),
        score("PHQ-9", later.isoformat(), 10, "moderate"),
    ]
    joins = [n for n in parsed(data).iter(f"{SVG}line") if n.get("stroke-width") == "1.3"]
    assert len(joins) == lines


def test_scores_show_full_range_bands_and_each_value():
    """PHQ-9 from 0 to 27 with its bands named, whatever the scores are."""
    data = empty()
    data["scores"] = [score("PHQ-9", "2020-01-01", 7, "mild"), score("PHQ-9", OPEN, 9, "mild")]
    said = texts(parsed(data))
    assert {"0", "27", "7", "severe, 20–27", "mild, 5–9", "1 score without a date"} <= set(said)


def test_scales_are_never_put_on_one_strip():
    """One strip a scale."""
    said = texts(parsed(rich()))
    assert [word for word in said if word in {"PHQ-9", "GAD-7"}] == ["PHQ-9", "GAD-7"]


def test_current_episode_is_labelled_and_undated_trials_have_their_lane():
    """The shade has a word; what has no date gets no place on the axis."""
    said = texts(parsed(rich()))
    assert "current episode" in said
    assert "Date not known" in said
    assert "8 weeks, dose not recorded" in said


def test_an_event_before_the_first_treatment_is_counted_and_not_moved():
    """A diagnosis long before the axis begins is not drawn at its edge."""
    data = with_trials(stopped("T1", "sertraline", "2020-01-01", "2020-06-01"))
    data["context"] = [{"topic": "pregnancy", "value": None, "on": both("1990-05-01"), "records": []}]
    assert "1 more in the table" in texts(parsed(data))
    assert "pregnancy" not in texts(parsed(data))
    data["context"][0]["on"] = both("2020-03-01")
    assert "pregnancy" in texts(parsed(data))


@pytest.mark.parametrize("value", ["denied: SI", "not known: CBT", "someone else's: SI"])
def test_what_did_not_happen_is_no_event(value):
    """It stands in the table."""
    data = with_trials(stopped("T1", "sertraline", "2020-01-01", "2020-06-01"))
    data["context"] = [
        {"topic": "suicidal_ideation", "value": value, "on": both("2020-03-01"), "records": []}
    ]
    assert not any("suicidal" in words for words in texts(parsed(data)))
    data["context"][0]["value"] = "SI"
    assert any("suicidal" in words for words in texts(parsed(data)))


def test_values_without_room_are_counted():
    """Crowded scores: what is not printed is said."""
    data = empty()
    data["scores"] = [score("PHQ-9", f"2020-01-{day:02}", 10, "moderate") for day in range(1, 29)]
    data["trials"] = [trial("T1", "sertraline", started_on=both("1995-01-01"), ongoing=True)]
    said = " ".join(texts(parsed(data)))
    printed = sum(1 for word in texts(parsed(data)) if word == "10")
    assert f"{28 - printed} values too close to print," in said


def _years_between(first_stop, second_start):
    """Two trials with an empty stretch between them: the texts of the picture, and where the second bar begins."""
    data = with_trials(
        stopped("T1", "fluoxetine", "2004-01-01", first_stop),
        stopped("T2", "sertraline", second_start, "2025-12-01"),
    )
    second = parsed(data).xpath("//*[local-name()='a']")[1]
    return texts(parsed(data)), min(float(n.get("x")) for n in second.iter(f"{SVG}rect"))


def test_a_long_empty_stretch_is_drawn_short_and_said():
    """Eighteen years without a record leave room for the trials on both sides; two years stand as long as they were."""
    said, begins = _years_between("2005-06-01", "2024-01-01")
    assert "18 years" in said
    short, later = _years_between("2022-01-01", "2024-01-01")
    assert not any(word.endswith(" years") for word in short)
    assert begins < later - 100


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 900)), min_size=1, max_size=6), st.data())
def test_the_order_of_days_is_kept_across_breaks(stretches, data):
    """Later days stand further right, and the ends of the axis at its edges."""
    begun = date(2000, 1, 1)
    known = [(begun + timedelta(first), begun + timedelta(first + length)) for first, length in stretches]
    axis = axis_over(known, begun + timedelta(9950), 100, 700)
    days = sorted(data.draw(st.lists(st.integers(-100, 11000), min_size=2, max_size=20)))
    places = [axis.x(begun + timedelta(day)) for day in days]
    assert places == sorted(places)
    assert (round(axis.x(axis.first), 6), round(axis.x(axis.last), 6)) == (100, 700)
