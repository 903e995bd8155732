"""Reasons and pathways in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.report.view.treatments import Table
from fairtrial.report.words import label, words

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Evidence:
    """A sentence with its sources and how far it was checked."""

    sentence: str
    sources: Sequence[str]
    standing: str


@dataclass(frozen=True)
class FindingLine:
    """One possible contributor."""

    name: str
    strength: str
    word: str
    sentence: str
    trials: Sequence[str]
    records: Sequence[str]
    check: str
    evidence: Sequence[Evidence]


@dataclass(frozen=True)
class ReasonPart:
    """One reason: what speaks for it in the records, what is worth asking, what is ruled out, what is known
    in general."""

    rule: str
    name: str
    sentence: str
    strength: str
    word: str
    found: Sequence[FindingLine]
    asked: Sequence[FindingLine]
    ruled_out: Sequence[FindingLine]
    check: Sequence[str]
    evidence: Sequence[Evidence]
    learn: str


def reasons_of(data: Data) -> list[ReasonPart]:
    """Every reason in order; none in a review without them."""
    return [_part(reason) for reason in data.get("reasons", [])]


def _part(reason: Data) -> ReasonPart:
    lines = [_line(finding) for finding in reason["findings"]]
    strength = reason["strength"] or "none"
    return ReasonPart(
        rule=reason["rule"],
        name=reason["name"],
        sentence=reason["sentence"],
        strength=strength,
        word=label("reason_strengths", strength),
        found=[line for line in lines if line.strength in ("recorded", "suggested")],
        asked=[line for line in lines if line.strength == "cannot_tell"],
        ruled_out=[line for line in lines if line.strength == "ruled_out"],
        check=reason["check"],
        evidence=evidence_of(reason["evidence"]),
        learn=str(words()["reason_learn"][reason["rule"]]),
    )


def _line(finding: Data) -> FindingLine:
    return FindingLine(
        finding["name"], finding["strength"], label("reason_strengths", finding["strength"]),
        finding["sentence"], finding["trials"], finding["records"],
        ", ".join(finding["check"]), evidence_of(finding["evidence"]),
    )  # fmt: skip


def evidence_of(entries: Sequence[Data]) -> list[Evidence]:
    """Statements with their sources and standing in words."""
    return [Evidence(e["sentence"], e["sources"], label("standings", e["standing"])) for e in entries]


@dataclass(frozen=True)
class Pathways:
    """The coverage map as a table beside the picture, and the overlap of each drug with the next."""

    table: Table
    overlaps: Sequence[str]
    definition: str
    sources: Sequence[str]


def coverage_of(data: Data) -> Pathways | None:
    """Pathways in words; null in a review without them, or when nothing was tried."""
    grid = data.get("pathway_grid")
    if not grid or not grid["drugs"]:
        return None
    rows = [
        (
            p["pathway"],
            p["meaning"],
            label("pathway_states", p["state"]),
            ", ".join(_acting(p["pathway"], grid)) or "none",
        )
        for p in grid["pathways"]
    ]
    table = Table(
        str(words()["pathways_title"]),
        ("Pathway", "What it is", "Best trial so far", "Tried drugs that act on it"),
        rows,
        [[] for _ in rows],
    )
    return Pathways(table, [_overlap(each) for each in grid["overlaps"]], grid["definition"], grid["sources"])


def _acting(pathway: str, grid: Data) -> list[str]:
    return [
        f"{drug['drug']} ({', '.join(drug['trials'])}: {_state(pathway, drug)})"
        for drug in grid["drugs"]
        if pathway in drug["pathways"]
    ]


def _state(pathway: str, drug: Data) -> str:
    recalled = f"; {label('standings', 'unverified')}" if pathway in drug["unverified"] else ""
    return f"{label('pathway_states', drug['state'])}{recalled}"


def _overlap(each: Data) -> str:
    new, every = len(each["new"]), len(each["new"]) + len(each["shared"])
    share = "not known" if each["share"] is None else f"{len(each['shared'])} of {every}"
    added = f"; new: {', '.join(each['new'])}" if new else "; nothing new"
    return f"{each['first']} then {each['second']}: overlap {share}{added}."
