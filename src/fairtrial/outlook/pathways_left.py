"""Which pathways of a drug would be new: not yet met, or met only in a trial that was not fair."""

from __future__ import annotations

from collections.abc import Iterable

from fairtrial.facts import Facts
from fairtrial.facts.pathways import antidepressant_pathways
from fairtrial.findings import Findings
from fairtrial.outlook.pathways import FAIR, NOT_FAIR, NOT_YET, POSSIBLY, best_trials

RULE = "FT502"
_HOW = {NOT_YET: "not_tried", NOT_FAIR: "not_fairly", POSSIBLY: "possibly_fairly", FAIR: "fairly"}


class PathwaysTried:
    """Antidepressant pathways by how fairly some trial has met them."""

    def __init__(self, found: Findings, facts: Facts) -> None:
        """Reads drug and fairness of every trial of the one person."""
        self._facts, self._best = facts, best_trials(found, facts)

    def of(self, drugs: Iterable[str]) -> dict[str, list[str]]:
        """The pathways of drugs by ``not_tried``, ``not_fairly``, ``possibly_fairly`` and ``fairly``."""
        found: dict[str, list[str]] = {how: [] for how in _HOW.values()}
        of_all = (p for drug in drugs for p in antidepressant_pathways(drug, self._facts))
        for pathway in dict.fromkeys(of_all):
            found[_HOW[self._best[pathway]]].append(pathway)
        return found
