"""Genotypes against the phenotypes that are meant; what the calls come to is the verdict of FT701 and FT702."""

from __future__ import annotations

from collections.abc import Iterator

from fairtrial.facts.circumstances import Genotype
from fairtrial.facts.pgx import INDETERMINATE
from fairtrial.outlook.things import Thing
from fairtrial.rules.genotype import Call, verdict_of

Told = tuple[Call, str | None]


def gene_things(meant: Genotype, calls: list[Told]) -> Iterator[Thing]:
    """One thing for the gene: recorded when its verdict is meant, possible when it is open or calls disagree."""
    words = f"{meant.gene} {' or '.join(meant.phenotypes)}"
    key, records = f"gene:{words}", tuple(dict.fromkeys(record for _, record in calls if record))
    verdict = verdict_of(meant.gene, [call for call, _ in calls])
    if not calls:
        yield Thing(key, "not_recorded", words)
    elif verdict.conflict or verdict.phenotype in (None, INDETERMINATE):
        yield Thing(key, "possible", f"{words}: the call is open or calls disagree", records)
    elif verdict.phenotype in meant.phenotypes:
        yield Thing(key, "recorded", words, records)
    else:
        yield Thing(key, "recorded_absent", f"not {words}: {verdict.phenotype}", records)
