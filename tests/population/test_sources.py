"""Every kind of source gives the history its own reader gives, whole persons to each block."""

import json
from datetime import date

import polars as pl
import pytest
from invented_population import AS_OF, rows
from polars.testing import assert_frame_equal

from fairtrial.population import CohortSettings, run_cohort
from fairtrial.population.fhir_source import person_of
from fairtrial.population.opening import open_source
from fairtrial.records.door import read
from fairtrial.records.errors import ReadError

SETTINGS = CohortSettings(AS_OF, persons_per_block=2)


def bulk(folder, persons):
    """One Patient, one Condition, two fills (one by reference to a Medication) and a PHQ-9 for each."""
    folder.mkdir()
    lines = {"Medication": [{"resourceType": "Medication", "id": "m1", "code": _coded("312941")}],
             "Patient": [], "Condition": [], "MedicationDispense": [], "Observation": []}  # fmt: skip
    for n in range(persons):
        who, day = {"reference": f"Patient/x{n}"}, "2021-01-01"
        lines["Patient"].append(
            {"resourceType": "Patient", "id": f"x{n}", "gender": "female", "birthDate": "1980-01-02"}
        )
        lines["Condition"].append(
            {"resourceType": "Condition", "id": f"c{n}", "subject": who, "onsetDateTime": "2020-01-01",
             "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F33.1"}]}}
        )  # fmt: skip
        fill = {
            "resourceType": "MedicationDispense",
            "status": "completed",
            "subject": who,
            "daysSupply": {"value": 60},
        }
        lines["MedicationDispense"] += [
            fill
            | {
                "id": f"d{n}",
                "whenHandedOver": "2021-01-01",
                "medicationReference": {"reference": "Medication/m1"},
            },
            fill
            | {
                "id": f"e{n}",
                "whenHandedOver": f"2021-03-0{n + 1}",
                "medicationCodeableConcept": _coded("312941"),
            },
        ]
        lines["Observation"].append(
            {"resourceType": "Observation", "id": f"o{n}", "status": "final", "subject": who,
             "effectiveDateTime": day,
             "code": {"coding": [{"system": "http://loinc.org", "code": "44261-6"}]}, "valueInteger": 15}
        )  # fmt: skip
    for kind, resources in lines.items():
        (folder / f"{kind}.ndjson").write_text("".join(json.dumps(r) + "\n" for r in resources))


def _coded(rxcui):
    return {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": rxcui}]}


def test_bulk_fhir_in_blocks_is_bulk_fhir_read_at_once(tmp_path):
    bulk(tmp_path / "in", 5)
    source = open_source(tmp_path / "in", tmp_path / "work")
    plan = source.plan(2)
    assert (source.kind, plan.persons, len(plan.extents), plan.records_conditions) == ("fhir", 5, 3, True)
    blocks = [source.read(extent) for extent in plan.extents]
    at_once = read(tmp_path / "in", many=True)
    for table in ("people", "uses", "scores", "conditions"):
        said = [c for c in getattr(at_once, table).columns if c != "record"]
        parts = pl.concat([getattr(block, table) for block in blocks]).select(said).sort(said)
        assert_frame_equal(parts, getattr(at_once, table).select(said).sort(said))
    assert at_once.uses.height == 10
    ids = [set(block.people["person_id"]) for block in blocks]
    assert sum(len(i) for i in ids) == 5


def test_lines_that_are_no_json_and_resources_of_nobody_are_counted(tmp_path):
    bulk(tmp_path / "in", 1)
    with (tmp_path / "in" / "Condition.ndjson").open("a") as file:
        file.write('{"resourceType": "Condition", "id": "z"}\n{"resourceType": "Cond\n')
    plan = open_source(tmp_path / "in", tmp_path / "work").plan(10)
    assert plan.notices == [
        "1 resources name no person and are left out",
        "1 lines are no JSON object and are left out",
    ]


@pytest.mark.parametrize(
    ("resource", "who"),
    [
        ({"resourceType": "Patient", "id": "7"}, "7"),
        ({"resourceType": "Condition", "subject": {"reference": "Patient/7"}}, "7"),
        ({"resourceType": "Condition", "subject": {"reference": "https://x.org/fhir/Patient/7"}}, "7"),
        ({"resourceType": "Condition", "subject": {"reference": "urn:uuid:7"}}, "7"),
        ({"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/7"}}, "7"),
        ({"resourceType": "Medication", "id": "7"}, None),
    ],
)
def test_the_person_of_a_resource(resource, who):
    assert person_of(resource) == who


MEDS = [
    (1, None, "GENDER//F", None),
    (1, date(1980, 5, 1), "MEDS_BIRTH", None),
    (1, date(2021, 1, 1), "RXNORM//312941", None),
    (1, date(2021, 1, 2), "LOINC//44261-6", 17.0),
    (1, date(2020, 1, 2), "ICD10CM//F33.1", None),
    (2, date(2021, 1, 1), "RxNorm/36437", None),
    (2, date(2021, 1, 1), "LAB//glucose", 5.0),
]


def test_meds_is_read_by_its_codes(tmp_path):
    (tmp_path / "in" / "data" / "train").mkdir(parents=True)
    rows_ = [(who, on, code, value) for who, on, code, value in MEDS]
    schema = {
        "subject_id": pl.Int64,
        "time": pl.Date,
        "code": pl.String,
        "numeric_value": pl.Float32,
    }
    days = pl.DataFrame(rows_, schema=schema, orient="row")
    days.with_columns(pl.col("time").cast(pl.Datetime("us"))).write_parquet(
        tmp_path / "in" / "data" / "train" / "0.parquet"
    )
    source = open_source(tmp_path / "in", tmp_path / "work")
    plan = source.plan(1)
    assert (source.kind, plan.persons, plan.records_conditions) == ("meds", 2, True)
    assert plan.notices == ["1 rows carry codes that are not read and are left out"]
    first, second = (source.read(extent) for extent in plan.extents)
    assert first.people.select("person_id", "sex", "born_on_least").row(0) == (
        "1",
        "female",
        date(1980, 5, 1),
    )
    assert first.uses.select("drug", "kind", "started_on_least").row(0) == (
        "sertraline",
        "prescribed",
        date(2021, 1, 1),
    )
    assert first.scores.select("scale", "total", "on_most").row(0) == ("PHQ-9", 17.0, date(2021, 1, 2))
    assert first.conditions.select("topic", "system", "code").row(0) == (
        "major_depression",
        "icd10cm",
        "F33.1",
    )
    assert second.uses["drug"].to_list() == ["sertraline"]


def omop(folder):
    """Three persons with one exposure each, ids from the knowledge."""
    folder.mkdir()
    pl.DataFrame(
        {"person_id": [1, 2, 3], "gender_concept_id": [8532, 8507, 8532], "year_of_birth": [1970, 1980, 1990]}
    ).write_parquet(folder / "person.parquet")
    day = date(2021, 1, 1)
    pl.DataFrame(
        {"drug_exposure_id": [1, 2, 3], "person_id": [1, 2, 3], "drug_concept_id": [739138] * 3,
         "drug_exposure_start_date": [day] * 3, "drug_exposure_end_date": [day] * 3, "days_supply": [30] * 3,
         "drug_type_concept_id": [32869] * 3}
    ).write_parquet(folder / "drug_exposure.parquet")  # fmt: skip


def test_omop_runs_in_blocks(tmp_path):
    omop(tmp_path / "in")
    run = run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    assert (run.persons, run.blocks) == (3, 2)
    assert rows(tmp_path / "out", "trials").select("person_id", "drug").rows() == [
        (str(n), "sertraline") for n in (1, 2, 3)
    ]


TREATMENTS = """person_id,drug,dose_mg_per_day,started_on,stopped_on,response
a,sertraline,100,2024-01-01,2024-04-01,none
a,venlafaxine,150,2024-04-02,2024-08-01,none
b,fluoxetine,20,2024-01,2024-06,response
c,Zoloft,50,,,
"""


def template(folder, treatments=TREATMENTS):
    """CSV tables as the template command writes them."""
    folder.mkdir()
    (folder / "treatments.csv").write_text(treatments)
    (folder / "scores.csv").write_text("person_id,scale,on,total\na,PHQ-9,2024-01-01,20\n")
    return folder


def test_csv_tables_of_several_persons_are_a_population(tmp_path):
    """In blocks as at once."""
    source = open_source(template(tmp_path / "in"), tmp_path / "work")
    plan = source.plan(2)
    assert (source.kind, plan.persons, len(plan.extents)) == ("csv", 3, 2)
    blocks = [source.read(extent) for extent in plan.extents]
    uses = pl.concat([block.uses for block in blocks])
    assert sorted(uses["drug"]) == ["fluoxetine", "sertraline", "sertraline", "venlafaxine"]
    assert sum(block.scores.height for block in blocks) == 1


def test_a_bad_cell_of_a_population_is_named_and_nothing_is_written(tmp_path):
    """File, row and column; as for one person."""
    spoiled = TREATMENTS.replace("2024-01-01,2024-04-01", "soon,2024-04-01")
    with pytest.raises(ReadError, match=r"treatments\.csv, row 2, column 'started_on'"):
        run_cohort(template(tmp_path / "in", spoiled), tmp_path / "out", SETTINGS)
    assert not list((tmp_path / "out").glob("**/*.parquet"))
