"""Interactions, switching and the STAR*D expectation in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.outlook.switching import NO_DAYS
from fairtrial.report.view.lines import Cited, cited
from fairtrial.report.view.options import pair_line

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Interactions:
    """Pairs among what is taken, or that none was found."""

    sentence: str
    in_use: Sequence[Cited]
    pairs: Sequence[Cited]


@dataclass(frozen=True)
class SwitchLine:
    """Where to, days without either drug, how."""

    to: str
    days: str
    how: Cited


@dataclass(frozen=True)
class From:
    """The row of one drug in use."""

    drug: str
    told: str
    stopping: Sequence[Cited]
    lines: Sequence[SwitchLine]
    records: Sequence[str]


@dataclass(frozen=True)
class Expectation:
    """Context for the clinician."""

    sentence: str
    never: str
    here: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[Cited]


def interactions_of(data: Data) -> Interactions | None:
    """Null for a review that was made without them."""
    found = data.get("interactions")
    if found is None:
        return None
    in_use = [Cited(use["told"], use["records"]) for use in found["in_use"]]
    return Interactions(found["sentence"], in_use, [pair_line(pair) for pair in found["pairs"]])


def switching_of(data: Data) -> list[From]:
    """One table per drug in use; empty where none is."""
    found = data.get("switching")
    return [] if found is None else [_from(row, found["stopping"]) for row in found["from"]]


def _from(row: Data, stopping: Sequence[Data]) -> From:
    return From(
        drug=row["drug"],
        told=row["told"],
        stopping=[line for stop in stopping if stop["drug"] == row["drug"] for line in stop_lines(stop)],
        lines=[_line(line) for line in row["lines"]],
        records=row["records"],
    )


def stop_lines(stop: Data) -> list[Cited]:
    """What stopping a drug may bring; not found is said so."""
    risk, life = stop["risk"], stop["half_life_hours"]
    risk_line = (
        cited(f"Withdrawal when stopped: {risk['value']} risk", risk)
        if risk
        else Cited("Withdrawal when stopped: no rating was found")
    )
    if not life:
        return [risk_line]
    span = f"{life['least']:g}" if life["least"] == life["most"] else f"{life['least']:g} to {life['most']:g}"
    return [risk_line, cited(f"Half-life: {span} hours", life)]


def _line(line: Data) -> SwitchLine:
    caution = f" {line['caution']}" if line["caution"] else ""
    origin = line["days_from"] or line
    sources = list(dict.fromkeys([*origin["source"], *line["source"]]))
    how = cited(f"{line['how']}{caution}", {**line, "source": sources})
    note = f" ({origin['note']})" if line["days_from"] and origin.get("note") else ""
    return SwitchLine(", ".join(line["to"]), f"{days_words(line['days'])}{note}", how)


def days_words(days: float | None) -> str:
    """Days without either drug; none stated is never none needed.

    >>> days_words(7.0)
    '7 days'
    """
    return NO_DAYS if days is None else f"{days:g} day{'' if days == 1 else 's'}"


def expectation_of(data: Data) -> Expectation | None:
    """Null for a review that was made without it."""
    found = data.get("expectation")
    if found is None:
        return None
    headers = (
        "Step", "People", "Remission at this step", "By the end of it, had nobody left",
        "By the end of it, as observed", "By the end of it, in the 2023 reanalysis",
    )  # fmt: skip
    sources = dict.fromkeys(s for step in found["steps"] for s in step["remission"]["source"])
    notes = [
        Cited(found["sentence"], (), list(sources)),
        cited(found["dispute"]["value"], found["dispute"]),
        cited(found["reply"]["value"], found["reply"]),
    ]
    rows = [_step(step) for step in found["steps"]]
    return Expectation(found["sentence"], found["never"], _here(found), headers, rows, notes)


def _here(found: Data) -> str:
    least, most = found["next_step"]["least"], found["next_step"]["most"]
    if least is None:
        return "The step was not counted in this review."
    if found["beyond"]:
        return (
            f"Were another step needed, it would be step {least} or later; STAR*D had {len(found['steps'])}."
        )
    said = f"step {least}" if least == most else f"between step {least} and step {most}"
    return f"Were another step needed, it would be {said}, counted by {found['counted_by']}."


def _step(step: Data) -> tuple[str, ...]:
    reanalysis = step["cumulative_in_reanalysis"]
    here = " (may be here)" if step["may_be_here"] else ""
    return (
        f"{step['step']}{here}", f"{step['people']['value']:,.0f}", step["remission"]["in_100"],
        step["cumulative_if_nobody_left"]["in_100"], step["cumulative_observed"]["in_100"],
        reanalysis["in_100"] if reanalysis else "not stated",
    )  # fmt: skip
