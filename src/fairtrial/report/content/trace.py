"""Why a trial was judged as it was: each rule with its numbers, thresholds, sources and their standing."""

from __future__ import annotations

import functools

from fairtrial.facts import Facts
from fairtrial.facts.models import Sourced
from fairtrial.report.content.values import Pair, Row, pair, span, verdict
from fairtrial.rules import RULES


def trace(row: Row, facts: Facts, dose_list: str) -> list[dict[str, object]]:
    """One entry per rule: rule, sentence, verdict, numbers, sources, standing."""
    numbers = _numbers(row, facts, dose_list)
    return [
        _entry(rule, column, numbers.get(rule, numbers["improvement"]), row, facts, dose_list)
        for rule, column in _decided()
    ]


@functools.cache
def _decided() -> list[tuple[str, str]]:
    """Rules over trials with the column of their verdict, in order."""
    return sorted((rule.rule, rule.column) for rule in RULES.values() if rule.column is not None)


def _entry(rule: str, column: str, numbers: str, row: Row, facts: Facts, dose_list: str) -> dict[str, object]:
    grounds = _grounds(rule, row, facts, dose_list)
    return {
        "rule": rule,
        "sentence": RULES[rule].sentence,
        "verdict": verdict(row[column]),
        "numbers": numbers,
        "sources": sorted({s for g in grounds for s in g.source} | set(RULES[rule].sources)),
        "standing": standing(grounds),
    }


def standing(grounds: list[Sourced]) -> str:
    """The weakest standing among the facts a verdict rests on."""
    order = ["unverified", "ours", "seen"]
    return min((g.standing for g in grounds), key=order.index, default="ours")


def _grounds(rule: str, row: Row, facts: Facts, dose_list: str) -> list[Sourced]:
    """The sourced values that the rule compared with."""
    grounds: list[Sourced] = [facts.settings[s] for s in RULES[rule].settings]
    minimum = facts.drugs[str(row["drug"])].doses.minimum_adequate_mg_per_day.get(dose_list)
    if rule in ("FT101", "FT102", "FT104") and minimum is not None:
        grounds.append(minimum)
    if rule == "FT102" and row["between_visits"]:
        grounds.append(facts.settings["taken_between_days"])
    scale = facts.scales.get(str(row["scale"]))
    if rule == "FT204" and scale is not None and scale.remission_at_most is not None:
        grounds.append(scale.remission_at_most)
    return grounds


def _numbers(row: Row, facts: Facts, dose_list: str) -> dict[str, str]:
    """rule -> its comparison in words and numbers; all others look at ``improvement``."""
    weeks = facts.number("adequate_weeks")
    return {
        "FT101": f"highest dose {span(pair(row, 'dose'), ' mg/day')}; minimum {_minimum(row, dose_list)}",
        "FT102": f"{span(pair(row, 'weeks_at_dose'), ' weeks')} at or above the minimum; {weeks:g} asked for"
        f"{_between_visits(row, facts)}",
        "FT103": f"{_covered(row)}; {facts.number('covered_share'):.0%} asked for",
        "FT104": f"{weeks:g} weeks asked for; see FT101 to FT103",
        "FT204": _endpoint(row, facts),
        "FT205": "judged by the scores during the trial"
        if row["baseline"] is not None
        else "no scores during the trial",
        "FT206": f"reason for stopping: {str(row['stop_reason'] or 'not recorded').replace('_', ' ')}; fair: see FT104",
        "improvement": f"improvement {span(pair(row, 'improvement'), ' %')}",
    }


def _between_visits(row: Row, facts: Facts) -> str:
    if not row["between_visits"]:
        return ""
    return f"; said to be taken at visits at most {facts.number('taken_between_days'):g} days apart, and so counted between them"


def _minimum(row: Row, dose_list: str) -> str:
    if row["minimum"] is None:
        return f"not on the list {dose_list}"
    return f"{row['minimum']:g} mg/day ({dose_list})"


def _covered(row: Row) -> str:
    bounds: Pair = {
        side: None if row[f"coverage_{side}"] is None else round(100 * float(str(row[f"coverage_{side}"])))
        for side in ("least", "most")
    }
    if bounds["least"] is None and bounds["most"] is None:
        return "no fills with days of supply"
    return f"fills cover {span(bounds, ' %')} of days"


def _endpoint(row: Row, facts: Facts) -> str:
    if row["endpoint"] is None:
        return f"no endpoint score; reported: {row['reported_response'] or 'nothing'}"
    scale = facts.scales[str(row["scale"])]
    cut_off = f"{scale.remission_at_most.value:g}" if scale.remission_at_most else "none known"
    return f"{scale.scale} {row['endpoint']:g} at the end; remission cut-off {cut_off}"
