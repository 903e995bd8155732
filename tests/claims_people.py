"""The invented persons that pin definitions for records without scores, as history tables."""

from datetime import date

from fairtrial.facts import load
from fairtrial.facts.claims import claims_definitions
from fairtrial.findings import examine
from fairtrial.population.claims import claims_resistance
from fairtrial.records.days import day_interval
from fairtrial.records.topics import topics_of_code
from fairtrial.tables import HISTORY_TABLES, History, frame

FACTS = load()
AS_OF = date(2024, 6, 30)
DEFINITIONS = claims_definitions(FACTS)
WORDS = {True: "yes", False: "no", None: "unknown"}
ENOUGH = {
    "sertraline": 100.0, "venlafaxine": 150.0, "mirtazapine": 30.0, "bupropion": 300.0, "aripiprazole": 5.0,
    "quetiapine": 150.0, "lithium": 900.0, "esketamine": 56.0,
}  # fmt: skip


def history(case):
    """The person of a case."""
    uses = [_use(drug, day, case) for drug, days in case["issues"].items() for day in days]
    conditions = [
        {"person_id": "p", "topic": topic, "system": "icd10cm", "code": code, "certainty": certainty,
         "status": "active", "record": f"{code}-{day}", "started_on_least": day_interval(str(day))[0],
         "started_on_most": day_interval(str(day))[1]}
        for name, certainty in (("diagnoses", "confirmed"), ("possible", "possible"))
        for code, days in case.get(name, {}).items()
        for day in days
        for topic in topics_of_code("icd10cm", code, FACTS)
    ]  # fmt: skip
    return History(
        uses=frame(uses, HISTORY_TABLES["uses"]), conditions=frame(conditions, HISTORY_TABLES["conditions"])
    )


def _use(drug, day, case):
    least, most = day_interval(str(day))
    supply, dose = case.get("supply", 30), case.get("dose", ENOUGH[drug])
    dose = None if dose == "none" else float(dose)
    return {"person_id": "p", "drug": drug, "kind": "dispensed", "status": "ended",
            "started_on_least": least, "started_on_most": most,
            "days_supply": None if supply == "none" else float(supply),
            "dose_mg_per_day_least": dose, "dose_mg_per_day_most": dose,
            "record": f"{drug}-{day}"}  # fmt: skip


def judged(definition, case, records_conditions=None):
    """The row of one definition for the person of a case."""
    whole = history(case)
    trials = examine(whole, AS_OF, FACTS, definitions=[]).trials
    recorded = case.get("records_conditions", True) if records_conditions is None else records_conditions
    table = claims_resistance(
        whole, trials, [DEFINITIONS[definition]], AS_OF, FACTS, "usual-minimum", records_conditions=recorded
    )
    return {
        column.split("|")[1]: value for column, value in table.drop("person_id").row(0, named=True).items()
    }
