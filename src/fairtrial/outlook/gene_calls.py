"""Genotypes against the phenotypes that are meant; calls that disagree stay possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairtrial.facts import Facts
from fairtrial.facts.circumstances import Genotype
from fairtrial.facts.pgx import INDETERMINATE
from fairtrial.outlook.things import Thing
from fairtrial.rules.genotype import call_of

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
    """What one call says (FT701); null where its parts contradict each other (FT702)."""
    diplotype, stated = (None if row[name] is None else str(row[name]) for name in ("diplotype", "phenotype"))
    least, most = (_score(row[f"activity_score_{side}"]) for side in ("least", "most"))
    call = call_of(str(row["gene"]), diplotype, stated, least, most, facts)
    return None if call.apart else call.phenotype


def _score(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
