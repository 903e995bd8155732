"""Reasons: the table of many people is that of each, sentences are kind, records are real, silence is not
absence."""

import json
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import people
from agreement.invented import AS_OF, history, person
from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.outlook.reasons import reasons_of, reasons_table
from fairtrial.report.content.reasons import genes, pathway_grid, reasons
from fairtrial.rules import RULES
from fairtrial.rules.reasons import REASONS, TABLE
from fairtrial.tables import HISTORY_TABLES, History

FACTS = load()
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORBIDDEN = re.compile(
    r"\b(?:will not|won't|causes?|caused|failed|failure|non-compliant|last resort|refractory)\b", re.I
)


def found_of(**given_rows):
    return examine(people.history(**given_rows), people.AS_OF, FACTS)


def finding(told, rule, topic):
    return next(f for t in told if t.reason.reason == rule for f in t.findings if f.topic == topic)


@pytest.mark.parametrize("rule", REASONS)
def test_a_rule_and_its_evidence_say_the_same_sentence(rule):
    assert RULES[rule].sentence == FACTS.reasons[rule].sentence


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), person(), min_size=1))
@FEW
def test_many_people_get_what_each_of_them_gets(everybody):
    together = reasons_table(examine(history(everybody), AS_OF, FACTS), FACTS)
    alone = [
        reasons_table(examine(history({who: rows}), AS_OF, FACTS), FACTS) for who, rows in everybody.items()
    ]
    assert together.schema == TABLE
    assert together.equals(pl.concat(alone).sort(list(TABLE), nulls_last=True))


@given(st.dictionaries(st.sampled_from(["a", "b"]), person(), min_size=1))
@FEW
def test_without_silence_only_what_no_record_speaks_of_is_left_out(everybody):
    """Every other row stays, and none is new."""
    found = examine(history(everybody), AS_OF, FACTS)
    whole, told = reasons_table(found, FACTS), reasons_table(found, FACTS, silence=False)
    silent = (
        pl.col("rule").is_in(["FT405", "FT406", "FT407"])
        & (pl.col("strength") == "cannot_tell")
        & pl.all_horizontal(pl.col("trial", "by", "record").is_null())
    )
    assert told.equals(whole.filter(~silent))


def test_each_person_is_judged_by_their_own_genes():
    """Two share their calls, one has others, one has none: each gets what they get alone."""
    use = {"drug": "citalopram", "started_on": "2022-01-01", "stopped_on": "2022-04-01", "dose": 20}
    poor = {"gene": "CYP2C19", "diplotype": "*2/*2"}
    persons = {"a": [poor], "b": [poor], "c": [{"gene": "CYP2C19", "diplotype": "*1/*1"}], "d": []}
    parts = [
        people.history(uses=[use | {"person_id": who}], genotypes=[g | {"person_id": who} for g in genes])
        for who, genes in persons.items()
    ]
    whole = History(**{t: pl.concat([getattr(part, t) for part in parts]) for t in HISTORY_TABLES})
    table = reasons_table(examine(whole, AS_OF, FACTS), FACTS).filter(pl.col("rule") == "FT404")
    assert dict(table.select("person_id", "strength").iter_rows()) == {
        "a": "recorded", "b": "recorded", "d": "cannot_tell",
    }  # fmt: skip


@given(person())
@FEW
def test_whoever_the_person_is_every_sentence_is_kind_and_every_record_is_real(rows):
    told = history({"a": rows})
    found = examine(told, AS_OF, FACTS)
    said = reasons(found, FACTS)
    records = {
        row["record"] for table in ("uses", "scores", "conditions") for row in getattr(told, table).to_dicts()
    }
    sentences = [f["sentence"] for reason in said for f in reason["findings"]]
    assert not [s for s in sentences if FORBIDDEN.search(s)]
    assert {r for reason in said for f in reason["findings"] for r in f["records"]} <= records
    assert not [s for s in sentences if "{" in s or "None" in s]
    json.dumps([said, pathway_grid(found, FACTS), genes(found, FACTS)])


@given(person())
@FEW
def test_forgetting_every_condition_rules_nothing_out(rows):
    silent = examine(history({"a": rows | {"conditions": []}}), AS_OF, FACTS)
    table = reasons_table(silent, FACTS).filter(pl.col("rule") == "FT406")
    assert "ruled_out" not in table["strength"].to_list()
    if table.height:
        asked = table.filter(pl.col("strength") == "cannot_tell")["topic"].to_list()
        assert set(asked) | {"anxiety"} == set(FACTS.alongside) | {"anxiety"}


def test_somebody_without_an_antidepressant_gets_no_reasons():
    assert reasons_of(found_of(conditions=[{"topic": "major_depression"}]), FACTS) == []


def test_a_short_trial_is_told_with_its_weeks_and_hope():
    told = reasons_of(
        found_of(
            uses=[{"drug": "sertraline", "started_on": "2024-03-01", "stopped_on": "2024-03-22", "dose": 100}]
        ),
        FACTS,
    )
    short = finding(told, "FT401", "too_short")
    assert short.sentence == "Not enough time to know whether it would have helped: T1 sertraline (3 weeks)."
    assert (short.trials, short.records) == ((1,), ("p-uses-0",))
    early = finding(told, "FT402", "stopped_early")
    assert any("about 56 in 100 by week 2" in cited.sentence for cited in early.evidence)


def test_a_score_of_week_two_is_told_as_a_band_about_groups():
    scores = [
        {"scale": "PHQ-9", "on": "2024-03-01", "total": 20},
        {"scale": "PHQ-9", "on": "2024-03-15", "total": 19},
    ]
    use = {"drug": "sertraline", "started_on": "2024-03-01", "stopped_on": "2024-03-22", "dose": 100}
    band = finding(reasons_of(found_of(uses=[use], scores=scores), FACTS), "FT402", "early_improvement")
    assert "5 % better" in band.sentence
    assert band.records == ("p-scores-1",)
    assert "Of people less than 20 % better at week 2, about 36 to 45 in 100 responded by week 8." in [
        c.sentence for c in band.evidence
    ]


@pytest.mark.parametrize(
    ("at_week_2", "dose"),
    [(9, 100), (19, 25)],
    ids=[
        "much was gained early",
        "a dose below the minimum: the people of the studies took a sufficient one",
    ],
)
def test_no_band_is_told(at_week_2, dose):
    scores = [
        {"scale": "PHQ-9", "on": "2024-03-01", "total": 20},
        {"scale": "PHQ-9", "on": "2024-03-15", "total": at_week_2},
    ]
    use = {"drug": "sertraline", "started_on": "2024-03-01", "stopped_on": "2024-03-22", "dose": dose}
    told = reasons_of(found_of(uses=[use], scores=scores), FACTS)
    assert not [f for t in told for f in t.findings if f.topic == "early_improvement"]


def test_weeks_that_nobody_tells_are_not_told_as_a_number():
    told = reasons_of(found_of(uses=[{"drug": "sertraline", "status": "ended"}]), FACTS)
    short = finding(told, "FT401", "too_short")
    assert "weeks not recorded" in short.sentence
    assert "at least 0" not in " ".join(f.sentence for t in told for f in t.findings)


def test_mania_that_began_during_a_trial_names_the_trial():
    use = {"drug": "venlafaxine", "started_on": "2024-01-01", "stopped_on": "2024-06-01", "dose": 150}
    mania = {"topic": "mania", "status": "active", "started_on": "2024-03-05"}
    told = finding(reasons_of(found_of(uses=[use], conditions=[mania]), FACTS), "FT406", "bipolarity")
    assert told.trials == (1,)
    assert told.sentence.endswith("Recorded while taken: T1 venlafaxine.")
    before = finding(
        reasons_of(found_of(uses=[use], conditions=[mania | {"started_on": "2023-03-05"}]), FACTS),
        "FT406",
        "bipolarity",
    )
    assert before.trials == ()


def test_what_may_go_along_with_it_keeps_its_records_and_its_evidence():
    use = {"drug": "sertraline", "started_on": "2024-03-01", "stopped_on": "2024-06-22", "dose": 100}
    told = reasons_of(
        found_of(uses=[use], measurements=[{"measure": "crp", "value": 6, "unit": "mg/L"}]), FACTS
    )
    crp = finding(told, "FT406", "inflammation")
    assert (crp.strength, crp.records) == ("suggested", ("p-measurements-0",))
    assert "not a test that chooses treatment" in crp.evidence[0].sentence
    asked = finding(told, "FT406", "bipolarity")
    assert asked.sentence.startswith("Not found in the records. Ask: ")


@pytest.mark.parametrize(
    "folder", sorted(p.name for p in (Path(__file__).parents[3] / "examples").iterdir() if p.is_dir())
)
def test_every_topic_of_an_example_has_its_words(folder):
    from fairtrial.records import read

    found = examine(read(Path(__file__).parents[3] / "examples" / folder), people.AS_OF, FACTS)
    told = reasons_of(found, FACTS)
    assert all(f.sentence and f.name for t in told for f in t.findings)
    assert [t.reason.reason for t in told] in ([], list(REASONS))
