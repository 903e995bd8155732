"""Which course a use belongs to whose first day is known in part or not at all."""

from __future__ import annotations

import polars as pl

from fairtrial.timeline.intervals import FAR_DAYS, computed, counted, new_group, numbered, running_most
from fairtrial.timeline.spans import OF_A_DAY
from fairtrial.timeline.told_elsewhere import EXTENT, HELD, MEMBERS, told_elsewhere

_KINDS = ("dated", "partly dated", "undated", "said of several days")
KINDS_OF_COURSE = len(_KINDS)
DATED, PARTLY_DATED, UNDATED, DAY_BY_DAY = range(KINDS_OF_COURSE)
"""All courses share one numbering: their kind is the remainder."""


def members_of_vague(vague: pl.LazyFrame, dated: pl.LazyFrame, gap: int, apart: int) -> pl.LazyFrame:
    """row -> course for uses whose first day is not known, or told on that day only.

    ``gap`` days may lie between a course and a day on which the drug is said to be taken, ``apart`` between two
    such days.
    """
    partial = computed(vague.filter(_PARTIAL)).lazy()
    attached = computed(_attached(partial, dated)).lazy()
    alone = partial.join(attached, on="row", how="anti")
    placed = [attached, _overlapping(alone)]
    undated = computed(vague.filter(~_PARTIAL))
    if undated.select(pl.col("taken_on", "told_on").is_null().all()).row(0) == (True, True):
        return pl.concat([*placed, _same_statement(undated.lazy())])
    held = pl.concat([dated.select(HELD), _held_by(partial, pl.concat([attached, placed[1]]))])
    of_days = _on_days(undated.lazy().filter(OF_A_DAY), held, gap, apart).lazy()
    others = undated.lazy().join(of_days, on="row", how="anti")
    alone = computed(_same_statement(others)).lazy()
    by_days = pl.concat(
        [of_days, alone.join(undated.lazy().filter(OF_A_DAY).select("row"), on="row", how="semi")]
    )
    elsewhere = told_elsewhere(undated.lazy(), others, held, by_days, alone, apart)
    return pl.concat([*placed, of_days, elsewhere, alone.join(elsewhere, on="row", how="anti")])


def _held_by(partial: pl.LazyFrame, members: pl.LazyFrame) -> pl.LazyFrame:
    """The partly dated uses with their courses, as dated ones are."""
    return partial.join(members, on="row").rename({"begin_least": "begin"}).select(HELD)


_PARTIAL = pl.col("begin_least").is_not_null() & ~OF_A_DAY
_KNOWN_END = pl.any_horizontal(pl.col("stop_most", "days_reported_most").is_not_null())
_TOLD_END = pl.when(_KNOWN_END).then("end_most").otherwise("begin_most")
_SHARED = (
    pl.min_horizontal(_TOLD_END, "course_end") - pl.max_horizontal("begin_least", "course_begin")
).alias("shared")


def _attached(partial: pl.LazyFrame, dated: pl.LazyFrame) -> pl.LazyFrame:
    """A partly dated use belongs to the dated course of its drug that it overlaps longest."""
    same = dated.join(partial.select("who_what").unique(), on="who_what", how="semi")
    extents = same.group_by("course").agg(EXTENT)
    shared = partial.join(extents, on="who_what").with_columns(_SHARED).filter(pl.col("shared") >= 0)
    longest_first = shared.sort("row", "shared", "course", descending=[False, True, False])
    return longest_first.unique("row", keep="first", maintain_order=True).select(MEMBERS)


def _on_days(told: pl.LazyFrame, held: pl.LazyFrame, gap: int, apart: int) -> pl.DataFrame:
    """What is said of a day belongs to the course with dates that has the day, else to what is said of days near it.

    A drug told of only once, and of no such course, is left to stand alone.
    """
    same = held.join(told.select("who_what").unique(), on="who_what", how="semi")
    extents = same.group_by("course").agg(EXTENT)
    has_the_day = pl.col("taken_on").is_between(pl.col("course_begin") - gap, pl.col("course_end") + gap)
    within = told.join(extents, on="who_what").filter(has_the_day).sort("row", "course_begin", "course")
    placed = computed(within.unique("row", keep="last", maintain_order=True).select(MEMBERS))
    in_order = told.join(placed.lazy(), on="row", how="anti").sort(
        "who_what", "taken_on", ~pl.col("goes_on"), "row"
    )
    each = in_order.with_columns(
        (counted(_another(gap, apart)) * KINDS_OF_COURSE + DAY_BY_DAY).alias("course")
    )
    several = each.group_by("course").len().filter(pl.col("len") > 1)
    return pl.concat([placed, computed(each.join(several, on="course", how="semi").select(MEMBERS))])


def _another(gap: int, apart: int) -> pl.Expr:
    """Whether a new course begins: long after the day before, or when it is begun anew, or taken again, after a gap."""
    since = pl.col("taken_on") - pl.col("taken_on").shift(1)
    again = pl.col("begin_least").is_not_null() | ~pl.col("goes_on").shift(1)
    anew = pl.col("goes_on") & again & (since > gap)
    return new_group(["who_what"]) | (since > apart) | anew


_REACHED = running_most("begin_most", "who_what", FAR_DAYS).alias("reached")
_APART = new_group(["who_what"]) | (pl.col("begin_least") > pl.col("reached").shift(1))


def _overlapping(partial: pl.LazyFrame) -> pl.LazyFrame:
    """Partly dated uses whose possible first days overlap are one course ("2019" and "2019-03")."""
    in_order = partial.sort("who_what", "begin_least", "begin_most").with_columns(_REACHED)
    return in_order.with_columns((counted(_APART) * KINDS_OF_COURSE + PARTLY_DATED).alias("course")).select(
        MEMBERS
    )


_SAID = [
    "who_what", "begin_least", "days_reported_least", "days_reported_most", "dose_mg_per_day_least", "dose_mg_per_day_most",
    "response", "stop_reason", "improvement_percent_least", "improvement_percent_most", "stop_least",
    "stop_most", "taken_on",
]  # fmt: skip
_ANOTHER = (numbered(_SAID) * KINDS_OF_COURSE + UNDATED).alias("course")


def _same_statement(undated: pl.LazyFrame) -> pl.LazyFrame:
    """Undated uses that say exactly the same are one course; all others stand alone."""
    return undated.sort(_SAID).with_columns(_ANOTHER).select(MEMBERS)
