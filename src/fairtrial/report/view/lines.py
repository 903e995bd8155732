"""One line of words with what it rests on: records, sources, standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.report.words import label

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Cited:
    """Words with their records, sources and standing; the standing is empty where all of it was read in the source."""

    words: str
    records: Sequence[str] = ()
    sources: Sequence[str] = ()
    standing: str = ""
    mark: str = ""


def cited(words: str, fact: Data, records: Sequence[str] = (), mark: str = "") -> Cited:
    """Words that rest on a sourced fact; its note says what of it was read and what was not."""
    standing = [] if fact["standing"] == "seen" else [label("standings", fact["standing"])]
    return Cited(words, records, fact["source"], "; ".join([*standing, *_note(fact)]), mark)


def _note(fact: Data) -> list[str]:
    return [fact["note"]] if fact.get("note") else []


def records_of(things: Sequence[Data]) -> list[str]:
    """Records of several things, once each."""
    return list(dict.fromkeys(record for thing in things for record in thing["records"]))
