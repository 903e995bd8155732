"""Which drug each distinct combination of drug concepts and source text stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.drug_names import DrugMatch, drug_of_code, find_drug, is_known_product
from fairtrial.records.omop.concepts import concepts_of
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
    }
)
_FEW = 1000
"""Up to so many ids it is quicker to ask for their ancestors than for all descendants of our drugs."""
_ORAL_WORDS = ("oral", "tablet", "capsule", "tab", "cap")


@dataclass(frozen=True)
class _Known:
    """What the vocabulary, or else our list, says of the concepts at hand."""

    names: Mapping[int, str | None]
    codes: Mapping[int, tuple[str | None, str | None]]
    in_vocabulary: frozenset[int]
    ingredients: Mapping[int, frozenset[str]]
    strengths: Mapping[tuple[int, str], float]


def drugs_of(source: OmopSource, keys: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The keys with drug (null when none of ours), strength_mg of one unit, name, near_spelling, two_drugs.

    ``keys`` has the columns DRUG_KEYS, each combination once.
    """
    known = _known(source, keys, facts)
    found = [_found(key, known, facts) for key in keys.select(DRUG_KEYS).iter_rows()]
    return pl.concat(
        [keys.select(DRUG_KEYS), pl.DataFrame(found, schema=FOUND, orient="row")], how="horizontal"
    )


def _known(source: OmopSource, keys: pl.DataFrame, facts: Facts) -> _Known:
    ids = {each for column in DRUG_KEYS[:2] for each in keys[column].drop_nulls().to_list()}
    concepts = concepts_of(source, ids, facts)
    rows = concepts.select("concept_id", "name", "system", "code").rows()
    return _Known(
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


_Row = tuple[str | None, float | None, str | None, bool, bool]


def _found(key: tuple[int | None, int | None, str | None], known: _Known, facts: Facts) -> _Row:
    concepts, text = [each for each in key[:2] if each], key[2] or ""
    name = next((n for concept in concepts if (n := known.names.get(concept))), None) or key[2]
    for concept in concepts:
        if _listed_as_another(known.codes.get(concept), facts):
            return None, None, name, False, False
        drugs = known.ingredients.get(concept, frozenset())
        match = _by_code(known.codes.get(concept, (None, None)), facts) or _by_name(
            known, concept, drugs, facts
        )
        drug = match.drug if match else next(iter(drugs)) if len(drugs) == 1 else None
        if drug is not None and not _another_form(drug, f"{name or ''} {text}", facts):
            strength = (
                known.strengths.get((concept, drug))
                or _strength(match)
                or _strength_in_text(text, drug, facts)
            )
            return drug, strength, name, False, len(drugs - {drug}) > 0 and "-" not in drug
        if len(drugs) > 1 and match is None:
            return None, None, name, False, True
    if any(concept in known.in_vocabulary for concept in concepts):
        return None, None, name, False, False
    return _by_text(text, name, facts)


def _by_code(code: tuple[str | None, str | None], facts: Facts) -> DrugMatch | None:
    system, value = code
    return drug_of_code(system, value, facts) if system and value else None


def _listed_as_another(code: tuple[str | None, str | None] | None, facts: Facts) -> bool:
    """Whether our list has this product as one that is not ours (selegiline by mouth)."""
    system, value = code or (None, None)
    listed = bool(system and value) and is_known_product(str(system), str(value), facts)
    return listed and drug_of_code(str(system), str(value), facts) is None


def _by_name(known: _Known, concept: int, drugs: frozenset[str], facts: Facts) -> DrugMatch | None:
    """The name tells combinations apart ("olanzapine / fluoxetine"); it must agree with the ingredients."""
    match = find_drug(known.names.get(concept) or "", facts)
    if match is None or match.how == "fuzzy":
        return None
    return match if not drugs or drugs & {match.drug, *match.drug.split("-")} else None


def _by_text(text: str, name: str | None, facts: Facts) -> _Row:
    """Where the concepts say nothing: an RxNorm or ATC code as source value, or a product text."""
    coded = (drug_of_code(system, text, facts) for system in ("rxnorm", "atc") if text)
    match = next((each for each in coded if each), None) or (find_drug(text, facts) if text else None)
    if match is None:
        return None, None, name, False, False
    return match.drug, match.strength_mg, name, match.how == "fuzzy", False


def _strength(match: DrugMatch | None) -> float | None:
    return match.strength_mg if match else None


def _strength_in_text(text: str, drug: str, facts: Facts) -> float | None:
    match = find_drug(text, facts) if text else None
    return match.strength_mg if match and match.drug == drug else None


def _another_form(drug: str, words: str, facts: Facts) -> bool:
    """Whether an oral product is named of a drug that is not by mouth as this treatment (selegiline)."""
    return "oral" not in facts.drugs[drug].routes and any(word in _ORAL_WORDS for word in _words(words))


def _words(text: str) -> Iterator[str]:
    return iter(text.lower().replace("/", " ").split())
