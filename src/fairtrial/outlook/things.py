"""One thing that a circumstance lists, with what the records say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Answer = Literal["recorded", "possible", "not_recorded", "recorded_absent"]
STRONGEST_FIRST: tuple[Answer, ...] = get_args(Answer)


@dataclass(frozen=True)
class Thing:
    """``key`` names it (topic:seizure, drug:sertraline), ``told`` says it in words, ``records`` show it."""

    key: str
    state: Answer
    told: str
    records: tuple[str, ...] = ()
