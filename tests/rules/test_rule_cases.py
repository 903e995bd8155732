"""Each rule has a table of cases a clinician can read; here every line of every table is decided."""

import polars as pl
import pytest
from policy_cases import decided_of_policies

import claims_people
from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.rules import RULES, cases
from fairtrial.rules.resistance import counts_under, verdict
from fairtrial.rules.treatments import DIAGNOSES, RULE_OF_ROUTE
from fairtrial.rules.verdicts import with_verdicts
from outlook_cases import decided_of_next_steps
from people import AS_OF, history
from reason_cases import decided_of_genes, decided_of_reasons

FACTS = load()
WORDS = {True: "yes", False: "no", None: "unknown"}
NUMBERS = (
    "dose_least", "dose_most", "minimum", "weeks_at_dose_least", "weeks_at_dose_most", "coverage_least", "coverage_most",
    "improvement_least", "improvement_most", "weeks_least", "weeks_most",
)  # fmt: skip
FLAGS = (
    "dispensed", "remission", "lost_response", "side_effect_stop", "in_current_episode", "counts_as_trial", "ongoing",
)  # fmt: skip
ALL = [pytest.param(rule, case, id=f"{rule}: {case['name']}") for rule in RULES for case in cases(rule)]


def trial(case):
    """One trial of which only what the case gives is known."""
    columns = {name: pl.Float64() for name in NUMBERS} | {name: pl.Boolean() for name in FLAGS}
    row = {name: case.get(name) for name in columns}
    return pl.DataFrame([row], schema=columns)


def decided(rule, case):
    """What the rule says in this case."""
    if RULES[rule].decides is not None:
        return WORDS[with_verdicts(trial(case).lazy(), FACTS).collect()[RULES[rule].column].item()]
    if rule.startswith("FT4"):
        return decided_of_reasons(rule, case)
    if rule.startswith(("FT5", "FT6")):
        return decided_of_next_steps(rule, case)
    if rule.startswith("FT7"):
        return decided_of_genes(rule, case)
    if rule.startswith("FT8"):
        return decided_of_policies(rule, case)
    if rule == "FT301":
        judged = with_verdicts(trial(case).lazy(), FACTS).select(
            counts_under(FACTS.definitions[case["definition"]])
        )
        return WORDS[judged.collect().item()]
    if rule == "FT302":
        d = FACTS.definitions[case["definition"]]
        row = pl.DataFrame(
            {
                f"{d.definition}|least": case["least"],
                f"{d.definition}|most": case["most"],
                "gated": case["gated"],
            }
        )
        return WORDS[row.select(verdict(d)).item()]
    if rule in (*RULE_OF_ROUTE.values(), DIAGNOSES):
        return WORDS[claims_people.judged(case["definition"], case)["verdict"]]
    return _of_person(rule, case)


def _of_person(rule, case):
    given = {k: v for k, v in case.items() if k not in ("name", "verdict")}
    found = examine(history(**given), AS_OF, FACTS)
    if rule.startswith("FT9"):
        return WORDS[rule in found.safety["rule"].to_list()]
    column = {"FT311": "msm_total", "FT312": "thase_rush", "FT313": "athf"}[rule]
    return found.staging.select(f"{column}_least", f"{column}_most").row(0)


@pytest.mark.parametrize(("rule", "case"), ALL)
def test_case_is_decided_as_written(rule, case):
    """The rule gives the verdict that the case states."""
    expected = tuple(case["verdict"]) if isinstance(case["verdict"], list) else case["verdict"]
    assert decided(rule, case) == expected


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_cases_for_each_verdict(rule):
    """Yes, no and unknown for rules over trials; at least two different answers for all others."""
    verdicts = {str(case["verdict"]) for case in cases(rule)}
    if RULES[rule].decides is not None or rule in ("FT301", "FT302"):
        assert verdicts >= {"yes", "no", "unknown"}
    else:
        assert len(verdicts) >= 2
