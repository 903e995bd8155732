"""Each definition for data without scores is pinned by a few invented persons."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yaml

from fairtrial.facts import load
from fairtrial.facts.claims import claims_definitions
from fairtrial.findings import examine
from fairtrial.population.claims import claims_resistance
from fairtrial.population.claims.diagnoses import of_topics
from fairtrial.records.days import day_interval
from fairtrial.records.topics import topics_of_code
from fairtrial.tables import HISTORY_TABLES, History, frame

FACTS = load()
AS_OF = date(2024, 6, 30)
DEFINITIONS = claims_definitions(FACTS)
FOLDER = Path(__file__).parent / "definitions"
WORDS = {True: "yes", False: "no", None: "unknown"}
ENOUGH = {
    "sertraline": 100.0, "venlafaxine": 150.0, "mirtazapine": 30.0, "bupropion": 300.0, "aripiprazole": 5.0,
    "quetiapine": 150.0, "lithium": 900.0, "esketamine": 56.0,
}  # fmt: skip
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text())
]


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


@pytest.mark.parametrize(("definition", "case"), CASES)
def test_person_is_judged_as_written(definition, case):
    row = judged(definition, case)
    assert WORDS[row["verdict"]] == case["verdict"]
    for amount in ("least", "most", "on"):
        if amount in case:
            assert row[amount] == case[amount]


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_every_definition_has_persons_for_each_verdict(definition):
    verdicts = {case["verdict"] for case in yaml.safe_load((FOLDER / f"{definition}.yaml").read_text())}
    assert verdicts == {"yes", "no", "unknown"}


@pytest.mark.parametrize(("definition", "case"), CASES)
def test_amounts_are_ordered_and_agree_with_the_verdict(definition, case):
    row = judged(definition, case)
    assert row["least"] <= row["most"]
    assert (row["on"] is None) or row["verdict"]


@pytest.mark.parametrize(("definition", "case"), CASES)
@pytest.mark.parametrize("field", ["days", "supply", "dose"])
def test_a_field_that_is_blanked_never_turns_an_answer_round(definition, case, field):
    """Yes may become unknown and so may no; neither becomes the other."""
    before = judged(definition, case)["verdict"]
    blanked = {
        "days": {
            **case,
            "issues": {drug: [str(day)[:4] for day in days] for drug, days in case["issues"].items()},
        },
        "supply": {**case, "supply": "none"},
        "dose": {**case, "dose": "none"},
    }[field]
    after = judged(definition, blanked)["verdict"]
    assert after is None or after == before


def test_several_persons_in_one_table_are_judged_as_each_alone():
    """No row of one person reaches into the next."""
    cases = [(name, case) for name, case in ((p.values[0], p.values[1]) for p in CASES)]
    chosen = list(DEFINITIONS.values())
    whole, expected = [], {}
    for number, (_, case) in enumerate(cases):
        who = f"p{number:03}"
        one = history(case)
        renamed = {
            name: getattr(one, name).with_columns(person_id=pl.lit(who)) for name in ("uses", "conditions")
        }
        whole.append(renamed)
        trials = examine(History(**renamed), AS_OF, FACTS, definitions=[]).trials
        expected[who] = claims_resistance(History(**renamed), trials, chosen, AS_OF, FACTS, "usual-minimum")
    together = History(**{name: pl.concat([part[name] for part in whole]) for name in ("uses", "conditions")})
    trials = examine(together, AS_OF, FACTS, definitions=[]).trials
    table = claims_resistance(together, trials, chosen, AS_OF, FACTS, "usual-minimum")
    assert table.equals(pl.concat(list(expected.values())))


def test_one_record_with_two_topics_is_one_diagnosis():
    case = {"issues": {"sertraline": ["2020-01-01"]}, "diagnoses": {"F33.3": ["2020-01-01"]}}
    assert of_topics(history(case).conditions, ["major_depression", "psychotic_depression"]).height == 1
