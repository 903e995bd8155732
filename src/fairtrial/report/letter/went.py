"""How it went with a medicine: which sentence of the page says what the review found."""

from __future__ import annotations

from typing import Any

Trial = dict[str, Any]
HELPED = ("remission", "response")
"""States of a trial in which the medicine helped."""
_SHORT = ("inadequate_dose", "inadequate_duration")
_NOT_SAID_AGAIN = ("no_benefit", "partial_benefit", "not_enough_benefit", "lost_benefit", "unknown")
"""Reasons to stop that the sentence on how it went already tells, or that tell nothing."""


def went(trial: Trial) -> str:
    """The key of ``went`` for a trial.

    >>> went({"state": "intolerant", "ongoing": False, "trace": []})
    'intolerant'
    """
    state, now = trial["state"], bool(trial["ongoing"])
    if state == "response" and trial["lost_response"] == "yes":
        return "lost"
    if state in _SHORT:
        return "short_now" if now else _with_told("short", trial, "short")
    if state == "undetermined":
        return _with_told("told", trial, "unseen")
    if now and state in ("adequate_no_response", "adequate_partial"):
        return "no_response_now" if state == "adequate_no_response" else "partial_now"
    return _PLAIN[state]


_PLAIN = {
    "adequate_no_response": "no_response", "adequate_partial": "partial", "response": "response",
    "remission": "remission", "low_adherence": "missed", "intolerant": "intolerant", "unrated": "unseen",
    "ongoing": "early",
}  # fmt: skip


def _with_told(start: str, trial: Trial, otherwise: str) -> str:
    """What the records say of the help, where they say that it was none or a part."""
    yes = {line["rule"] for line in trial["trace"] if line["verdict"] == "yes"}
    if "FT201" in yes:
        return f"{start}_none"
    return f"{start}_partial" if "FT202" in yes else otherwise


def stopped(trial: Trial) -> str | None:
    """The key of ``stopped``, where it says more than how it went."""
    reason: str | None = trial["stop_reason"]
    told = trial["state"] == "intolerant" and reason == "side_effect"
    return None if told or reason in _NOT_SAID_AGAIN else reason


def unseen(trial: Trial) -> bool:
    """Whether the records do not show how it went."""
    return went(trial) in ("unseen", "told_none", "told_partial")


def unhelped(trials: list[Trial]) -> list[Trial]:
    """Trials in which no help is recorded."""
    return [trial for trial in trials if trial["state"] not in HELPED]


def well_now(trials: list[Trial]) -> bool:
    """Whether a medicine that is taken now brought remission."""
    return any(trial["ongoing"] is True and trial["state"] == "remission" for trial in trials)
