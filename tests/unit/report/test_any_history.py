"""Whatever a review holds, its reports are drawn: dates in any order or open, doses absurd or absent."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from fairtrial.facts import load
from fairtrial.report import timeline
from fairtrial.report.html import html_of
from fairtrial.report.text import text_of
from unit.report.samples import empty, minimum, trial
from unit.report.test_timeline_picture import SVG, box_of, touching

DAYS = st.none() | st.dates(date(1985, 1, 1), date(2026, 1, 31)).map(date.isoformat)
NUMBERS = st.none() | st.sampled_from([0, 0.5, 3, 12.5, 50, 150, 900, 10_000])
VERDICTS = st.sampled_from(["yes", "no", "unknown"])
WORDS = st.text(max_size=40)


@st.composite
def intervals(draw, values):
    """Two ends in order, either of them open."""
    least, most = draw(values), draw(values)
    if least is not None and most is not None and least > most:
        least, most = most, least
    return {"least": least, "most": most}


@st.composite
def steps(draw):
    """A dose step of any kind."""
    days = draw(intervals(DAYS))
    return {
        "started_on": days["least"],
        "stopped_on": days["most"],
        "dose_mg_per_day": draw(intervals(NUMBERS)),
        "kind": draw(st.sampled_from(["dispensed", "prescribed", "administered", "reported"])),
    }


@st.composite
def trials(draw, number):
    """A trial of which anything may be known or not."""
    gaps = [
        {"started_on": g["least"], "stopped_on": g["most"]}
        for g in draw(st.lists(intervals(DAYS), max_size=2))
    ]
    conflict = {"field": "dose", "sentence": draw(WORDS) or "x", "records": []}
    return trial(
        f"T{number}",
        draw(WORDS) or "x",
        role=draw(st.sampled_from(["alone", "augmentation", "combination"])),
        started_on=draw(intervals(DAYS)),
        stopped_on=draw(intervals(DAYS)),
        ongoing=draw(st.sampled_from([True, False, None])),
        weeks=draw(intervals(NUMBERS)),
        highest_dose_mg_per_day=draw(intervals(NUMBERS)),
        minimum_dose_mg_per_day=draw(st.none() | st.just(minimum(50))),
        improvement_percent=draw(intervals(NUMBERS)),
        adequate=draw(VERDICTS),
        dose_steps=draw(st.lists(steps(), max_size=3)),
        gaps=gaps,
        conflicts=[conflict] * draw(st.integers(0, 2)),
    )


@st.composite
def reviews(draw):
    """A review with a few trials, scores and events."""
    data = empty()
    data["trials"] = [draw(trials(number)) for number in range(1, draw(st.integers(0, 4)) + 1)]
    data["scores"] = [
        {"scale": "PHQ-9", "on": draw(intervals(DAYS)), "total": draw(NUMBERS), "label": None, "records": []}
        for _ in range(draw(st.integers(0, 4)))
    ]
    data["context"] = [
        {"topic": "pregnancy", "value": draw(st.none() | WORDS), "on": draw(intervals(DAYS)), "records": []}
        for _ in range(draw(st.integers(0, 3)))
    ]
    data["episode"]["started_on"] = draw(intervals(DAYS))
    return data


@settings(max_examples=60, deadline=None)
@given(reviews())
def test_picture_is_always_well_formed_and_inside_its_frame(data):
    """Well-formed XML, every text and bar inside the drawing, no text on another."""
    picture = timeline.drawn(data, load().scales)
    if not picture:
        assert not data["trials"]
        return
    tree = etree.fromstring(picture.encode())
    _, _, width, height = map(float, tree.get("viewBox").split())
    for node in tree.iter(f"{SVG}text"):
        left, top, right, bottom = box_of(node)
        assert -0.1 <= left <= right <= width + 0.1, node.text
        assert 0 <= top <= bottom <= height, node.text
    assert touching(tree) == []
    for node in tree.iter(f"{SVG}rect"):
        assert 0 <= float(node.get("x")) <= float(node.get("x")) + float(node.get("width")) <= width


@settings(max_examples=30, deadline=None)
@given(reviews())
def test_page_and_text_are_always_made(data):
    """No history stops a report; every trial is in both."""
    page, text = html_of(data), text_of(data)
    assert all(f'id="trial-{t["id"]}"' in page and f"{t['id']} " in text for t in data["trials"])
