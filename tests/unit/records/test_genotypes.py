"""Genes from FHIR observations, PharmCAT reports and genotypes.csv: one table of calls, nothing dropped
silently."""

import json

import pytest

from fairtrial.facts import load
from fairtrial.records import read
from fairtrial.records.csv import CsvFile, read_csv_tables
from fairtrial.records.errors import ReadError
from fairtrial.records.fhir import read_fhir
from fairtrial.records.pharmcat import read_pharmcat

FACTS = load()
CALL = ("gene", "diplotype", "phenotype", "activity_score_least", "activity_score_most")


def calls(history):
    return history.genotypes.select(CALL).rows()


def loinc(code):
    return {"coding": [{"system": "http://loinc.org", "code": code}]}


def observation(name, code, **fields):
    about = loinc(code) if code[:1].isdigit() else {"text": code}
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "subject": {"reference": "Patient/p"},
        "code": about,
        **fields,
    }


def fhir(*resources):
    return read_fhir(list(resources), "f.json", FACTS)


STUDIED = {
    "code": loinc("48018-6"),
    "valueCodeableConcept": {"coding": [{"code": "HGNC:2621", "display": "CYP2C19"}]},
}
GENOTYPE = observation(
    "g", "84413-4", valueCodeableConcept={"coding": [{"display": "CYP2C19 *2/*17"}]}, component=[STUDIED]
)


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (GENOTYPE, ("CYP2C19", "*2/*17", None, None, None)),
        (observation("a", "CYP2D6 genotype", valueString="*1/*4x2"), ("CYP2D6", "*1/*4x2", None, None, None)),
        (
            observation("a", "CYP2D6", valueCodeableConcept={"text": "CYP2D6 Poor metabolizer"}),
            ("CYP2D6", None, "Poor metabolizer", None, None),
        ),
        (
            observation("a", "CYP2D6 activity score", valueQuantity={"value": 1.25}),
            ("CYP2D6", None, None, 1.25, 1.25),
        ),
        (observation("a", "SLC6A4 promoter", valueString="L/S"), ("SLC6A4", "L/S", None, None, None)),
    ],
)
def test_an_observation_of_a_gene_becomes_a_call(resource, expected):
    history = fhir(resource)
    assert calls(history) == [expected]
    assert history.records["became"].to_list() == ["genotype"]


def test_an_implication_is_of_the_gene_of_its_genotype():
    metabolism = {
        "code": loinc("53040-2"),
        "valueCodeableConcept": {"coding": [{"display": "Intermediate metabolizer"}]},
    }
    implied = observation(
        "m", "therapeutic implication", derivedFrom=[{"reference": "Observation/g"}], component=[metabolism]
    )
    assert calls(fhir(GENOTYPE, implied))[1] == ("CYP2C19", None, "Intermediate metabolizer", None, None)


def test_a_result_that_cannot_be_read_is_named():
    history = fhir(observation("a", "CYP2D6 genotype", valueString="see the scan"))
    assert calls(history) == []
    assert history.records["became"].to_list() == ["not understood"]
    assert "see the scan" not in " ".join(history.problems["problem"])


def test_a_result_of_several_genes_in_one_is_not_guessed():
    both = observation("a", "CYP2D6 and CYP2C19 panel", valueString="*1/*2")
    assert calls(fhir(both)) == []


def test_another_observation_stays_what_it_was():
    weight = observation("a", "29463-7", valueQuantity={"value": 70, "unit": "kg"})
    history = fhir(weight)
    assert history.measurements["measure"].to_list() == ["weight"]
    assert history.genotypes.is_empty()


def diplotype(label, phenotype, score=None):
    return {"label": label, "phenotypes": [phenotype], "activityScore": score}


CYP2D6 = {
    "geneSymbol": "CYP2D6",
    "sourceDiplotypes": [diplotype("*4/*10", "Intermediate Metabolizer", "0.25")],
}
CYP2C19 = {"geneSymbol": "CYP2C19", "sourceDiplotypes": [diplotype("*1/*17", "Rapid Metabolizer", "n/a")]}
OTHER = {"geneSymbol": "ABCG2", "sourceDiplotypes": [diplotype("a/a", "Normal Function")]}
EXPECTED = [
    ("CYP2C19", "*1/*17", "Rapid Metabolizer", None, None),
    ("CYP2D6", "*4/*10", "Intermediate Metabolizer", 0.25, 0.25),
]


@pytest.mark.parametrize(
    "genes",
    [
        {
            "CPIC": {"CYP2D6": CYP2D6, "ABCG2": OTHER},
            "DPWG": {"CYP2C19": CYP2C19, "CYP2D6": {"sourceDiplotypes": []}},
        },
        {"CYP2D6": CYP2D6, "CYP2C19": CYP2C19, "ABCG2": OTHER},
        [CYP2D6, CYP2C19, OTHER],
    ],
    ids=["version 2", "version 3", "a list"],
)
def test_a_pharmcat_report_is_read_in_every_shape(genes):
    history = read_pharmcat(
        "report.json", json.dumps({"pharmcatVersion": "v", "genes": genes}).encode(), FACTS
    )
    assert calls(history) == EXPECTED
    assert "1 genes that no rule here reads" in history.records["words"].to_list()


def test_a_phenotype_file_of_pharmcat_is_read_too():
    data = json.dumps({"geneReports": {"CPIC": {"CYP2D6": CYP2D6}}}).encode()
    assert calls(read_pharmcat("phenotype.json", data, FACTS)) == EXPECTED[1:]


def test_several_calls_of_one_gene_are_all_kept():
    two = {
        "sourceDiplotypes": [
            diplotype("*1/*2", "Normal Metabolizer"),
            diplotype("*1/*4", "Intermediate Metabolizer"),
        ]
    }
    history = read_pharmcat(
        "r.json", json.dumps({"pharmcatVersion": "v", "genes": {"CYP2D6": two}}).encode(), FACTS
    )
    assert [call[1] for call in calls(history)] == ["*1/*2", "*1/*4"]


def test_a_gene_that_was_not_called_is_listed():
    none = {"sourceDiplotypes": [diplotype("Unknown/Unknown", "No Result")]}
    history = read_pharmcat(
        "r.json", json.dumps({"pharmcatVersion": "v", "genes": {"CYP2D6": none}}).encode(), FACTS
    )
    assert calls(history) == []
    assert history.records["became"].to_list() == ["left out: no call"]


@pytest.mark.parametrize(
    "data", [b'{"pharmcatVersion": "v", "genes": {', b'{"pharmcatVersion": "v", "genes": {}}']
)
def test_a_report_without_genes_is_refused(data):
    with pytest.raises(ReadError, match=r"r\.json"):
        read_pharmcat("r.json", data, FACTS)


def test_a_report_comes_through_the_one_door_beside_a_table(tmp_path):
    (tmp_path / "report.json").write_text(
        json.dumps({"title": "t", "pharmcatVersion": "v", "genes": {"CYP2D6": CYP2D6}})
    )
    (tmp_path / "treatments.csv").write_text("person_id,drug\np1,sertraline\n")
    history = read(tmp_path)
    assert calls(history) == EXPECTED[1:]
    assert history.genotypes["person_id"].to_list() == ["p1"]


def table(text):
    return read_csv_tables([CsvFile("genotypes.csv", "genotypes", text.encode())], FACTS)


def test_a_row_of_genotypes_csv_becomes_a_call():
    history = table(
        "person_id,gene,diplotype,phenotype,activity_score\n"
        "p,cyp2d6,*1/*4,,1.0\np,CYP2C19,,rapid metabolizer,\n"
    )
    assert calls(history) == [
        ("CYP2D6", "*1/*4", None, 1.0, 1.0),
        ("CYP2C19", None, "rapid metabolizer", None, None),
    ]


def test_a_row_that_says_nothing_of_its_gene_is_kept_as_context():
    history = table("gene,diplotype\nCYP2D6,\n")
    assert history.genotypes.is_empty()
    assert history.records["became"].to_list() == ["context only"]
    assert history.problems.height == 1


def test_a_score_that_is_no_number_is_refused_without_its_value():
    with pytest.raises(ReadError, match="activity_score") as refused:
        table("gene,activity_score\nCYP2D6,plenty\n")
    assert "plenty" not in str(refused.value)
