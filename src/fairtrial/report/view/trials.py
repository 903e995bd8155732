"""Each trial as a card: what was taken, whether it was fair, what it did, and the trace of each answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.report.quantities import amount, day, day_span, improvement, interval, share
from fairtrial.report.timeline.rows import fair_words, numbered_conflicts
from fairtrial.report.words import label, sentence, state_of, verdict, words

Data = Mapping[str, Any]
_WHY_STOPPED = "Why it was stopped"


@dataclass(frozen=True)
class TraceLine:
    """One rule with its answer, numbers, sources and standing."""

    rule: str
    sentence: str
    verdict: str
    numbers: str
    sources: Sequence[str]
    standing: str


@dataclass(frozen=True)
class Conflict:
    """Two records that disagree; nothing was averaged."""

    number: int
    trial: str
    drug: str
    field: str
    sentence: str
    records: Sequence[str]


@dataclass(frozen=True)
class Card:
    """One trial in words."""

    id: str
    drug: str
    drug_class: str
    look: str
    fair: str
    fair_sentence: str
    state: str
    state_sentence: str
    counts: bool | None
    not_counted: str
    facts: Sequence[tuple[str, str]]
    not_known: str
    criteria: Sequence[tuple[str, str]]
    steps: Sequence[str]
    gaps: Sequence[str]
    conflicts: Sequence[Conflict]
    trace: Sequence[TraceLine]
    records: Sequence[str]


def cards_of(data: Data) -> list[Card]:
    """One card a trial, in the order of the review."""
    conflicts = conflicts_of(data)
    weak = _weak(data)
    return [_card(trial, [c for c in conflicts if c.trial == trial["id"]], weak) for trial in data["trials"]]


def _weak(data: Data) -> set[tuple[str, str]]:
    """Drug and pathway, where the drug acts on it only weakly: known to the map, and not the drug's there."""
    grid = data.get("pathway_grid") or {"pathways": [], "drugs": []}
    known = {p["pathway"] for p in grid["pathways"]}
    strong = {column["drug"]: {*column["pathways"]} for column in grid["drugs"]}
    return {
        (trial["drug"], p)
        for trial in data["trials"]
        for p in known & {*trial["pathways"]} - strong.get(trial["drug"], known)
    }


def rules_of(data: Data) -> list[tuple[str, str]]:
    """Each rule that some trial was held to, once, with its sentence."""
    lines = [line for trial in data["trials"] for line in trial["trace"]]
    return sorted({line["rule"]: line["sentence"] for line in lines}.items())


def conflicts_of(data: Data) -> list[Conflict]:
    """Every conflict, numbered as in the picture."""
    return [
        Conflict(
            number,
            trial["id"],
            trial["drug"],
            label("conflict_fields", conflict["field"]),
            conflict["sentence"],
            conflict["records"],
        )
        for number, trial, conflict in numbered_conflicts(data["trials"])
    ]


def _card(trial: Data, conflicts: Sequence[Conflict], weak: Collection[tuple[str, str]]) -> Card:
    adequate = words()["adequate"][trial["adequate"]]
    facts = [fact for fact in _facts(trial, weak) if fact[0] != _WHY_STOPPED or not trial.get("ongoing")]
    return Card(
        id=trial["id"],
        drug=trial["drug"],
        drug_class=trial["drug_class"],
        look=adequate["look"],
        fair=fair_words(trial),
        fair_sentence=_fair_sentence(trial),
        state=label(*state_of(trial)),
        state_sentence=sentence(*state_of(trial)),
        counts=trial["counts_as_trial"],
        not_counted=_not_counted(trial),
        facts=[(name, value) for name, value in facts if value not in _nothing()],
        not_known=", ".join(name.lower() for name, value in facts if value in _nothing()),
        criteria=[(label("criteria", name), verdict(answer)) for name, answer in trial["criteria"].items()],
        steps=[_step(step) for step in trial["dose_steps"]],
        gaps=[
            f"{words()['not_collected']} from {day(gap['started_on'])} to {day(gap['stopped_on'])}"
            for gap in trial["gaps"]
        ],
        conflicts=conflicts,
        trace=[_trace(line) for line in trial["trace"]],
        records=trial["records"],
    )


def _not_counted(trial: Data) -> str:
    """Why it does not count as a trial, or may not; empty when it counts."""
    said = words()["not_counted"]
    return "" if trial["counts_as_trial"] else str(said.get(trial["purpose"], said["no"]))


def _fair_sentence(trial: Data) -> str:
    """Why it was fair or not; of a fair trial also whether fills tell that it was taken.

    >>> _fair_sentence({"adequate": "yes", "criteria": {"adherence": "unknown"}})
    'Long enough, at a high enough dose. No fills tell whether it was taken.'
    """
    said = str(words()["adequate"][trial["adequate"]]["sentence"])
    taken = words()["taken"].get(trial["criteria"].get("adherence"))
    return f"{said} {taken['sentence']}" if taken and trial["adequate"] == "yes" else said


def _nothing() -> tuple[str, ...]:
    """Values that say that nothing is known: their names are gathered in one line."""
    return (str(words()["not_recorded"]), str(words()["not_measured"]), verdict("unknown"))


def _facts(trial: Data, weak: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        ("Started", day_span(trial["started_on"])),
        ("Stopped", stopped(trial)),
        ("Weeks taken", interval(trial["weeks"])),
        ("Weeks at or above the minimum dose", interval(trial["weeks_at_dose"])),
        ("Highest dose", interval(trial["highest_dose_mg_per_day"], "mg a day")),
        ("Minimum dose", _minimum(trial["minimum_dose_mg_per_day"])),
        ("Days covered by fills", share(trial["coverage"])),
        ("Score before", _score(trial["baseline"])),
        ("Score at the end", _score(trial["endpoint"])),
        ("Improvement", improvement(trial["improvement_percent"])),
        ("Result as reported", label("responses", trial["reported_response"])),
        ("Remission", verdict(trial["remission"])),
        ("Stopped helping while taken", verdict(trial["lost_response"])),
        (_WHY_STOPPED, label("stop_reasons", trial["stop_reason"])),
        ("Role", label("roles", trial["role"])),
        ("In the current episode", verdict(trial["in_current_episode"])),
        ("What it acts on", _acts_on(trial, weak)),
        ("Best evidence", label("evidence", trial["evidence"])),
    ]


def _acts_on(trial: Data, weak: Collection[tuple[str, str]]) -> str:
    named = [f"{p} (weakly)" if (trial["drug"], p) in weak else p for p in trial["pathways"]]
    return ", ".join(named) or str(words()["not_recorded"])


def stopped(treatment: Data) -> str:
    """When it was stopped; a stop that is not recorded is said so and never taken as ongoing."""
    if treatment.get("ongoing") is True:
        return str(words()["still_taken"])
    return day_span(treatment["stopped_on"])


def _minimum(minimum: Data | None) -> str:
    if minimum is None:
        return str(words()["no_minimum"])
    standing = "" if minimum["standing"] == "seen" else f"; {label('standings', minimum['standing'])}"
    sources = f"; {', '.join(minimum['source'])}" if minimum["source"] else ""
    return f"{amount(minimum['value'])} mg a day ({minimum['list']}{sources}{standing})"


def _score(score: Data | None) -> str:
    if score is None:
        return str(words()["not_recorded"])
    return f"{score['scale']} {amount(score['total'])} on {day(score['on'])}"


def _step(step: Data) -> str:
    dose = interval(step["dose_mg_per_day"], "mg a day", missing=str(words()["dose_not_recorded"]))
    return f"{dose} {_days(step)} ({label('kinds', step['kind'])})"


def _days(step: Data) -> str:
    if not step["started_on"]:
        return str(words()["days_not_certain"])
    until = f" to {day(step['stopped_on'])}" if step["stopped_on"] else f", {words()['stop_not_recorded']}"
    return f"from {day(step['started_on'])}{until}"


def _trace(line: Data) -> TraceLine:
    return TraceLine(
        line["rule"],
        line["sentence"],
        verdict(line["verdict"]),
        line["numbers"] or "",
        line["sources"],
        label("standings", line["standing"]),
    )
