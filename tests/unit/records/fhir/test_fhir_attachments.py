"""PDF and C-CDA documents inside FHIR documents: read with their places, or named with the reason."""

from __future__ import annotations

from base64 import b64encode

import pytest

from fairtrial.facts import load
from fairtrial.records.door import read
from fairtrial.records.fhir import attachments, read_fhir
from unit.records.test_pdf import LINES, document

PATIENT = {"resourceType": "Patient", "id": "p", "name": [{"family": "Vexmarrow"}], "birthDate": "1970-01-02"}
CCDA = """<?xml version="1.0" encoding="{encoding}"?><ClinicalDocument xmlns="urn:hl7-org:v3">
<effectiveTime value="20200615"/><recordTarget><patientRole><id root="1.2" extension="other-id"/>
<patient><name><given>Ann</given><family>Vexmarrow</family></name><birthTime value="19700102"/></patient></patientRole></recordTarget>
<component><structuredBody><component><section><code code="10160-0"/><text>list</text><entry>
<substanceAdministration moodCode="EVN"><statusCode code="completed"/>
<effectiveTime><low value="20190101"/><high value="20190630"/></effectiveTime>
<consumable><manufacturedProduct><manufacturedMaterial><code displayName="Lexapro 10 MG for Vexmarrow"/></manufacturedMaterial>
</manufacturedProduct></consumable></substanceAdministration></entry></section></component></structuredBody></component></ClinicalDocument>"""
XML = CCDA.format(encoding="UTF-8").encode()


def held(kind, data, id="d"):
    attachment = {"contentType": kind, "data": b64encode(data).decode()}
    subject = {"reference": "Patient/p"}
    return {"resourceType": "DocumentReference", "id": id, "status": "current", "subject": subject,
            "date": "2020-07-01", "content": [{"attachment": attachment}]}  # fmt: skip


def told(*resources):
    return read_fhir([PATIENT, *resources], "made-up.json", load())


def became(history):
    return dict(history.records.select("place", "became").iter_rows())["DocumentReference/d"]


def problems(history):
    return history.problems.select("place", "field", "problem", "left_out").rows()


@pytest.mark.parametrize("kind", ["application/pdf", "", "application/octet-stream"])
def test_the_text_of_a_pdf_is_read_as_a_note(kind):
    found = told(held(kind, document(LINES)))
    assert found.uses.select("person_id", "drug", "response").rows() == [("p", "sertraline", "none")]
    assert found.scores["total"].to_list() == [18.0]
    assert became(found) == "note, read as text"
    assert problems(found) == []
    assert all(place.startswith("DocumentReference/d/text 1/") for place in found.records["place"][2:])


def test_pages_of_a_pdf_without_text_are_told():
    found = told(held("application/pdf", document(LINES, [])))
    said = "1 of 2 pages are pictures without text and were not read"
    assert found.uses.height == 1
    assert problems(found) == [("DocumentReference/d", "content", said, True)]


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        ("application/pdf", document([]), "scanned"),
        ("application/pdf", b"%PDF-1.4 and so on", "damaged"),
        ("application/pdf", document(LINES)[:200], "damaged"),
        ("application/pdf", b"no PDF at all", "not text, HTML, RTF, PDF or C-CDA"),
        ("application/xml", b"<note>On Zoloft.</note>", "not text, HTML, RTF, PDF or C-CDA"),
        ("application/xml", XML[:200], "broken off"),
        ("text/xml", XML.replace(b"?>", b"?><!DOCTYPE a [<!ENTITY b 'c'>]>", 1), "entities"),
        ("text/rtf", rb"{\rtf1\u99999999999 On Zoloft.}", "damaged RTF"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(kind, data, why):
    found = told(held(kind, data))
    assert found.uses.is_empty()
    assert became(found) == "not understood"
    ((place, field, problem, left_out),) = problems(found)
    assert (place, field, left_out) == ("DocumentReference/d", "content", True)
    assert why in problem


@pytest.mark.parametrize("kind", ["text/rtf", "application/rtf", "text/plain", ""])
def test_rtf_is_read_as_a_note(kind):
    found = told(held(kind, rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}} On \b Zoloft\b0  50 mg daily.\par}"))
    assert found.uses.select("drug", "dose_mg_per_day_least").rows() == [("sertraline", 50.0)]


def test_one_that_is_huge_is_named(monkeypatch):
    monkeypatch.setattr(attachments, "MOST_BYTES", 100)
    found = told(held("application/pdf", document(LINES)))
    assert became(found) == "not understood"
    assert "too large" in problems(found)[0][2]


def test_a_pdf_that_many_documents_hold_is_read_once(monkeypatch):
    calls = []
    real = attachments.text_of_pdf
    monkeypatch.setattr(attachments, "text_of_pdf", lambda *given: calls.append(given) or real(*given))
    data = document(LINES)
    found = told(held("application/pdf", data), *(held("application/pdf", data, f"d{n}") for n in range(9)))
    assert len(calls) == 1
    assert set(found.records["became"]) == {"person", "note, read as text", "use", "score"}


def test_pdfs_that_take_too_long_together_are_named_and_others_read(monkeypatch):
    monkeypatch.setattr(attachments, "FAIR_SECONDS", -1)
    monkeypatch.setattr(attachments, "MOST_SLOW_SECONDS", 0)
    first, second = document(LINES), document(["On Prozac 20 mg."])
    found = told(
        held("application/pdf", first, "a"),
        held("application/pdf", second),
        held("", b"On Paxil 20 mg.", "e"),
    )
    assert sorted(found.uses["drug"]) == ["paroxetine", "sertraline"]
    assert became(found) == "not understood"
    assert "took so long" in problems(found)[0][2]


@pytest.mark.parametrize("coded", ["!!!!?????", "abc", "caf\u00e9", "data:text/plain;base64,T24gWm9sb2Z0"])
def test_what_is_no_base64_is_named(coded):
    resource = held("text/plain", b"")
    resource["content"][0]["attachment"]["data"] = coded
    found = told(resource)
    assert became(found) == "not understood"
    assert "base64" in problems(found)[0][2]


def test_base64_may_stand_on_many_lines():
    resource = held("text/plain", b"")
    resource["content"][0]["attachment"]["data"] = "T24g\r\n Wm9s\nb2Z0\n"
    assert told(resource).uses["drug"].to_list() == ["sertraline"]


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
@pytest.mark.parametrize("kind", ["application/xml", "text/xml", "text/html", "application/cda+xml", ""])
def test_a_c_cda_document_speaks_of_the_person_whose_record_holds_it(kind, encoding):
    """Its places lie inside the document's; the name is hidden; the same document again is read once."""
    data = CCDA.format(encoding=encoding).encode(encoding)
    found = told(held(kind, data), held(kind, data, id="again"))
    (use,) = found.uses.to_dicts()
    assert (use["person_id"], use["drug"], use["status"]) == ("p", "escitalopram", "ended")
    record = next(r for r in found.records.to_dicts() if r["record"] == use["record"])
    assert record["file"] == "made-up.json"
    assert record["place"].startswith("DocumentReference/again/C-CDA 1/10160-0")
    assert "Vexmarrow" not in record["words"]
    assert became(found) == "document, read as C-CDA"
    assert set(found.people["person_id"]) == {"p"}


@pytest.mark.parametrize(("born", "read_it"), [("19850505", False), ("1970", True), ("", True)])
def test_a_c_cda_document_of_another_person_is_left_out(born, read_it):
    """A document filed under the wrong patient shows by its birth date; a year alone, or none, may be the same."""
    found = told(held("application/xml", XML.replace(b"19700102", born.encode())))
    assert found.uses.height == read_it
    assert became(found) == ("document, read as C-CDA" if read_it else "not understood")
    assert any("another birth date" in problem for _, _, problem, _ in problems(found)) is not read_it
    assert not any("1985" in problem for _, _, problem, _ in problems(found))


def test_through_the_door_it_is_one_person(tmp_path):
    import json

    (tmp_path / "a.json").write_text(json.dumps({"resourceType": "Bundle", "entry": [
        {"resource": r} for r in (PATIENT, held("application/xml", XML), held("application/pdf", document(LINES), "e"))
    ]}))  # fmt: skip
    found = read(tmp_path / "a.json")
    assert sorted(found.uses["drug"]) == ["escitalopram", "sertraline"]
    assert found.people.height == 1
