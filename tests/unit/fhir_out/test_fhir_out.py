"""A review as FHIR: valid, marked, and read again as the same trials."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck, given, settings
from typer.testing import CliRunner

import fairtrial
from fairtrial.cli import app
from fairtrial.records.door import read
from fairtrial.report.fhir import bundle_of, fhir_json_of
from unit.letter.pages import AS_OF, EXAMPLES, review_of, reviewed

sys.path.insert(0, str(Path(__file__).parents[2] / "agreement"))
from invented import history, person

CALM = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SAME = ("drug", "ongoing", "purpose", "reported_response", "stop_reason", "highest_dose_mg_per_day")
"""Carried exactly, whatever else is open."""
WITHIN = ("started_on", "stopped_on", "weeks", "improvement_percent")
"""Carried exactly, or narrowed where several kinds of evidence differed; never outside the bounds."""
EACH = pytest.mark.parametrize("folder", EXAMPLES, ids=lambda p: p.name)


def again(review):
    """The review of the review's own FHIR."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "review.fhir.json"
        path.write_text(fhir_json_of(review), "utf-8")
        return fairtrial.review(read(path), as_of=AS_OF).to_dict()


def resources(review, kind):
    """Resources of one kind."""
    found = [entry["resource"] for entry in bundle_of(review)["entry"]]
    return [resource for resource in found if resource["resourceType"] == kind]


def inside(inner, outer):
    """Whether bounds lie within others; an open end holds everything on its side."""
    low = outer["least"] is None or (inner["least"] is not None and inner["least"] >= outer["least"])
    high = outer["most"] is None or (inner["most"] is not None and inner["most"] <= outer["most"])
    return low and high


@EACH
def test_it_is_valid_fhir(folder):
    """As the FHIR models check it; Composition first, one statement a trial, nothing forbidden."""
    review = reviewed(folder)
    bundle = Bundle.model_validate_json(fhir_json_of(review))
    kinds = [entry.resource.__resource_type__ for entry in bundle.entry]
    assert kinds[:2] == ["Composition", "Patient"]
    assert kinds.count("MedicationStatement") == len(review["trials"])
    assert kinds.count("DetectedIssue") == len(review["safety"])
    assert "RiskAssessment" not in kinds
    assert "Provenance" in kinds


@EACH
def test_the_same_trials_are_read_again(folder):
    """Drug, dates, weeks, dose, response and stop reason; partial dates stay partial."""
    review = reviewed(folder)
    found = again(review)
    assert found["not_understood"] == []
    assert len(found["trials"]) == len(review["trials"])
    for one, other in zip(review["trials"], found["trials"], strict=True):
        assert {k: other[k] for k in SAME} == {k: one[k] for k in SAME}
        assert all(inside(other[k], one[k]) for k in WITHIN), (
            one["id"],
            {k: (one[k], other[k]) for k in WITHIN},
        )
        assert (other["state"], other["adequate"]) == (one["state"], one["adequate"])


@EACH
def test_bounds_are_the_same_where_one_kind_of_evidence_speaks(folder):
    """Only trials on which fills, orders or scores differ may be narrowed."""
    review = reviewed(folder)
    for one, other in zip(review["trials"], again(review)["trials"], strict=True):
        if len({step["kind"] for step in one["dose_steps"]}) == 1 and not (
            one["endpoint"] and one["reported_response"]
        ):
            kept = WITHIN if not one["endpoint"] else WITHIN[:3]
            assert {k: other[k] for k in kept} == {k: one[k] for k in kept}


@EACH
def test_no_verdict_and_no_safety_is_lost(folder):
    """Definitions answer alike, gates and banners stand again."""
    review = reviewed(folder)
    found = again(review)
    assert [d["verdict"] for d in found["resistance"]] == [d["verdict"] for d in review["resistance"]]
    levels = [sorted({e["level"] for e in r["safety"] if e["rule"] != "FT903"}) for r in (review, found)]
    assert levels[0] == levels[1]


@CALM
@given(person())
def test_anyone_is_valid_and_no_trial_is_lost_or_turned_round(rows):
    """Any mix of fills, orders and reports: valid, and a no never becomes a yes."""
    review = review_of(history({"p": rows}))
    Bundle.model_validate_json(fhir_json_of(review))
    found = again(review) if review["trials"] else review
    before = {d["definition"]: d["verdict"] for d in review["resistance"]}
    after = {d["definition"]: d["verdict"] for d in found["resistance"]}
    assert {t["drug"] for t in found["trials"]} == {t["drug"] for t in review["trials"]}
    assert not [d for d in before if {before[d], after[d]} == {"yes", "no"}]


@EACH
def test_synthetic_people_are_marked_everywhere(folder):
    """The Bundle and each resource of it, and in words."""
    bundle = bundle_of(reviewed(folder))
    marked = [bundle, *(entry["resource"] for entry in bundle["entry"])]
    assert all(each["meta"]["tag"][0]["code"] == "HTEST" for each in marked)
    assert "invented" in bundle["entry"][0]["resource"]["text"]["div"]


def test_open_bounds_are_said_in_words_and_partial_dates_stay_partial():
    """A year is written as a year; a date that nobody knows is not written."""
    statements = resources(
        reviewed(next(p for p in EXAMPLES if p.name == "perinatal")), "MedicationStatement"
    )
    assert {"2018", "2019"} <= {v for s in statements for v in s.get("effectivePeriod", {}).values()}
    unknown = resources(
        reviewed(next(p for p in EXAMPLES if p.name == "undated-memories")), "MedicationStatement"
    )
    assert all("effectivePeriod" not in s for s in unknown)
    words = [e["valueString"] for e in unknown[0]["extension"] if "valueString" in e]
    assert "Started: not recorded." in words


def test_sources_are_named_and_addresses_hold():
    """Every reference leads to an entry, every statement has its records."""
    bundle = bundle_of(reviewed(EXAMPLES[0]))
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    text = json.dumps(bundle)
    assert len(urls) == len(bundle["entry"])
    assert {part.split('"')[0] for part in text.split('"reference": "')[1:]} <= urls
    targets = {t["reference"] for p in resources(reviewed(EXAMPLES[0]), "Provenance") for t in p["target"]}
    statements = {
        e["fullUrl"] for e in bundle["entry"] if e["resource"]["resourceType"] == "MedicationStatement"
    }
    assert statements <= targets


def test_the_command_writes_it(tmp_path):
    """By the ending of the file; a plain .json stays the review."""
    for name, kind in (("review.fhir.json", "resourceType"), ("review.json", "schema")):
        out = tmp_path / name
        result = CliRunner().invoke(
            app, ["review", str(EXAMPLES[0]), "--as-of", "2026-01-31", "-o", str(out)]
        )
        assert result.exit_code == 0, result.output
        assert kind in json.loads(out.read_text("utf-8"))
