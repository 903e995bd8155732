"""Genotypes against the phenotypes that are meant; calls that disagree stay possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairtrial.facts import Facts
from fairtrial.facts.circumstances import Genotype
from fairtrial.facts.pgx import INDETERMINATE, named_phenotype, phenotype
from fairtrial.outlook.things import Thing

Row = dict[str, object]


def gene_things(meant: Genotype, rows: Sequence[Row], facts: Facts) -> Iterator[Thing]:
    """One thing for the gene: recorded when every call says so, possible when only some do or one is open."""
    words = f"{meant.gene} {' or '.join(meant.phenotypes)}"
    mine = [row for row in rows if row["gene"] == meant.gene]
    called = {_phenotype(row, facts) for row in mine}
    records = tuple(dict.fromkeys(str(row["record"]) for row in mine if row["record"]))
    if not mine:
        yield Thing(f"gene:{words}", "not_recorded", words)
    elif called <= set(meant.phenotypes):
        yield Thing(f"gene:{words}", "recorded", words, records)
    elif called & {None, INDETERMINATE, *meant.phenotypes}:
        yield Thing(f"gene:{words}", "possible", f"{words}: the call is open or calls disagree", records)
    else:
        said = ", ".join(sorted(name for name in called if name))
        yield Thing(f"gene:{words}", "recorded_absent", f"not {words}: {said}", records)


def _phenotype(row: Row, facts: Facts) -> str | None:
    """By the diplotype where it can be read, otherwise by the laboratory's words."""
    by_rule = phenotype(str(row["gene"]), str(row["diplotype"]), facts) if row["diplotype"] else None
    if by_rule is not None:
        return by_rule.phenotype
    return named_phenotype(str(row["phenotype"]), facts) if row["phenotype"] else None
