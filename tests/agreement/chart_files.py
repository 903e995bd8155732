"""An invented chart as a folder of files."""

import base64
import json

README = "An invented person for fairtrial. Nobody of this name or history exists.\nsynthetic: yes\n"
RXNORM, LOINC = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://loinc.org"


def written(chart, folder):
    """The folder, with the files of the chart in it."""
    (folder / "README.txt").write_text(README, "utf-8")
    for name, text in chart.get("notes", {}).items():
        (folder / name).write_text(text, "utf-8")
    if "fills" in chart:
        (folder / "fills.csv").write_text(chart["fills"], "utf-8")
    if "fhir" in chart:
        (folder / "bundle.json").write_text(json.dumps(_bundle(chart["fhir"])), "utf-8")
    return folder


def _bundle(fhir):
    person = {"resourceType": "Patient", **{name: str(value) for name, value in fhir["patient"].items()}}
    resources = [
        person,
        *(_order(n, row) for n, row in enumerate(fhir["orders"])),
        *(_phq9(n, row) for n, row in enumerate(fhir["phq9"])),
        *(_document(n, row) for n, row in enumerate(fhir["notes"])),
    ]
    subject = {"reference": f"Patient/{person['id']}"}
    entries = [{"resource": r if r is person else {**r, "subject": subject}} for r in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _order(n, row):
    amount = {"value": row["dose_mg"], "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
    return {
        "resourceType": "MedicationRequest",
        "id": f"order{n}",
        "status": row["status"],
        "intent": "order",
        "medicationCodeableConcept": {
            "text": row["drug"],
            "coding": [{"system": RXNORM, "code": row["rxnorm"], "display": row["drug"]}],
        },
        "authoredOn": str(row["day"]),
        "dosageInstruction": [
            {
                "text": row["directions"],
                "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": amount}],
            }
        ],
        "dispenseRequest": {"expectedSupplyDuration": {"value": row["days"], "unit": "days", "code": "d"}},
    }


def _phq9(n, row):
    return {
        "resourceType": "Observation",
        "id": f"phq{n}",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": "44261-6", "display": "PHQ-9 total score"}]},
        "effectiveDateTime": str(row["day"]),
        "valueQuantity": {"value": row["total"]},
    }


def _document(n, row):
    data = base64.b64encode(row["text"].encode()).decode()
    return {
        "resourceType": "DocumentReference",
        "id": f"note{n}",
        "status": "current",
        "type": {"coding": [{"system": LOINC, "code": "11506-3", "display": "Progress note"}]},
        "date": f"{row['day']}T10:00:00Z",
        "content": [{"attachment": {"contentType": "text/plain", "data": data}}],
    }
