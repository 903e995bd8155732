"""Tables of facts: the picture in words, therapies, scores, conditions and context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.report.doses import dose_told
from fairtrial.report.quantities import amount, day_span, interval
from fairtrial.report.timeline.pieces import dose_sequence, gaps_of, pieces_of
from fairtrial.report.timeline.rows import Row, rows_of, therapy_id, therapy_outcome
from fairtrial.report.view.trials import stopped
from fairtrial.report.words import label, words

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """A caption, headers and rows of words; `records` and `links` run beside the rows."""

    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    records: Sequence[Sequence[str]]
    links: Sequence[str] = ()
    anchors: Sequence[str] = ()


def picture_table(data: Data) -> Table:
    """The same facts as the picture, row by row, undated treatments last."""
    dated, undated = rows_of(data)
    rows = [*dated, *undated]
    headers = (
        "Treatment",
        "Started",
        "Stopped",
        "Doses",
        "Weeks",
        "Not collected",
        "Fair trial?",
        "What it did",
    )
    return Table(
        "The same facts as in the picture",
        headers,
        [_picture_row(row) for row in rows],
        [row.treatment["records"] for row in rows],
        [row.id for row in rows],
    )


def therapies_of(data: Data) -> Table:
    """Treatments other than medicines."""
    headers = ("Treatment", "Started", "Stopped", "Sessions", "What it did")
    rows = [
        (
            label("therapies", item["therapy"]),
            day_span(item["started_on"]),
            day_span(item["stopped_on"]),
            interval(item["sessions"]),
            therapy_outcome(item),
        )
        for item in data["therapies"]
    ]
    anchors = [f"trial-{therapy_id(number)}" for number, _ in enumerate(rows, 1)]
    records = [item["records"] for item in data["therapies"]]
    return Table("Other treatments", headers, rows, records, anchors=anchors)


def never_taken_of(data: Data) -> Table:
    """Medicines that records name as planned or never taken: shown, and no trial."""
    rows = [(item["drug"], label("use_statuses", item["status"])) for item in data["never_taken"]]
    caption = str(words()["never_taken"])
    return Table(caption, ("Medicine", "Status"), rows, [item["records"] for item in data["never_taken"]])


def scores_of(data: Data) -> Table:
    """Every score, also those without a date."""
    rows = [
        (item["scale"], day_span(item["on"]), _total(item["total"]), item["label"] or "no band")
        for item in data["scores"]
    ]
    return Table(
        "Scores", ("Scale", "On", "Total", "Band"), rows, [item["records"] for item in data["scores"]]
    )


def conditions_of(data: Data) -> Table:
    """Conditions that rules ask about."""
    headers = ("Condition", "How sure", "Status", "Started", "Ended")
    rows = [
        (
            item["meaning"],
            label("certainties", item["certainty"]),
            label("statuses", item["status"]),
            day_span(item["started_on"]),
            day_span(item["ended_on"]),
        )
        for item in data["conditions"]
    ]
    return Table("Conditions", headers, rows, [item["records"] for item in data["conditions"]])


def context_of(data: Data) -> Table:
    """What was stated about the person's circumstances."""
    rows = [
        (
            str(item["topic"]).replace("_", " "),
            str(item["value"] if item["value"] is not None else words()["not_recorded"]),
            day_span(item["on"]),
        )
        for item in data["context"]
    ]
    return Table(
        "Context", ("Topic", "What was recorded", "On"), rows, [item["records"] for item in data["context"]]
    )


def _total(total: float | None) -> str:
    return str(words()["not_recorded"]) if total is None else amount(total)


def _picture_row(row: Row) -> tuple[str, ...]:
    treatment = row.treatment
    doses = dose_sequence(pieces_of(treatment, row.span), most=99) if row.is_drug else row.under
    if row.is_drug and not doses:
        doses = interval(treatment["highest_dose_mg_per_day"], "mg", missing=dose_told(treatment))
    missed = sum((stop - start).days for start, stop in gaps_of(treatment))
    name = f"{row.id} {row.name}" if row.is_drug else row.name
    return (
        f"{name} ({row.under.split(' · ')[-1]})" if row.base else name,
        day_span(treatment["started_on"]),
        stopped(treatment),
        doses,
        interval(treatment.get("weeks")),
        f"{missed} days" if missed else "–",
        row.fair,
        row.did,
    )
