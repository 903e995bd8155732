"""How a drug enters the body."""

from __future__ import annotations

from fairtrial.records.drug_names import DrugMatch
from fairtrial.records.fhir.concepts import concept
from fairtrial.records.fhir.dosages import dosages
from fairtrial.records.fhir.reading import Reading

_WORDS = (
    ("transdermal", ("transdermal", "patch")),
    ("nasal", ("nasal", "intranasal", "nostril")),
    ("intravenous", ("intravenous", "iv ")),
    ("oral", ("oral", "mouth", "po ")),
)
_SNOMED = {"26643006": "oral", "46713006": "nasal", "45890007": "transdermal", "47625008": "intravenous"}


def route_of(reading: Reading, match: DrugMatch) -> str | None:
    """The route that the record states, or that the product form or the drug leaves as the only one."""
    for element in dosages(reading.fields):
        stated = concept(element, "route")
        coded = [_SNOMED[code] for code in stated.codes("snomed") if code in _SNOMED]
        route = next(iter(coded), None) or _in_words(" ".join(stated.texts))
        if route:
            return route
    routes = reading.facts.drugs[match.drug].routes
    return _in_words(match.form or "") or (routes[0] if len(routes) == 1 else None)


def _in_words(text: str) -> str | None:
    lower = f"{text.lower()} "
    return next((route for route, words in _WORDS if any(word in lower for word in words)), None)
