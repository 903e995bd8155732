"""Route ``at_once``: so many distinct drugs on record together, and perhaps another that begins meanwhile."""

from __future__ import annotations

import polars as pl

from fairtrial.facts.claims import AtOnce
from fairtrial.population.claims.issues import Issues, episodes
from fairtrial.population.claims.route import Answer, bounded
from fairtrial.population.claims.rows import FAR_DAYS, PERSON_DRUG, first_of, running_most, running_sum

WHO = "person_id"


def at_once(found: Issues, route: AtOnce) -> Answer:
    """The most distinct drugs that counted on one day, surely and at most."""
    sure = _swept(found, found.dated, route, "least")
    unsure = _unsure(found, route)
    maybe = _swept(found, found.dated.join(unsure, on=WHO, how="semi"), route, "most")
    same = sure.join(unsure, on=WHO, how="anti")
    most = pl.concat([same, maybe, _open(found, route)])
    return bounded(sure, most)


def _unsure(found: Issues, route: AtOnce) -> pl.DataFrame:
    """Persons for whom supply or dose leaves something open."""
    supply = pl.col("end_least") != pl.col("end_most")
    dose = pl.col("reached").is_null() if route.at_dose.value else pl.lit(False)
    return found.dated.filter(supply | dose).select(WHO).unique()


def _swept(found: Issues, dated: pl.DataFrame, route: AtOnce, side: str) -> pl.DataFrame:
    """person_id, on, met, amount on every day on which something begins or ends to count, or the other drug
    begins."""
    rows = dated.filter(found.among(route.of.classes)).filter(_at_dose(route, side))
    gap, ends_at = route.episode_gap_days.value, _ends_at(route, side)
    windows = _windows(episodes(rows, gap, ends_at), route)
    one = pl.lit(1, pl.Int64)
    none = pl.lit(0, pl.Int64)
    events = pl.concat([
        windows.select(WHO, on="from_day", starts=one, ends=none, begins=none),
        windows.select(WHO, on=pl.col("to_day") + 1, starts=none, ends=one, begins=none),
        _others(found, dated, route, side).select(WHO, on="first", starts=none, ends=none, begins=one),
    ])  # fmt: skip
    days = events.group_by(WHO, "on").agg(pl.all().sum()).sort(WHO, "on")
    active = days.with_columns(after=running_sum(pl.col("starts") - pl.col("ends")))
    return _judged(active, route)


def _at_dose(route: AtOnce, side: str) -> pl.Expr:
    if not route.at_dose.value:
        return pl.lit(True)
    return pl.col("reached").fill_null(side == "most")


def _ends_at(route: AtOnce, side: str) -> str:
    return "last" if route.episode_ends_at.value == "last_issue" else f"end_{side}"


def _windows(each_episode: pl.DataFrame, route: AtOnce) -> pl.DataFrame:
    """person_id, drug, from_day, to_day: days on which a drug counts, put together per drug."""
    counts_from, counts_for = int(route.counts_from_days.value), route.counts_for_days
    last = pl.lit(FAR_DAYS // 2, pl.Int64) if counts_for is None else pl.col("end") + int(counts_for.value)
    each = (
        each_episode.filter(pl.col("end") - pl.col("first") >= counts_from)
        .select(*PERSON_DRUG, from_day=pl.col("first") + counts_from, to_day=last)
        .sort(*PERSON_DRUG, "from_day")
        .with_columns(reach=running_most(pl.col("to_day"), PERSON_DRUG))
        .with_columns(
            window=(first_of(PERSON_DRUG) | (pl.col("from_day") > pl.col("reach").shift(1) + 1)).cum_sum()
        )
    )
    return each.group_by(*PERSON_DRUG, "window").agg(pl.col("from_day").min(), pl.col("to_day").max())


def _others(found: Issues, dated: pl.DataFrame, route: AtOnce, side: str) -> pl.DataFrame:
    """Beginnings of the drug that must begin: of every episode, or only its very first."""
    if route.then_begins is None:
        return dated.head(0).select(WHO, first="begin")
    rows = dated.filter(found.among(route.then_begins.classes))
    if route.then_begins_another is not None and route.then_begins_another.value:
        return rows.group_by(*PERSON_DRUG).agg(first=pl.col("begin").min())
    return episodes(rows, route.episode_gap_days.value, _ends_at(route, "least" if side == "most" else side))


def _judged(days: pl.DataFrame, route: AtOnce) -> pl.DataFrame:
    asked = days if route.then_begins is None else days.filter(pl.col("begins") > 0)
    before = pl.col("after") - pl.col("starts")
    met = (pl.col("after") >= route.needed.value) & (before >= route.needed_before.value)
    short = pl.col("after").clip(upper_bound=int(route.needed.value) - 1)
    return asked.select(WHO, "on", met=met, amount=pl.when(met).then("after").otherwise(short))


def _open(found: Issues, route: AtOnce) -> pl.DataFrame:
    """For persons with a use of unknown days: all their drugs may have been at once."""
    classes = [*route.of.classes, *(route.then_begins.classes if route.then_begins else [])]
    opened = found.open.filter(found.among(classes)).select(WHO).unique()
    every = pl.concat([found.dated.select(found.open.columns), found.open]).join(opened, on=WHO, how="semi")
    drugs = every.group_by(WHO).agg(
        of=pl.col("drug").filter(found.among(route.of.classes)).n_unique(),
        either=pl.col("drug").filter(found.among(classes)).n_unique(),
        begins=found.among(route.then_begins.classes).any() if route.then_begins else pl.lit(True),
    )
    another = route.then_begins_another is not None and bool(route.then_begins_another.value)
    met = (
        (pl.col("of") >= route.needed.value)
        & pl.col("begins")
        & (pl.col("either") >= route.needed.value + another)
    )
    short = pl.col("of").clip(upper_bound=int(route.needed.value) - 1)
    amount = pl.when(met).then("of").otherwise(short).cast(pl.Int64)
    return drugs.select(WHO, on=pl.lit(None, pl.Int64), met=met, amount=amount)
