"""Records of several kinds about one invented person: one history, whatever the order they are given in."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fairtrial as ft

AS_OF = date(2026, 1, 31)
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SERTRALINE = {"system": RXNORM, "code": "312941", "display": "sertraline 50 MG Oral Tablet"}
SUBJECT = {"reference": "Patient/p"}
FHIR = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": resource} for resource in (
    {"resourceType": "Patient", "id": "p", "birthDate": "1984-05-06", "gender": "female",
     "meta": {"tag": [{"code": "HTEST"}]}},
    {"resourceType": "MedicationRequest", "id": "m1", "status": "stopped", "intent": "order", "subject": SUBJECT,
     "authoredOn": "2019-03-01", "medicationCodeableConcept": {"coding": [SERTRALINE]},
     "dosageInstruction": [{"text": "take 2 tablets daily"}]},
    {"resourceType": "Observation", "id": "o1", "status": "final", "subject": SUBJECT,
     "effectiveDateTime": "2019-02-20", "valueInteger": 19,
     "code": {"coding": [{"system": "http://loinc.org", "code": "44261-6"}]}},
)]}  # fmt: skip
CCDA = """<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<effectiveTime value="20240503"/><recordTarget><patientRole><id root="1.2.3" extension="made-up-7"/>
<patient><name><given>Testa</given><family>Inventada</family></name><administrativeGenderCode code="F"/>
<birthTime value="19840506"/></patient></patientRole></recordTarget><component><structuredBody><component>
<section><code code="10160-0" codeSystem="2.16.840.1.113883.6.1"/><text/><entry>
<substanceAdministration classCode="SBADM" moodCode="EVN"><statusCode code="completed"/>
<effectiveTime xsi:type="IVL_TS"><low value="20190301"/><high value="20190828"/></effectiveTime>
<effectiveTime xsi:type="PIVL_TS" operator="A"><period value="24" unit="h"/></effectiveTime><doseQuantity value="2"/>
<consumable><manufacturedProduct><manufacturedMaterial>
<code code="312941" codeSystem="2.16.840.1.113883.6.88" displayName="sertraline 50 MG Oral Tablet"/>
</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>
</entry></section></component></structuredBody></component></ClinicalDocument>"""
NOTE = "2024-05-03 visit.txt"


def fills(drug, year, months):
    """A pharmacy's table: one fill of thirty days in each month."""
    rows = (f"{drug},{year}-{month:02d}-05,30,30" for month in months)
    return "\n".join(["Drug Name,Fill Date,Qty,Days Supply", *rows, ""])


FILES = {
    "records.json": json.dumps(FHIR),
    "document.xml": CCDA,
    "fills.csv": fills("Bupropion XL 150 mg", 2023, range(3, 11)),
    "treatments.csv": "drug,dose_mg_per_day,started_on,stopped_on,response\nProzac,20,2017-01,2017-04,none\n",
    "scores.csv": "scale,total,on\nPHQ-9,17,2019-08-20\n",
    NOTE: "Tried Zoloft 100 mg in 2019, no benefit. Started bupropion XL 150 mg in March 2023, stopped in May 2023 "
    "due to insomnia. Denies suicidal ideation.\n",
}


def put(folder, files):
    """Write files and give their paths by name."""
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    return {name: folder / name for name in files}


def reviewed(*paths):
    return ft.review(ft.read(*paths), as_of=AS_OF).to_dict()


def trial_of(review, drug):
    (found,) = [trial for trial in review["trials"] if trial["drug"] == drug]
    return found


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    paths = put(tmp_path_factory.mktemp("together"), FILES)
    return paths, reviewed(*paths.values())


@given(order=st.permutations(sorted(FILES)))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_files_never_matters(everything, order):
    paths, expected = everything
    assert reviewed(*(paths[name] for name in order)) == expected


def test_a_folder_says_the_same_as_its_files(everything):
    paths, expected = everything
    assert reviewed(next(iter(paths.values())).parent) == expected


def test_every_file_has_its_records_in_the_review(everything):
    _, review = everything
    assert {record["file"] for record in review["records"].values()} == set(FILES)


def test_a_prescription_told_three_times_is_one_trial_with_three_records(tmp_path):
    told = {**FILES, NOTE: "Tried Zoloft 100 mg in 2019, no benefit.\n"}
    paths = put(tmp_path, {name: told[name] for name in ("records.json", "document.xml", NOTE)})
    (trial,) = reviewed(*paths.values())["trials"]
    assert trial["drug"] == "sertraline"
    assert len(trial["records"]) == 3


def test_what_a_note_says_of_a_year_belongs_to_the_fills_of_that_year(tmp_path):
    note = "Tried Zoloft in 2019, no benefit.\n"
    paths = put(tmp_path, {"fills.csv": fills("Sertraline 100 mg", 2019, range(3, 9)), NOTE: note})
    (trial,) = reviewed(*paths.values())["trials"]
    assert len(trial["records"]) == 7
    assert (trial["started_on"]["least"], trial["stopped_on"]["least"]) == ("2019-03-05", "2019-09-04")
    assert (trial["state"], trial["conflicts"]) == ("adequate_no_response", [])


def test_what_a_note_says_of_another_year_is_another_trial(tmp_path):
    paths = put(
        tmp_path,
        {
            "fills.csv": fills("Sertraline 100 mg", 2022, range(3, 9)),
            NOTE: "Tried Zoloft in 2012, no benefit.\n",
        },
    )
    assert len(reviewed(*paths.values())["trials"]) == 2


def test_fills_that_go_on_after_a_stop_are_a_conflict_with_both_sources(everything):
    _, review = everything
    trial = trial_of(review, "bupropion")
    (stop,) = [conflict for conflict in trial["conflicts"] if conflict["field"] == "stopped_on"]
    assert stop["sentence"] == "Fills say 4 Nov 2023; reports say 1 May 2023."
    assert {review["records"][record]["file"] for record in stop["records"]} == {"fills.csv", NOTE}


@pytest.mark.parametrize(
    ("words", "banners"),
    [
        ("Denies suicidal ideation.", 0),
        ("No suicidal ideation today.", 0),
        ("Mother had suicidal ideation.", 0),
        ("Reports suicidal ideation.", 1),
    ],
)
def test_only_what_a_note_says_of_the_person_raises_a_banner(tmp_path, words, banners):
    review = reviewed(*put(tmp_path, {"2026-01-03 visit.txt": f"Tried Zoloft in 2019. {words}"}).values())
    assert sum("suicid" in str(line["topic"]) for line in review["safety"]) == banners


def test_no_longer_wanting_to_live_is_no_denial(tmp_path):
    table = "topic,value,on\nsuicidality,no longer wants to live,2026-01-03\n"
    review = reviewed(
        *put(tmp_path, {"context.csv": table, "treatments.csv": FILES["treatments.csv"]}).values()
    )
    assert "suicid" in json.dumps(review["safety"])


def test_a_contradiction_of_four_kinds_of_file_names_all_four(tmp_path):
    """FHIR, C-CDA, fills and a note about one course: other dose, other end; each conflict shows every side."""
    order = {"resourceType": "MedicationRequest", "id": "m1", "status": "stopped", "intent": "order", "subject": SUBJECT,
             "medicationCodeableConcept": {"text": "sertraline 100 MG"}, "authoredOn": "2019-03-01",
             "dosageInstruction": [{"text": "1 tablet daily"}]}  # fmt: skip
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [*FHIR["entry"][:1], {"resource": order}],
    }
    files = {
        "records.json": json.dumps(bundle),
        "document.xml": CCDA,
        "fills.csv": fills("Sertraline 50 mg", 2019, range(3, 12)),
        NOTE: "Took Zoloft 150 mg from March 2019, stopped in May 2019 due to nausea.\n",
    }
    review = reviewed(*put(tmp_path, files).values())
    conflicts = {each["field"]: each for each in trial_of(review, "sertraline")["conflicts"]}
    assert {"dose", "stopped_on"} <= set(conflicts)
    for each in conflicts.values():
        assert {review["records"][record]["file"] for record in each["records"]} == set(files)
    assert all(word in conflicts["dose"]["sentence"] for word in ("50 mg", "100 mg", "150 mg"))
