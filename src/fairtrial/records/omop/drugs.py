"""Which drug each distinct combination of drug concepts and source text stands for."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.omop.concepts import concepts_of
from fairtrial.records.omop.drug_matching import Known, found_drug
from fairtrial.records.omop.source import Filter, OmopSource
from fairtrial.records.omop.strengths import strengths_of
from fairtrial.records.omop.typed import pull

DRUG_KEYS = ["drug_concept_id", "drug_source_concept_id", "drug_source_value"]
FOUND = pl.Schema(
    {
        "drug": pl.String(),
        "strength_mg": pl.Float64(),
        "name": pl.String(),
        "near_spelling": pl.Boolean(),
        "two_drugs": pl.Boolean(),
        "another_form": pl.Boolean(),
    }
)
_FEW = 1000
"""Up to so many ids it is quicker to ask for their ancestors than for all descendants of our drugs."""


def drugs_of(source: OmopSource, keys: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The keys with drug (null when none of ours), strength_mg of one unit, name, near_spelling, two_drugs,
    another_form.

    ``keys`` has the columns DRUG_KEYS, each combination once.
    """
    known = _known(source, keys, facts)
    found = [found_drug(key, known, facts) for key in keys.select(DRUG_KEYS).iter_rows()]
    return pl.concat(
        [keys.select(DRUG_KEYS), pl.DataFrame(found, schema=FOUND, orient="row")], how="horizontal"
    )


def _known(source: OmopSource, keys: pl.DataFrame, facts: Facts) -> Known:
    ids = {each for column in DRUG_KEYS[:2] for each in keys[column].drop_nulls().to_list()}
    concepts = concepts_of(source, ids, facts)
    rows = concepts.select("concept_id", "name", "system", "code").rows()
    return Known(
        names={concept: name for concept, name, _, _ in rows},
        codes={concept: (system, code) for concept, _, system, code in rows},
        in_vocabulary=frozenset(concepts.filter("known")["concept_id"]),
        ingredients=_ingredients(source, ids, facts),
        strengths=strengths_of(source, ids, _our_ingredients(facts)),
    )


def _our_ingredients(facts: Facts) -> dict[int, str]:
    """OMOP id of the ingredient -> drug."""
    return {int(d.codes.omop.value): drug for drug, d in facts.drugs.items() if d.codes.omop is not None}


def _ingredients(source: OmopSource, ids: set[int], facts: Facts) -> dict[int, frozenset[str]]:
    """Concept id -> our drugs among its ingredients, itself included."""
    ours = _our_ingredients(facts)
    found = {concept: {drug} for concept, drug in ours.items() if concept in ids}
    asked = (
        Filter.among("descendant_concept_id", ids)
        if len(ids) <= _FEW
        else Filter.among("ancestor_concept_id", ours)
    )
    rows = (
        pull(source, "concept_ancestor", ["ancestor_concept_id", "descendant_concept_id"], asked)
        if ids
        else None
    )
    for ancestor, descendant in () if rows is None else rows.iter_rows():
        if ancestor in ours and descendant in ids:
            found.setdefault(descendant, set()).add(ours[ancestor])
    return {concept: frozenset(drugs) for concept, drugs in found.items()}
