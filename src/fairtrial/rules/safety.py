"""FT9xx: what stands above everything in every clinician output.

Each finding names its rule, its level (banner or gate), a sentence and the record. Nothing here ever says
"low risk".
"""

from __future__ import annotations

import functools
from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.gates import LIFELONG
from fairtrial.rules.registry import Rule, declare
from fairtrial.rules.stated import is_denied, is_left_open, is_only_thought_of, is_someone_elses
from fairtrial.timeline.intervals import computed

FOUND = pl.Schema(
    {"person_id": pl.String(), "rule": pl.String(), "topic": pl.String(), "record": pl.String()}
)


_BANNER, _GATE = "banner", "gate"
_NEVER = "Absence from the records is not reassurance; nothing here says that a risk is low."
for _rule, _level, _sentence, _why in (
    ("FT901", _BANNER, "A questionnaire item about thoughts of death or self-harm was answered above zero.",
     "Any answer above zero needs a person to ask about it."),
    ("FT902", _BANNER, "Suicidal thoughts or an act are recorded.",
     "What was recorded once must be in view at every later decision."),
    ("FT903", _GATE,
     "Under 25, or possibly so: antidepressants carry a boxed warning on suicidality at starts and "
     "dose changes.",
     "The boxed warning asks for close watching at this age."),
    ("FT904", _GATE, "An MAOI and another serotonergic medicine may have been taken together or without a "
     "wash-out.",
     "The combination can be fatal."),
    ("FT910", _GATE, "Bipolar disorder or mania is recorded: look at this before the word "
     "treatment-resistant.",
     "Depression in bipolar disorder is treated differently and is outside most definitions."),
    ("FT911", _GATE, "A psychotic disorder or psychotic depression is recorded: look at this before the word "
     "treatment-resistant.",
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
_RULE_OF_TOPIC = {
    **dict.fromkeys(SUICIDALITY, "FT902"),
    **dict.fromkeys(PERINATAL, "FT912"),
    **dict.fromkeys(ESKETAMINE, "FT913"),
}  # fmt: skip
_PAST = pl.col("topic").is_in(PERINATAL + ESKETAMINE) & (pl.col("status") == "resolved").fill_null(False)
_REFUTED = (pl.col("certainty") == "refuted").fill_null(False)
_OF_CONDITION = pl.col("topic").is_in(list(_RULE_OF_TOPIC)) & ~_REFUTED & ~_PAST
"""Suicidality is shown whatever became of it, the others while they last."""


def safety(
    people: pl.DataFrame, scores: pl.DataFrame, conditions: pl.DataFrame, context: pl.DataFrame,
    trials: pl.DataFrame, gated: pl.DataFrame, as_of: date, facts: Facts,
) -> pl.DataFrame:  # fmt: skip
    """person_id, rule, topic, record: one row per finding, sorted. ``gated`` comes from :func:`gates`."""
    found = [
        *_item_above_zero(scores, facts),
        *_found(conditions, _OF_CONDITION, _TOPIC_SHOWN),
        *_found(context, _of_context(facts), _TOPIC_SHOWN),
        *_found(people, _young(as_of, facts), _AGE_SHOWN),
        *_maoi_beside_serotonergic(trials, facts),
        *_found(gated, _TOPIC.is_not_null(), _GATE_SHOWN),
    ]
    if not found:
        return pl.DataFrame(schema=FOUND)
    return computed(pl.concat(found).unique().sort("person_id", "rule", "topic", "record", nulls_last=True))


@functools.cache
def _of_context(facts: Facts) -> pl.Expr:
    """What was asked and denied, or is said of a relative, raises nothing; it is told among the circumstances.

    Of suicidality only a plain denial and a warning read out raise nothing: "not", "never" and "without" may begin
    what is no denial, and "not asked" is no answer.
    """
    topic = pl.col("topic")
    acts = topic.is_in(SUICIDALITY) & ~is_denied(facts, "plain") & ~is_only_thought_of()
    others = topic.is_in(PERINATAL + ESKETAMINE) & ~is_denied(facts) & ~is_left_open(facts)
    return (acts | others) & ~is_someone_elses()


def _found(frame: pl.DataFrame, seen: pl.Expr, shown: list[pl.Expr]) -> list[pl.LazyFrame]:
    """The rows that are ``seen``, as findings: one table, or none when there are no rows to look at."""
    return [frame.lazy().filter(seen).select(shown)] if frame.height else []


def _shown(rule: pl.Expr, topic: pl.Expr, record: pl.Expr | None = None) -> list[pl.Expr]:
    where = pl.col("record") if record is None else record
    return [pl.col("person_id"), rule.alias("rule"), topic.alias("topic"), where.alias("record")]


_TOPIC = pl.col("topic")
_TOPIC_SHOWN = _shown(_TOPIC.replace_strict(_RULE_OF_TOPIC, default=None), _TOPIC)
_AGE_SHOWN = _shown(pl.lit("FT903"), pl.lit("age"))
_GATE_SHOWN = _shown(pl.when(_TOPIC.is_in(LIFELONG)).then(pl.lit("FT910")).otherwise(pl.lit("FT911")), _TOPIC)
_ITEM_SHOWN = _shown(pl.lit("FT901"), pl.col("scale"))
_PAIR_SHOWN = _shown(
    pl.lit("FT904"), pl.concat_str("drug", pl.lit(" and "), "other_drug"), pl.lit(None, pl.String())
)


def _item_above_zero(scores: pl.DataFrame, facts: Facts) -> list[pl.LazyFrame]:
    """FT901: the item about death or self-harm of any scale; whatever its age, its date stands beside it."""
    return _found(scores, _asked(facts), _ITEM_SHOWN)


@functools.cache
def _asked(facts: Facts) -> pl.Expr:
    items = {s.scale: s.suicidality_item for s in facts.scales.values() if s.suicidality_item is not None}
    its_item = pl.col("scale").replace_strict(items, default=None, return_dtype=pl.Int64)
    return (pl.col("item") == its_item) & (pl.col("total") > 0)


@functools.cache
def _young(as_of: date, facts: Facts) -> pl.Expr:
    """FT903: certainly or possibly below the age of the boxed warning; an unknown age is not shown."""
    born_after = pl.lit(as_of).dt.offset_by(f"-{int(facts.number('young_adult_years'))}y")
    return pl.col("born_on_most") > born_after


_SPAN = ["drug", "start_least", "stop_most"]
_DATED = pl.col("start_least").is_not_null()
_OTHER = ["person_id", *(pl.col(c).alias(f"other_{c}") for c in _SPAN)]


def _maoi_beside_serotonergic(trials: pl.DataFrame, facts: Facts) -> list[pl.LazyFrame]:
    """FT904: possible days of an MAOI and of another serotonergic drug within the longest wash-out of each
    other."""
    maoi, serotonergic, near = _serotonergic(facts)
    one = computed(trials.lazy().filter(maoi).select("person_id", *_SPAN))
    if not one.height:
        return []
    other = trials.lazy().filter(serotonergic).select(_OTHER)
    both = one.lazy().join(other, on="person_id").filter(near)
    return [both.select(_PAIR_SHOWN)]


@functools.cache
def _serotonergic(facts: Facts) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Is it an MAOI, is it an MAOI or serotonergic, and do two different drugs lie within the wash-out?"""
    flags = {d.drug: {f.flag for f in d.flags} for d in facts.drugs.values()}
    maoi = [drug for drug, has in flags.items() if "maoi" in has]
    serotonergic = [drug for drug, has in flags.items() if has & {"serotonergic", "maoi"}]
    washout = int(facts.number("maoi_washout_days"))
    near = (pl.col("start_least") < pl.col("other_stop_most") + washout) & (
        pl.col("other_start_least") < pl.col("stop_most") + washout
    )
    drug = pl.col("drug")
    return _DATED & drug.is_in(maoi), _DATED & drug.is_in(serotonergic), (drug != pl.col("other_drug")) & near
