"""Small invented documents in every format that is read; what a fuzzer starts from.

Everything that stands for a patient's own data is one of ``SECRETS``: none may appear in a message.
"""

import base64
import io
import json
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "unit" / "records"))

import polars as pl  # noqa: E402
import yaml  # noqa: E402
from pharmacy_files import ROWS, delimited, sheet, workbook, zipped  # noqa: E402
from test_pdf import document as pdf  # noqa: E402

SECRETS = ("quoxley", "zorbina", "vexmarrow", "1987-03-29", "19870329", "81734")
"""Name, free text, birth day and number of the invented person, in small letters."""

WHO = "Quoxley-81734"
NOTE = (
    "Progress note, 2024-05-03. Zorbina Quoxley (born 1987-03-29) seen today, vexmarrow.\n"
    "Tried Zoloft 100 mg for 3 months in 2019, no benefit. Started bupropion XL 150 mg in March 2023, "
    "stopped in May due to insomnia. PHQ-9: 18. Denies suicidal ideation.\nMother did well on Prozac.\n"
)
_CSV = {
    "treatments.csv": "person_id,drug,dose_mg_per_day,started_on,stopped_on,weeks,response,stop_reason\n"
    f"{WHO},Zoloft,50-100,2019-01,2019-06-30,,none,no_benefit\n{WHO},vexmarrow,,,,6,,\n"
    f"{WHO},Prozac,20,2018,,8,partial,side_effect\n",
    "scores.csv": f"person_id,scale,total,on\n{WHO},PHQ-9,18,2024-05-03\n{WHO},GAD-7,9,2024\n",
    "people.csv": f"person_id,birth_date,sex\n{WHO},1987-03-29,female\n",
    "conditions.csv": f"person_id,condition,code,status,started_on\n{WHO},depression,F33.2,active,2015\n"
    f'{WHO},,"vexmarrow, and more",,\n',
    "context.csv": f"person_id,topic,value,on\n{WHO},trauma,vexmarrow,2026-01-12\n",
    "genotypes.csv": f"person_id,gene,diplotype,phenotype\n{WHO},CYP2C19,*1/*17,Rapid Metabolizer\n",
}
_ENTRIES = ROOT / "tests" / "unit" / "records" / "ccda"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sdtc="urn:hl7-org:sdtc">'
    '<effectiveTime value="20240503"/><recordTarget><patientRole><id root="1.2.3" extension="Quoxley-81734"/>'
    "<patient><name><given>Zorbina</given><family>Quoxley</family></name>"
    '<administrativeGenderCode code="F"/><birthTime value="19870329"/></patient></patientRole></recordTarget>'
)


def _ccda(name, code):
    cases = list(yaml.safe_load((_ENTRIES / f"{name}.yaml").read_text("utf-8")).values())[:8]
    sections = (
        f'<component><section><code code="{case.get("section", code)}" codeSystem="2.16.840.1.113883.6.1"/>'
        f"<text>vexmarrow {case.get('text', '')}</text><entry>{case.get('entry', '')}</entry></section></component>"
        for case in cases
    )
    return f"{_HEAD}<component><structuredBody>{''.join(sections)}</structuredBody></component></ClinicalDocument>"


def _fhir():
    """The shipped example bundle, about the invented person of this file."""
    text = (ROOT / "examples" / "demo" / "records.json").read_text("utf-8")
    bundle = json.loads(text.replace("demo-person", WHO).replace("Invented Person", "Zorbina Quoxley"))
    patient, *others = bundle["entry"]
    patient["resource"] |= {"birthDate": "1987-03-29", "name": [{"family": "Quoxley", "given": ["Zorbina"]}]}
    kinds = {entry["resource"]["resourceType"]: entry for entry in others}
    first = [entry for n, entry in enumerate(others) if n % 4 == 0][:8]
    extra = [
        {"resource": {
            "resourceType": "MedicationStatement", "id": "s1", "status": "completed", "subject": patient["fullUrl"],
            "medicationCodeableConcept": {"text": "Zoloft 50 mg tabs"}, "note": [{"text": "vexmarrow, no benefit"}],
            "effectivePeriod": {"start": "2024-05", "end": "2024-08"}, "dosage": [{"text": "1 tab daily"}]}},
        {"resource": {
            "resourceType": "AllergyIntolerance", "id": "a1", "patient": {"reference": f"Patient/{WHO}"},
            "code": {"text": "fluoxetine"}, "reaction": [{"manifestation": [{"text": "vexmarrow"}]}]}},
        {"resource": {
            "resourceType": "QuestionnaireResponse", "id": "q1", "status": "completed", "authored": "2024-05-03",
            "subject": {"reference": f"Patient/{WHO}"}, "item": [
                {"linkId": f"/44250-9/{n}", "text": "Feeling tired", "answer": [{"valueInteger": n % 4}]}
                for n in range(9)]}},
        *_documents(),
    ]  # fmt: skip
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [patient, *kinds.values(), *first, *extra],
    }


def _documents():
    """Two notes inside documents, plain and as HTML."""
    note = "Zorbina Quoxley, 2024-05-02. Tried Zoloft 100 mg for 8 weeks, vexmarrow, no benefit. Denies SI."
    for number, (kind, text) in enumerate({"text/plain": note, "text/html": f"<p>{note}</p>"}.items()):
        attachment = {"contentType": kind, "data": base64.b64encode(text.encode()).decode()}
        yield {"resource": {
            "resourceType": "DocumentReference", "id": f"d{number}", "status": "current", "date": "2024-05-02",
            "subject": {"reference": f"Patient/{WHO}"}, "content": [{"attachment": attachment}]}}  # fmt: skip


def _pharmcat():
    calls = [{"label": "*1/*17", "phenotypes": ["Rapid Metabolizer"], "activityScore": "n/a"}]
    genes = {
        "CYP2C19": {"geneSymbol": "CYP2C19", "sourceDiplotypes": calls},
        "ABCG2": {"sourceDiplotypes": []},
    }
    return json.dumps({"title": "Zorbina Quoxley", "pharmcatVersion": "3", "genes": genes}).encode()


def _answers():
    entry = {"field": "weeks", "about": None, "records": ["81734"], "question": "How long vexmarrow?",
             "answer": "6-8", "told_by": "person", "told_on": "2026-01-02"}  # fmt: skip
    about = {**entry, "field": "score", "about": "PHQ-9", "answer": "18", "records": []}
    return json.dumps({"schema": "fairtrial.answers/1", "answers": [entry, about]}).encode()


def _parquet():
    head, *rows = ROWS
    frame = pl.DataFrame([(*row, WHO) for row in rows], schema=[*head, "Patient ID"], orient="row")
    output = io.BytesIO()
    frame.write_parquet(output)
    return output.getvalue()


def _ndjson(bundle):
    return b"\n".join(json.dumps(entry["resource"]).encode() for entry in bundle["entry"])


def _fills(mark):
    head = mark.join([*ROWS[0], "Patient Name"])
    body = [mark.join([*map(str, row), "Quoxley Zorbina"]) for row in ROWS[1:]]
    return "\r\n".join([head, *body]).encode()


@cache
def seeds():
    """Name -> bytes of every document a fuzzer starts from."""
    bundle = _fhir()
    whole = json.dumps(bundle).encode()
    tables = {name: text.encode() for name, text in _CSV.items()}
    return {
        "bundle.json": whole,
        "resources.ndjson": _ndjson(bundle),
        "document.xml": _ccda("medications", "10160-0").encode(),
        "problems.xml": _ccda("others", "11450-4").encode(),
        **tables,
        "fills.csv": _fills(","),
        "fills.tsv": _fills("\t"),
        "fills16.csv": delimited(";", "utf-16"),
        "fills.xlsx": workbook(sheet([[*ROWS[0], "Patient ID"], *([*row, WHO] for row in ROWS[1:])])),
        "fills.parquet": _parquet(),
        "report.json": _pharmcat(),
        "answers.json": _answers(),
        "2024-05-03 note.txt": NOTE.encode(),
        "letter.pdf": pdf(NOTE.splitlines(), compress=False),
        "packed.pdf": pdf(NOTE.splitlines(), compress=True),
        "export.zip": zipped(
            [("bundle.json", whole), ("notes/a.txt", NOTE), ("treatments.csv", _CSV["treatments.csv"])]
        ),
    }
