"""The packet as a FHIR R4 QuestionnaireResponse: what was asked, what records answer, blanks as blanks."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

Entry = dict[str, Any]
_MISSING = "Missing before it should be sent"
_SPANS = (
    "started_on", "stopped_on", "weeks", "weeks_at_dose", "highest_dose_mg_per_day", "improvement_percent",
)  # fmt: skip
_SAID = {"yes": "met", "no": "not met", "unknown": "not documented"}


def questionnaire_response(packet: Entry) -> str:
    """FHIR JSON. ``in-progress`` as long as anything is missing; an item without an answer is a gap."""
    policy = packet["policy"]
    response: Entry = {
        "resourceType": "QuestionnaireResponse",
        "id": _id(packet),
        "meta": _meta(packet),
        "questionnaire": _canonical(policy),
        "status": "in-progress" if packet["missing"] else "completed",
        "authored": packet["as_of"],
        "item": [
            _group("policy", "Policy", _policy(policy)),
            _group("safety", "Safety first", _numbered("safety", packet["safety"], "rule", "sentence")),
            _group("criteria", "Criteria", [_criterion("criteria", c) for c in packet["criteria"]]),
            _group("trials", "Trials", [_trial(t) for t in packet["trials"]]),
            *(_section(section) for section in packet["sections"]),
            _group("missing", _MISSING, _numbered("missing", packet["missing"], "where", "told")),
        ],
    }  # fmt: skip
    response["item"] = [group for group in response["item"] if group.get("item")]
    return orjson.dumps(response, option=orjson.OPT_INDENT_2).decode() + "\n"


def _canonical(policy: Entry) -> str:
    version = policy["version"].replace(" ", "-")
    return f"urn:fairtrial:policy:{policy['policy']}|{version}"


def _numbered(link: str, entries: list[Entry], text: str, answer: str) -> list[Entry]:
    return [_item(f"{link}.{n}", each[text], [each[answer]]) for n, each in enumerate(entries, 1)]


def _section(section: Entry) -> Entry:
    fields = [_field(section["section"], field) for field in section["fields"]]
    return _group(f"form.{section['section']}", section["section"].capitalize(), fields)


def _id(packet: Entry) -> str:
    told = orjson.dumps([packet["policy"]["policy"], packet["as_of"], sorted(packet["records"])])
    return hashlib.sha256(told).hexdigest()[:32]


def _meta(packet: Entry) -> Entry:
    versions = packet["versions"]
    meta: Entry = {"source": f"urn:fairtrial:{versions['fairtrial']}:{versions['knowledge']}"}
    if packet["person"]["synthetic"]:
        meta["tag"] = [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]
    return meta


def _policy(policy: Entry) -> list[Entry]:
    expired = [f"The policy as read ran out on {policy['expires_on']}."] if policy["expired"] else []
    told = [
        f"{policy['payer']}: {policy['name']}",
        f"version {policy['version']}",
        f"read on {policy['retrieved_on']}",
    ]
    return [_item("policy.id", policy["policy"], [*told, *expired])]


def _criterion(prefix: str, criterion: Entry) -> Entry:
    link = f"{prefix}.{criterion['criterion']}"
    item = _item(link, criterion["sentence"], [_SAID[criterion["verdict"]], criterion["told"]])
    inner = [_criterion(link, part) for part in criterion["parts"]]
    return {**item, "item": inner} if inner else item


def _trial(trial: Entry) -> Entry:
    named = {
        "drug": trial["drug"], "class": trial["drug_class"], "role": trial["role"],
        "stop_reason": trial["stop_reason"],
        **{name: _span(trial[name]) for name in _SPANS},
    }  # fmt: skip
    fields = [
        _item(f"trials.{trial['id']}.{name}", name, [told] if told else []) for name, told in named.items()
    ]
    return {"linkId": f"trials.{trial['id']}", "text": trial["id"], "item": fields}


def _span(bounds: Entry) -> str | None:
    least, most = bounds["least"], bounds["most"]
    if least is None and most is None:
        return None
    return (
        f"{least}"
        if least == most
        else f"{least if least is not None else 'open'} to {most if most is not None else 'open'}"
    )


def _field(section: str, field: Entry) -> Entry:
    return _item(
        f"form.{section}.{field['field']}", field["label"], [value["told"] for value in field["values"]]
    )


def _group(link: str, text: str, items: list[Entry]) -> Entry:
    return {"linkId": link, "text": text, "item": items}


def _item(link: str, text: str, answers: list[str]) -> Entry:
    item: Entry = {"linkId": link, "text": text}
    return {**item, "answer": [{"valueString": answer} for answer in answers]} if answers else item
