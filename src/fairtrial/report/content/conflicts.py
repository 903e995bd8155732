"""Where the sources of one trial contradict each other: said in words, with the records, never settled silently."""

from __future__ import annotations

from fairtrial.report.content.values import Row, day, span

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
        ("started_on", row["start_conflict"], _said(steps, lambda s: str(day(s["start_least"])))),
        ("stopped_on", row["stop_conflict"], _said(steps, lambda s: str(day(s["stop_least"])))),
        ("weeks", row["days_conflict"], _said(steps, _weeks)),
        ("response", row["improvement_conflict"], "Scores or reports disagree about how much it helped."),
        ("stop_reason", row["stop_reason_conflict"], "More than one reason for stopping is recorded; the last is shown."),
    ]  # fmt: skip
    return [{"field": field, "sentence": text, "records": records} for field, apart, text in found if apart]


def _weeks(step: Row) -> str:
    days = {side: step[f"days_{side}"] for side in ("least", "most")}
    return span({side: None if d is None else round(int(str(d)) / 7, 1) for side, d in days.items()}, " weeks")


def _said(steps: list[Row], tell: object) -> str:
    """What each kind of source says, each once."""
    assert callable(tell)
    voices: dict[str, list[str]] = {}
    for step in steps:
        said = str(tell(step))
        if said not in ("not recorded", "None") and said not in voices.setdefault(str(step["kind"]), []):
            voices[str(step["kind"])].append(said)
    parts = [f"{_VOICE[kind]} {', '.join(said)}" for kind, said in sorted(voices.items()) if said]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
