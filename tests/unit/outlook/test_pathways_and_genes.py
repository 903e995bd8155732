"""Pathways and genes of one person: what overlaps, what had a fair trial, what genes say and what they do
not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import people
from fairtrial.facts import load
from fairtrial.facts.pathways import antidepressant_pathways
from fairtrial.findings import examine
from fairtrial.outlook.genotype import genotype
from fairtrial.outlook.pathways import grid, overlap

FACTS = load()
DRUGS = st.sampled_from(sorted(FACTS.drugs))
FAIR = {"started_on": "2023-01-01", "stopped_on": "2023-06-01", "improvement": 0}


def found_of(**rows):
    return examine(people.history(**rows), people.AS_OF, FACTS)


@given(DRUGS, DRUGS)
def test_shared_and_new_make_up_the_second_drug(first, second):
    both = overlap(FACTS.drugs[first], FACTS.drugs[second], FACTS)
    assert {*both.shared, *both.new} == set(antidepressant_pathways(second, FACTS))
    assert {*both.shared, *both.only_first} == set(antidepressant_pathways(first, FACTS))
    assert both.share is None or 0 <= both.share <= 1
    back = overlap(FACTS.drugs[second], FACTS.drugs[first], FACTS)
    assert (back.shared, back.new) == (both.shared, both.only_first)


@given(DRUGS)
def test_a_drug_overlaps_itself_in_full(drug):
    assert overlap(FACTS.drugs[drug], FACTS.drugs[drug], FACTS).share in (1.0, None)


def test_what_does_not_treat_depression_is_no_pathway():
    assert "histamine H1" not in antidepressant_pathways("mirtazapine", FACTS)


def test_the_best_trial_of_a_pathway_counts():
    uses = [
        {"drug": "citalopram", "dose": 40} | FAIR,
        {"drug": "venlafaxine", "dose": 37.5, "started_on": "2023-07-01", "stopped_on": "2023-12-01"},
        {"drug": "bupropion", "status": "ended"},
    ]
    told = grid(found_of(uses=uses), FACTS)
    assert told.pathways["serotonin reuptake"] == "fair"
    assert told.pathways["dopamine reuptake"] == "possibly"
    assert told.pathways["norepinephrine reuptake"] == "possibly"
    assert told.pathways["NMDA"] == "not_yet"
    assert [column.drug for column in told.drugs] == ["citalopram", "venlafaxine", "bupropion"]
    assert told.overlaps[0].shared == ("serotonin reuptake",)


def test_a_drug_without_any_date_has_no_place_in_the_order():
    uses = [{"drug": "venlafaxine", "dose": 150} | FAIR, {"drug": "bupropion", "status": "ended"}]
    told = grid(found_of(uses=uses), FACTS)
    assert [column.drug for column in told.drugs] == ["venlafaxine", "bupropion"]
    assert told.overlaps == ()


CITALOPRAM = {"drug": "citalopram", "dose": 40} | FAIR


@pytest.mark.parametrize(
    ("calls", "conflict", "action"),
    [
        ([{"gene": "CYP2C19", "diplotype": "*17/*17"}], False, "other_or_higher"),
        (
            [{"gene": "CYP2C19", "diplotype": "*17/*17"}, {"gene": "CYP2C19", "diplotype": "*2/*2"}],
            True,
            None,
        ),
        ([{"gene": "CYP2C19", "diplotype": "*1/*2", "phenotype": "Poor metabolizer"}], True, None),
    ],
)
def test_calls_that_conflict_are_both_shown_and_give_no_recommendation(calls, conflict, action):
    told = genotype(found_of(uses=[CITALOPRAM], genotypes=calls), FACTS)
    (gene,) = told.genes
    (advice,) = told.tried
    assert len(gene.calls) == len(calls)
    assert gene.verdict.conflict is conflict
    assert (advice.row.action if advice.row else None) == action
    assert (advice.why or "").endswith("conflict") is conflict


def test_an_inhibitor_is_shown_and_changes_no_recommendation():
    venlafaxine = {"drug": "venlafaxine", "dose": 150} | FAIR
    gene = [{"gene": "CYP2D6", "diplotype": "*1/*1"}]
    plain = genotype(found_of(uses=[venlafaxine], genotypes=gene), FACTS)
    quinidine = [{"kind": "MedicationStatement", "words": "Quinidine 200 mg"}]
    beside = genotype(found_of(uses=[venlafaxine], genotypes=gene, records=quinidine), FACTS)
    assert [(i.by, i.record) for i in beside.inhibitors] == [("quinidine", "p-records-0")]
    assert plain.inhibitors == ()
    assert plain.tried == beside.tried
    assert plain.others == beside.others


def test_other_drugs_are_listed_only_when_a_gene_for_dosing_is_recorded():
    assert genotype(found_of(uses=[CITALOPRAM]), FACTS).others == ()
    panel = genotype(found_of(uses=[CITALOPRAM], genotypes=[{"gene": "HTR2A", "diplotype": "A/G"}]), FACTS)
    assert panel.others == ()
    assert panel.genes[0].verdict.phenotype is None
    known = genotype(found_of(uses=[CITALOPRAM], genotypes=[{"gene": "CYP2D6", "diplotype": "*4/*4"}]), FACTS)
    assert {"paroxetine", "nortriptyline"} <= {advice.drug for advice in known.others}
