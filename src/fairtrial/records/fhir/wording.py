"""Words of resources that are context only."""

from __future__ import annotations

from fairtrial.records.concepts import Concept
from fairtrial.records.fhir.concepts import concept, concepts
from fairtrial.records.fhir.fields import Fields

_SAYS = ("code", "type", "vaccineCode", "category", "serviceType")


def context_words(fields: Fields) -> str:
    """What a resource is about, in its own words; nothing where it does not say."""
    quiet = Fields(fields.data)  # odd fields of a resource that is not read are no problem of the review
    for key in filter(quiet.has, _SAYS):
        found = concepts(quiet, key) if isinstance(quiet.raw(key), list) else [concept(quiet, key)]
        words = joined_words(found)
        if words:
            return words
    return ""


def joined_words(found: list[Concept]) -> str:
    """The words of several concepts, once each."""
    return "; ".join(dict.fromkeys(each.words for each in found if each.words))
