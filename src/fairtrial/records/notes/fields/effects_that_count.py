"""Which tied side effects count for a reading."""

from __future__ import annotations

from fairtrial.records.notes.fields.outcome import GROUND
from fairtrial.records.notes.spans.effect_ties import Effect
from fairtrial.records.notes.spans.reading import Reading


def fit_effects(low: str, at: int, effects: list[Effect], r: Reading) -> list[Effect]:
    """Effects whose tie is strong enough for the status of the reading."""
    taken = r.status in ("past", "allergy", "family")
    ties = (
        {"strong", "mark"}
        | ({"comma"} if r.listed or r.stop else set())
        | ({"weak", "comma"} if taken else set())
    )
    if r.status in ("planned", "never", "negated"):
        return []
    return [
        x for x in effects if x.tie in ties and not (x.tie == "weak" and GROUND.search(low[at : x.start]))
    ]
