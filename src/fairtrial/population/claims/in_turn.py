"""Route ``in_turn``: one drug twice, some days apart and without the other in between, then the other
likewise."""

from __future__ import annotations

import polars as pl

from fairtrial.facts.claims import InTurn
from fairtrial.population.claims.issues import ANTIDEPRESSANT, Issues
from fairtrial.population.claims.route import Answer, counted
from fairtrial.population.claims.rows import PERSON, first_of

WHO = "person_id"
PAIR = ("pair",)


def in_turn(found: Issues, route: InTurn) -> Answer:
    """1 when two drugs were taken in turn."""
    apart = int(route.apart_days.value)
    both = _of_pairs(_runs(found.of_several.dated))
    same = ~first_of(PAIR).shift(-1).fill_null(True)
    begun = pl.when(same).then(pl.col("first").shift(-1))
    other_end = pl.when("is_a").then("last_b").otherwise("last_a")
    met = (
        both.with_columns(begun=begun, other_end=other_end)
        .filter(pl.col("last") - pl.col("first") >= apart)
        .filter(pl.col("other_end") - pl.col("begun") >= apart)
        .select(WHO, on=pl.col("begun") + apart, met=pl.lit(True), amount=pl.lit(1, pl.Int64))
    )
    return counted(met, _most(found), 1)


def _runs(rows: pl.DataFrame) -> pl.DataFrame:
    """person_id, drug, first, last: mentions of one drug with no other drug in between."""
    told = rows.filter(pl.col("last") > pl.col("begin")).select(WHO, "drug", on="last")
    ordered = pl.concat([rows.select(WHO, "drug", on="begin"), told]).sort(WHO, "on", "drug")
    return _put_together(ordered.select(WHO, "drug", first="on", last="on"), PERSON, "drug")


def _put_together(ordered: pl.DataFrame, keys: tuple[str, ...], same: str) -> pl.DataFrame:
    """Neighbouring rows of one group that agree in ``same`` as one row, from its first to its last day."""
    starts = first_of(keys) | (pl.col(same) != pl.col(same).shift(1))
    marked = ordered.with_columns(starts=starts, ends=starts.shift(-1).fill_null(True))
    ends = marked.filter("ends").select("last")
    return marked.filter("starts").drop("starts", "ends", "last").hstack(ends)


def _of_pairs(runs: pl.DataFrame) -> pl.DataFrame:
    """For each two drugs of a person: their runs in order, neighbours of the same drug put together."""
    drugs = runs.group_by(WHO, "drug").agg(last_mention=pl.col("last").max())
    pairs = (
        drugs.join(drugs, on=WHO, suffix="_b")
        .filter(pl.col("drug") < pl.col("drug_b"))
        .select(WHO, drug_a="drug", drug_b="drug_b", last_a="last_mention", last_b="last_mention_b")
        .with_row_index("pair")
    )
    each = pl.concat(
        pairs.join(runs, left_on=[WHO, name], right_on=[WHO, "drug"]).select(
            WHO, "pair", "last_a", "last_b", "first", "last", is_a=pl.lit(name == "drug_a")
        )
        for name in ("drug_a", "drug_b")
    )
    return _put_together(each.sort("pair", "first", "is_a", descending=[False, False, True]), PAIR, "is_a")


def _most(found: Issues) -> pl.DataFrame:
    """For persons with a use of unknown days: two drugs may have been taken in turn."""
    among = found.among([ANTIDEPRESSANT])
    drugs = found.with_open([ANTIDEPRESSANT]).filter(among).group_by(WHO).len("drug")
    return drugs.select(WHO, most=(pl.col("drug") >= 2).cast(pl.Int64))
