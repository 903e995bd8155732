"""Diplotypes become phenotypes as CPIC states, and rows of recommendations are found as CPIC stores them."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairtrial.facts import load
from fairtrial.facts.pgx import (
    INDETERMINATE,
    NO_RESULT,
    Phenotype,
    named_phenotype,
    phenotype,
    recommendation,
)

FACTS = load()
STORED = Path(__file__).parents[3].parent / "shared" / "data" / "pgx"
SCORED = FACTS.alleles["CYP2D6"]
NUMBERED = {name: row for name, row in SCORED.items() if row.score_most is not None}
absent = pytest.mark.skipif(
    not STORED.exists(), reason="the stored CPIC tables (../shared/data/pgx) are not here"
)


def band(score: float) -> str:
    """The consensus bands, written here a second time on purpose."""
    if score == 0:
        return "Poor Metabolizer"
    if score < 1.25:
        return "Intermediate Metabolizer"
    return "Normal Metabolizer" if score <= 2.25 else "Ultrarapid Metabolizer"


@absent
@pytest.mark.parametrize(("gene", "count"), [("CYP2C19", 666), ("CYP2B6", 1176)])
def test_every_stored_diplotype_maps_as_stated(gene: str, count: int):
    """By the rule of function pairs, not by a shipped table."""
    rows = json.loads((STORED / "phenotype" / f"{gene}.json").read_text("utf-8"))["diplotypes"]
    assert len(rows) == count
    wrong = [
        (row["diplotype"], found and found.phenotype)
        for row in rows
        if (found := phenotype(gene, row["diplotype"], FACTS)) is None or found.phenotype != row["phenotype"]
    ]
    assert wrong == []


def test_every_pair_of_cyp2d6_alleles_adds_up():
    """All pairs of the 183 alleles: the sum lies in the band, uncertain ones are indeterminate."""
    pairs = list(itertools.combinations_with_replacement(SCORED.values(), 2))
    assert len(pairs) == 16_836
    for one, other in pairs:
        found = phenotype("CYP2D6", f"{one.allele}/{other.allele}", FACTS)
        assert found is not None
        if one.score_least is None or other.score_least is None:
            assert found.phenotype == INDETERMINATE
        else:
            assert found.phenotype == band(one.score_least + other.score_least), found
            assert found.score_least == one.score_least + other.score_least


@pytest.mark.parametrize(
    ("written", "expected", "least", "most"),
    [
        ("*1/*1", "Normal Metabolizer", 2, 2),
        ("*1/*4", "Intermediate Metabolizer", 1, 1),
        ("*4/*5", "Poor Metabolizer", 0, 0),
        ("*10/*41", "Intermediate Metabolizer", 0.5, 0.5),
        ("*1/*9", "Normal Metabolizer", 1.25, 1.25),
        ("*1x2/*2", "Ultrarapid Metabolizer", 3, 3),
        ("*1/*2xN", "Ultrarapid Metabolizer", 3, None),
        ("*4/*2xN", INDETERMINATE, 2, None),
        ("*4xN/*1", "Intermediate Metabolizer", 1, 1),
        ("*4xN/*4", "Poor Metabolizer", 0, 0),
        ("*10xN/*4", INDETERMINATE, 0.5, None),
        ("*36+*10/*1", "Normal Metabolizer", 1.25, 1.25),
        ("*10+*36/*4", "Intermediate Metabolizer", 0.25, 0.25),
        ("*1x≥3/*4", "Ultrarapid Metabolizer", 3, None),
        ("*1x>=3/*4", "Ultrarapid Metabolizer", 3, None),
        ("*2x2-3/*4", INDETERMINATE, 2, 3),
        ("*10x2-3/*4", "Intermediate Metabolizer", 0.5, 0.75),
        ("(*1)x3/*4", "Ultrarapid Metabolizer", 3, 3),
        ("*4.001/*1", "Intermediate Metabolizer", 1, 1),
        ("CYP2D6*1/*4", "Intermediate Metabolizer", 1, 1),
        ("CYP2D6 *1 / CYP2D6 *4", "Intermediate Metabolizer", 1, 1),
        ("*22/*1", INDETERMINATE, None, None),
        ("*28x2/*1", INDETERMINATE, None, None),
        ("*22+*4/*1", INDETERMINATE, None, None),
    ],
)
def test_how_laboratories_write_cyp2d6(written: str, expected: str, least: float | None, most: float | None):
    """Copy numbers, tandems, ranges and suballeles."""
    found = phenotype("CYP2D6", written, FACTS)
    assert found is not None
    assert (found.phenotype, found.score_least, found.score_most) == (expected, least, most)


@pytest.mark.parametrize(
    ("gene", "written"),
    [
        ("CYP2D6", "*1"), ("CYP2D6", "*1/*9999"), ("CYP2D6", ""), ("CYP2D6", "*1/*2/*4"),
        ("CYP2D6", "normal"), ("CYP2D6", "*1/*4+*9999"), ("CYP2C19", "*1/*2xN"), ("SLC6A4", "S/L"),
        ("HTR2A", "*1/*1"),
        ("TPMT", "*1/*1"),
    ],
)  # fmt: skip
def test_what_is_not_two_known_alleles_is_not_guessed(gene: str, written: str):
    """None, so that the reader can say that it was not understood."""
    assert phenotype(gene, written, FACTS) is None


@given(st.sampled_from(sorted(SCORED)), st.sampled_from(sorted(SCORED)))
def test_the_order_of_the_alleles_does_not_matter(one: str, other: str):
    """*4/*1 is *1/*4."""
    found, turned = phenotype("CYP2D6", f"{one}/{other}", FACTS), phenotype("CYP2D6", f"{other}/{one}", FACTS)
    assert found is not None
    assert turned is not None
    assert found.phenotype == turned.phenotype


@given(
    st.sampled_from(["*1", "*2", "*9", "*10", "*35", "*41"]),
    st.sampled_from(sorted(NUMBERED)),
    st.integers(2, 5),
)
def test_an_open_copy_number_never_contradicts_a_closed_one(allele: str, other: str, copies: int):
    """Whatever N turns out to be, xN has said the same or 'Indeterminate'."""
    open_ended = phenotype("CYP2D6", f"{allele}xN/{other}", FACTS)
    closed = phenotype("CYP2D6", f"{allele}x{copies}/{other}", FACTS)
    assert open_ended is not None
    assert closed is not None
    assert open_ended.phenotype in (closed.phenotype, INDETERMINATE)


@absent
@pytest.mark.parametrize("path", sorted((STORED / "guidelines").glob("CPIC_*.json")), ids=lambda p: p.stem)
def test_every_stored_recommendation_is_found_with_its_strength(path: Path):
    """For each phenotype of each file: the strength CPIC gives, and no action where it gives none."""
    compared = 0
    for row in json.loads(path.read_text("utf-8"))["recommendations"]:
        if row["classification"] is None:
            continue  # the notice that xN cannot be looked up
        known = {gene: _as_known(gene, value) for gene, value in row["lookupKey"].items()}
        for drug in (chemical["name"] for chemical in row["relatedChemicals"]):
            found = recommendation(drug, known, FACTS)
            assert found is not None, (drug, row["lookupKey"])
            silent = row["text"]["html"].replace("<p>", "").startswith(("No recommendation", "No action"))
            strength = (
                "no_recommendation" if silent else row["classification"]["term"].lower().replace(" ", "_")
            )
            assert found.strength == strength, (drug, row["lookupKey"], found)
            assert (found.action == "none") == silent
            asked = row["text"]["html"].split("Other Considerations")[0]
            told = FACTS.pgx_actions[found.action].value
            assert bool(re.search("hal[fv]|50 %", told)) == ("50%" in asked), (told, asked)
            assert ("quarter" in told or "25 to" in told) == ("25" in asked), (told, asked)
            compared += 1
    assert compared > 4


def _as_known(gene: str, value: str) -> Phenotype | None:
    if value in (NO_RESULT, "n/a"):
        return None if value == NO_RESULT else Phenotype(gene, "", INDETERMINATE)
    if gene != "CYP2D6":
        return Phenotype(gene, "", value)
    score = float(value.removeprefix("≥"))
    return Phenotype(gene, "", band(score), score, None if value.startswith("≥") else score)


def test_drugs_without_a_recommendation_say_so():
    """Fluoxetine is in the guideline without a dosing row."""
    found = recommendation("fluoxetine", {}, FACTS)
    assert found is not None
    assert found.strength == "no_recommendation"
    assert recommendation("bupropion", {}, FACTS) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Extensive Metabolizer", "Normal Metabolizer"),
        ("poor metaboliser", "Poor Metabolizer"),
        ("fast", None),
    ],
)
def test_words_of_laboratories(words: str, expected: str | None):
    """Old and British spellings."""
    assert named_phenotype(words, FACTS) == expected


def test_receptor_genes_are_not_for_prescribing():
    """SLC6A4 and HTR2A never lead to advice."""
    for gene in ("SLC6A4", "HTR2A"):
        assert FACTS.genes[gene].use == "not_for_prescribing"
        assert not [row for row in FACTS.recommendations if gene in (row.gene, row.other_gene)]
