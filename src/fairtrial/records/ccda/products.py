"""Which drug a medication entry is about: codes first, then product names, then the narrative."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fairtrial.facts import Facts
from fairtrial.records.ccda.codes import concept
from fairtrial.records.ccda.elements import Element, child, one_line
from fairtrial.records.ccda.reading import LONGEST_WORDING, Reading
from fairtrial.records.drug_names import DrugMatch, drug_of_code, find_drugs, is_known_product
from fairtrial.records.fhir.concepts import Concept

_MATERIALS = ("manufacturedMaterial", "manufacturedLabeledDrug", "labeledDrug", "material")


@dataclass(frozen=True)
class Product:
    """What a medication is called, and the drug when it is one of ours."""

    words: str
    match: DrugMatch | None


def product(statement: Element, reading: Reading) -> Product:
    """The product of a substanceAdministration or supply; its words are empty when it names none."""
    concepts = [_concept(material, reading) for material in _materials(statement)]
    texts = list(dict.fromkeys(text for each in concepts for text in each.texts))
    row = reading.narrative.row(statement.find("text"))
    told = texts or [reading.narrative.said(statement.find("text")), row.text if row else ""]
    short = [text for text in told if 0 < len(text) <= LONGEST_WORDING]
    return Product(next(filter(None, told), "")[:LONGEST_WORDING], _match(concepts, short, reading))


def _materials(statement: Element) -> list[Element]:
    found = []
    for holder in ("consumable", "product"):
        made = child(statement, holder, "manufacturedProduct")
        found += [material for name in _MATERIALS if (material := child(made, name)) is not None]
    return found


def _concept(material: Element, reading: Reading) -> Concept:
    """The code of the material, with its name as one more wording."""
    coded, name = concept(material.find("code"), reading.narrative), one_line(material.find("name"))
    extra = concept(material.find("name"), reading.narrative).codings if name else ()
    text = coded.text or ("" if any(c.display for c in coded.codings) else name)
    return replace(coded, text=text, codings=(*coded.codings, *extra))


def _match(concepts: list[Concept], texts: list[str], reading: Reading) -> DrugMatch | None:
    facts = reading.facts
    coded, told = _by_code(concepts, facts), _by_words(texts, facts)
    if coded is None:
        if _listed_elsewhere(concepts, facts):
            return None
        if len(told) > 1:
            reading.not_understood("consumable", "the words name several drugs; left out")
        return told[0] if len(told) == 1 else None
    same = next((match for match in told if match.drug == coded.drug), None)
    if told and same is None:
        reading.problem("consumable", "code and words name different drugs; taken by the code")
    if same is None:
        return coded
    strength = coded.strength_mg if coded.strength_mg is not None else same.strength_mg
    return replace(coded, strength_mg=strength, release=coded.release or same.release, units=same.units)


def _by_code(concepts: list[Concept], facts: Facts) -> DrugMatch | None:
    """The first coded drug; a code that also gives the strength goes before others."""
    codings = [coding for each in concepts for coding in each.codings]
    matches = [match for c in codings if (match := drug_of_code(c.system, c.code, facts)) is not None]
    return min(matches, key=lambda match: match.strength_mg is None, default=None)


def _by_words(texts: list[str], facts: Facts) -> list[DrugMatch]:
    """The drugs of the first wording that names any."""
    return next((found for text in texts if (found := find_drugs(text, facts))), [])


def _listed_elsewhere(concepts: list[Concept], facts: Facts) -> bool:
    """Whether a code is a known product that is not one of our drugs (oral selegiline)."""
    return any(is_known_product(c.system, c.code, facts) for each in concepts for c in each.codings)
