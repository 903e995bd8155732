"""Free text to treatment episodes: deterministic, offline, every field with the cue that decided it."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.notes.attempts.merge import merge
from fairtrial.records.notes.attempts.parse import read
from fairtrial.records.notes.intake import history
from fairtrial.records.notes.lines import episode_lines
from fairtrial.records.notes.models import Dose, Episode, Finding, Mention, Why
from fairtrial.records.notes.stated.findings import findings
from fairtrial.records.notes.words.lexicon import lexicon

__all__ = [
    "Dose",
    "Episode",
    "Finding",
    "Mention",
    "Why",
    "episode_lines",
    "findings",
    "history",
    "read_notes",
]


def read_notes(text: str, note_id: str, facts: Facts) -> list[Episode]:
    """The treatment episodes of one note, in reading order; offsets are characters of ``text``.

    >>> from fairtrial.facts import load
    >>> [e.status for e in read_notes("Tried Zoloft 100 mg, stopped due to nausea.", "a", load())]
    ['past']
    """
    return merge(note_id, text, read(text, lexicon(facts)), facts)
