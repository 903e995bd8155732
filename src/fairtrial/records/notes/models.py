"""What the notes reader returns: episodes and findings, each field with the cue that decided it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Tier = Literal["explicit", "inferred", "default"]
"""explicit: the words say so. inferred: a heading or a neighbour says so. default: nothing was said."""


CHANGES_OF_DOSE = frozenset({"increased", "decreased"})
"""Of the changes of a medicine ("started", "stop_planned" ...) those of its dose."""


@dataclass(frozen=True, slots=True)
class Why:
    """The cue that decided a field, how surely, and the characters where it stands (end exclusive)."""

    cue: str
    tier: Tier
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A drug name as written, and the drug it was read as."""

    text: str
    start: int
    end: int
    drug: str
    drug_class: str
    name_type: str
    formulation: str | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    """A strength per intake as written; ``unit`` is mg unless another is written."""

    value: float
    unit: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Episode:
    """One attempt with one drug in one note. Offsets are characters; ``why`` maps a field to its cue."""

    note_id: str
    drug: str
    drug_class: str
    mention: Mention
    mentions: tuple[Mention, ...]
    status: str
    experiencer: str = "patient"
    dose: Dose | None = None
    other_doses: tuple[Dose, ...] = ()
    frequency: str | None = None
    daily_mg: float | None = None
    duration: str | None = None
    started: str | None = None
    stopped: str | None = None
    change: str | None = None
    response: str = "unknown"
    stop_reason: str | None = None
    side_effect: str | None = None
    indication: str | None = None
    purpose: str | None = None
    why: dict[str, Why] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Another fact stated in a note: a scale score, a device treatment, trauma, suicidality, a condition to look at first.

    ``negated`` is true for "denies suicidal thoughts"; ``value`` is a score, a response, or when a condition was,
    if one is stated; ``left_open`` is true for "screen for bipolar disorder".
    """

    note_id: str
    topic: str
    text: str
    start: int
    end: int
    negated: bool
    experiencer: str
    value: str | None
    why: Why
    left_open: bool = False
