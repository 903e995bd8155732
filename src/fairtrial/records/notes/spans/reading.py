"""What one sentence says of one drug name."""

from __future__ import annotations

from dataclasses import dataclass, field

from fairtrial.records.notes.models import Mention, Why
from fairtrial.records.notes.spans.doses import Amount
from fairtrial.records.notes.spans.times import Times

PAST_SECTIONS = frozenset({"past_meds", "psych_history"})


CURRENT_SECTIONS = frozenset({"current_meds", "discharge_meds"})


@dataclass(slots=True)
class Reading:
    """One sentence's word on one name; ranks say how firmly."""

    names: list[Mention]
    drug: str
    place: int
    section: str
    status: str = "current"
    rank: int = 0
    why: dict[str, Why] = field(default_factory=dict)
    weak: bool = True
    experiencer: str = "patient"
    stop: str | None = None
    change: str | None = None
    response: str | None = None
    reason: str | None = None
    side_effect: str | None = None
    doses: list[Amount] = field(default_factory=list)
    frequency: str | None = None
    tablets: float | None = None
    times: Times = field(default_factory=Times)
    told_for: list[Why] = field(default_factory=list)
    conditional: bool = False
    at_visit: bool = False
    listed: bool = False
    old: bool = False
    described: bool = False

    def becomes(self, status: str, rank: int, why: Why | None = None, *, weak: bool = False) -> None:
        """Take another status, told by ``why``, or by the words that told the one before."""
        self.status, self.rank, self.weak = status, rank, weak
        if why is not None:
            self.why["status"] = why
