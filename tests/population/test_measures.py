"""CMS128 and CMS159: the official cases, and invented persons at every edge."""

import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from fairtrial.cli import app
from fairtrial.facts import load
from fairtrial.population.measures.codes import codes
from fairtrial.population.measures.run import measure
from fairtrial.records.errors import ReadError
from fairtrial.tables import HISTORY_TABLES, frame

OFFICIAL = Path(__file__).parents[2].parent / "shared" / "data" / "ecqm" / "cms128-2025-10cases"
START, END = date(2026, 1, 1), date(2026, 12, 31)
PERIOD = ["--start", START.isoformat(), "--end", END.isoformat()]
FIRST = date(2026, 1, 10)


def folders():
    return sorted(p for p in OFFICIAL.iterdir() if p.is_dir()) if OFFICIAL.is_dir() else []


def expected(folder):
    """What the case's MeasureReport states."""
    report = json.loads(next(folder.glob("MeasureReport-*.json")).read_text())
    groups = [{p["code"]["coding"][0]["code"]: p["count"] for p in g["population"]} for g in report["group"]]
    return {
        "initial_population": groups[0]["initial-population"],
        "denominator_exclusion": groups[0]["denominator-exclusion"],
        "numerator": [group["numerator"] for group in groups],
    }


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official CMS128 cases are not at ../shared/data/ecqm")
@pytest.mark.parametrize("folder", folders(), ids=lambda p: p.name[:8])
def test_official_case_agrees_with_its_measure_report(folder):
    done = CliRunner().invoke(app, ["measure", "cms128", str(folder), *PERIOD, "--json"])
    assert json.loads(done.stdout) == expected(folder)


def coding(system, code, display=""):
    return {"coding": [{"system": system, "code": code, "display": display}]}


RXNORM, ICD, LOINC = (
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://hl7.org/fhir/sid/icd-10-cm",
    "http://loinc.org",
)
STATUS = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
WHO = {"reference": "Patient/p"}
SERTRALINE = coding(RXNORM, "312941")


def day(offset, first=FIRST):
    return (first + timedelta(offset)).isoformat()


def patient(**more):
    return {"resourceType": "Patient", "id": "p", "birthDate": "1980-01-01", **more}


def fill(offset, days, status="completed", concept=SERTRALINE):
    return {"resourceType": "MedicationDispense", "id": f"d{offset}", "status": status, "subject": WHO,
            "medicationCodeableConcept": concept, "daysSupply": {"value": days, "code": "d"},
            "whenHandedOver": day(offset)}  # fmt: skip


def order(offset, days, status="active", intent="order"):
    return {"resourceType": "MedicationRequest", "id": f"r{offset}", "status": status, "intent": intent,
                "subject": WHO,
            "medicationCodeableConcept": SERTRALINE, "authoredOn": day(offset),
            "dispenseRequest": {"expectedSupplyDuration": {"value": days, "code": "d"}}}  # fmt: skip


def diagnosis(offset, code="F33.1", active="active", verified="confirmed", first=FIRST):
    return {"resourceType": "Condition", "id": f"c{offset}{code}", "subject": WHO,
                "onsetDateTime": day(offset, first),
            "code": coding(ICD, code), "clinicalStatus": coding(STATUS, active),
            "verificationStatus": coding(VERIFIED, verified)}  # fmt: skip


def visit(offset, status="finished", kind="AMB", words="", first=FIRST):
    return {"resourceType": "Encounter", "id": f"e{offset}", "status": status, "class": {"code": kind},
                "subject": WHO,
            "type": [coding("x", "y", words)], "period": {"start": day(offset, first), "end": day(offset,
                first)}}  # fmt: skip


def care(words, on=date(2026, 6, 1)):
    return {"resourceType": "ServiceRequest", "id": "s", "status": "active", "intent": "order",
                "subject": WHO,
            "code": coding("x", "y", words), "authoredOn": on.isoformat()}  # fmt: skip


WHOLE = [patient(), diagnosis(0), visit(0), fill(0, 90), fill(90, 120)]
CMS128 = [
    ("all there", WHOLE, (1, 0, [1, 1])),
    ("84 days", [*WHOLE[:3], fill(0, 84)], (1, 0, [1, 0])),
    ("83 days", [*WHOLE[:3], fill(0, 83)], (1, 0, [0, 0])),
    ("overlapping days count once", [*WHOLE[:3], fill(0, 60), fill(30, 53)], (1, 0, [0, 0])),
    ("overlapping, 84 distinct days", [*WHOLE[:3], fill(0, 60), fill(30, 54)], (1, 0, [1, 0])),
    ("a gap that leaves 84 of 115", [*WHOLE[:3], fill(0, 42), fill(73, 42)], (1, 0, [1, 0])),
    ("days beyond the 115th do not count", [*WHOLE[:3], fill(0, 42), fill(74, 42)], (1, 0, [0, 0])),
    ("180 of 232", [*WHOLE[:3], fill(0, 90), fill(142, 90)], (1, 0, [1, 1])),
    ("179 of 232", [*WHOLE[:3], fill(0, 90), fill(143, 90)], (1, 0, [1, 0])),
    ("another antidepressant goes on covering",
     [*WHOLE[:3], fill(0, 42), fill(42, 42, concept=coding(RXNORM, "1099316"))], (1, 0, [1, 0])),
    ("fill of another drug", [*WHOLE[:3], fill(0, 90, concept=coding(RXNORM, "617310"))], (0, 0, [0, 0])),
    ("cancelled fill", [*WHOLE[:3], fill(0, 90, status="cancelled")], (0, 0, [0, 0])),
    ("no visit", [WHOLE[0], WHOLE[1], fill(0, 90)], (0, 0, [0, 0])),
    ("visit 60 days later", [WHOLE[0], WHOLE[1], visit(60), fill(0, 90)], (1, 0, [1, 0])),
    ("visit 61 days later", [WHOLE[0], WHOLE[1], visit(61), fill(0, 90)], (0, 0, [0, 0])),
    ("visit planned only", [WHOLE[0], WHOLE[1], visit(0, status="planned"), fill(0, 90)], (0, 0, [0, 0])),
    ("visit to the emergency room", [WHOLE[0], WHOLE[1], visit(0, kind="EMER"), fill(0, 90)], (0, 0, [0, 0])),
    ("diagnosis 60 days before", [WHOLE[0], diagnosis(-60), visit(0), fill(0, 90)], (1, 0, [1, 0])),
    ("diagnosis 61 days before", [WHOLE[0], diagnosis(-61), visit(0), fill(0, 90)], (0, 0, [0, 0])),
    ("depression in full remission is not major depression",
     [WHOLE[0], diagnosis(0, "F33.42"), visit(0), fill(0, 90)], (0, 0, [0, 0])),
    ("seventeen on the day", [patient(birthDate="2008-01-11"), *WHOLE[1:]], (0, 0, [0, 0])),
    ("eighteen on the day", [patient(birthDate="2008-01-10"), *WHOLE[1:]], (1, 0, [1, 1])),
    ("hospice in the period", [*WHOLE, care("Hospice care (regime/therapy)")], (1, 1, [0, 0])),
    ("hospice in the year before", [*WHOLE, care("Hospice care", date(2025, 6, 1))], (1, 0, [1, 1])),
    ("visit in a hospice", [*WHOLE, visit(150, words="Seen in hospice")], (1, 1, [0, 0])),
    ("active order in the 105 days before", [*WHOLE, order(-105, 1)], (1, 1, [0, 0])),
    ("active order that ended before them", [*WHOLE, order(-136, 30)], (1, 0, [1, 1])),
    ("active order that reaches into them", [*WHOLE, order(-135, 31)], (1, 1, [0, 0])),
    ("order of the same day", [*WHOLE, order(0, 90)], (1, 0, [1, 1])),
    ("completed order before", [*WHOLE, order(-50, 30, status="completed")], (1, 0, [1, 1])),
    ("a plan is no order", [*WHOLE, order(-50, 30, intent="plan")], (1, 0, [1, 1])),
]  # fmt: skip


def written(folder, resources):
    for number, resource in enumerate(resources):
        (folder / f"{number}.json").write_text(json.dumps(resource))
    return folder


def answered(name, folder):
    done = CliRunner().invoke(app, ["measure", name, str(folder), *PERIOD, "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    return answer["initial_population"], answer["denominator_exclusion"], answer["numerator"]


@pytest.mark.parametrize(("resources", "answer"), [pytest.param(r, a, id=n) for n, r, a in CMS128])
def test_cms128(resources, answer, tmp_path):
    assert answered("cms128", written(tmp_path, resources)) == answer


@pytest.mark.parametrize(
    ("first", "inside"),
    [(date(2025, 5, 1), 1), (date(2025, 4, 30), 0), (date(2026, 4, 30), 1), (date(2026, 5, 1), 0)],
)
def test_cms128_intake_runs_from_1_may_to_30_april(first, inside, tmp_path):
    dispense = {**fill(0, 90), "whenHandedOver": first.isoformat()}
    resources = [patient(), diagnosis(0, first=first), visit(0, first=first), dispense]
    assert answered("cms128", written(tmp_path, resources))[0] == inside


def test_days_of_supply_may_be_worked_out(tmp_path):
    dispense = fill(0, 0)
    del dispense["daysSupply"]
    dose = {"doseAndRate": [{"doseQuantity": {"value": 2}}],
            "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}  # fmt: skip
    dispense |= {"quantity": {"value": 168}, "dosageInstruction": [dose]}
    assert answered("cms128", written(tmp_path, [*WHOLE[:3], dispense])) == (1, 0, [1, 0])


INDEX = date(2025, 3, 10)


def phq9(on, total, status="final"):
    return {"resourceType": "Observation", "id": f"o{on}{total}", "status": status, "subject": WHO,
            "code": coding(LOINC, "44261-6"), "effectiveDateTime": on.isoformat(),
                "valueInteger": total}  # fmt: skip


def index_visit(offset=0):
    return visit(offset, first=INDEX)


LATER = INDEX.replace(year=2026)
BASE = [patient(), diagnosis(-30, first=INDEX), index_visit(), phq9(INDEX, 15)]
CMS159 = [
    ("remission after a year", [*BASE, phq9(LATER, 4)], (1, 0, [1])),
    ("five is no remission", [*BASE, phq9(LATER, 5)], (1, 0, [0])),
    ("nine is no index", [*BASE[:3], phq9(INDEX, 9), phq9(LATER, 4)], (0, 0, [0])),
    ("no later score", BASE, (1, 0, [0])),
    ("sixty days early", [*BASE, phq9(LATER - timedelta(60), 4)], (1, 0, [1])),
    ("sixty-one days early", [*BASE, phq9(LATER - timedelta(61), 4)], (1, 0, [0])),
    ("sixty days late", [*BASE, phq9(LATER + timedelta(60), 4)], (1, 0, [1])),
    ("sixty-one days late", [*BASE, phq9(LATER + timedelta(61), 4)], (1, 0, [0])),
    ("the last score decides", [*BASE, phq9(LATER, 3), phq9(LATER + timedelta(20), 12)], (1, 0, [0])),
    ("a cancelled score does not count",
     [*BASE, phq9(LATER, 3), phq9(LATER + timedelta(9), 12, "cancelled")], (1, 0, [1])),
    ("index in the week before the visit",
     [*BASE[:2], index_visit(7), phq9(INDEX, 15), phq9(LATER, 4)], (1, 0, [1])),
    ("index more than a week before",
     [*BASE[:2], index_visit(8), phq9(INDEX, 15), phq9(LATER, 4)], (0, 0, [0])),
    ("diagnosis not confirmed",
     [patient(), diagnosis(-30, verified="provisional", first=INDEX), *BASE[2:]], (0, 0, [0])),
    ("dysthymia counts", [patient(), diagnosis(-30, "F34.1", first=INDEX), *BASE[2:]], (1, 0, [0])),
    ("eleven years old", [patient(birthDate="2013-03-11"), *BASE[1:]], (0, 0, [0])),
    ("bipolar disorder", [*BASE, diagnosis(10, "F31.9", first=INDEX), phq9(LATER, 4)], (1, 1, [0])),
    ("bipolar disorder after the period",
     [*BASE, diagnosis(600, "F31.9", first=INDEX), phq9(LATER, 4)], (1, 0, [1])),
    ("palliative care", [*BASE, diagnosis(100, "Z51.5", first=INDEX), phq9(LATER, 4)], (1, 1, [0])),
    ("died", [patient(deceasedDateTime="2026-01-01"), *BASE[1:]], (1, 1, [0])),
]  # fmt: skip


@pytest.mark.parametrize(("resources", "answer"), [pytest.param(r, a, id=n) for n, r, a in CMS159])
def test_cms159(resources, answer, tmp_path):
    assert answered("cms159", written(tmp_path, resources)) == answer


@pytest.mark.parametrize(
    ("first", "inside"),
    [(date(2024, 11, 1), 1), (date(2024, 10, 31), 0), (date(2025, 10, 31), 1), (date(2025, 11, 1), 0)],
)
def test_cms159_visits_lie_14_to_2_months_before(first, inside, tmp_path):
    resources = [patient(), diagnosis(-900, first=INDEX), visit(0, first=first), phq9(first, 15)]
    assert answered("cms159", written(tmp_path, resources))[0] == inside


def test_several_persons_give_rates(tmp_path):
    many = []
    for n in range(4):
        mine = json.loads(
            json.dumps(WHOLE).replace("Patient/p", f"Patient/p{n}").replace('"id": "', f'"id": "{n}')
        )
        mine[0]["id"] = f"p{n}"
        many += mine[: 4 if n else 5]
    (tmp_path / "all.ndjson").write_text("\n".join(json.dumps(r) for r in many))
    found = measure("cms128", tmp_path, START, END).of_all()
    assert (found["persons"], found["denominator"], found["numerator"], found["rate"]) == (
        4,
        4,
        [4, 1],
        [1.0, 0.25],
    )


def test_history_tables_say_what_they_cannot_tell(tmp_path):
    uses = [{"person_id": "p", "drug": "sertraline", "kind": "dispensed", "status": "ended",
        "started_on_least": FIRST,
             "started_on_most": FIRST, "days_supply": 90.0}]  # fmt: skip
    conditions = [{"person_id": "p", "system": "icd10cm", "code": "F33.1", "certainty": "confirmed",
                   "started_on_least": FIRST, "started_on_most": FIRST}]  # fmt: skip
    born = date(1980, 1, 1)
    people = [{"person_id": "p", "born_on_least": born, "born_on_most": born}]
    for name, rows in {"uses": uses, "conditions": conditions, "people": people}.items():
        frame(rows, HISTORY_TABLES[name]).write_parquet(tmp_path / f"{name}.parquet")
    found = measure("cms128", tmp_path, START, END)
    assert found.of_one() == {"initial_population": 1, "denominator_exclusion": 0, "numerator": [1, 0]}
    assert any("no visits" in told for told in found.assumed)


def test_a_sites_value_sets_take_the_place_of_what_ships(tmp_path):
    sets = tmp_path / "sets"
    sets.mkdir()
    office = {"resourceType": "ValueSet",
        "url": "http://cts.nlm.nih.gov/fhir/ValueSet/2.16.840.1.113883.3.464.1003.101.12.1001",
              "expansion": {"contains": [{"system": "http://www.ama-assn.org/go/cpt",
                  "code": "invented"}]}}  # fmt: skip
    (sets / "office.json").write_text(json.dumps(office))
    records = tmp_path / "records"
    records.mkdir()
    written(records, WHOLE)
    assert measure("cms128", records, START, END).of_one()["initial_population"] == 1
    assert measure("cms128", records, START, END, valuesets=sets).of_one()["initial_population"] == 0


def test_a_file_that_is_no_value_set_is_named(tmp_path):
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(ReadError, match=r"x\.json: it is no expanded ValueSet"):
        codes(load(), tmp_path)


def test_a_period_the_wrong_way_round_is_refused(tmp_path):
    with pytest.raises(ReadError, match="ends before it starts"):
        measure("cms128", tmp_path, END, START)


def test_our_product_list_is_the_value_set():
    """The value set has 178 products; those of ours that it lacks do not count."""
    products = load().products
    listed = products.filter(pl.col("source").str.contains("VS_CQF25"))
    assert listed.height == 178
    assert codes(load(), None).products == set(listed["rxcui"])
