"""Which pathways of a drug would be new: not yet met, or met only in a trial that was not fair."""

from __future__ import annotations

from collections.abc import Iterable

from fairtrial.facts import Facts
from fairtrial.facts.pathways import antidepressant_pathways
from fairtrial.findings import Findings
from fairtrial.outlook.rows import rows_of

RULE = "FT502"


class PathwaysTried:
    """Antidepressant pathways by how fairly some trial has met them."""

    def __init__(self, found: Findings, facts: Facts) -> None:
        """Reads drug and fairness of every trial of the one person."""
        self._facts = facts
        self._met: dict[str, set[bool | None]] = {}
        for drug, fair in rows_of(found.trials, "drug", "fair"):
            for pathway in antidepressant_pathways(drug, facts):
                self._met.setdefault(pathway, set()).add(fair)

    def of(self, drugs: Iterable[str]) -> dict[str, list[str]]:
        """The pathways of drugs by ``not_tried``, ``not_fairly``, ``possibly_fairly`` and ``fairly``."""
        found: dict[str, list[str]] = {"not_tried": [], "not_fairly": [], "possibly_fairly": [], "fairly": []}
        of_all = (p for drug in drugs for p in antidepressant_pathways(drug, self._facts))
        for pathway in dict.fromkeys(of_all):
            found[self._how(pathway)].append(pathway)
        return found

    def _how(self, pathway: str) -> str:
        met = self._met.get(pathway)
        if met is None:
            return "not_tried"
        return "fairly" if True in met else "possibly_fairly" if None in met else "not_fairly"
