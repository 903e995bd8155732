"""drug_exposure to uses; drug_era is never read."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.directions import counts_units, daily_dose
from fairtrial.records.doses import highest_dose_mg_per_day
from fairtrial.records.omop.concepts import meaning
from fairtrial.records.omop.limits import limit
from fairtrial.records.purposes import purpose
from fairtrial.records.stop_words import improvement_of, stop_reason

MAIL_ORDER = (32857, 38000176)
"""Types of mail orders; codes/omop_concepts.csv says where they were read."""
_DEFAULT_KIND = "prescribed"


@dataclass(frozen=True)
class _Texts:
    """What the different texts of the rows mean, each read once."""

    countable: list[str]
    reasons: dict[str, str | None]
    purposes: dict[str, str | None]
    doses: pl.DataFrame


def uses(exposures: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The columns of ``uses``, and the flags of FLAGS.

    ``exposures`` has the columns EXPOSURE, drug and strength_mg of :func:`drugs_of`, and record.
    """
    texts = _texts(exposures, facts)
    rows = _routes(_ends(_supplies(_kinds(exposures.lazy(), facts), facts), facts), facts)
    dosed = _doses(_units(rows, texts.countable, facts), texts.doses, facts)
    found = dosed.with_columns(
        status=pl.when(pl.col("stop_reason").is_not_null())
        .then(pl.lit("ended"))
        .otherwise(pl.lit("unknown")),
        stop_reason=pl.col("stop_reason").replace_strict(texts.reasons, default=None, return_dtype=pl.String),
        improvement_percent_most=pl.col("stop_reason").replace_strict(
            {text: improvement_of(reason, facts) for text, reason in texts.reasons.items()},
            default=None,
            return_dtype=pl.Float64,
        ),
        purpose=pl.col("sig").replace_strict(texts.purposes, default=None, return_dtype=pl.String),
        started_on_least="drug_exposure_start_date",
        started_on_most="drug_exposure_start_date",
        asserted_on=pl.when(pl.col("kind") == "dispensed").then("drug_exposure_start_date"),
        no_start=pl.col("drug_exposure_start_date").is_null(),
    )
    return _twice(found.collect())


def _texts(rows: pl.DataFrame, facts: Facts) -> _Texts:
    units = rows["dose_unit_source_value"].drop_nulls().unique().to_list()
    reasons = rows["stop_reason"].drop_nulls().unique().to_list()
    return _Texts(
        countable=[unit for unit in units if counts_units({"unit": unit})],
        reasons={reason: stop_reason(reason, facts) for reason in reasons},
        purposes={sig: purpose([], sig, facts) for sig in rows["sig"].drop_nulls().unique().to_list()},
        doses=_said(rows),
    )


def _kinds(frame: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    known = meaning(facts, "drug_type")
    kind = pl.col("drug_type_concept_id").replace_strict(known, default=None, return_dtype=pl.String)
    return frame.with_columns(kind=kind.fill_null(_DEFAULT_KIND), type_unknown=kind.is_null())


def _supplies(frame: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    days, refills = pl.col("days_supply"), pl.col("refills")
    believable = days.is_between(1, limit("longest_days_supply", facts))
    possible = refills.is_between(0, limit("most_refills", facts))
    return frame.with_columns(
        days_supply=pl.when(believable).then(days),
        supply_unbelievable=days.is_not_null() & ~believable,
        refills=pl.when(possible).then(refills),
        refills_unbelievable=refills.is_not_null() & ~possible,
    )


def _ends(frame: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """The first day without it, where the row says one; an order with refills may last as many times longer.

    An end that only repeats start and supply says nothing more; one that conversion rules write says nothing.
    """
    start, end = pl.col("drug_exposure_start_date"), pl.col("end")
    length = (end - start).dt.total_days() + 1
    administered = pl.col("kind") == "administered"
    before = (end < start).fill_null(False)
    repeats = length.is_between(pl.col("days_supply"), pl.col("days_supply") + 1)
    by_rule = ~administered & (
        _one_day(length) | (pl.col("days_supply").is_null() & _by_convention(length, facts))
    )
    silent = (before | by_rule | repeats | start.is_null()).fill_null(False)
    stated = pl.when(~silent).then(end) + pl.duration(days=1)
    lasting = start + pl.duration(days=pl.col("days_supply"))
    refilled = start + pl.duration(days=pl.col("days_supply") * (1 + pl.col("refills")))
    ordered = (pl.col("kind") == "prescribed") & (pl.col("refills") > 0)
    given = pl.when(administered).then(start + pl.duration(days=1))
    return frame.with_columns(end=pl.coalesce("verbatim_end_date", "drug_exposure_end_date")).with_columns(
        stopped_on_least=pl.coalesce(stated, pl.when(ordered).then(lasting), given),
        stopped_on_most=pl.coalesce(stated, pl.when(ordered).then(refilled), given),
        end_before_start=before,
        end_by_rule=by_rule.fill_null(False),
    )


def _one_day(length: pl.Expr) -> pl.Expr:
    return (length == 1) & (pl.col("days_supply").fill_null(0) != 1)


def _by_convention(length: pl.Expr, facts: Facts) -> pl.Expr:
    mailed = pl.col("drug_type_concept_id").is_in(MAIL_ORDER)
    ordered = pl.col("kind") == "prescribed"
    rule = (
        pl.when(mailed)
        .then(limit("mail_order_days", facts))
        .when(ordered)
        .then(limit("written_order_days", facts))
    )
    return length == rule


def _routes(frame: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """The route stated, else the only one of the drug; some drugs are another treatment by mouth."""
    stated = pl.col("route_concept_id").replace_strict(
        meaning(facts, "route"), default=None, return_dtype=pl.String
    )
    worded = pl.col("route_source_value").str.to_lowercase()
    words = pl.when(worded.is_in(["oral", "po", "by mouth"])).then(pl.lit("oral"))
    routes = {name: drug.routes for name, drug in facts.drugs.items()}
    only = {name: places[0] if len(places) == 1 else None for name, places in routes.items()}
    not_oral = [name for name, places in routes.items() if "oral" not in places]
    return frame.with_columns(
        route=pl.coalesce(
            stated, words, pl.col("drug").replace_strict(only, default=None, return_dtype=pl.String)
        )
    ).with_columns(other_form=pl.col("drug").is_in(not_oral) & (pl.col("route") == "oral").fill_null(False))


def _units(frame: pl.LazyFrame, countable: list[str], facts: Facts) -> pl.LazyFrame:
    """Units a day by quantity and supply; a quantity that cannot count units is not used."""
    counts = pl.col("dose_unit_source_value").is_null() | pl.col("dose_unit_source_value").is_in(countable)
    each_day = pl.col("quantity") / pl.col("days_supply")
    fewest, most = limit("fewest_units_per_day", facts), limit("most_units_per_day", facts)
    positive = counts & (pl.col("quantity") > 0)
    handed_out = pl.col("kind").is_in(["dispensed", "prescribed"])
    odd = handed_out & ~(positive & each_day.is_between(fewest, most).fill_null(True))
    return frame.with_columns(
        counted=pl.when(positive & ~odd).then(pl.col("quantity")),
        each_day=pl.when(positive & ~odd & handed_out).then(each_day),
        quantity_unbelievable=(odd & pl.col("quantity").is_not_null()).fill_null(False),
    )


def _doses(frame: pl.LazyFrame, said: pl.DataFrame, facts: Facts) -> pl.LazyFrame:
    """Mg a day: as directed, else strength x quantity / days of supply; an administration as given."""
    by_supply = (pl.col("strength_mg") * pl.col("each_day")).round(6)
    in_mg = pl.col("dose_unit_source_value").str.to_lowercase().is_in(["mg", "milligram", "milligrams"])
    given = pl.when(pl.col("kind") == "administered").then(
        pl.when(in_mg).then("quantity").otherwise(pl.col("strength_mg") * pl.col("counted"))
    )
    keys = ["sig", "strength_mg"]
    none = [pl.lit(None, pl.Float64).alias(name) for name in ("told_least", "told_most")]
    told = (
        frame.join(said.lazy(), on=keys, how="left", nulls_equal=True)
        if said.height
        else frame.with_columns(none)
    )
    dosed = told.with_columns(
        least=pl.coalesce(given, "told_least", by_supply), most=pl.coalesce(given, "told_most", by_supply)
    )
    return _believable(dosed, facts)


def _said(frame: pl.DataFrame) -> pl.DataFrame:
    """Each different text of directions with each strength once, read as a daily dose."""
    pairs = frame.filter(pl.col("sig").is_not_null()).select("sig", "strength_mg").unique()
    doses = [daily_dose(words=sig, strength_mg=strength) for sig, strength in pairs.iter_rows()]
    least, most = [d.least for d in doses], [d.most for d in doses]
    numbers = {
        "told_least": pl.Series(least, dtype=pl.Float64),
        "told_most": pl.Series(most, dtype=pl.Float64),
    }
    return pairs.with_columns(**numbers)


def _believable(frame: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    times = facts.reading_limits["absurd_dose_times_maximum"].value
    highest = {name: highest_dose_mg_per_day(name, facts) for name in facts.drugs}
    most = pl.col("drug").replace_strict(highest, default=None, return_dtype=pl.Float64) * times
    odd = ((pl.col("least") < 0) | (pl.col("most") <= 0) | (pl.col("most") > most)).fill_null(False)
    dosed = frame.with_columns(
        dose_mg_per_day_least=pl.when(~odd).then("least"),
        dose_mg_per_day_most=pl.when(~odd).then("most"),
        dose_unbelievable=odd,
    )
    dose, units = pl.col("dose_mg_per_day_least"), pl.col("strength_mg") * pl.col("counted")
    single = (dose == pl.col("dose_mg_per_day_most")) & (pl.col("kind") != "administered")
    lasts = pl.when(single & (dose > 0)).then((units / dose).round(3))
    fits = lasts.is_between(1, limit("longest_days_supply", facts))
    return dosed.with_columns(days_supply=pl.col("days_supply").fill_null(pl.when(fits).then(lasts)))


def _twice(rows: pl.DataFrame) -> pl.DataFrame:
    """Marks rows that say the same as one with a smaller id: person, drug, days, quantity and type."""
    few = ["person_id", "drug_concept_id", "drug_exposure_start_date"]
    same = [*few, "drug_source_value", "end", "days_supply", "quantity", "drug_type_concept_id"]
    alike = rows.select(pl.struct(few).hash().alias("alike")).to_series()
    near = (
        rows.with_row_index("row").filter(alike.is_duplicated()).sort("drug_exposure_id", maintain_order=True)
    )
    again = near.filter(~near.select(pl.struct(same).is_first_distinct()).to_series())["row"]
    return rows.with_row_index("row").with_columns(twice=pl.col("row").is_in(again.implode())).drop("row")
