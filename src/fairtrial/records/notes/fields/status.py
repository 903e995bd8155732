"""Status of a reading: ranked, scoped cues over the default of the section."""

from __future__ import annotations

from typing import Any

from fairtrial.records.notes import ranks
from fairtrial.records.notes.models import CHANGES_OF_DOSE, Tier, Why
from fairtrial.records.notes.spans.holders import Got
from fairtrial.records.notes.spans.reading import CURRENT_SECTIONS, PAST_SECTIONS, Reading
from fairtrial.records.notes.words.cues import Hit, derived

_EVENTS_THEN = frozenset(
    {"take.started", "take.prescribed", "take.switched_to", "take.treated", "trial.bare"}
)


_DEFAULTS: dict[str, tuple[str, Tier, int]] = {
    "past_meds": ("past", "inferred", ranks.TOLD), "current_meds": ("current", "inferred", ranks.TOLD),
    "discharge_meds": ("current", "inferred", ranks.DISCHARGED),
    "family": ("family", "inferred", ranks.SOMEONE_ELSES), "never_meds": ("never", "inferred", ranks.NEVER),
    "allergies": ("allergy", "inferred", ranks.ALLERGY), "psych_history": ("past", "default", ranks.PLACED),
}  # fmt: skip


def decide_status(r: Reading, got: list[Got]) -> None:
    """Status by rank among the nearest cue before the name, every cue after it, and overrides anywhere."""
    events = _after_restart(_nearest([g for g in got if g.hit.cue.layer == "event"]))
    overrides = [_stopped_then(g, events) for g in got if g.hit.cue.layer == "override"]
    ruling = max(events + overrides, key=lambda g: (_rank(g), g.hit.start), default=None)
    _default(r)
    if ruling is not None and _rank(ruling) > (r.rank if r.status in ("allergy", "family") else -1):
        _apply(r, ruling)
    _time(r, [g for g in got if g.hit.cue.layer == "time"])
    for g in events:
        if g.hit.cue.sets.get("stop") == "done" and r.status == "past":
            r.stop = "done"
        r.change = r.change or g.hit.cue.sets.get("change")
        r.at_visit = r.at_visit or bool(g.hit.cue.sets.get("at_visit"))
    r.conditional = any(g.hit.cue.sets.get("conditional") for g in got)
    if r.conditional and r.status == "current" and r.weak and r.change not in CHANGES_OF_DOSE:
        r.becomes("planned", ranks.PLANNED, weak=True)


def _after_restart(events: list[Got]) -> list[Got]:
    """ "X was stopped, then restarted": the stop before the restart is undone."""
    again = [g.hit.start for g in events if not g.ahead and g.hit.cue.sets.get("change") == "restarted"]
    if not again:
        return events
    return [g for g in events if g.ahead or g.hit.start >= max(again) or g.hit.cue.sets.get("stop") != "done"]


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


def _default(r: Reading) -> None:
    """What the section says of a name where nothing else is said."""
    status, tier, rank = _DEFAULTS.get(r.section, ("current", "default", ranks.NAMED))
    at = r.names[0]
    cue = f"section.{r.section}" if r.section in _DEFAULTS else "none"
    had = at.drug_class == "neurostim" and status == "current" and rank < ranks.TOLD
    r.becomes("past" if had else status, rank, Why(cue, tier, at.start, at.end), weak=tier == "default")
    r.listed = r.section == "past_meds"
    r.experiencer = "other" if status == "family" else "patient"


def _apply(r: Reading, g: Got) -> None:
    """What the ruling cue says; in a list of what is taken a weak word for the past says nothing."""
    sets: dict[str, Any] = g.hit.cue.sets
    status, weak = _as_in_section(r.section, g)
    if weak and r.section in CURRENT_SECTIONS and status == "past":
        return
    r.becomes(status, g.hit.cue.rank, Why(g.hit.cue.id, "explicit", g.hit.start, g.hit.end), weak=weak)
    r.stop, r.change = sets.get("stop"), sets.get("change")


def _as_in_section(section: str, g: Got) -> tuple[str, bool]:
    """Status and weakness of a cue, as the section has it: a start told under past medicines is over."""
    sets: dict[str, Any] = g.hit.cue.sets
    status, weak = str(sets["status"]), bool(sets.get("weak"))
    if status == "section":
        status, weak = ("planned" if section in ("plan", "assessment") else "past"), True
    if sets.get("prescribed") and section == "plan":
        status = "planned"
    if weak and section in PAST_SECTIONS and status == "current" and g.hit.cue.id in _EVENTS_THEN:
        status = "past"
    return status, weak


_BEGINNINGS = _EVENTS_THEN | {"pair.past.to", "take.restarted"}


def _start_date(r: Reading, g: Got) -> bool:
    """ "was started on X two years ago": the time is that of the start, and X may go on."""
    return g.hit.cue.id == "past.ago" and r.why["status"].cue in _BEGINNINGS


def _time(r: Reading, times: list[Got]) -> None:
    """ "In the past" ends what is only told in passing to be taken; "now" takes up again what no stop ended."""
    for g in times:
        word, why = g.hit.cue.sets["time"], Why(g.hit.cue.id, "explicit", g.hit.start, g.hit.end)
        already_told = word == "now" and not g.ahead and r.rank > ranks.PLACED
        if _start_date(r, g) or (already_told and r.section != "past_meds"):
            continue
        if word == "past" and _is_passing(r):
            r.becomes("past", ranks.DATED, why, weak=True)
        elif word == "now" and _may_go_on(r):
            r.becomes("current", ranks.NOW, why)


def _is_passing(r: Reading) -> bool:
    taken = r.weak and r.status == "current" and r.rank < ranks.DATED
    return taken and r.change not in ("restarted", "increased")


def _may_go_on(r: Reading) -> bool:
    taken = r.status in ("current", "past") and r.rank < ranks.TRIED and r.stop is None
    return taken and (r.weak or r.section == "past_meds")
