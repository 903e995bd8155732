"""Route ``switches``: from an episode of one drug to another drug within some weeks."""

from __future__ import annotations

import polars as pl

from fairtrial.facts.claims import Switches
from fairtrial.facts.models import Choice
from fairtrial.population.claims.issues import ANTIDEPRESSANT, Issues
from fairtrial.population.claims.route import Answer, counted
from fairtrial.population.claims.rows import PERSON, first_of, running_sum

WHO = "person_id"


def switches(found: Issues, route: Switches, first_diagnosis: pl.DataFrame | None) -> Answer:
    """How many switches count. With an open day anything up to one fewer than the uses is possible."""
    several = found.of_several
    each = several.episodes(route.episode_gap_days.value, _ends_at(route))
    chain, taken = each.sort(WHO, "first", "end", "drug"), several.dated
    followed = _by_next_issue(chain, taken) if _yes(route.next_is_any_issue) else _followed(chain, "first")
    pairs = followed.filter(
        found.among(route.leaving.classes) & (pl.col("to") != pl.col("drug")) & _counts(route)
    )
    if route.within_days_of_first_diagnosis is not None and first_diagnosis is not None:
        pairs = _soon_after(pairs, first_diagnosis, route.within_days_of_first_diagnosis.value)
    numbered = _numbered(pairs)
    drugs = _on_record(numbered, taken) if _yes(route.distinct_on_record) else _distinct(numbered)
    return counted(_running(numbered, drugs, route), _most(found, route), route.switches.value)


def _yes(choice: Choice | None) -> bool:
    return choice is not None and bool(choice.value)


def _followed(ordered: pl.DataFrame, day: str) -> pl.DataFrame:
    """Each row with the drug ``to`` and day ``on`` of the row that follows it; last rows of persons left out."""
    same = ~first_of(PERSON).shift(-1)
    after = ordered.with_columns(to=pl.col("drug").shift(-1), on=pl.col(day).shift(-1), same=same)
    return after.filter(pl.col("same").fill_null(False)).drop("same")


def _by_next_issue(chain: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """Episodes with the issue, of whatever drug, that follows their last one."""
    ends = taken.filter(pl.col("last") > pl.col("begin")).select(WHO, "drug", begin="last")
    issued = pl.concat([taken.select(WHO, "drug", "begin"), ends]).unique().sort(WHO, "begin", "drug")
    following = _followed(issued, "begin")
    return chain.join(following, left_on=[WHO, "drug", "end"], right_on=[WHO, "drug", "begin"])


def _ends_at(route: Switches) -> str:
    return "last" if route.episode_ends_at.value == "last_issue" else "end_least"


def _counts(route: Switches) -> pl.Expr:
    """The episode lasted and the next one follows in time; a single issue counts when the next comes late
    enough."""
    after = pl.col("on") - pl.col("end")
    in_time = after.is_between(int(route.next_from_days.value), int(route.next_within_days.value))
    lasted = pl.col("end") - pl.col("first") >= route.episode_least_days.value
    if route.single_issue_next_from_days is None:
        return in_time & lasted
    single = (pl.col("issues") == 1) & (after >= route.single_issue_next_from_days.value)
    return in_time & (lasted | single)


def _soon_after(pairs: pl.DataFrame, first_diagnosis: pl.DataFrame, within: float) -> pl.DataFrame:
    days = pl.col("on") - pl.col("diagnosed")
    return pairs.join(first_diagnosis, on=WHO).filter(days.is_between(0, int(within)))


def _numbered(pairs: pl.DataFrame) -> pl.DataFrame:
    """Switches in order, with how many there were by then and how many distinct drugs they left."""
    return pairs.sort(WHO, "on", "drug").with_columns(
        count=running_sum(pl.col("on").is_not_null()),
        leaves=running_sum(pl.struct(WHO, "drug").is_first_distinct()),
    )


def _running(numbered: pl.DataFrame, drugs: pl.DataFrame, route: Switches) -> pl.DataFrame:
    """One row per switch with how many there were, and whether they are enough of enough different drugs."""
    enough = (
        (pl.col("count") >= route.switches.value)
        & (pl.col("drugs") >= route.distinct_drugs.value)
        & (pl.col("leaves") >= route.from_distinct_drugs.value)
    )
    joined = numbered.join(drugs, on=[WHO, "count"], how="left")
    return joined.select(WHO, "on", met=enough, amount=pl.when(enough).then("count").otherwise(_short(route)))


def _short(route: Switches) -> pl.Expr:
    """Switches of too few drugs are shown as fewer than asked for."""
    return pl.col("count").clip(upper_bound=int(route.switches.value) - 1)


def _distinct(numbered: pl.DataFrame) -> pl.DataFrame:
    """person_id, count -> distinct drugs left or begun by then."""
    named = pl.concat([
        numbered.select(WHO, "count", "drug", place=pl.lit(0)),
        numbered.select(WHO, "count", pl.col("to").alias("drug"), place=pl.lit(1)),
    ]).sort(WHO, "count", "place")  # fmt: skip
    new = named.with_columns(drugs=running_sum(pl.struct(WHO, "drug").is_first_distinct()))
    return new.group_by(WHO, "count").agg(pl.col("drugs").max())


def _on_record(numbered: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """person_id, count -> distinct antidepressants anywhere on record."""
    drugs = taken.group_by(WHO).agg(drugs=pl.col("drug").n_unique().cast(pl.Int64))
    return numbered.select(WHO, "count").join(drugs, on=WHO)


def _most(found: Issues, route: Switches) -> pl.DataFrame:
    """For persons with an open day: the most switches that can have been."""
    drugs = found.with_open([ANTIDEPRESSANT]).filter(found.among([ANTIDEPRESSANT]))
    counts = drugs.group_by(WHO).agg(pl.col("uses").sum(), pl.len().cast(pl.Int64).alias("drugs"))
    enough = pl.col("drugs") >= max(route.distinct_drugs.value, 2)
    fewest = int(route.switches.value)
    possible = pl.when(enough).then(pl.max_horizontal(pl.col("uses") - 1, fewest)).otherwise(fewest - 1)
    return counts.select(WHO, most=possible.cast(pl.Int64))
