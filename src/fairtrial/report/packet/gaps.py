"""What is missing before a packet should be sent: every gap named, none filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fairtrial.report.quantities import day_span, ends

Entry = dict[str, Any]


def gaps(body: Entry) -> list[Entry]:
    """Criteria not met or not documented, what trials lack, and lines to fill in by hand."""
    return [
        *_policy(body["policy"]),
        *_criteria(body["criteria"]),
        *_trials(body["trials"]),
        *_blanks(body["sections"]),
    ]


def _gap(kind: str, where: str, told: str) -> Entry:
    return {"kind": kind, "where": where, "told": told}


def _policy(policy: Entry) -> Iterator[Entry]:
    if policy["expired"]:
        told = f"The policy as read ran out on {policy['expires_on']}; read the policy in force and check it."
        yield _gap("policy", policy["policy"], told)
    if not policy["complete"]:
        yield _gap("policy", policy["policy"], "Only a part of the policy was read; it may ask for more.")


def _criteria(criteria: list[Entry]) -> Iterator[Entry]:
    for each in criteria:
        if each["verdict"] == "no":
            yield _gap("not_met", each["criterion"], f"{each['sentence']} {each['told']}")
        elif each["verdict"] == "unknown" and not each["by_hand"]:
            yield _gap("not_documented", each["criterion"], f"{each['sentence']} {each['told']}")


def _trials(trials: list[Entry]) -> Iterator[Entry]:
    for trial in trials:
        lacking = list(_lacking(trial))
        if lacking:
            yield _gap(
                "trial",
                f"{trial['id']} {trial['drug']}",
                f"Not recorded, or not exactly: {'; '.join(lacking)}.",
            )


def _lacking(trial: Entry) -> Iterator[str]:
    if trial["counts_as_trial"] is None:
        yield "whether it was taken for depression (the records name something else)"
    for name, field in (("start", "started_on"), ("stop", "stopped_on")):
        least, most = ends(trial[field])
        goes_on = field == "stopped_on" and trial["ongoing"]
        if (least != most or least is None) and not goes_on:
            yield f"{name} ({day_span(trial[field])})"
    if ends(trial["highest_dose_mg_per_day"]) == (None, None):
        yield "dose"
    if ends(trial["improvement_percent"]) == (None, None):
        yield "response"
    if trial["stop_reason"] is None and trial["ongoing"] is False:
        yield "reason stopped"


def _blanks(sections: list[Entry]) -> Iterator[Entry]:
    for section in sections:
        blank = [field["label"] for field in section["fields"] if not field["values"]]
        if blank:
            yield _gap("blank", section["section"], f"{'; '.join(blank)}.")
