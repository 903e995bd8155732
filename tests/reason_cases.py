"""What the rules of reasons (FT4xx) and of genes (FT7xx) say in a case of their tables."""

import polars as pl

from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.outlook.genotype import inhibitors
from fairtrial.outlook.reasons import reasons_table
from fairtrial.rules.genotype import call_of, recommended, verdict_of
from fairtrial.rules.reasons.shape import STRENGTHS
from people import AS_OF, history

FACTS = load()
_ABOUT = ("name", "verdict", "topic", "gene")


def examined(case):
    """The findings of the small person of a case."""
    return examine(history(**{key: value for key, value in case.items() if key not in _ABOUT}), AS_OF, FACTS)


def decided_of_reasons(rule, case):
    """The surest strength of the rule, of the case's topic where it names one; "no" when there is none."""
    table = reasons_table(examined(case), FACTS).filter(pl.col("rule") == rule)
    if "topic" in case:
        table = table.filter(pl.col("topic") == case["topic"])
    found = set(table["strength"].to_list())
    return next((strength for strength in STRENGTHS if strength in found), "no")


def _call(given):
    score = given.get("activity_score", [None, None])
    return call_of(given["gene"], given.get("diplotype"), given.get("phenotype"), *score, FACTS)


def _verdicts(calls):
    genes = {call["gene"] for call in calls}
    return {gene: verdict_of(gene, [_call(call) for call in calls if call["gene"] == gene]) for gene in genes}


def decided_of_genes(rule, case):
    """The phenotype, conflict, action, use or inhibitor of a case."""
    if rule == "FT701":
        return _call(case).phenotype or "unknown"
    if rule == "FT702":
        return "yes" if any(v.conflict for v in _verdicts(case["calls"]).values()) else "no"
    if rule == "FT703":
        row = recommended(case["drug"], _verdicts(case["calls"]), FACTS)
        return row.action if row else "unknown"
    if rule == "FT704":
        return "yes" if FACTS.genes[case["gene"]].use == "not_for_prescribing" else "no"
    return "yes" if inhibitors(examined(case), [case["gene"]], FACTS) else "no"
