"""Where the sources of one trial contradict each other: said in words, with the records, never settled silently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fairtrial.report.content.values import Row, day, span
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK

_VOICE = {
    "dispensed": "fills say",
    "prescribed": "orders say",
    "administered": "administrations say",
    "reported": "reports say",
}


def conflicts(row: Row, steps: list[Row], records: list[str]) -> list[dict[str, object]]:
    """field, sentence and records for each contradiction the timeline marked."""
    found = [
        ("dose", row["dose_conflict"], _said(steps, lambda s: span({"least": s["dose_least"], "most": s["dose_most"]}, " mg/day"))),
        ("started_on", row["start_conflict"], _said(_edges(steps, "start_least", min), lambda s: _day(s["start_least"]))),
        ("stopped_on", row["stop_conflict"], _said(_edges(steps, "stop_least", max), lambda s: _day(s["stop_least"]))),
        ("weeks", row["days_conflict"], _said(steps, _weeks)),
        ("response", row["improvement_conflict"], "Scores or reports disagree about how much it helped."),
        ("stop_reason", row["stop_reason_conflict"], "More than one reason for stopping is recorded; the last is shown."),
    ]  # fmt: skip
    return [{"field": field, "sentence": text, "records": records} for field, apart, text in found if apart]


def _edges(steps: list[Row], column: str, outermost: Callable[..., Row]) -> list[Row]:
    """Of each kind of source the step that begins first, or ends last."""
    known = [step for step in steps if step[column] is not None]
    kinds = sorted({str(step["kind"]) for step in known})
    return [outermost((s for s in known if s["kind"] == kind), key=lambda s: s[column]) for kind in kinds]


def _day(number: object) -> str:
    """A day as reports write it: 5 Mar 2024."""
    text = day(number)
    return f"{date.fromisoformat(text):%-d %b %Y}" if text else "not recorded"


def _weeks(step: Row) -> str:
    days = {side: step[f"days_{side}"] for side in ("least", "most")}
    return span(
        {side: None if d is None else round(int(str(d)) / DAYS_PER_WEEK, 1) for side, d in days.items()},
        " weeks",
    )


def _said(steps: list[Row], tell: Callable[[Row], str]) -> str:
    """What each kind of source says, each once."""
    voices: dict[str, list[str]] = {}
    for step in steps:
        said = tell(step)
        if said != "not recorded" and said not in voices.setdefault(str(step["kind"]), []):
            voices[str(step["kind"])].append(said)
    parts = [f"{_VOICE[kind]} {', '.join(said)}" for kind, said in sorted(voices.items()) if said]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
