"""Reasons, pathways and genes in words."""

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
    """One reason: what speaks for it in the records, what is worth asking, what is ruled out, what is known in general."""

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
        evidence=_evidence(reason["evidence"]),
        learn=str(words()["reason_learn"][reason["rule"]]),
    )


def _line(finding: Data) -> FindingLine:
    return FindingLine(
        finding["name"], finding["strength"], label("reason_strengths", finding["strength"]), finding["sentence"],
        finding["trials"], finding["records"], ", ".join(finding["check"]), _evidence(finding["evidence"]),
    )  # fmt: skip


def _evidence(entries: Sequence[Data]) -> list[Evidence]:
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
        f"{drug['drug']} ({', '.join(drug['trials'])}: {label('pathway_states', drug['state'])}{_recalled(pathway, drug)})"
        for drug in grid["drugs"]
        if pathway in drug["pathways"]
    ]


def _recalled(pathway: str, drug: Data) -> str:
    return f"; {label('standings', 'unverified')}" if pathway in drug["unverified"] else ""


def _overlap(each: Data) -> str:
    new, every = len(each["new"]), len(each["new"]) + len(each["shared"])
    share = "not known" if each["share"] is None else f"{len(each['shared'])} of {every}"
    added = f"; new: {', '.join(each['new'])}" if new else "; nothing new"
    return f"{each['first']} then {each['second']}: overlap {share}{added}."


@dataclass(frozen=True)
class Genes:
    """Calls, recommendations for what was tried and for other drugs, inhibitors, and cautions."""

    calls: Table
    tried: Table
    others: Table
    inhibitors: Table
    notes: Sequence[Evidence]


def genes_of(data: Data) -> Genes | None:
    """Genes in words; null when none is recorded."""
    told = data.get("genotype")
    if not told or not told["genes"]:
        return None
    cited = [e["guideline"] for e in (*told["tried"], *told["others"]) if e["guideline"]]
    named = {f"CPIC {g['published_on']}: {g['name']}.": g for g in cited}
    notes = [e for gene in told["genes"] for e in gene["cautions"]] + list(told["no_phenoconversion"])
    notes += [
        {"sentence": said, "sources": g["sources"], "standing": g["standing"]} for said, g in named.items()
    ]
    return Genes(
        _calls(told["genes"]), _advice("genes_tried", told["tried"]), _advice("genes_others", told["others"]),
        _inhibitors(told["inhibitors"]), _evidence(notes),
    )  # fmt: skip


def _calls(genes: Sequence[Data]) -> Table:
    rows = [
        (
            gene["gene"],
            call["diplotype"] or "not recorded",
            call["stated"] or "not recorded",
            call["phenotype"] or ("its parts conflict" if call["conflict"] else "not known"),
            _verdict(gene),
        )
        for gene in genes
        for call in gene["calls"]
    ]
    records = [call["records"] for gene in genes for call in gene["calls"]]
    return Table(
        str(words()["genes_calls"]),
        ("Gene", "As called", "As the laboratory says", "Means", "Verdict"),
        rows,
        records,
    )


def _verdict(gene: Data) -> str:
    if gene["use"] != "dosing":
        return label("gene_uses", gene["use"])
    if gene["conflict"]:
        return label("gene_uses", "conflict")
    score = gene["activity_score"]
    told = (
        ""
        if score["least"] is None
        else f", activity score {score['least']:g}{'' if score['most'] == score['least'] else ' or more' if score['most'] is None else ' to ' + format(score['most'], 'g')}"
    )
    return f"{gene['phenotype'] or 'unknown'}{told}"


def _advice(caption: str, entries: Sequence[Data]) -> Table:
    headers = ("Drug", "Trials", "By", "CPIC recommendation", "Strength", "Guideline")
    rows = [
        (
            entry["drug"], ", ".join(entry["trials"]) or "not tried", ", ".join(entry["genes"]) or "no gene",
            _recommendation(entry), str(entry["strength"] or "none").replace("_", " "),
            f"CPIC {entry['guideline']['published_on']}" if entry["guideline"] else "none",
        )
        for entry in entries
    ]  # fmt: skip
    return Table(str(words()[caption]), headers, rows, [[] for _ in rows])


def _recommendation(entry: Data) -> str:
    said = entry["sentence"] or f"Cannot be told: {entry['why_not']}."
    labels = "; ".join(f"{e['gene']} {e['phenotype']}: {e['sentence']}" for e in entry["label"])
    return f"{said} FDA list or label: {labels}." if labels else str(said)


def _inhibitors(entries: Sequence[Data]) -> Table:
    rows = [
        (
            e["gene"],
            e["medicine"],
            e["meaning"],
            ", ".join(e["trials"]) or "named in the records, days not known",
        )
        for e in entries
    ]
    return Table(
        str(words()["genes_inhibitors"]),
        ("Gene", "Medicine", "What it is", "When"),
        rows,
        [e["records"] for e in entries],
    )
