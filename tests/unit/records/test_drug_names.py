"""Drug names as people and systems write them, and words that must not be taken for a drug."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fairtrial.facts import load
from fairtrial.records.drug_names import drug_of_code, find_drug, find_drugs

CASES = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


@pytest.mark.parametrize(("text", "drug", "strength_mg", "how"), CASES, ids=[case[0] for case in CASES])
def test_a_text_names_a_drug(text, drug, strength_mg, how):
    """Each line of the table holds."""
    match = find_drug(text, load())
    found = (match.drug, match.strength_mg, match.how) if match else (None, None, None)
    assert found == (drug, strength_mg, how)


def test_every_drug_is_found_by_its_id_and_each_of_its_brands():
    """No name of the knowledge is hidden by another."""
    facts = load()
    for drug, fact in facts.drugs.items():
        for name in (drug.replace("-", " / "), *fact.names.brands):
            assert [match.drug for match in find_drugs(name, facts)] == [drug], name


def test_every_listed_product_is_found_by_code_and_by_name():
    """Product names and codes lead to the drug that the product table names."""
    facts = load()
    for rxcui, name, drug in facts.products.select("rxcui", "name", "drug").iter_rows():
        by_code, by_name = drug_of_code(RXNORM, rxcui, facts), find_drug(name, facts)
        assert (by_code.drug if by_code else None) == drug
        assert (by_name.drug if by_name else None) == drug


@pytest.mark.parametrize(
    ("system", "code", "drug"),
    [
        (RXNORM, "36437", "sertraline"),
        ("urn:oid:2.16.840.1.113883.6.88", " 36437 ", "sertraline"),
        ("http://www.whocc.no/atc", "N06AB06", "sertraline"),
        (RXNORM, "859186", None),
        (RXNORM, "no such code", None),
        ("http://snomed.info/sct", "36437", None),
        ("", "", None),
    ],
)
def test_a_code_names_a_drug(system, code, drug):
    """Ingredient and product codes of RxNorm, and ATC."""
    match = drug_of_code(system, code, load())
    assert (match.drug if match else None) == drug


def test_two_drugs_in_one_text_are_both_found():
    """The caller can see why a text is not one drug."""
    assert [m.drug for m in find_drugs("Zoloft 50 mg and Remeron 15 mg", load())] == [
        "sertraline",
        "mirtazapine",
    ]


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text):
    """Whatever stands in a record, the matcher gives an answer."""
    find_drugs(text, load())


@given(st.sampled_from(sorted(load().drugs)), st.floats(0.5, 900).map(lambda mg: round(mg, 1)))
def test_the_strength_written_is_the_strength_found(drug, mg):
    """For single drugs that are taken by mouth."""
    if "-" in drug or "oral" not in load().drugs[drug].routes:
        return
    match = find_drug(f"{drug} {mg} mg tablet", load())
    assert match is not None
    assert match.strength_mg == pytest.approx(mg)
