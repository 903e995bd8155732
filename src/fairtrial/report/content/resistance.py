"""Each definition's verdict, the trials behind it, and what is missing to settle it."""

from __future__ import annotations

from fairtrial.facts.models import Definition, Sourced
from fairtrial.findings import Findings
from fairtrial.report.content.trace import standing
from fairtrial.report.content.trials import trial_id
from fairtrial.report.content.values import Row, verdict

_PARAMETERS = (
    "distinct_trials", "distinct_by", "consecutive", "weeks_at_dose", "did_not_help", "side_effect_stop_counts",
    "window", "ongoing_counts",
)  # fmt: skip


def resistance(found: Findings) -> list[dict[str, object]]:
    """One entry per definition, in the order asked for."""
    rows = found.resistance.to_dicts()
    trials = found.trials.to_dicts()
    gates = sorted(found.gates["topic"].unique().to_list())
    return [_entry(d, rows[0] if rows else {}, trials, gates) for d in found.definitions]


def _entry(d: Definition, row: Row, trials: list[Row], gates: list[str]) -> dict[str, object]:
    marks = {trial_id(t): t[f"counts|{d.definition}"] for t in trials}
    possible = [t for t in trials if marks[trial_id(t)] is None]
    answer = verdict(row.get(f"{d.definition}|verdict"))
    parameters: list[Sourced] = [getattr(d, name) for name in _PARAMETERS]
    return {
        "definition": d.definition,
        "name": d.name,
        "version": d.version,
        "sentence": d.sentence,
        "verdict": answer,
        "needed": int(d.distinct_trials.value),
        "failures": {"least": row.get(f"{d.definition}|least", 0), "most": row.get(f"{d.definition}|most")},
        "trials": [name for name, mark in marks.items() if mark],
        "possible_trials": [trial_id(t) for t in possible],
        "missing": _missing_in_all(d, trials, possible) if answer == "unknown" else [],
        "gates": gates,
        "sources": d.sources,
        "our_reading": [name for name in _PARAMETERS if getattr(d, name).standing == "ours"],
        "quirks": d.quirks,
        "standing": "unverified" if standing(parameters) == "unverified" else "seen",
    }


def _missing_in_all(d: Definition, trials: list[Row], possible: list[Row]) -> list[str]:
    """What is not known of each trial that might count; a history without any trial says nothing at all."""
    if not trials:
        return ["No treatment with an antidepressant is recorded."]
    return [text for t in possible for text in _missing(d, t)]


def _missing(d: Definition, t: Row) -> list[str]:
    """What is not known of a trial that might count."""
    name = f"{t['drug']} ({trial_id(t)})"
    weeks = d.weeks_at_dose.value
    gaps = [
        (t["counts_as_trial"] is None, f"Whether {name} was taken for depression is not certain."),
        (weeks > 0 and t["dose_ok"] is None, f"Dose of {name} is not certain."),
        (weeks > 0 and _straddles(t, weeks), f"Weeks of {name} at or above the minimum dose are not certain."),
        (weeks > 0 and t["dispensed"] and t["taken"] is None, f"Whether {name} was taken is not certain from the fills."),
        (_outcome_open(d, t), f"How much {name} helped is not certain or not recorded."),
        (bool(d.side_effect_stop_counts.value) and t["side_effect_stop"] is None, f"Why {name} was stopped is not recorded."),
        (d.window.value == "current_episode" and t["in_current_episode"] is None, f"Whether {name} belongs to the current episode is not certain."),
        (not d.ongoing_counts.value and t["ongoing"] is None, f"Whether {name} is still taken is not certain."),
    ]  # fmt: skip
    return [text for missing, text in gaps if missing]


def _straddles(t: Row, weeks: float) -> bool:
    least, most = t["weeks_at_dose_least"], t["weeks_at_dose_most"]
    return not (least is not None and float(str(least)) >= weeks) and not (
        most is not None and float(str(most)) < weeks
    )


def _outcome_open(d: Definition, t: Row) -> bool:
    if d.did_not_help.without_remission:
        return t["remission"] is None
    if t["lost_response"]:
        return True
    edges = [
        e for e in (d.did_not_help.at_least, d.did_not_help.below, d.did_not_help.at_most) if e is not None
    ]
    least, most = t["improvement_least"], t["improvement_most"]
    return any(not _settled(least, most, edge) for edge in edges)


def _settled(least: object, most: object, edge: float) -> bool:
    return (least is not None and float(str(least)) >= edge) or (most is not None and float(str(most)) < edge)
