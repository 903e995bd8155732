"""Concept ids and what they stand for: by the database's own vocabulary, or else by our short list."""

from __future__ import annotations

import functools
from collections.abc import Collection

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.omop.source import Filter, OmopSource
from fairtrial.records.omop.typed import pull

_SYSTEMS = {
    "RxNorm": "rxnorm", "RxNorm Extension": "rxnorm_extension", "ATC": "atc",
    "LOINC": "loinc", "SNOMED": "snomed", "ICD10CM": "icd10cm", "ICD10": "icd10cm", "ICD9CM": "icd9cm",
    "CPT4": "cpt", "HCPCS": "hcpcs", "ICD10PCS": "icd10pcs", "ICD9Proc": "icd9proc", "UCUM": "ucum",
}  # fmt: skip
_AT_ONCE = 20_000
"""Ids asked for in one query: within what every database takes as one statement."""
CONCEPT = pl.Schema(
    {
        "concept_id": pl.Int64(),
        "name": pl.String(),
        "system": pl.String(),
        "code": pl.String(),
        "known": pl.Boolean(),
    }
)


@functools.lru_cache(maxsize=4)
def our_concepts(facts: Facts) -> pl.DataFrame:
    """The short list: concept_id, use (drug_type, gender, route, unit, code), system, code."""
    stored = pl.read_csv((facts.folder / "codes" / "omop_concepts.csv").read_bytes(), infer_schema=False)
    return stored.select(pl.col("concept_id").cast(pl.Int64), "use", "system", "code")


def meaning(facts: Facts, use: str) -> dict[int, str]:
    """Concept id -> what it stands for: a kind of use, a sex, a route or a unit."""
    rows = our_concepts(facts).filter(pl.col("use") == use)
    return dict(rows.select("concept_id", "code").iter_rows())


def concepts_of(source: OmopSource, ids: Collection[int], facts: Facts) -> pl.DataFrame:
    """concept_id, name, system, code of these ids; ``known`` is true where the database has it."""
    wanted = sorted({each for each in ids if each})
    pieces = [_stored(source, wanted[at : at + _AT_ONCE]) for at in range(0, len(wanted), _AT_ONCE)]
    stored = pl.concat([pl.DataFrame(schema=CONCEPT), *pieces])
    ours = our_concepts(facts).filter(
        pl.col("use").is_in(["code", "unit"]),
        pl.col("concept_id").is_in(wanted),
        ~pl.col("concept_id").is_in(stored["concept_id"].implode()),
    )
    listed = ours.select("concept_id", pl.lit(None, pl.String).alias("name"), "system", "code", known=False)
    return pl.concat([stored, listed])


def _stored(source: OmopSource, ids: list[int]) -> pl.DataFrame:
    columns = ["concept_id", "concept_name", "vocabulary_id", "concept_code"]
    rows = pull(source, "concept", columns, Filter.among("concept_id", ids))
    system = pl.col("vocabulary_id").replace_strict(_SYSTEMS, default=None, return_dtype=pl.String)
    return rows.select(
        "concept_id",
        name=pl.col("concept_name"),
        system=system,
        code=pl.col("concept_code"),
        known=pl.lit(True),
    ).unique("concept_id", keep="first", maintain_order=True)
