"""Bytes that are not what they should be: a clear error, or the part that can be read."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairtrial.facts import load
from fairtrial.records.errors import ReadError
from fairtrial.records.fhir import load_json, read_fhir

ORDER = {
    "resourceType": "MedicationRequest",
    "id": "a",
    "status": "active",
    "intent": "order",
    "subject": {"reference": "Patient/p"},
    "medicationCodeableConcept": {"text": "sertraline 50 mg"},
}
SECRET = "Musterfrau"


def encoded(value) -> bytes:
    """As one line of JSON."""
    return json.dumps(value).encode()


def bundle(resource) -> dict:
    """A Bundle of one resource."""
    return {"resourceType": "Bundle", "entry": [{"resource": resource}]}


def refusal(data: bytes) -> str:
    """The error that a file gives; nothing when it is read."""
    try:
        read_fhir(load_json(data, "f.json"), "f.json", load())
    except ReadError as refused:
        return str(refused)
    return "f.json: "


def uses(data: bytes) -> int:
    """How many uses a file tells."""
    return read_fhir(load_json(data, "f.json"), "f.json", load()).uses.height


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (encoded(ORDER), 1),
        (encoded([ORDER, {**ORDER, "id": "b"}]), 2),
        (encoded(bundle(ORDER)), 1),
        (encoded({"resourceType": "Bundle", "entry": {"resource": ORDER}}), 1),
        (encoded(bundle(bundle(ORDER))), 1),
        (encoded(ORDER) + b"\n" + encoded({**ORDER, "id": "b"}) + b"\n\n", 2),
        (b"\xef\xbb\xbf" + encoded(ORDER), 1),
        (json.dumps(ORDER, indent=2).encode(), 1),
    ],
    ids=[
        "one",
        "list",
        "bundle",
        "entry not a list",
        "bundle in bundle",
        "ndjson",
        "byte order mark",
        "indented",
    ],
)
def test_every_wrapping_is_read(data, count):
    """The same orders, however they are wrapped."""
    assert uses(data) == count


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\x00\x01\x02\xff", "not JSON"),
        (b"name,age\nMusterfrau,3\n", "not JSON"),
        (encoded({**ORDER, "note": SECRET})[:-20], "cut off"),
        (
            json.dumps(bundle(ORDER), indent=1).encode()[:-9],
            "cut off",
        ),
        (b"{'resourceType': 'Musterfrau'}", "not valid JSON"),
        (b"[" * 5000 + b"]" * 5000, "too deeply"),
        (encoded({"resourceType": "Bundle", "entry": []}), "empty Bundle"),
        (encoded({"resourceType": "Bundle"}), "empty Bundle"),
        (b"[]", "empty Bundle"),
        (encoded({"resourceType": "Questionnaire", "title": SECRET}), "no resource about treatment"),
        (encoded({"resourceType": "MedicationOrder", "note": SECRET}), "DSTU2"),
        (encoded({"name": SECRET}), "no resourceType"),
        (b"17", "no resourceType"),
        (b"[17, null]", "no resourceType"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_shows_nothing_of_it(data, what):
    """Where, what, what to do, and no value."""
    with pytest.raises(ReadError, match=what) as refused:
        load_json(data, "f.json")
    assert str(refused.value).startswith("f.json: ")
    assert SECRET not in str(refused.value)


def test_a_file_of_visits_only_is_listed_as_context():
    """In a folder with one file for each type, such files are no fault."""
    history = read_fhir(
        load_json(encoded({"resourceType": "Encounter", "id": "e"}), "f.json"), "f.json", load()
    )
    assert history.records["became"].to_list() == ["context only"]


def test_a_broken_line_is_named_and_the_others_are_read():
    """An ndjson file cut off in its last line, with rubbish in its second."""
    data = b"\n".join(
        [encoded(ORDER), b"{rubbish", encoded({**ORDER, "id": "b"}), encoded({**ORDER, "id": "c"})[:-9]]
    )
    history = read_fhir(load_json(data, "f.ndjson"), "f.ndjson", load())
    assert history.uses.height == 2
    assert history.problems["place"].to_list() == ["line 2", "line 4"]
    assert history.problems["left_out"].all()
    assert history.records.filter(became="not understood")["place"].to_list() == ["line 2", "line 4"]


def test_not_a_number_is_kept_out_and_the_rest_is_read():
    """Some programs write NaN, which JSON does not know."""
    data = encoded({**ORDER, "dispenseRequest": {"quantity": {"value": float("nan"), "unit": "tablet"}}})
    history = read_fhir(load_json(data, "f.json"), "f.json", load())
    assert history.uses["drug"].to_list() == ["sertraline"]
    assert history.problems["field"].to_list() == ["dispenseRequest.quantity.value"]


@pytest.mark.parametrize(
    "value",
    ['"\\ud83d"', '"x\\ude00"', "1e999", "1" + "0" * 400, "1" + "0" * 5000, "NaN", '"a\x01b"', '"Jos\xe9"'],
)
def test_a_value_that_is_no_json_spoils_itself_alone(value):
    """Half characters, numbers out of range, control characters and letters that are no UTF-8."""
    data = f'[{{"resourceType": "Patient", "x": {value}}}, {{"resourceType": "Condition", "id": "c"}}]'
    patient, condition = load_json(data.encode("latin-1"), "f.json")
    assert isinstance(patient["x"], str)
    assert condition["id"] == "c"
    orjson.dumps(patient)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    """No other exception than ReadError."""
    assert refusal(data).startswith("f.json: ")


@given(st.integers(0, 400))
def test_a_file_cut_anywhere_is_read_or_refused(length):
    """No other exception than ReadError, and never the patient's words."""
    whole = encoded(bundle({**ORDER, "note": [{"text": SECRET}]}))
    assert SECRET not in refusal(whole[:length])
