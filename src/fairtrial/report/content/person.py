"""The rest of a person's history as the report tells it: who, episode, therapies, scores, conditions, context, safety."""

from __future__ import annotations

from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.findings import Findings
from fairtrial.report.content.values import Row, day, pair
from fairtrial.rules import RULES
from fairtrial.timeline.trials import EPISODE_START

_AGES = ((18, "under 18"), (25, "18-24"), (65, "25-64"))


def person(found: Findings) -> dict[str, object]:
    """Age band, sex and whether the person is invented; never a name or a date of birth."""
    rows = found.history.people.to_dicts()
    row: Row = rows[0] if rows else {}
    return {
        "age_band": _age_band(row, found.as_of),
        "sex": row.get("sex") or "unknown",
        "synthetic": bool(row.get("synthetic")),
    }


def _age_band(row: Row, as_of: date) -> str:
    bounds = {_band_on(row.get(f"born_on_{side}"), as_of) for side in ("least", "most")}
    return bounds.pop() if len(bounds) == 1 else "unknown"


def _band_on(born: object, as_of: date) -> str:
    if not isinstance(born, date):
        return "unknown"
    years = as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))
    return next((band for limit, band in _AGES if years < limit), "65 and over")


def episode(found: Findings) -> dict[str, object]:
    """The current episode: bounds of its start and how it was found."""
    rows = found.episodes.to_dicts()
    bounds = {side: day(rows[0][f"episode_start_{side}"]) if rows else None for side in ("least", "most")}
    told = EPISODE_START in found.history.context["topic"].to_list()
    basis = "stated" if found.stated_episode or told else "estimated" if any(bounds.values()) else "unknown"
    return {"started_on": bounds, "basis": basis, "sentence": _SENTENCE[basis]}


_SENTENCE = {
    "stated": "The start of the current episode is as stated.",
    "estimated": "Estimated: the latest stretch with an antidepressant, a depressive score or a diagnosis of depression and no break over 26 weeks.",
    "unknown": "Nothing dated in the records shows when the current episode began.",
}  # fmt: skip


def therapies(found: Findings) -> list[dict[str, object]]:
    """Treatments other than medicines."""
    rows = found.history.therapies.unique(maintain_order=True).sort(
        "started_on_least", "therapy", "record", nulls_last=True
    )
    return [
        {
            "therapy": r["therapy"], "started_on": pair(r, "started_on"), "stopped_on": pair(r, "stopped_on"),
            "sessions": pair(r, "sessions"), "response": r["response"],
            "improvement_percent": pair(r, "improvement_percent"), "records": _one(r),
        }
        for r in rows.to_dicts()
    ]  # fmt: skip


def scores(found: Findings, facts: Facts) -> list[dict[str, object]]:
    """Total scores with the name of their band."""
    totals = found.history.scores.filter(pl.col("item").is_null())
    return [
        {
            "scale": r["scale"], "on": pair(r, "on"), "total": r["total"],
            "label": _label(r, facts), "records": _one(r),
        }
        for r in totals.sort("on_least", "scale", "total", "record", nulls_last=True).to_dicts()
    ]  # fmt: skip


def _label(r: Row, facts: Facts) -> str | None:
    total = float(str(r["total"])) if r["total"] is not None else None
    bands = facts.scales[str(r["scale"])].bands
    return next((b.label for b in bands if total is not None and b.least <= total <= b.most), None)


def conditions(found: Findings, facts: Facts) -> list[dict[str, object]]:
    """Conditions whose topic is known, oldest first."""
    known = found.history.conditions.filter(pl.col("topic").is_not_null())
    return [
        {
            "topic": r["topic"], "meaning": facts.topics[str(r["topic"])].meaning, "status": r["status"] or "unknown",
            "certainty": r["certainty"] or "confirmed", "started_on": pair(r, "started_on"),
            "ended_on": pair(r, "ended_on"), "records": _one(r),
        }
        for r in known.sort("started_on_least", "topic", "record", nulls_last=True).to_dicts()
    ]  # fmt: skip


def context(found: Findings) -> list[dict[str, object]]:
    """Circumstances as stated."""
    rows = found.history.context.sort("on_least", "topic", "record", nulls_last=True).to_dicts()
    return [{"topic": r["topic"], "value": r["value"], "on": pair(r, "on"), "records": _one(r)} for r in rows]


def never_taken(found: Findings) -> list[dict[str, object]]:
    """Medicines that records name as planned or never taken: shown, and no trial."""
    rows = found.history.uses.filter(pl.col("status").is_in(["not_taken", "planned"])).sort("drug", "record")
    return [{"drug": r["drug"], "status": r["status"], "records": _one(r)} for r in rows.to_dicts()]


def safety(found: Findings) -> list[dict[str, object]]:
    """Banners first, then gates: one entry per rule and topic, with its records."""
    grouped = found.safety.group_by("rule", "topic", maintain_order=True).agg(pl.col("record").drop_nulls())
    entries = [
        {
            "rule": rule,
            "level": RULES[rule].level,
            "topic": topic,
            "sentence": RULES[rule].sentence,
            "records": records,
        }
        for rule, topic, records in grouped.iter_rows()
    ]
    return sorted(entries, key=lambda e: (e["level"] != "banner", e["rule"], e["topic"]))


def _one(row: Row) -> list[object]:
    return [row["record"]] if row["record"] is not None else []
