"""The definitions of treatment-resistant depression side by side, and what would settle the unknown ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.report.quantities import amount, ends, interval
from fairtrial.report.words import label, words

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Definition:
    """One definition with its answer, in words."""

    id: str
    name: str
    version: str
    sentence: str
    verdict: str
    symbol: str
    word: str
    failures: str
    counted: Sequence[tuple[str, str]]
    possible: Sequence[tuple[str, str]]
    missing: Sequence[str]
    gates: Sequence[str]
    sources: Sequence[str]
    our_reading: str
    quirks: str
    standing: str


@dataclass(frozen=True)
class Unknown:
    """Something that is missing, and the definitions whose answer it may settle."""

    sentence: str
    definitions: Sequence[str]


def definitions_of(data: Data) -> list[Definition]:
    """Every definition in the order of the review."""
    drugs = {trial["id"]: trial["drug"] for trial in data["trials"]}
    return [_definition(item, drugs) for item in data["resistance"]]


def unknowns_of(data: Data) -> list[Unknown]:
    """Each missing fact once, in order of first mention."""
    found: dict[str, list[str]] = {}
    for item in data["resistance"]:
        for sentence in item["missing"]:
            found.setdefault(sentence, []).append(item["name"])
    return [Unknown(sentence, names) for sentence, names in found.items()]


def nothing_missing_of(data: Data) -> str:
    """What is said where no definition names anything missing; a gate may still hold an answer open."""
    gated = any(item["verdict"] == "unknown" and item["gates"] for item in data["resistance"])
    return str(words()["missing"]["gated" if gated else "none"])


def _definition(item: Data, drugs: Mapping[str, str]) -> Definition:
    verdict = words()["verdicts"][item["verdict"]]
    return Definition(
        id=item["definition"],
        name=item["name"],
        version=item["version"],
        sentence=item["sentence"],
        verdict=item["verdict"],
        symbol=verdict["symbol"],
        word=verdict["word"],
        failures=_failures(item),
        counted=_named(item["trials"], drugs),
        possible=_named(item["possible_trials"], drugs),
        missing=item["missing"],
        gates=[gate.replace("_", " ") for gate in item["gates"]],
        sources=item["sources"],
        our_reading="; ".join(label("parameters", name) for name in item["our_reading"]),
        quirks=" ".join(item["quirks"]),
        standing=label("standings", item["standing"]),
    )


def _failures(item: Data) -> str:
    """How many trials did not help enough, and how many the definition needs.

    >>> _failures({"failures": {"least": 1, "most": 3}, "needed": 2})
    'at least 1, at most 3; needs 2'
    """
    least, most = ends(item["failures"])
    if least is not None and most is not None and least != most:
        number = f"at least {amount(least)}, at most {amount(most)}"
    else:
        number = interval(item["failures"])
    return f"{number}; needs {amount(item['needed'])}"


def _named(ids: Sequence[str], drugs: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(id, drugs.get(id, "")) for id in ids]
