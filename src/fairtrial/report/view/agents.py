"""Every antidepressant side by side: class, new pathways, tried, against, days between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fairtrial.report.view.lines import records_of
from fairtrial.report.view.treatments import Table
from fairtrial.report.words import option_words

Data = Mapping[str, Any]


def agents_of(found: Sequence[Data]) -> Table:
    """One row per antidepressant, by class."""
    headers = (
        "Antidepressant", "Class", "New pathways", "Tried", "Speaks against it, or interacts",
        "Things not recorded", "Days between",
    )  # fmt: skip
    rows = [_agent_row(agent) for agent in found]
    return Table("Every antidepressant, by class", headers, rows, [_agent_records(agent) for agent in found])


def _agent_row(agent: Data) -> tuple[str, ...]:
    against = [a for a in agent["against"] if a["state"] in ("recorded", "possible")]
    silent = sum(a["state"] == "not_recorded" for a in agent["against"])
    return (
        f"{agent['drug']}{' (in use)' if agent['in_use'] else ''}",
        agent["drug_class"],
        ", ".join(agent["pathways"]["not_tried"]) or "none",
        _tried(agent["tried"]),
        "; ".join([*map(_against_short, against), *map(_pair_short, agent["interactions"]["found"])])
        or "nothing recorded",
        str(silent + len(agent["interactions"]["not_recorded"])),
        "; ".join(f"{w['from']}: {_days(w['days'])}" for w in agent["days_between"]) or "no drug in use",
    )


def _agent_records(agent: Data) -> list[str]:
    against = [a for a in agent["against"] if a["state"] in ("recorded", "possible")]
    things = [thing for entry in (*against, *agent["interactions"]["found"]) for thing in entry["because"]]
    return records_of(things)


def _tried(tried: Data) -> str:
    trials = ", ".join(trial["id"] for trial in tried["trials"])
    return option_words("fairly", tried["fairly"]) + (f" ({trials})" if trials else "")


def _against_short(entry: Data) -> str:
    possibly = "possibly, " if entry["state"] == "possible" else ""
    return f"{possibly}{option_words('weights', entry['weight'])}: {', '.join(t['told'] for t in entry['because'])}"


def _pair_short(pair: Data) -> str:
    possibly = "possibly, " if pair["state"] == "possible" else ""
    return f"{possibly}{option_words('severities', pair['severity'])}: {', '.join(t['told'] for t in pair['because'])}"


def _days(days: float | None) -> str:
    return f"{days:g} day{'' if days == 1 else 's'}" if days is not None else "not stated"
