"""genotypes.csv: genes as a laboratory or another report called them."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.csv.cells import Amount, FreeText
from fairtrial.records.csv.table import PERSON, Column, Row, Table
from fairtrial.records.rows import Rows

GENE = Column("gene", "the gene", FreeText("the symbol of a gene, such as CYP2D6"), required=True)
DIPLOTYPE = Column("diplotype", "both alleles as called, such as *1/*4", FreeText())
PHENOTYPE = Column("phenotype", "what the report makes of it, such as poor metabolizer", FreeText())
ACTIVITY_SCORE = Column(
    "activity_score",
    "the activity score, where the report states one",
    Amount("a number such as 1.25, or a range such as 0.5-1"),
)


def _fill(row: Row, rows: Rows, facts: Facts) -> None:
    gene, diplotype, phenotype = row.read(GENE), row.read(DIPLOTYPE), row.read(PHENOTYPE)
    least, most = row.pair(ACTIVITY_SCORE)
    if gene is None:
        return
    if diplotype is None and phenotype is None and least is None:
        told = "names no diplotype, phenotype or activity score; the row is kept as context"
        row.problem(rows, row.record(rows, "context only"), DIPLOTYPE, told, True)
        return
    rows.add(
        "genotypes", person_id=row.person_id, gene=gene.upper(), diplotype=diplotype, phenotype=phenotype,
        activity_score_least=least, activity_score_most=most, record=row.record(rows, "genotype"),
    )  # fmt: skip


GENOTYPES = Table(
    "genotypes",
    "one row for each gene called",
    (PERSON, GENE, DIPLOTYPE, PHENOTYPE, ACTIVITY_SCORE),
    _fill,
    ("p1,CYP2C19,*1/*17,rapid metabolizer,", "p1,CYP2D6,*1/*4,,1.0"),
)
