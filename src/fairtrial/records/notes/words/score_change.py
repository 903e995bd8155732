"""A fall of a scale score told beside a drug ("PHQ-9 from 22 to 11") as a response."""

from __future__ import annotations

import re

from fairtrial.facts import Facts
from fairtrial.records.notes import ranks
from fairtrial.records.notes.words.cues import Cue, Hit
from fairtrial.records.notes.words.trie import trie_pattern

_TOLD = {
    response: Cue(
        f"response.score_change.{response}", "either", "outcome", ranks.SCORED, {"response": response}
    )
    for response in ("none", "partial", "response", "remission")
}


_PERCENT = re.compile(
    r"(\d{1,3})(?: ?(?:-|to) ?\d{1,3})? ?(?:%|percent) (?:\w+ )?(?:better|improve\w*|response|reduction|benefit|relief|"
    r"symptom reduction)\b|\b(?:improv\w+|better|reduc\w+|decreas\w+)(?: of| by)? (?:about |approximately |~|roughly )*"
    r"(\d{1,3})(?: ?(?:-|to) ?\d{1,3})? ?%"
)
"""So much better, as the patient or the clinician says."""


class ScoreChanges:
    """Finds score changes; the limits are those of knowledge/settings.yaml and of the scales."""

    def __init__(self, facts: Facts) -> None:
        scales = {
            n.lower(): s
            for s, scale in facts.scales.items()
            for n in scale.names
            if scale.measures == "depression"
        }
        self._scales = scales
        self._least = {kind: facts.number(f"{kind}_percent") for kind in ("response", "partial")}
        self._remission = {
            s: f.remission_at_most.value for s, f in facts.scales.items() if f.remission_at_most is not None
        }
        self._pattern = re.compile(
            rf"(?<![a-z0-9])({trie_pattern(scales)})(?![a-z0-9])[^.;\d]{{0,40}}?(\d{{1,2}})\s*(?:->|to|"
            rf"down to)\s*(\d{{1,2}})(?![\d%/])"
        )

    def find(self, low: str, start: int, end: int) -> list[Hit]:
        """Each change between two places as an outcome cue."""
        changes = [
            Hit(m.start(), m.end(), _TOLD[self._response(m)]) for m in self._pattern.finditer(low, start, end)
        ]
        if low.find("%", start, end) < 0 and low.find("percent", start, end) < 0:
            return changes
        return changes + [
            Hit(m.start(), m.end(), _TOLD[self._by(float(m.group(1) or m.group(2)))])
            for m in _PERCENT.finditer(low, start, end)
        ]

    def _by(self, fall: float) -> str:
        return next((kind for kind, least in self._least.items() if fall >= least), "none")

    def _response(self, m: re.Match[str]) -> str:
        before, after = float(m.group(2)), float(m.group(3))
        fall = 100 * (before - after) / before if before else 0.0
        if after <= self._remission.get(self._scales[m.group(1)], -1.0) and fall > 0:
            return "remission"
        return self._by(fall)
