"""PharmCAT reports (report.json or phenotype.json, versions 2 and 3): the genes we know, as they were
called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from fairtrial.facts import Facts
from fairtrial.records.errors import ReadError
from fairtrial.records.fhir.genotypes import score_of
from fairtrial.records.rows import Rows
from fairtrial.tables import History

KIND = "PharmCAT gene"
PREFERRED = ("CPIC", "DPWG")
"""Version 2 reports a gene once for each of these; the first that has it is read."""
_START = re.compile(rb'"(?:pharmcatVersion|geneReports)"\s*:')
_FHIR = re.compile(rb'"resourceType"\s*:')
_NO_CALL = ("unknown/unknown", "unknown", "")


def looks_like_pharmcat(head: bytes) -> bool:
    """Whether the beginning of a JSON file is that of a PharmCAT report.

    >>> looks_like_pharmcat(b'{"title": "x", "pharmcatVersion": "v3.0.0"'), looks_like_pharmcat(b'{"a": 1')
    (True, False)
    """
    return bool(_START.search(head)) and not _FHIR.search(head)


def read_pharmcat(name: str, data: bytes, facts: Facts) -> History:
    """The genes of a report; the person is the only one of the inputs, because a report names nobody.

    Raises ReadError when it is not JSON or holds no genes.
    """
    genes = _genes(_parsed(name, data))
    if not genes:
        do = "Give the file that PharmCAT calls report.json."
        raise ReadError(name, "it looks like a PharmCAT report, but holds no genes", do)
    rows = Rows()
    for gene in sorted(genes.keys() & facts.genes.keys()):
        _read_gene(rows, name, gene, genes[gene])
    others = len(genes.keys() - facts.genes.keys())
    if others:
        words = f"{others} genes that no rule here reads"
        rows.record("", name, "other genes", KIND, words, "context only")
    return rows.history()


def _parsed(name: str, data: bytes) -> Mapping[str, Any]:
    try:
        found = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        raise ReadError(name, "it is not whole JSON", "Copy it again from PharmCAT.") from None
    return found if isinstance(found, dict) else {}


def _genes(report: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Gene -> its report, whether the genes stand by themselves (version 3) or under their sources (version
    2)."""
    found = report.get("genes") or report.get("geneReports")
    if isinstance(found, list):
        return {str(g.get("geneSymbol") or g.get("gene")): g for g in found if isinstance(g, dict)}
    if not isinstance(found, dict):
        return {}
    nested = [found[source] for source in reversed(PREFERRED) if isinstance(found.get(source), dict)]
    merged = {gene: report for part in nested or [found] for gene, report in part.items()}
    return {gene: report for gene, report in merged.items() if isinstance(report, dict)}


def _read_gene(rows: Rows, file: str, gene: str, report: Mapping[str, Any]) -> None:
    """A row for each call; several calls are all kept, because PharmCAT could not choose."""
    calls = list(_calls(report))
    if not calls:
        rows.record("", file, f"genes.{gene}", KIND, f"{gene} not called", "left out: no call")
    for diplotype, phenotype, score in calls:
        words = "; ".join(
            part for part in (f"{gene} {diplotype}", phenotype, score and f"activity score {score}") if part
        )
        record = rows.record("", file, f"genes.{gene}", KIND, words, "genotype")
        least, most = score_of(score)
        rows.add(
            "genotypes", person_id="", gene=gene, diplotype=diplotype or None, phenotype=phenotype or None,
            activity_score_least=least, activity_score_most=most, record=record,
        )  # fmt: skip


def _calls(report: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Diplotype, phenotype and activity score of each call, each empty where there is none."""
    found = report.get("sourceDiplotypes") or report.get("recommendationDiplotypes")
    for call in found if isinstance(found, list) else []:
        if not isinstance(call, dict):
            continue
        label = str(call.get("label") or "")
        stated = call.get("phenotypes")
        phenotype = str(stated[0]) if isinstance(stated, list) and stated and stated[0] else ""
        diplotype = "" if label.lower() in _NO_CALL else label
        score = str(call.get("activityScore") or "")
        known = "" if phenotype in ("No Result", "n/a") else phenotype
        if diplotype or known:
            yield diplotype, known, score if score_of(score)[0] is not None else ""
