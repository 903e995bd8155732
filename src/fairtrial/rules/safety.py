"""FT9xx: what stands above everything in every clinician output.

Each finding names its rule, its level (banner or gate), a sentence and the record. Nothing here ever says "low risk".
"""

from __future__ import annotations

from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.gates import gates
from fairtrial.rules.registry import Rule, declare
from fairtrial.timeline.intervals import days

FOUND = pl.Schema({"person_id": pl.String(), "rule": pl.String(), "topic": pl.String(), "record": pl.String()})


_BANNER, _GATE = "banner", "gate"
_NEVER = "Absence from the records is not reassurance; nothing here says that a risk is low."
for _rule, _level, _sentence, _why in (
    ("FT901", _BANNER, "A questionnaire item about thoughts of death or self-harm was answered above zero.",
     "Any answer above zero needs a person to ask about it."),
    ("FT902", _BANNER, "Suicidal thoughts or an act are recorded.",
     "What was recorded once must be in view at every later decision."),
    ("FT903", _GATE, "Under 25, or possibly so: antidepressants carry a boxed warning on suicidality at starts and dose changes.",
     "The boxed warning asks for close watching at this age."),
    ("FT904", _GATE, "An MAOI and another serotonergic medicine may have been taken together or without a wash-out.",
     "The combination can be fatal."),
    ("FT910", _GATE, "Bipolar disorder or mania is recorded: look at this before the word treatment-resistant.",
     "Depression in bipolar disorder is treated differently and is outside most definitions."),
    ("FT911", _GATE, "A psychotic disorder or psychotic depression is recorded: look at this before the word treatment-resistant.",
     "Psychotic depression needs other treatment and is outside most definitions."),
    ("FT912", _GATE, "Pregnancy or the time after birth is recorded: every option needs a look at it.",
     "Risk and benefit of every option change."),
    ("FT913", _GATE, "A condition is recorded with which esketamine must not be given.",
     "The label lists it as a contraindication."),
):  # fmt: skip
    declare(
        Rule(
            _rule, _sentence, _why, _NEVER, level=_level,
            settings={"FT903": ("young_adult_years",), "FT904": ("maoi_washout_days",)}.get(_rule, ()),
            sources={"FT903": ("STONE09",), "FT913": ("SPRISI",)}.get(_rule, ()),
        )
    )  # fmt: skip

SUICIDALITY = ("suicidal_ideation", "suicide_attempt", "suicidality", "self_harm")
PERINATAL = ("pregnancy", "postpartum")
ESKETAMINE = ("aneurysm", "avm", "intracerebral_haemorrhage")


def safety(
    people: pl.LazyFrame, scores: pl.LazyFrame, conditions: pl.LazyFrame, context: pl.LazyFrame,
    trials: pl.LazyFrame, as_of: date, facts: Facts,
) -> pl.LazyFrame:  # fmt: skip
    """person_id, rule, topic, record: one row per finding, sorted."""
    standing = conditions.filter((pl.col("certainty") != "refuted").fill_null(True))
    now = standing.filter((pl.col("status") != "resolved").fill_null(True))
    found = [
        _item_above_zero(scores, facts),
        _topics(standing, SUICIDALITY, "FT902"),
        _topics(context, SUICIDALITY, "FT902"),
        _young(people, as_of, facts),
        _maoi_beside_serotonergic(trials, facts),
        _gate(conditions, facts),
        _topics(now, PERINATAL, "FT912"),
        _topics(context, PERINATAL, "FT912"),
        _topics(now, ESKETAMINE, "FT913"),
    ]
    return pl.concat(found).unique().sort("person_id", "rule", "topic", "record", nulls_last=True)


def _found(frame: pl.LazyFrame, rule: str | pl.Expr, topic: str | pl.Expr, record: str | None = "record") -> pl.LazyFrame:
    def text(value: str | pl.Expr) -> pl.Expr:
        return (pl.lit(value) if isinstance(value, str) else value).cast(pl.String)

    where = pl.lit(None, pl.String) if record is None else pl.col(record)
    return frame.select("person_id", rule=text(rule), topic=text(topic), record=where)


def _item_above_zero(scores: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """FT901: the item about death or self-harm of any scale; whatever its age, its date stands beside it."""
    asked = pl.DataFrame(
        [(s.scale, s.suicidality_item) for s in facts.scales.values() if s.suicidality_item is not None],
        schema={"scale": pl.String(), "item": pl.Int64()}, orient="row",
    ).lazy()  # fmt: skip
    return _found(scores.join(asked, on=["scale", "item"]).filter(pl.col("total") > 0), "FT901", pl.col("scale"))


def _topics(frame: pl.LazyFrame, topics: tuple[str, ...], rule: str) -> pl.LazyFrame:
    return _found(frame.filter(pl.col("topic").is_in(topics)), rule, pl.col("topic"))


def _young(people: pl.LazyFrame, as_of: date, facts: Facts) -> pl.LazyFrame:
    """FT903: certainly or possibly below the age of the boxed warning; an unknown age is not shown."""
    years = int(facts.number("young_adult_years"))
    born_after = pl.lit(as_of).dt.offset_by(f"-{years}y")
    return _found(people.filter(pl.col("born_on_most") > born_after), "FT903", "age")


def _maoi_beside_serotonergic(trials: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """FT904: possible days of an MAOI and of another serotonergic drug within the longest wash-out of each other."""
    flags = {d.drug: {f.flag for f in d.flags} for d in facts.drugs.values()}
    maoi = [d for d, f in flags.items() if "maoi" in f]
    serotonergic = [d for d, f in flags.items() if "serotonergic" in f or "maoi" in f]
    span = trials.filter(pl.col("start_least").is_not_null()).select("person_id", "course", "drug", "start_least", "stop_most")
    one = span.filter(pl.col("drug").is_in(maoi))
    other = span.filter(pl.col("drug").is_in(serotonergic)).rename({c: f"other_{c}" for c in ("course", "drug", "start_least", "stop_most")})
    washout = int(facts.number("maoi_washout_days"))
    near = (pl.col("start_least") < pl.col("other_stop_most") + washout) & (pl.col("other_start_least") < pl.col("stop_most") + washout)
    both = one.join(other, on="person_id").filter((pl.col("drug") != pl.col("other_drug")) & near)
    pair = pl.concat_str("drug", pl.lit(" and "), "other_drug")
    return _found(both, "FT904", pair, record=None)


def _gate(conditions: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    lifelong = pl.when(pl.col("topic").is_in(["bipolar", "mania"])).then(pl.lit("FT910")).otherwise(pl.lit("FT911"))
    return _found(gates(conditions, facts), lifelong, pl.col("topic"))


