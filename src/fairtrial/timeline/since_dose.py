"""Words such as "on 225 mg since July" of a drug that was taken before July: they date the dose, not the drug."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.denials import denials
from fairtrial.timeline.intervals import computed

_SINCE = (
    (pl.col("kind") == "reported")
    & pl.col("going_on")
    & ~pl.col("stopped")
    & pl.col("told_on").is_not_null()
    & pl.col("begin_least").is_not_null()
    & pl.col("taken_on").is_null()
)
"""Said to be taken since a time before the day of the word."""
_OVER = pl.col("ended") & pl.col("taken_on").is_null()


def without_dates_of_doses(spans: pl.DataFrame, uses: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """``spans`` in which such a word speaks of its own day only.

    The last thing told of the drug up to its "since" is that it is taken, no longer ago than two visits may lie apart.
    """
    if not spans.select(_SINCE.any() & pl.col("goes_on").any()).item():
        return spans
    since = spans.lazy().filter(_SINCE).select("row", "who_what", "begin_least").sort("begin_least")
    last = since.join_asof(
        _told(spans, uses).sort("on", "taken", descending=[False, True]), left_on="begin_least", right_on="on", by="who_what", coalesce=False,
        check_sortedness=False,
    )  # fmt: skip
    near = pl.col("begin_least") - pl.col("on") <= int(facts.number("taken_between_days"))
    of_doses = computed(last.filter(pl.col("taken") & near).select("row", of_dose=True))
    marked = spans.lazy().join(of_doses.lazy(), on="row", how="left", maintain_order="left")
    return computed(marked.with_columns(_AS_OF_A_DAY).drop("of_dose"))


def _told(spans: pl.DataFrame, uses: pl.DataFrame) -> pl.LazyFrame:
    """who_what, on, taken: days of which somebody says that the drug is taken, or not, or over."""
    frame = spans.lazy()
    who = frame.select("person_id", "drug", "who_what").unique()
    taken = frame.filter("goes_on").select("who_what", on="taken_on", taken=pl.lit(True))
    over = frame.filter("stopped").select("who_what", on=pl.coalesce("stop_most", "stop_least"), taken=False)
    words = frame.filter(_OVER).select("who_what", on="told_on", taken=False)
    denied = (
        denials(uses).lazy().join(who, on=["person_id", "drug"]).select("who_what", on="day", taken=False)
    )
    return pl.concat([taken, over, words, denied]).drop_nulls("on")


_DOSE = pl.col("of_dose").is_not_null()
_AS_OF_A_DAY = [
    *(pl.when(~_DOSE).then(name).alias(name) for name in ("begin_least", "begin_most", "end_least")),
    pl.when(_DOSE).then("told_on").otherwise("taken_on").alias("taken_on"),
    (pl.col("goes_on") | _DOSE).alias("goes_on"),
    (pl.col("exact") & ~_DOSE).alias("exact"),
]
