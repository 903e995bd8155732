"""Each definition for data without scores is pinned by a few invented persons."""

import polars as pl
import pytest

from claims_people import AS_OF, DEFINITIONS, FACTS, WORDS, history, judged
from fairtrial.findings import examine
from fairtrial.population.claims import claims_resistance
from fairtrial.population.claims.diagnoses import diagnoses
from fairtrial.rules import definition_cases
from fairtrial.tables import History

CASES = [
    pytest.param(definition, case, id=f"{definition}: {case['name']}")
    for definition in DEFINITIONS
    for case in definition_cases(definition)
]


@pytest.mark.parametrize(("definition", "case"), CASES)
def test_person_is_judged_as_written(definition, case):
    row = judged(definition, case)
    assert WORDS[row["verdict"]] == case["verdict"]
    for given, amount in (("least", "least"), ("most", "most"), ("met_on", "on")):
        if given in case:
            assert row[amount] == case[given]


def test_the_persons_say_only_what_the_test_reads():
    """A misspelt key (YAML reads `on` as true) would check nothing."""
    known = {"name", "verdict", "issues", "diagnoses", "possible", "supply", "dose", "least", "most", "met_on",
             "records_conditions"}  # fmt: skip
    assert {key for case in CASES for key in case.values[1]} <= known


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_every_definition_has_persons_for_each_verdict(definition):
    verdicts = {case["verdict"] for case in definition_cases(definition)}
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
    assert (
        diagnoses(history(case).conditions).of_topics(["major_depression", "psychotic_depression"]).height
        == 1
    )
