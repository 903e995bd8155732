"""Any field of one entry may be anything: the reader never raises, and the other entries stay the same."""

import copy
import json

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fairtrial.facts import load
from fairtrial.records.fhir import read_fhir
from fairtrial.tables import HISTORY_TABLES

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
BASE = "https://example.org/fhir"
SUBJECT = {"reference": "Patient/p"}
ENTRIES = [
    {
        "fullUrl": f"{BASE}/Patient/p",
        "resource": {
            "resourceType": "Patient", "id": "p", "birthDate": "1980-02-03", "gender": "female",
            "name": [{"family": "Musterfrau", "given": ["Erika"]}], "meta": {"tag": [{"code": "HTEST"}]},
        },
    },
    {
        "fullUrl": f"{BASE}/MedicationRequest/m1",
        "resource": {
            "resourceType": "MedicationRequest", "id": "m1", "status": "stopped", "intent": "order",
            "subject": SUBJECT, "authoredOn": "2024-01-02", "medicationReference": {"reference": "#d"},
            "contained": [{"resourceType": "Medication", "id": "d", "code": {"text": "Zoloft 50 mg tabs"}}],
            "statusReason": {"text": "nausea"},
            "dosageInstruction": [{
                "text": "take 2 tablets daily",
                "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {"value": 2, "unit": "tablet"}}],
                "route": {"coding": [{"system": "http://snomed.info/sct", "code": "26643006"}]},
            }],
            "dispenseRequest": {"quantity": {"value": 60}, "expectedSupplyDuration": {"value": 30}},
        },
    },
    {
        "resource": {
            "resourceType": "MedicationStatement", "id": "s1", "status": "active", "subject": SUBJECT,
            "effectivePeriod": {"start": "2024-05", "end": "2024-08"}, "dateAsserted": "2025-01-01",
            "medicationCodeableConcept": {"coding": [
                {"system": RXNORM, "code": "36437", "display": "sertraline"}]},
            "note": [{"text": "Stopped: no benefit."}], "dosage": [{"text": "50 mg daily"}],
        },
    },
    {
        "resource": {
            "resourceType": "Observation", "id": "o1", "status": "final", "subject": SUBJECT,
            "effectiveDateTime": "2024-06-01",
            "code": {"coding": [{"system": "http://loinc.org", "code": "55757-9"}]},
            "component": [
                {"code": {"coding": [{"system": "http://loinc.org", "code": "44250-9"}]}, "valueInteger": 2},
                {"code": {"coding": [{"system": "http://loinc.org", "code": "44255-8"}]},
                 "valueCodeableConcept": {"coding": [{"code": "LA6570-1"}]}},
            ],
        },
    },
    {
        "resource": {
            "resourceType": "QuestionnaireResponse", "id": "q1", "status": "completed", "subject": SUBJECT,
            "authored": "2024-07-01T10:00:00Z", "questionnaire": "http://loinc.org/q/44249-1",
            "item": [{"linkId": "/44260-8", "answer": [{"valueCoding": {"code": "LA6569-3"}}]},
                     {"linkId": "/44261-6", "answer": [{"valueDecimal": 14}]}],
        },
    },
    {
        "resource": {
            "resourceType": "Condition", "id": "c1", "subject": SUBJECT, "onsetDateTime": "2015",
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F33.1"}]},
        },
    },
]  # fmt: skip
OTHERS = [
    {"resourceType": "Procedure", "id": "x", "status": "completed", "performedDateTime": "2024-01-01",
     "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "90870"}]}},
    {"resourceType": "AllergyIntolerance", "id": "x", "code": {"text": "sertraline"}, "recordedDate": "2020",
     "reaction": [{"manifestation": [{"text": "hives"}]}], "verificationStatus": "confirmed"},
    {"resourceType": "MedicationDispense", "id": "x", "status": "completed", "whenHandedOver": "2024-01-01",
     "medicationReference": {"reference": "Medication/y"}, "quantity": {"value": 30, "unit": "tablet"},
     "daysSupply": {"value": 30}},
    {"resourceType": "MedicationAdministration", "id": "x", "status": "completed",
     "effectiveDateTime": "2024-01", "medicationCodeableConcept": {"text": "ketamine"},
     "dosage": {"dose": {"value": 40, "unit": "mg"}}},
    {"resourceType": "Medication", "id": "y",
     "ingredient": [{"itemReference": {"reference": "Medication/y"}}]},
    {"resourceType": "MedicationStatement", "id": "x", "status": "recorded",
     "adherence": {"code": {"text": "taking"}},
     "medication": {"concept": {"text": "fluoxetine 20 mg"}}, "effectiveDateTime": "2024"},
]  # fmt: skip

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["2024", "#d"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def paths(value, at=()):
    """The path of every field inside a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*at, key)
        yield from paths(item, (*at, key))


def mutated(value, path, new):
    """A copy with one field replaced."""
    changed = copy.deepcopy(value)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return changed


def rows_without(history, places):
    """Every row of a history that does not come from these places."""
    records = history.records.filter(pl.col("place").is_in(places))["record"]
    left = {}
    for name in set(HISTORY_TABLES) - {"problems"}:
        frame = getattr(history, name)
        left[name] = frame.filter(~pl.col("record").is_in(records.implode())).rows()
    return left


PLACES = [f"{entry['resource']['resourceType']}/{entry['resource']['id']}" for entry in ENTRIES]
CHANGES = [
    (index, path) for index, entry in enumerate(ENTRIES) for path in paths(entry["resource"], ("resource",))
]
BEFORE = read_fhir([{"resourceType": "Bundle", "entry": ENTRIES}], "f", load())


def test_the_entries_are_read_before_they_are_changed():
    """Each entry gives rows, so that the test below has something to lose."""
    assert [BEFORE.people.height, BEFORE.uses.height, BEFORE.scores.height, BEFORE.conditions.height] == [
        1,
        2,
        5,
        1,
    ]
    assert BEFORE.problems.is_empty()


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(CHANGES), JSON)
def test_one_changed_field_loses_no_other_entry(change, new):
    """Whatever stands in one field, the other five entries give the same rows."""
    index, path = change
    bundle = {"resourceType": "Bundle", "entry": mutated(ENTRIES, (index, *path), new)}
    after = read_fhir([bundle], "f", load())
    changed = [row for row in after.records["place"].to_list() if row not in PLACES]
    others = [place for place in PLACES if place != PLACES[index]]
    assert rows_without(after, [PLACES[index], *changed]) == rows_without(BEFORE, [PLACES[index]])
    assert set(others) <= set(after.records["place"].to_list())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([(o, path) for o in OTHERS for path in paths(o)]), JSON)
def test_no_changed_field_of_any_type_stops_the_reader(change, new):
    """Types that the bundle above does not hold."""
    resource, path = change
    history = read_fhir([mutated(resource, path, new)], "f", load())
    assert history.records.height == 1


@settings(max_examples=100, deadline=None)
@given(st.lists(JSON, max_size=4))
def test_anything_at_all_is_listed(items):
    """What is no resource is a record that was not understood."""
    assume(not any(isinstance(item, dict) for item in items))
    history = read_fhir(items, "f", load())
    assert history.records["became"].to_list() == ["not understood"] * len(items)
    assert history.problems["left_out"].all()


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CHANGES))
def test_a_problem_never_shows_the_value(change):
    """A field replaced by a secret: no problem, field or place of a problem repeats it."""
    index, path = change
    secret = "Geheimnis 47.11"
    bundle = {"resourceType": "Bundle", "entry": mutated(ENTRIES, (index, *path), secret)}
    problems = read_fhir([bundle], "f", load()).problems
    said = problems.select("field", "problem").rows()
    assert secret not in json.dumps(said)
