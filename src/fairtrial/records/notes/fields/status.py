"""Status of a reading: ranked, scoped cues over the default of the section."""

from __future__ import annotations

from typing import Any

from fairtrial.records.notes import ranks
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.holders import Got
from fairtrial.records.notes.spans.reading import CURRENT_SECTIONS, PAST_SECTIONS, Reading
from fairtrial.records.notes.words.cues import Hit, derived

_EVENTS_THEN = frozenset(
    {"take.started", "take.prescribed", "take.switched_to", "take.treated", "trial.bare"}
)


DEFAULTS = {
    "past_meds": ("past", "inferred", ranks.TOLD), "current_meds": ("current", "inferred", ranks.TOLD),
    "discharge_meds": ("current", "inferred", ranks.DISCHARGED),
    "family": ("family", "inferred", ranks.SOMEONE_ELSES), "never_meds": ("never", "inferred", ranks.NEVER),
    "allergies": ("allergy", "inferred", ranks.ALLERGY), "psych_history": ("past", "default", ranks.PLACED),
}  # fmt: skip


def decide_status(r: Reading, got: list[Got], section: str) -> None:
    """Status by rank among the nearest cue before the name, every cue after it, and overrides anywhere."""
    events = _nearest([g for g in got if g.hit.cue.layer == "event"])
    again = max(
        (g.hit.start for g in events if not g.ahead and g.hit.cue.sets.get("change") == "restarted"),
        default=-1,
    )
    events = (
        [g for g in events if g.ahead or g.hit.start >= again or g.hit.cue.sets.get("stop") != "done"]
        if again >= 0
        else events
    )
    overrides = [g for g in got if g.hit.cue.layer == "override"]
    times = [g for g in got if g.hit.cue.layer == "time"]
    overrides = [_stopped_then(g, events) for g in overrides]
    ruling = max(events + overrides, key=lambda g: (_rank(g), g.hit.start), default=None)
    _default(r, section)
    if ruling is not None and _rank(ruling) > (r.rank if r.status in ("allergy", "family") else -1):
        _apply(r, ruling, section)
    _time(r, times, section)
    for g in events:
        if g.hit.cue.sets.get("stop") == "done" and r.status == "past":
            r.stop = "done"
        r.change = r.change or g.hit.cue.sets.get("change")
        r.at_visit = r.at_visit or bool(g.hit.cue.sets.get("at_visit"))
    r.conditional = any(g.hit.cue.sets.get("conditional") for g in got)
    if r.conditional and r.status == "current" and r.weak and r.change not in ("increased", "decreased"):
        r.becomes("planned", ranks.PLANNED, weak=True)


_TAKEN = frozenset({"past.tried", "past.was_on", "past.used_to"})


def _stopped_then(g: Got, events: list[Got]) -> Got:
    """ "Took X, won't take it": who refuses what was taken has stopped it."""
    if (
        g.ahead
        or g.hit.cue.id != "never.declined"
        or not any(x.ahead and x.hit.cue.id in _TAKEN for x in events)
    ):
        return g
    return Got(
        Hit(
            g.hit.start, g.hit.end, derived("stop.refused", {"status": "past", "stop": "done"}, ranks.STOPPED)
        ),
        False,
    )


def _nearest(events: list[Got]) -> list[Got]:
    ahead = [g for g in events if g.ahead]
    nearest = max(ahead, key=lambda g: g.hit.end, default=None)
    same = [
        g
        for g in ahead
        if nearest is not None and g.hit.start <= nearest.hit.start and g.hit.end >= nearest.hit.end
    ]
    return same + [g for g in events if not g.ahead]


def _rank(g: Got) -> int:
    return g.hit.cue.rank - (ranks.LASTING_YIELDS if g.lasting else 0)


def _default(r: Reading, section: str) -> None:
    status, tier, rank = DEFAULTS.get(section, ("current", "default", ranks.NAMED))
    r.status, r.rank, r.weak = status, rank, tier == "default"
    r.listed = section == "past_meds"
    r.experiencer = "other" if status == "family" else "patient"
    at = r.names[0]
    if at.drug_class == "neurostim" and status == "current" and rank < ranks.TOLD:
        r.status = "past"
    r.why["status"] = Why(f"section.{section}" if section in DEFAULTS else "none", tier, at.start, at.end)  # type: ignore[arg-type]


def _apply(r: Reading, g: Got, section: str) -> None:
    sets: dict[str, Any] = g.hit.cue.sets
    status = sets["status"]
    weak = bool(sets.get("weak"))
    if status == "section":
        status, weak = ("planned" if section in ("plan", "assessment") else "past"), True
    if sets.get("prescribed") and section == "plan":
        status = "planned"
    if weak and section in PAST_SECTIONS and status == "current" and g.hit.cue.id in _EVENTS_THEN:
        status = "past"
    if weak and section in CURRENT_SECTIONS and status == "past":
        return
    r.becomes(status, g.hit.cue.rank, Why(g.hit.cue.id, "explicit", g.hit.start, g.hit.end), weak=weak)
    r.stop, r.change = sets.get("stop"), sets.get("change")


_BEGINNINGS = _EVENTS_THEN | {"pair.past.to", "take.restarted"}


def _start_date(r: Reading, g: Got) -> bool:
    """ "was started on X two years ago": the time is that of the start, and X may go on."""
    return g.hit.cue.id == "past.ago" and r.why["status"].cue in _BEGINNINGS


def _time(r: Reading, times: list[Got], section: str) -> None:
    for g in times:
        word = g.hit.cue.sets["time"]
        if _start_date(r, g) or (
            word == "now" and not g.ahead and r.rank > ranks.PLACED and section != "past_meds"
        ):
            continue
        if (
            word == "past"
            and r.weak
            and r.status == "current"
            and r.rank < ranks.DATED
            and r.change not in ("restarted", "increased")
        ):
            r.becomes("past", ranks.DATED, Why(g.hit.cue.id, "explicit", g.hit.start, g.hit.end), weak=True)
        elif (
            word == "now"
            and r.rank < ranks.TRIED
            and r.stop is None
            and r.status in ("current", "past")
            and (r.weak or section == "past_meds")
        ):
            r.becomes("current", ranks.NOW, Why(g.hit.cue.id, "explicit", g.hit.start, g.hit.end))
