"""Episodes as lines of JSON in the schema of the annotated corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from fairtrial.records.notes.models import Dose, Episode


def episode_lines(episodes: Iterable[Episode], *, why: bool = False) -> Iterator[str]:
    """One JSON object per episode; with ``why`` also the purpose as history tables know it, and the cue, tier
    and place that decided each field.
    """
    count: dict[str, int] = {}
    for e in episodes:
        count[e.note_id] = count.get(e.note_id, 0) + 1
        yield orjson.dumps(_line(e, count[e.note_id], why)).decode()


def _line(e: Episode, number: int, why: bool) -> dict[str, Any]:
    m = e.mention
    line: dict[str, Any] = {
        "note_id": e.note_id,
        "rec_id": f"{e.note_id}-{number:02d}",
        "drug": e.drug,
        "drug_class": e.drug_class,
        "mention": m.text,
        "start": m.start,
        "end": m.end,
        "name_type": m.name_type,
        "mentions": [{"text": n.text, "start": n.start, "end": n.end} for n in e.mentions],
        "formulation": next((n.formulation for n in (m, *e.mentions) if n.formulation), None),
        "dose": _dose(e.dose),
        "other_doses": [_dose(d) for d in e.other_doses],
        "frequency": e.frequency,
        "daily_mg": _number(e.daily_mg),
        "status": e.status,
        "experiencer": e.experiencer,
        "duration": e.duration,
        "started": e.started,
        "stopped": e.stopped,
        "change": e.change,
        "response": e.response,
        "stop_reason": e.stop_reason,
        "side_effect": e.side_effect,
        "indication": e.indication,
        "alt": {},
        "ignore": False,
    }
    if why:
        line["purpose"] = e.purpose
        line["why"] = {
            k: {"cue": w.cue, "tier": w.tier, "start": w.start, "end": w.end} for k, w in e.why.items()
        }
    return line


def _dose(d: Dose | None) -> dict[str, Any] | None:
    if d is None:
        return None
    return {"value": _number(d.value), "unit": d.unit, "text": d.text, "start": d.start, "end": d.end}


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value
