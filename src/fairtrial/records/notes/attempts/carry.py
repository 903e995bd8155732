"""Adding what a later sentence says to a reading."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.attempts.later_cues import NEVER, Later, counts
from fairtrial.records.notes.fields.effects_that_count import fit_effects
from fairtrial.records.notes.fields.outcome import decide_outcome
from fairtrial.records.notes.fields.status import decide_status
from fairtrial.records.notes.spans.doses import Amount, find_doses
from fairtrial.records.notes.spans.effect_ties import Effect
from fairtrial.records.notes.spans.effects import effects_after
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.times import find_times, told_on

_BEGINS_NOW = re.compile(
    r"\b(?:agree\w*|willing|ready|will|plans?|wants?|decided|encouraged) (?:to )?(?:begin|start|try|take|fill) (?:it\b|(?:at |with )?\d+(?:\.\d+)? ?mg)"
)
""" "Never picked it up. Agreed to begin 5 mg tonight"."""


_LONGEST_PLAN = 140
"""Characters of a sentence whose doses are those of the plan before it, at most (our choice)."""


def add(said: Later, holder: Holder, r: Reading) -> None:
    """Add a later sentence to a reading: status, outcome, dose, times."""
    if r.status == "planned" and not r.doses and said.end - said.start < _LONGEST_PLAN:
        r.doses += _doses(said)
    if r.status == "never" and _BEGINS_NOW.search(said.note.low, said.start, said.end):
        r.becomes("planned", ranks.AGREED)
        r.change = "started"
        r.doses += _doses(said)[:1]
    elif r.status not in ("planned", "never", "negated", "allergy") or _says_never(said):
        _add_to_taken(said, holder, r)


def _doses(said: Later) -> list[Amount]:
    return find_doses(said.note.text, said.note.low, said.start, said.end)


def _says_never(said: Later) -> bool:
    return any(h.cue.id in NEVER for h in said.hits)


def _add_to_taken(said: Later, holder: Holder, r: Reading) -> None:
    usable = [Got(h, False) for h in said.hits if counts(said, h, r)]
    place = Holder(holder.names, said.start, said.start, said.end, holder.drug)
    effects = _effects(said, place)
    if not usable and not (effects and (said.fragment or said.about)):
        r.doses += _doses(said)[-1:] if _GOES_ON.match(said.note.low, said.start, said.end) else []
        return
    _add_status(holder, r, usable)
    holder.got += usable
    got = [g for g in holder.got if g.hit.cue.layer != "outcome"] + usable
    _add_outcome(said, place, r, got, effects)
    if r.doses and _is_advice(said):
        r.at_visit = False  # the dose told before is the one in force; the new one is still to come
        return
    r.doses += [amount for amount in _doses(said) if _is_dose_of_it(said, amount)]
    r.times = told_on(
        r.times, find_times(said.note.text, said.note.low, said.start, said.end), r.stop == "done"
    )


def _effects(said: Later, place: Holder) -> list[Effect]:
    if not (said.about or said.fragment or any(h.cue.sets.get("stop") for h in said.hits)):
        return []
    return effects_after(said.note.low, place, said.end, said.hits, said.note.lex)


def _add_status(holder: Holder, r: Reading, usable: list[Got]) -> None:
    """Decide the status anew with what is said later; what a relative takes stays the relative's."""
    family = (r.rank, r.why.get("status")) if r.status == "family" else None
    told = [g for g in holder.got if g.hit.cue.layer in ("event", "override", "time")]
    decide_status(r, told + usable)
    if family is not None:
        rank, why = family
        r.becomes("family", rank, why, weak=r.weak)
        r.experiencer = "other"


def _add_outcome(said: Later, place: Holder, r: Reading, got: list[Got], effects: list[Effect]) -> None:
    """The better of the responses and the first side effect and reason hold."""
    low, response, reason, effect = said.note.low, r.response, r.reason, r.side_effect
    fitting = fit_effects(low, said.start, effects, r)
    decide_outcome(low, r, place, got, fitting, said.end, followed=True)
    r.response, r.side_effect = _keep(r.response, response), r.side_effect or effect
    if reason not in (None, "unknown"):
        r.reason = reason


def _keep(new: str | None, old: str | None) -> str | None:
    if old in (None, "unknown"):
        return new
    if new is None:
        return old
    order = ["response", "none", "worse", "partial", "remission"]
    return max(new, old, key=order.index)


_WHO = r"(?:(?:she|he|the patient|patient|pt|client) )?"
_GOES_ON = re.compile(
    rf"[\W\d]*{_WHO}(?:(?:continues|remains|is|was|had been|has been|now|currently|still|reports|taking|takes|on|at|up to|had|has|reached|got|went|gotten|up) ?)+"
    r"(?:to |a dose of )*(?=\d)|[\W\d]*(?:the|her|his) (?:last|final|highest|usual|maximum|max|top) dose (?:was|is|has been|had been) (?=\d)"
)
"""A dose told of a medicine that goes on: "She continues on 60 mg daily", "Now at 60 mg"."""


_ADVISED = re.compile(
    r"\b(?:suggest\w*|recommend\w*|advis\w*|agree\w*|consider\w*|would|will|should|could|can|may|might|plan|if|unless|once|when)\b"
)


def _is_advice(said: Later) -> bool:
    """ "She agreed to increase it": a change of dose that is still to come."""
    return any(
        h.cue.sets.get("at_visit") and _ADVISED.search(said.note.low, said.start, h.end) for h in said.hits
    )


_TO_A_DOSE = re.compile(
    r"\b(?:dose|dosage|increas\w*|titrat\w*|rais\w*|bumped|up to|max\w*|decreas\w*|reduced|"
    r"lowered|at|to|on|than|above|beyond|past|now|currently)\b"
)
_FAR = 90
"""Characters of a sentence before a dose of it, fewer than (our choice)."""


def _is_dose_of_it(said: Later, amount: Amount) -> bool:
    before = said.note.low[said.start : amount.start]
    return len(before) < _FAR and _TO_A_DOSE.search(before) is not None
