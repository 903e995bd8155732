"""The document Bundle: Composition first, then the person, safety, trials, scores, verdicts and sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from fairtrial.facts import Facts, load
from fairtrial.report.fhir.composition import composition
from fairtrial.report.fhir.conditions import condition
from fairtrial.report.fhir.dispenses import dispenses
from fairtrial.report.fhir.issues import issue
from fairtrial.report.fhir.observations import definition, score, staging
from fairtrial.report.fhir.parts import SYNTHETIC, Resource, address, extension, known
from fairtrial.report.fhir.statements import statement
from fairtrial.report.json import json_of

Data = dict[str, Any]
PARTS = ("safety", "trials", "supplies", "scores", "conditions", "staging")
Part = tuple[str, Resource, list[str]]
"""Part of the document, resource, ids of the records it rests on."""


def bundle_of(review: Mapping[str, Any]) -> Resource:
    """The review in the shape of :meth:`fairtrial.Review.to_dict` as a FHIR R4 Bundle of type document."""
    data = dict(review)
    key = hashlib.sha256(json_of(data).encode()).hexdigest()
    person = address(key, "person")
    parts = list(_parts(data, {"reference": person}, load()))
    urls = [address(key, str(number)) for number, _ in enumerate(parts)]
    entries: dict[str, list[str]] = {name: [] for name in PARTS}
    for (part, _, _), url in zip(parts, urls, strict=True):
        entries[part].append(url)
    sources = [
        _provenance(url, records, data) for (_, _, records), url in zip(parts, urls, strict=True) if records
    ]
    everything = [
        (address(key, "composition"), composition(data, {"reference": person}, entries)),
        (person, _patient(data)),
        *zip(urls, (resource for _, resource, _ in parts), strict=True),
        *((address(key, "provenance", str(n)), resource) for n, resource in enumerate(sources)),
    ]
    return {
        "resourceType": "Bundle",
        **_meta(data),
        "type": "document",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": address(key)},
        "timestamp": _instant(data),
        "entry": [{"fullUrl": url, "resource": {**resource, **_meta(data)}} for url, resource in everything],
    }


def fhir_json_of(review: Mapping[str, Any]) -> str:
    """The Bundle as JSON text; the same review gives the same bytes."""
    return json_of(bundle_of(review))


def _parts(data: Data, subject: Resource, facts: Facts) -> Iterator[Part]:
    as_of = data["as_of"]
    yield from (("safety", issue(each, subject, as_of), each["records"]) for each in data["safety"])
    yield from (
        ("trials", statement(each, subject, as_of, facts), each["records"]) for each in data["trials"]
    )
    yield from (
        ("supplies", each, trial["records"])
        for trial in data["trials"]
        for each in dispenses(trial, subject, facts)
    )
    yield from (("conditions", condition(each, subject), each["records"]) for each in data["conditions"])
    yield from (("scores", score(each, subject, facts), each["records"]) for each in data["scores"])
    yield from (("staging", each, []) for each in staging(data, subject))
    yield from (("staging", definition(each, subject, as_of), []) for each in data["resistance"])


def _patient(data: Data) -> Resource:
    """Sex and age band only: a review holds no name and no day of birth."""
    band = None if data["person"]["age_band"] == "unknown" else data["person"]["age_band"]
    return known(
        resourceType="Patient", extension=extension("age-band", "String", band), gender=data["person"]["sex"]
    )


def _provenance(target: str, records: list[str], data: Data) -> Resource:
    """Which records a resource was made from."""
    found = [(id, data["records"][id]) for id in records if id in data["records"]]
    entity = [_source(id, record) for id, record in found]
    return {
        "resourceType": "Provenance",
        "target": [{"reference": target}],
        "recorded": _instant(data),
        "agent": [{"who": {"display": f"fairtrial {data['versions']['fairtrial']}"}}],
        "entity": entity,
    }


def _source(id: str, record: Data) -> Resource:
    what = {"identifier": {"system": "urn:fairtrial:record", "value": id}}
    return {"role": "source", "what": {**what, "display": f"{record['file']}, {record['place']}"}}


def _instant(data: Data) -> str:
    """FHIR wants a moment; the review has a day."""
    return f"{data['as_of']}T00:00:00Z"


def _meta(data: Data) -> Resource:
    return {"meta": {"tag": [SYNTHETIC]}} if data["person"]["synthetic"] else {}
