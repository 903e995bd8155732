"""The from-to table of antidepressants holds what labels say."""

from __future__ import annotations

import pytest

from fairtrial.facts import load
from fairtrial.facts.interactions import switch_days, switch_rule

FACTS = load()


@pytest.mark.parametrize(
    ("stopped", "started", "days"),
    [
        ("fluoxetine", "phenelzine", 35),
        ("olanzapine-fluoxetine", "tranylcypromine", 35),
        ("vortioxetine", "selegiline", 21),
        ("venlafaxine", "phenelzine", 7),
        ("duloxetine", "isocarboxazid", 5),
        ("sertraline", "phenelzine", 14),
        ("phenelzine", "sertraline", 14),
        ("phenelzine", "fluoxetine", 14),
        ("tranylcypromine", "phenelzine", 14),
        ("fluoxetine", "clomipramine", 14),
        ("sertraline", "escitalopram", None),
        ("phenelzine", "lithium", None),
    ],
)
def test_days_without_either_drug(stopped: str, started: str, days: float | None):
    """Null means that no source states days, never that none are needed."""
    rule = switch_rule(FACTS.switches, FACTS.drugs[stopped], FACTS.drugs[started])[1]
    found = switch_days(rule, FACTS.drugs[stopped], FACTS.drugs[started])
    assert (found and found.value) == days


def test_every_antidepressant_has_days_to_and_from_an_maoi_or_says_that_none_were_found():
    """No gap in the table that a reader could take for 'no wait needed'."""
    maoi = FACTS.drugs["phenelzine"]
    for drug in FACTS.drugs.values():
        if drug.role == "antidepressant" and drug.drug_class != "MAOI":
            for pair in ((drug, maoi), (maoi, drug)):
                rule = switch_rule(FACTS.switches, *pair)[1]
                assert switch_days(rule, *pair) is not None or "No number of days" in rule.how, pair


def test_the_days_are_stated_once():
    """What stands in a drug file is not typed again in the switch rules, but where no MAOI rule reads it."""
    assert all(rule.days is None or rule.days_in is None for rule in FACTS.switches.values())


def test_inhibitors_by_group_and_by_flag_agree():
    """A drug in a group of CYP2D6 inhibitors carries the flag in its own file."""
    flagged = {d.drug for d in FACTS.drugs.values() if any(f.flag == "cyp2d6_inhibitor" for f in d.flags)}
    grouped = {d for g in FACTS.medicines.values() if "CYP2D6" in g.inhibits for d in g.drugs}
    assert grouped <= flagged
    assert flagged - grouped == {"sertraline"}, "weak from 150 mg a day: shown by its flag only"
