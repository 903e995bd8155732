"""Route ``at_once``: so many distinct drugs on record together, and perhaps another that begins meanwhile."""

from __future__ import annotations

import polars as pl

from fairtrial.facts.claims import AtOnce
from fairtrial.population.claims.issues import Issues, stitched
from fairtrial.population.claims.route import Answer, bounded
from fairtrial.population.claims.rows import PERSON, first_of
from fairtrial.timeline.intervals import FAR_DAYS

WHO = "person_id"


def at_once(found: Issues, route: AtOnce) -> Answer:
    """The most distinct drugs that counted on one day, surely and at most."""
    sure = _swept(found, route, "least")
    unsure = found.unsure(at_dose=bool(route.at_dose.value))
    maybe = _swept(found, route, "most", unsure)
    same = sure.join(unsure, on=WHO, how="anti")
    most = pl.concat([same, maybe, _open(found, route)])
    return bounded(sure, most)


def _swept(found: Issues, route: AtOnce, side: str, persons: pl.DataFrame | None = None) -> pl.DataFrame:
    """person_id, on, met, amount on every day on which something begins or ends to count, or the other drug
    begins; of these persons or of all."""
    at_dose = side if route.at_dose.value else None
    counting = found.episodes(route.episode_gap_days.value, _ends_at(route, side), at_dose)
    windows = _windows(_of(persons, counting.filter(found.among(route.of.classes))), route)
    if route.then_begins is not None:
        others = _of(persons, _others(found, route))
        theirs = windows if _another(route) else _of(others, windows)  # a rare drug: few are asked
        return _judged(_active(theirs, others), route)
    lone = first_of(PERSON) & first_of(PERSON).shift(-1, fill_value=True)
    active = _active(windows.filter(~lone), windows.head(0))
    return _judged(pl.concat([active, windows.filter(lone).select(_ALONE)]), route)


_ONE, _NONE = pl.lit(1, pl.Int64), pl.lit(0, pl.Int64)
_ALONE = [
    pl.col(WHO), pl.col("first").alias("on"),
    _ONE.alias("starts"), _NONE.alias("ends"), _NONE.alias("begins"), _ONE.alias("after"),
]  # fmt: skip
"""The day on which a person's only drug begins to count; no other day of theirs has more."""


def _active(windows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """person_id, on, starts, ends, begins, after: what begins and ends on each day, and how many drugs count after it."""
    events = pl.concat([
        windows.select(WHO, on="first", starts=_ONE, ends=_NONE, begins=_NONE),
        windows.select(WHO, on=pl.col("end") + 1, starts=_NONE, ends=_ONE, begins=_NONE),
        others.select(WHO, on="first", starts=_NONE, ends=_NONE, begins=_ONE),
    ])  # fmt: skip
    sums = events.sort(_DAY).with_columns(pl.col("starts", "ends", "begins").cum_sum())
    days = sums.filter(_LAST_OF_DAY).with_columns(after=pl.col("starts") - pl.col("ends"))
    return days.with_columns(_since_before(name) for name in ("starts", "ends", "begins"))


_DAY = pl.col(WHO) * FAR_DAYS + pl.col("on")
"""Person and day in one number: sorted by it several times faster than by two columns."""
_LAST_OF_DAY = (_DAY.shift(-1) != _DAY).fill_null(True)


def _since_before(name: str) -> pl.Expr:
    """A running sum as what each row adds to it. All that a person begins ends, so none of it reaches the next person."""
    return pl.col(name) - pl.col(name).shift(1, fill_value=0)


def _of(persons: pl.DataFrame | None, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of these persons, or all, in their order."""
    return rows if persons is None else rows.join(persons, on=WHO, how="semi", maintain_order="left")


def _ends_at(route: AtOnce, side: str) -> str:
    return "last" if route.episode_ends_at.value == "last_issue" else f"end_{side}"


def _windows(each_episode: pl.DataFrame, route: AtOnce) -> pl.DataFrame:
    """person_id, drug, first, end: days on which a drug counts, put together per drug."""
    counts_from, counts_for = int(route.counts_from_days.value), route.counts_for_days
    last = pl.lit(FAR_DAYS // 2, pl.Int64) if counts_for is None else pl.col("end") + int(counts_for.value)
    long_enough = each_episode.filter(pl.col("end") - pl.col("first") >= counts_from)
    each = long_enough.select(WHO, "drug", "course", begin=pl.col("first") + counts_from, to_day=last)
    return stitched(each, 1, "to_day")


def _another(route: AtOnce) -> bool:
    """Is it one of the same drugs that must begin meanwhile, a further one?"""
    return route.then_begins_another is not None and bool(route.then_begins_another.value)


def _others(found: Issues, route: AtOnce) -> pl.DataFrame:
    """Beginnings of the drug that must begin: of every episode, or only its very first."""
    if route.then_begins is None:
        return found.taken.head(0).select(WHO, first="begin")
    among = found.among(route.then_begins.classes)
    if _another(route):
        return found.taken.filter(among).select(WHO, first="begin")
    return found.episodes(route.episode_gap_days.value, _ends_at(route, "least")).filter(among)


def _judged(days: pl.DataFrame, route: AtOnce) -> pl.DataFrame:
    asked = days if route.then_begins is None else days.filter(pl.col("begins") > 0)
    before = pl.col("after") - pl.col("starts")
    met = (pl.col("after") >= route.needed.value) & (before >= route.needed_before.value)
    short = pl.col("after").clip(upper_bound=int(route.needed.value) - 1)
    return asked.select(WHO, "on", met=met, amount=pl.when(met).then("after").otherwise(short))


def _open(found: Issues, route: AtOnce) -> pl.DataFrame:
    """For persons with a use of unknown days: all their drugs may have been at once."""
    classes = [*route.of.classes, *(route.then_begins.classes if route.then_begins else [])]
    drugs = (
        found.with_open(classes)
        .group_by(WHO)
        .agg(
            of=found.among(route.of.classes).sum().cast(pl.Int64),
            either=found.among(classes).sum().cast(pl.Int64),
            begins=found.among(route.then_begins.classes).any() if route.then_begins else pl.lit(True),
        )
    )
    met = (
        (pl.col("of") >= route.needed.value)
        & pl.col("begins")
        & (pl.col("either") >= route.needed.value + _another(route))
    )
    short = pl.col("of").clip(upper_bound=int(route.needed.value) - 1)
    amount = pl.when(met).then("of").otherwise(short).cast(pl.Int64)
    return drugs.select(WHO, on=pl.lit(None, pl.Int64), met=met, amount=amount)
