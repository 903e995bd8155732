"""Sentences without a drug name that go on about the one before ("It did not help.")."""

from __future__ import annotations

import re
from typing import NamedTuple

from fairtrial.records.notes.attempts.carry import add
from fairtrial.records.notes.attempts.later_cues import ON_DOSE, Later
from fairtrial.records.notes.fields.purposes_told import tell_later
from fairtrial.records.notes.reach.at_visit import timed
from fairtrial.records.notes.reach.other_acts import of_something_else
from fairtrial.records.notes.reach.subjects import ABOUT_IT, elsewhere, subject
from fairtrial.records.notes.spans.doses import find_doses
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import CURRENT_SECTIONS, Reading
from fairtrial.records.notes.words.cues import Hit

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


class _Opening(NamedTuple):
    """How a sentence without a name begins: with the patient as subject, or a word that takes up the drug.

    ``listed``: the name stands in a list of what is taken. ``near``: its own sentence is the one before.
    """

    note: Note
    start: int
    end: int
    patient: bool
    about: re.Match[str] | None
    listed: bool
    near: bool


def follow(note: Note, s: int, e: int, last: list[tuple[Holder, Reading]], near: bool) -> bool:
    """Add what a sentence without a name says on about the names before it.

    False when it speaks of something else.
    """
    if _says_nothing_of_it(note.low, s, e):
        return True
    if near:
        tell_later(note, s, e, *last[-1])
    opening = _opening(note, s, e, last[-1], near)
    hits = _cues(opening) if _may_go_on(opening) else None
    if hits is None:
        return False
    telling = [h.start for h in hits if h.cue.layer in ("event", "outcome", "override", "time")]
    if not telling and not note.lex.side_effects.search(note.low, s, e):
        return _only_a_dose(note, s, e, last[-1][1])
    return _add(opening, hits, min(telling, default=s), last)


def _says_nothing_of_it(low: str, s: int, e: int) -> bool:
    """A question, how the illness went on, or a history denied."""
    asks = low[s:e].rstrip().endswith("?")
    return bool(asks or _ILLNESS.match(low, s, e) or _NO_HISTORY.match(low, s, e))


def _opening(note: Note, s: int, e: int, last: tuple[Holder, Reading], near: bool) -> _Opening:
    low, (holder, r) = note.low, last
    listed = r.section in CURRENT_SECTIONS and "\n" not in low[holder.end : s + 1]
    near = near or ON_DOSE.search(low, s, e) is not None
    return _Opening(note, s, e, bool(_PATIENT.match(low[s:e])), ABOUT_IT.search(low, s, e), listed, near)


def _may_go_on(at: _Opening) -> bool:
    """Without a word that takes up the drug only the patient right after its name, or a short sentence without subject."""
    if at.about is not None:
        return True
    if at.patient:
        return at.near and not at.listed
    return not at.listed and at.end - at.start < _FRAGMENT


def _cues(at: _Opening) -> list[Hit] | None:
    """Its cues in order, or None where one has an object of its own and no word takes up the drug."""
    low, s, e, lex = at.note.low, at.start, at.end, at.note.lex
    every = lex.cues.find(low, s, e)
    hits = [h for h in every if not of_something_else(low, h, e)]
    if len(hits) < len(every) and at.about is None:
        return None
    hits = sorted(hits + lex.score_changes.find(low, s, e), key=lambda h: h.start)
    return [timed(low, s, e, h) for h in hits]


_OF_AMOUNT = re.compile(r"\b\d+ ?mg\b|\bdose\b|\bweeks\b")
_SHORT = 80
"""Characters of a sentence that tells only a dose, fewer than (our choice)."""


def _only_a_dose(note: Note, s: int, e: int, r: Reading) -> bool:
    """ "Her last dose was 40 mg": added; the next sentence may go on about the drug."""
    if _THE_DOSE.search(note.low, s, e):
        r.doses += find_doses(note.text, note.low, s, e)[-1:]
    return e - s < _SHORT and _OF_AMOUNT.search(note.low[s:e]) is not None


def _add(at: _Opening, hits: list[Hit], first: int, last: list[tuple[Holder, Reading]]) -> bool:
    """Add the sentence to the last name, or to all; False where its subject or object is another."""
    note, s, e, about = at.note, at.start, at.end, at.about
    fragment = not at.patient and e - s < _FRAGMENT and not subject(note, s, first)
    own = about is not None and not subject(note, s, about.start())
    if not (own or fragment or (at.patient and at.near)) or elsewhere(note, s, e, hits):
        return False
    if at.listed and not (own and about and about.start() - s < _CLOSE):
        return False
    said = Later(note, s, e, hits, own, fragment, at.near)
    for holder, r in last if _OF_ALL.search(note.low[s:e]) else last[-1:]:
        add(said, holder, r)
    return True


_OF_ALL = re.compile(
    r"\b(?:these|they|both(?! (?:his|her|my|the|mood|sleep)\b)|combination|neither(?! better| worse)|none|nothing|all|each|them|depressed|symptomatic|struggling|medications|meds|antidepressants|any)\b"
)
