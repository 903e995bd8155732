"""The words of pharmacy files: how columns are named and what states of a fill are called."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from fairtrial.facts import Facts
from fairtrial.facts.files import checked, read
from fairtrial.facts.models import Setting

State = Literal["dispensed", "taken_back", "not_dispensed"]
Field = Literal[
    "person_id", "person_name", "drug", "ndc", "filled_on", "quantity", "days_supply", "strength",
    "strength_unit", "directions", "status", "refills", "stopped_on", "rx_number",
]  # fmt: skip
"""What a column can hold."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SIGN = re.compile(r"[^\w]+|_")


class _File(BaseModel):
    """knowledge/records/pharmacy.yaml as it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    standing: Literal["ours"]
    limits: dict[str, Setting]
    abbreviations: dict[str, str]
    left_out: list[str]
    headers: dict[Field, list[str]]
    never: list[str]
    states: dict[State, list[str]]
    not_countable: list[str]


@dataclass(frozen=True)
class PharmacyWords:
    """Ready for look-up. ``headers``: plain header -> field and rank (0 is the best); None for "never"."""

    limits: dict[str, float]
    abbreviations: dict[str, str]
    left_out: frozenset[str]
    headers: dict[str, tuple[Field, int] | None]
    states: dict[str, State]
    not_countable: frozenset[str]

    def limit(self, name: str) -> int:
        """A limit that counts rows, days or years."""
        return int(self.limits[name])

    def field_of(self, header: str) -> tuple[Field, int] | None:
        """The field that a column name stands for, and how good the name is; null when it is not known.

        >>> from fairtrial.facts import load
        >>> pharmacy_words(load()).field_of("Rx Fill Date"), pharmacy_words(load()).field_of("Date Written")
        (('filled_on', 0), None)
        """
        for name in self._names(header):
            if name in self.headers:
                return self.headers[name]
        return None

    def says_nothing(self, header: str) -> bool:
        """Whether a column name is neither a field's nor known to be something else.

        >>> from fairtrial.facts import load
        >>> pharmacy_words(load()).says_nothing("Column1"), pharmacy_words(load()).says_nothing("DOB")
        (True, False)
        """
        return not any(name in self.headers for name in self._names(header))

    def _names(self, header: str) -> tuple[str, str, str]:
        joined = " ".join(_expanded(header, self.abbreviations))
        parted = _expanded(_CAMEL.sub(" ", header), self.abbreviations)
        short = " ".join(word for word in parted if word not in self.left_out)
        return joined, " ".join(parted), short


@functools.lru_cache(maxsize=4)
def pharmacy_words(facts: Facts) -> PharmacyWords:
    """The words of these facts, read on first use."""
    path = facts.folder / "records" / "pharmacy.yaml"
    file = checked(path, _File, read(path))
    return PharmacyWords(
        limits={name: setting.value for name, setting in file.limits.items()},
        abbreviations=file.abbreviations,
        left_out=frozenset(file.left_out),
        headers=_headers(file),
        states={word: state for state, words in file.states.items() for word in words},
        not_countable=frozenset(file.not_countable),
    )


def _headers(file: _File) -> dict[str, tuple[Field, int] | None]:
    found: dict[str, tuple[Field, int] | None] = {}
    for name in file.never:
        found[" ".join(_expanded(name, file.abbreviations))] = None
    for field, names in file.headers.items():
        for rank, name in enumerate(names):
            found.setdefault(" ".join(_expanded(name, file.abbreviations)), (field, rank))
    return found


def _expanded(text: str, abbreviations: dict[str, str]) -> list[str]:
    """Plain words with their abbreviations written out."""
    return [abbreviations.get(word, word) for word in plain_words(text).split()]


def plain_words(text: str) -> str:
    """Lower case letters and digits, one blank between.

    >>> plain_words(" Days_Sup. (est) ")
    'days sup est'
    """
    return " ".join(_SIGN.sub(" ", text).lower().split())
