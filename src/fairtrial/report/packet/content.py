"""What a packet says, as one dict. Facts are never bent: what no record shows is listed as missing."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.policies import Absent, Policy, Statement
from fairtrial.findings import Findings
from fairtrial.outlook.case import Decided
from fairtrial.outlook.policies import Verdict, case_of, decided_with
from fairtrial.report.content import person as of_person
from fairtrial.report.content.trials import trials
from fairtrial.report.content.values import verdict
from fairtrial.report.content.whole import cited_sources, edition, record_list
from fairtrial.report.packet.checklist import checklist, monitoring
from fairtrial.report.packet.fields import sections
from fairtrial.report.packet.gaps import gaps

SCHEMA = "fairtrial.packet/1"
Entry = dict[str, Any]


def packet(found: Findings, facts: Facts, policy: Policy) -> Entry:
    """The packet of the one person in ``found`` under one policy."""
    case = case_of(found, facts, [policy])
    decided = decided_with(policy, case)
    listed = trials(found, facts)
    body: Entry = {
        "schema": SCHEMA,
        "as_of": found.as_of.isoformat(),
        "versions": {
            "fairtrial": version("fairtrial"),
            "knowledge": edition(facts),
            "dose_list": found.dose_list,
        },
        "policy": _policy(decided),
        "verdict": verdict(decided.met),
        "person": of_person.person(found),
        "episode": of_person.episode(found),
        "safety": of_person.safety(found),
        "criteria": [_criterion(each, policy.place) for each in decided.criteria],
        "trials": listed,
        "therapies": of_person.therapies(found),
        "scores": of_person.scores(found, facts),
        "conditions": of_person.conditions(found, facts),
        "checklist": checklist(policy, case),
        "monitoring": monitoring(policy, facts),
        "sections": sections(policy, found, case.recorded, facts),
        "records": record_list(found),
    }
    body["missing"] = gaps(body)
    return {**body, "sources": cited_sources(body, facts)}


def _policy(decided: Verdict) -> Entry:
    policy = decided.policy
    kept = {
        "policy", "payer", "product", "name", "line", "version", "effective_on", "sources", "complete",
        "cautions",
    }  # fmt: skip
    return {
        **policy.model_dump(include=kept),
        "retrieved_on": policy.retrieved_on.isoformat(),
        "expires_on": policy.expires_on.isoformat(),
        "expired": decided.expired,
        "term": policy.term.value if policy.term else None,
        "renewal": policy.renewal.value if policy.renewal else None,
    }


def _criterion(decided: Decided, place: str | None) -> Entry:
    criterion, shown = decided.criterion, decided.shown
    return {
        "criterion": criterion.criterion,
        "rule": decided.rule,
        "sentence": criterion.sentence,
        "verdict": verdict(shown.met),
        "told": shown.told,
        "by_hand": isinstance(criterion, Statement),
        "unless": criterion.unless if isinstance(criterion, Absent) else None,
        "trials": list(shown.trials),
        "possible_trials": list(shown.possible),
        "records": list(shown.records),
        "locator": criterion.locator or place,
        "source": criterion.source,
        "standing": criterion.standing,
        "parts": [_criterion(part, place) for part in shown.parts],
    }
