"""What each resource and each defect becomes, from tables of invented cases."""

from base64 import b64encode
from pathlib import Path

import pytest
import yaml

from fairtrial.facts import load
from fairtrial.records.fhir import read_fhir
from fairtrial.tables import HISTORY_TABLES

HERE = Path(__file__).parent


class Loader(yaml.SafeLoader):
    """Cases with texts that a file holds as base64 written out: ``!base64 "the text"``."""


Loader.add_constructor("!base64", lambda _, node: b64encode(node.value.encode()).decode())
CASES = [
    case
    for name in ("medications", "others", "documents")
    for case in yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), Loader)
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case(case):
    """Rows, what records became, their words and their problems are as the table says."""
    history = read_fhir(case["resources"], "made-up.json", load())
    expected = case["expect"]
    for table in set(expected) & set(HISTORY_TABLES) - {"problems"}:
        rows = getattr(history, table).to_dicts()
        wanted = expected[table]
        assert len(rows) == len(wanted), rows
        found = [{key: row[key] for key in want} for row, want in zip(rows, wanted, strict=True)]
        assert found == wanted
    records = {row["place"]: row for row in history.records.to_dicts()}
    for column in ("became", "words"):
        for place, wanted in expected.get(column, {}).items():
            assert records[place][column] == wanted
    problems = history.problems.to_dicts()
    if "problems" in expected:
        assert {p["field"] for p in problems} == set(expected["problems"])
        for field, words in expected["problems"].items():
            assert all(words in p["problem"] for p in problems if p["field"] == field)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_row_and_problem_points_to_a_record(case):
    """Nothing in a history is without its record, and record ids are unique."""
    history = read_fhir(case["resources"], "made-up.json", load())
    records = history.records["record"].to_list()
    assert len(set(records)) == len(records)
    for table in HISTORY_TABLES:
        named = getattr(history, table)["record"].drop_nulls().to_list()
        assert set(named) <= set(records)


def test_the_order_of_resources_changes_no_row():
    """Read backwards, a file tells the same."""
    for case in CASES:
        resources = case["resources"]
        if "twice" in case["name"] or len(resources) == 1:
            continue
        there, back = (read_fhir(r, "f", load()) for r in (resources, resources[::-1]))
        for table in set(HISTORY_TABLES) - {"problems"}:
            one, other = getattr(there, table), getattr(back, table)
            assert one.sort(one.columns).equals(other.sort(one.columns)), (case["name"], table)


def test_a_pasted_chart_is_not_directions():
    """The words are kept, the dose is open, and the review says why."""
    chart = [{"text": "1 tablet daily. " + "Lorem ipsum. " * 100}]
    order = {"resourceType": "MedicationRequest", "id": "a", "status": "active", "dosageInstruction": chart}
    history = read_fhir([{**order, "medicationCodeableConcept": {"text": "sertraline 50 mg"}}], "f", load())
    assert history.uses["dose_mg_per_day_most"].to_list() == [None]
    assert "dosage" in history.problems["field"].to_list()


def test_references_to_another_file_are_followed():
    """A bulk export has its Medication resources in a file of their own."""
    request = {
        "resourceType": "MedicationRequest",
        "id": "a",
        "medicationReference": {"reference": "Medication/m"},
    }
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "sertraline 50 mg"}}
    assert read_fhir([request], "f", load()).uses.is_empty()
    assert read_fhir([request], "f", load(), others=[medication]).uses["drug"].to_list() == ["sertraline"]


@pytest.mark.parametrize(
    ("data", "uses"),
    [
        ("Naïve hope: failed Zoloft.".encode("cp1252"), 1),
        ("Failed Zoloft.".encode("utf-16"), 0),
        (b"<div>" * 50_000 + b"Failed Zoloft.", 0),
    ],
)
def test_a_document_in_odd_letters_is_read_right_or_named(data, uses):
    """As Windows saves it; in UTF-16, which is no plain text here; and no depth of marks ends the reading."""
    kind = "text/html" if data.startswith(b"<") else "text/plain"
    attachment = {"contentType": kind, "data": b64encode(data).decode()}
    document = {"resourceType": "DocumentReference", "id": "d", "subject": {"reference": "Patient/p"}}
    history = read_fhir([document | {"content": [{"attachment": attachment}]}], "f", load())
    assert history.uses.height == uses
    assert history.problems.height == (not uses)
