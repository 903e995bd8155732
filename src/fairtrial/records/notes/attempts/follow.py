"""Sentences without a drug name that go on about the one before ("It did not help.")."""

from __future__ import annotations

import re

from fairtrial.records.notes.attempts.carry import ON_DOSE, add
from fairtrial.records.notes.fields.purposes_told import tell_later
from fairtrial.records.notes.reach.at_visit import timed
from fairtrial.records.notes.reach.subjects import ABOUT_IT, elsewhere, of_something_else, subject
from fairtrial.records.notes.spans.doses import find_doses
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import CURRENT_SECTIONS, Reading

_PATIENT = re.compile(
    r"^[\W\d]*(?:and |but |however,? |then |so |also )?(?:she|he|i|pt|patient|the patient|they)\b"
)


_THE_DOSE = re.compile(
    r"\b(?:the|her|his|my) (?:daily |last |final |highest |usual |maximum |max )?dos(?:e|age) (?:was|went|has|is|had)\b"
)
_ILLNESS = re.compile(
    r"\W*(?:(?:her|his|the|depressive|mood|since then|by \w+|then) )*(?:symptoms|sx|depression|mood|episode|low mood|relapse)(?: have| has| had| then| promptly| soon)? "
    r"(?:returned|came back|come back|recurred|reappeared|relapsed|dipped|dropped|slipped|sank)\b[^.;]{0,60}$",
)
"""How the illness went on between two acts is no change of subject."""
_SYMPTOMS = re.compile(
    r"\W*(?:(?:her|his|the|but|and) )*(?:pain|mood|sleep|anxiety|energy|appetite|panic|headaches?|motivation)\b[^.;]{0,60}"
    r"\b(?:better|same|improved|unchanged|worse|worsened|less|good|poor|low)[^.;]{0,12}$"
)
_NO_HISTORY = re.compile(
    r"\W*(?:(?:and|she|he|the patient|patient|pt|also) )*(?:denies|denied|has|had|there (?:is|was)) (?:any|no|having (?:any|had)) (?:known )?"
    r"(?:history|prior|previous|past)\b"
)
""" "He denies any history of treatment before this injury" is nothing of the medicine just named."""
_FRAGMENT, _CLOSE = 160, 12
"""Characters of a sentence without subject, and of the words before "it", at most (our choice)."""


def only_symptoms(low: str, s: int, e: int) -> bool:
    """Whether a sentence tells of the symptoms alone, so that the next may go on about the drug:
    "Pain somewhat better, mood same. Stopped in October"."""
    return _SYMPTOMS.match(low, s, e) is not None


def follow(note: Note, s: int, e: int, last: list[tuple[Holder, Reading]], near: bool) -> bool:
    """Add what a sentence without a name says on about the names before it.

    False when it speaks of something else.
    """
    low = note.low
    if low[s:e].rstrip().endswith("?") or _ILLNESS.match(low, s, e) or _NO_HISTORY.match(low, s, e):
        return True
    if near:
        tell_later(note, s, e, *last[-1])
    near = near or ON_DOSE.search(low, s, e) is not None
    patient, about = bool(_PATIENT.match(low[s:e])), ABOUT_IT.search(low, s, e)
    listed = last[-1][1].section in CURRENT_SECTIONS and "\n" not in low[last[-1][0].end : s + 1]
    if about is None and ((listed or e - s >= _FRAGMENT) if not patient else (listed or not near)):
        return False
    every = note.lex.cues.find(low, s, e)
    hits = [h for h in every if not of_something_else(low, h, e)]
    if len(hits) < len(every) and about is None:
        return False
    hits = sorted(hits + note.lex.score_changes.find(low, s, e), key=lambda h: h.start)
    hits = [timed(low, s, e, h) for h in hits]
    telling = [h for h in hits if h.cue.layer in ("event", "outcome", "override", "time")]
    if not telling and not note.lex.side_effects.search(low, s, e):
        last[-1][1].doses += find_doses(note.text, low, s, e)[-1:] if _THE_DOSE.search(low, s, e) else []
        return re.search(r"\b\d+ ?mg\b|\bdose\b|\bweeks\b", low[s:e]) is not None and e - s < 80
    first = min([h.start for h in telling] or [s])
    fragment = not patient and e - s < _FRAGMENT and not subject(note, s, first)
    own = about is not None and not subject(note, s, about.start())
    if not (own or fragment or (patient and near)) or elsewhere(note, s, e, hits):
        return False
    if listed and not (own and about and about.start() - s < _CLOSE):
        return False
    plural = re.search(
        r"\b(?:these|they|both(?! (?:his|her|my|the|mood|sleep)\b)|combination|neither(?! better| worse)|none|nothing|all|each|them|depressed|symptomatic|struggling|medications|meds|antidepressants|any)\b",
        low[s:e],
    )
    for holder, r in last if plural else last[-1:]:
        add(note, s, e, hits, holder, r, own, fragment, near)
    return True
