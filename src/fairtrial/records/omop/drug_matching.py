"""Which drug one combination of concepts and source text names: codes first, then names, then the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fairtrial.facts import Facts
from fairtrial.records.drug_names import DrugMatch, drug_of_code, find_drug, is_known_product

_ORAL_WORDS = frozenset(["oral", "tablet", "capsule", "tab", "cap"])
_RXNORM, _ATC = "rxnorm", "atc"
Code = tuple[str | None, str | None]
Key = tuple[int | None, int | None, str | None]


@dataclass(frozen=True)
class Known:
    """What the vocabulary, or else our list, says of the concepts at hand."""

    names: Mapping[int, str | None]
    codes: Mapping[int, tuple[str | None, str | None]]
    in_vocabulary: frozenset[int]
    ingredients: Mapping[int, frozenset[str]]
    strengths: Mapping[tuple[int, str], float]


class Found(NamedTuple):
    """A drug (null when none of ours), mg in one unit, the product's name, and what is odd about it."""

    drug: str | None = None
    strength_mg: float | None = None
    name: str | None = None
    near_spelling: bool = False
    two_drugs: bool = False
    another_form: bool = False


def found_drug(key: Key, known: Known, facts: Facts) -> Found:
    """The drug that drug concept, source concept or else source text name."""
    concepts, text = [each for each in key[:2] if each], key[2] or ""
    name = next((n for concept in concepts if (n := known.names.get(concept))), None) or key[2]
    for concept in concepts:
        found = _by_concept(concept, name, text, known, facts)
        if found is not None:
            return found
    if any(concept in known.in_vocabulary for concept in concepts):
        return Found(name=name)
    return _by_text(text, name, facts)


def _by_concept(concept: int, name: str | None, text: str, known: Known, facts: Facts) -> Found | None:
    """What a concept says; null when it says nothing of our drugs."""
    code = known.codes.get(concept, (None, None))
    if _listed_as_another(code, facts):
        return Found(name=name, another_form=True)
    drugs = known.ingredients.get(concept, frozenset())
    match = _by_code(code, facts) or _by_name(known.names.get(concept), drugs, facts)
    drug = match.drug if match else next(iter(drugs)) if len(drugs) == 1 else None
    if drug is None:
        return Found(name=name, two_drugs=True) if len(drugs) > 1 else None
    if _another_form(drug, f"{name or ''} {text}", facts):
        return Found(name=name, another_form=True)
    strength = (
        known.strengths.get((concept, drug)) or _strength(match) or _strength_in_text(text, drug, facts)
    )
    mixed = "-" not in drug and bool(drugs - {drug})
    return Found(drug, strength, name, two_drugs=mixed)


def _by_code(code: Code, facts: Facts) -> DrugMatch | None:
    system, value = code
    return drug_of_code(system, value, facts) if system and value else None


def _listed_as_another(code: Code, facts: Facts) -> bool:
    """Whether our list has this product as one that is not ours (selegiline by mouth)."""
    system, value = code
    if not (system and value) or not is_known_product(system, value, facts):
        return False
    return drug_of_code(system, value, facts) is None


def _by_name(name: str | None, drugs: frozenset[str], facts: Facts) -> DrugMatch | None:
    """The name tells combinations apart ("olanzapine / fluoxetine"); it must agree with the ingredients."""
    match = find_drug(name or "", facts)
    if match is None or match.how == "fuzzy":
        return None
    return match if not drugs or drugs & {match.drug, *match.drug.split("-")} else None


def _by_text(text: str, name: str | None, facts: Facts) -> Found:
    """Where the concepts say nothing: an RxNorm or ATC code as source value, or a product text."""
    if _listed_as_another((_RXNORM, text), facts):
        return Found(name=name, another_form=True)
    coded = (drug_of_code(system, text, facts) for system in (_RXNORM, _ATC) if text)
    match = next((each for each in coded if each), None) or (find_drug(text, facts) if text else None)
    if match is None:
        return Found(name=name)
    return Found(match.drug, match.strength_mg, name, near_spelling=match.how == "fuzzy")


def _strength(match: DrugMatch | None) -> float | None:
    return match.strength_mg if match else None


def _strength_in_text(text: str, drug: str, facts: Facts) -> float | None:
    match = find_drug(text, facts) if text else None
    return match.strength_mg if match and match.drug == drug else None


def _another_form(drug: str, words: str, facts: Facts) -> bool:
    """Whether an oral product is named of a drug that is not by mouth as this treatment (selegiline)."""
    said = set(words.lower().replace("/", " ").split())
    return "oral" not in facts.drugs[drug].routes and bool(said & _ORAL_WORDS)
