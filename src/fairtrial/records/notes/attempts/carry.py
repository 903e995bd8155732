"""Adding what a later sentence says to a reading."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.fields.better import fares_since
from fairtrial.records.notes.fields.effects_that_count import fit_effects
from fairtrial.records.notes.fields.outcome import decide_outcome
from fairtrial.records.notes.fields.status import decide_status
from fairtrial.records.notes.reach.subjects import MED
from fairtrial.records.notes.spans.doses import find_doses
from fairtrial.records.notes.spans.effects import effects_after
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.times import find_times, told_on
from fairtrial.records.notes.words.cues import Hit

_STRICT = re.compile(r"respon|benefit|nothing|differ|tolerat|side effect|effective")


_ANAPHOR = re.compile(
    rf"\b(?:it|this|these|them|neither|none|both|(?:the|that|this|those|these) {MED})\b[^.;]{{0,40}}$"
)


_SINCE_THEN = re.compile(r"\b(?:since then|since that time|since|thereafter|after that|ever since)\s*[.,;]")
"""How someone has fared since a stop is no response to the drug."""


_WHO = r"(?:(?:she|he|the patient|patient|pt|client) )?"
_GOES_ON = re.compile(
    rf"[\W\d]*{_WHO}(?:(?:continues|remains|is|was|had been|has been|now|currently|still|reports|taking|takes|on|at|up to|had|has|reached|got|went|gotten|up) ?)+"
    r"(?:to |a dose of )*(?=\d)|[\W\d]*(?:the|her|his) (?:last|final|highest|usual|maximum|max|top) dose (?:was|is|has been|had been) (?=\d)"
)
"""A dose told of a medicine that goes on: "She continues on 60 mg daily", "Now at 60 mg"."""


_NEVER = frozenset({"never.before_use", "never.declined", "never.neither"})
_OF_IT_LATER = _NEVER | {"allergy.after"}
"""What a later sentence may say of a name and what then holds whatever else was said."""


_ADVISED = re.compile(
    r"\b(?:suggest\w*|recommend\w*|advis\w*|agree\w*|consider\w*|would|will|should|could|can|may|might|plan|if|unless|once|when)\b"
)
_IT = re.compile(r"\b(?:it|this|these|neither)\b")
"""The word that takes up the drug within a cue: "does not think that it has done anything"."""


ON_DOSE = re.compile(r"\b(?:on|at|to|reached|taking|dose was) (?:a dose of )?\d+(?:\.\d+)? ?mg\b")
"""A dose alone stands for the medicine: "she is well on 100 mg"."""


_BEGINS_NOW = re.compile(
    r"\b(?:agree\w*|willing|ready|will|plans?|wants?|decided|encouraged) (?:to )?(?:begin|start|try|take|fill) (?:it\b|(?:at |with )?\d+(?:\.\d+)? ?mg)"
)
""" "Never picked it up. Agreed to begin 5 mg tonight"."""


def _refers(low: str, s: int, e: int, hit: Hit) -> bool:
    """Whether a word that takes up the drug stands just before or after a cue."""
    return bool(
        _ANAPHOR.search(low[s : hit.start])
        or _IT.search(low, hit.start, hit.end)
        or ON_DOSE.search(low, s, e)
        or re.match(r"[^.;]{0,60}?\b(?:from|with|on|to|by) (?:it|this|these|them|the med)", low[hit.end : e])
    )


def add(
    note: Note,
    s: int,
    e: int,
    hits: list[Hit],
    holder: Holder,
    r: Reading,
    about: bool,
    fragment: bool,
    near: bool,
) -> None:
    """Add a later sentence to a reading: status, outcome, dose, times."""
    if r.status == "planned":
        r.doses += [] if r.doses else [a for a in find_doses(note.text, note.low, s, e) if e - s < 140]
    if r.status == "never" and _BEGINS_NOW.search(note.low, s, e):
        r.becomes("planned", ranks.AGREED)
        r.change = "started"
        r.doses += find_doses(note.text, note.low, s, e)[:1]
        return
    if r.status in ("planned", "never", "negated", "allergy") and not any(h.cue.id in _NEVER for h in hits):
        return
    low = note.low
    usable = []
    for h in hits:
        word = low[h.start : h.end]
        if h.cue.layer == "override" and (h.cue.id not in _OF_IT_LATER or not (about or fragment)):
            continue
        if h.cue.sets.get("response") and r.stop == "done" and _SINCE_THEN.search(low, s, e):
            continue
        if (
            h.cue.layer == "outcome"
            and not fragment
            and not _refers(low, s, e, h)
            and not (
                near
                and (
                    fares_since(low, s, h, r)
                    or _STRICT.search(word)
                    or (
                        h.cue.sets.get("response") == "none"
                        and re.search(r"benefit|improve|effect|relief|help|differ|unchanged|better", word)
                    )
                )
            )
        ):
            continue
        if (
            h.cue.layer == "event"
            and h.cue.rank < ranks.DATED
            and h.cue.sets.get("change") not in ("increased", "decreased")
        ):
            continue
        if h.cue.layer == "event" and (h.cue.sets.get("status") == "planned" or h.cue.id == "stop.dc_ahead"):
            continue
        if h.cue.layer == "event" and h.cue.sets.get("status") == "past" and h.cue.sets.get("weak"):
            continue
        if h.cue.id == "past.at_age":
            continue  # "At age 12 she lost her father"
        if h.cue.id == "past.tried" and word.endswith(" had"):
            continue  # "she has had a dry mouth"
        usable.append(Got(h, False))
    fake = Holder(holder.names, s, s, e, holder.drug)
    told = (
        effects_after(low, fake, e, hits, note.lex)
        if (about or fragment or any(h.cue.sets.get("stop") for h in hits))
        else []
    )
    if not usable and not (told and (fragment or about)):
        r.doses += find_doses(note.text, low, s, e)[-1:] if _GOES_ON.match(low, s, e) else []
        return
    before = (r.status, r.experiencer, r.why.get("status"), r.rank)
    got = [g for g in holder.got if g.hit.cue.layer in ("event", "override", "time")] + usable
    decide_status(r, got, r.section)
    if before[0] == "family":
        r.status, r.experiencer, r.rank = "family", "other", before[3]
        if before[2]:
            r.why["status"] = before[2]
    holder.got += usable
    effects = fit_effects(low, s, told, r)
    old = (r.response, r.reason, r.side_effect)
    decide_outcome(
        low,
        r,
        fake,
        [g for g in holder.got if g.hit.cue.layer != "outcome"] + usable,
        effects,
        e,
        followed=True,
    )
    r.response, r.side_effect = _keep(r.response, old[0]), r.side_effect or old[2]
    if old[1] not in (None, "unknown"):
        r.reason = old[1]
    if r.doses and any(h.cue.sets.get("at_visit") and _ADVISED.search(low, s, h.end) for h in hits):
        r.at_visit = False  # the dose told before is the one in force; the new one is still to come
        return
    for amount in find_doses(note.text, low, s, e):
        if (
            re.search(
                r"\b(?:dose|dosage|increas\w*|titrat\w*|rais\w*|bumped|up to|max\w*|decreas\w*|reduced|"
                r"lowered|at|to|on|than|above|beyond|past|now|currently)\b",
                low[s : amount.start],
            )
            and len(low[s : amount.start]) < 90
        ):
            r.doses.append(amount)
    r.times = told_on(r.times, find_times(note.text, low, s, e), r.stop == "done")


def _keep(new: str | None, old: str | None) -> str | None:
    if old in (None, "unknown"):
        return new
    if new is None:
        return old
    order = ["response", "none", "worse", "partial", "remission"]
    return max(new, old, key=order.index)
