"""Words on how the patient fares that name no medicine, yet speak of the one just begun or raised."""

from __future__ import annotations

import re

from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.words.cues import Hit

_ON_THE_PATIENT = re.compile(
    r"[\W\d]*(?:since (?:then|that time|starting)\W+|(?:and|but|now|today|so far|currently|overall|subsequently|at this time|gradually)\W+)*"
    r"(?:(?:she|he|the patient|patient|pt|mother|parents|staff|the staff|family|husband|wife)\b"
    r"|(?:her|his|the|the patient's)? ?(?:mood|affect|depression|anxiety|energy|sleep|spirits)\b)"
)
_FARES = re.compile(
    r"better|mood|brighten|brighter|calmer|crying|depress|anxious|sleeping|improv|happier|euthymic|lifted|stable|worried|panic"
)
_CHANGED = frozenset({"started", "increased", "restarted"})


def fares_since(low: str, s: int, hit: Hit, r: Reading) -> bool:
    """ "I started her on X. She is feeling better": good news right after a start or a higher dose."""
    return (
        hit.cue.sets.get("response") in ("response", "partial", "remission")
        and r.status == "current"
        and r.change in _CHANGED
        and r.names[0].drug_class == "antidepressant"
        and _ON_THE_PATIENT.match(low, s) is not None
        and _FARES.search(low, hit.start, hit.end) is not None
    )
