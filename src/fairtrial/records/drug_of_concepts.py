"""Which drug coded concepts and the words beside them are about: codes first, then words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fairtrial.facts import Facts
from fairtrial.records.concepts import Concept
from fairtrial.records.drug_names import DrugMatch, drug_of_code, find_drugs, is_known_product
from fairtrial.records.noting import Noting


def drug_of_concepts(
    concepts: Sequence[Concept], texts: Iterable[str], field: str, noting: Noting, facts: Facts
) -> DrugMatch | None:
    """The drug of the codes, else the one that the words name; null when none or several are meant.

    Words add what the codes leave open. Where both disagree, or words name several drugs, ``noting`` is told
    at ``field``.
    """
    coded, told = _by_code(concepts, facts), _by_words(texts, facts)
    if coded is not None:
        return _with_words(coded, told, field, noting)
    if _listed_elsewhere(concepts, facts):
        return None
    if len(told) > 1:
        noting.not_understood(field, "the words name several drugs; left out")
    return told[0] if len(told) == 1 else None


def _with_words(coded: DrugMatch, told: list[DrugMatch], field: str, noting: Noting) -> DrugMatch:
    same = next((match for match in told if match.drug == coded.drug), None)
    if told and same is None:
        noting.problem(field, "code and words name different drugs; taken by the code")
    if same is None:
        return coded
    strength = coded.strength_mg if coded.strength_mg is not None else same.strength_mg
    apart = None not in (coded.strength_mg, same.strength_mg) and coded.strength_mg != same.strength_mg
    if apart:
        noting.problem(field, "code and words give different strengths; the dose allows for both")
    return replace(
        coded, strength_mg=strength, release=coded.release or same.release, units=same.units,
        worded_strength_mg=same.strength_mg if apart else None,
    )  # fmt: skip


def _by_code(concepts: Iterable[Concept], facts: Facts) -> DrugMatch | None:
    """The first coded drug; a code that also gives the strength goes before others."""
    codings = [coding for each in concepts for coding in each.codings]
    matches = [match for c in codings if (match := drug_of_code(c.system, c.code, facts)) is not None]
    return min(matches, key=lambda match: match.strength_mg is None, default=None)


def _by_words(texts: Iterable[str], facts: Facts) -> list[DrugMatch]:
    """The drugs of the first wording that names any."""
    return next((found for text in texts if (found := find_drugs(text, facts))), [])


def _listed_elsewhere(concepts: Iterable[Concept], facts: Facts) -> bool:
    """Whether a code is a known product that is not one of our drugs (oral selegiline)."""
    return any(is_known_product(c.system, c.code, facts) for each in concepts for c in each.codings)
