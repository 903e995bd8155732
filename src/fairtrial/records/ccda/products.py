"""Which drug a medication entry is about: codes first, then product names, then the narrative."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fairtrial.records.ccda.codes import concept
from fairtrial.records.ccda.elements import Element, child, one_line
from fairtrial.records.ccda.reading import LONGEST_WORDING, Reading
from fairtrial.records.concepts import Concept
from fairtrial.records.drug_names import DrugMatch
from fairtrial.records.drug_of_concepts import drug_of_concepts

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
    match = drug_of_concepts(concepts, short, "consumable", reading, reading.facts)
    return Product(next(filter(None, told), "")[:LONGEST_WORDING], match)


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
