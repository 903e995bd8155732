"""Genes in words: calls and verdicts, CPIC recommendations, inhibitors beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.report.view.reasons import Evidence, evidence_of
from fairtrial.report.view.treatments import Table
from fairtrial.report.words import label, words

Data = Mapping[str, Any]


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
        _inhibitors(told["inhibitors"]), evidence_of(notes),
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
    told = "" if score["least"] is None else f", activity score {_score(score)}"
    return f"{gene['phenotype'] or 'unknown'}{told}"


def _score(score: Data) -> str:
    """Bounds of an activity score.

    >>> _score({"least": 3, "most": None}), _score({"least": 1.25, "most": 1.25})
    ('3 or more', '1.25')
    """
    if score["most"] is None:
        return f"{score['least']:g} or more"
    same = score["least"] == score["most"]
    return f"{score['least']:g}" if same else f"{score['least']:g} to {score['most']:g}"


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
