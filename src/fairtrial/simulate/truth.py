"""What the engine should find, worked out from the hidden course by plain steps, person by person.

Nothing here uses the timeline or the rules of fairtrial: only the hidden course, the settings and the
definitions. It is
slow and meant to be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.models import Definition
from fairtrial.simulate.life import Life
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK

DOSE_LIST = "usual-minimum"
Row = dict[str, Any]


@dataclass
class TrueTrial:
    """One trial as it truly was. Days count from 1970; null where no rule gives an answer."""

    drug: str
    drug_class: str
    counts_as_trial: bool
    start: int
    stop: int
    ongoing: bool
    weeks: float
    weeks_at_dose: float
    highest_dose: float
    coverage: float
    dose_ok: bool
    improvement: float | None
    remission: bool | None
    lost: bool
    side_effect_stop: bool
    fair: bool = False
    in_current_episode: bool = False
    state: str = ""
    counts: dict[str, bool | None] = field(default_factory=dict)


@dataclass
class Truth:
    """One person: trials in order of start, and per definition the least and most failures and the
    verdict.
    """

    trials: list[TrueTrial]
    failures: dict[str, tuple[int, int]]
    verdicts: dict[str, bool | None]


def truth(life: Life, facts: Facts, scale: str) -> dict[str, Truth]:
    """person_id -> what is true of that person on the day of the review."""
    supplies, scores = _grouped(life.supplies.to_dicts()), _grouped(life.severity.to_dicts())
    return {
        who: _person(trials, supplies[who], [(s["on"], s["score"]) for s in scores[who]], facts, scale)
        for who, trials in _grouped(life.trials.to_dicts()).items()
    }


def _grouped(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["person_id"], []).append(row)
    return found


def _person(
    rows: list[Row],
    supplies: list[Row],
    scores: list[tuple[int, int]],
    facts: Facts,
    scale: str,
) -> Truth:
    trials = [
        _trial(row, [s for s in supplies if s["trial"] == row["trial"]], scores, facts, scale) for row in rows
    ]
    trials.sort(key=lambda t: (t.start, t.stop, t.drug))
    begin = _episode_start(trials, scores, rows[0]["started_on"], facts, scale)
    for trial in trials:
        trial.fair = (
            trial.dose_ok and _long_enough(trial, facts.number("adequate_weeks")) and _taken(trial, facts)
        )
        trial.in_current_episode = trial.stop > begin or trial.start >= begin
        trial.state = _state(trial, facts)
        trial.counts = {name: _counts(trial, d, facts) for name, d in facts.definitions.items()}
    failures = {name: _failures(trials, d) for name, d in facts.definitions.items()}
    verdicts = {
        name: _verdict(failures[name], int(d.distinct_trials.value)) for name, d in facts.definitions.items()
    }
    return Truth(trials, failures, verdicts)


def _trial(
    row: Row, supplies: list[Row], scores: list[tuple[int, int]], facts: Facts, scale: str
) -> TrueTrial:
    drug, start, stop = facts.drugs[row["drug"]], row["started_on"], row["stopped_on"]
    minimum = drug.doses.minimum_adequate_mg_per_day[DOSE_LIST].value
    steps = _dose_steps(supplies, stop)
    held = [dose for dose, days in steps if days >= facts.number("dose_held_days")]
    highest = max(held or [dose for dose, _ in steps])
    taken = sum(supply["taken_to"] - supply["taken_from"] for supply in supplies)
    rated = stop - start >= facts.number("endpoint_from_days")
    before, after = row["score_at_start"], row["score_at_stop"]
    cut = facts.scales[scale].remission_at_most
    return TrueTrial(
        drug=drug.drug,
        drug_class=drug.drug_class,
        counts_as_trial=drug.counts_as_trial,
        start=start,
        stop=stop,
        ongoing=row["ongoing"],
        weeks=(stop - start) / DAYS_PER_WEEK,
        weeks_at_dose=sum(days for dose, days in steps if dose >= minimum) / DAYS_PER_WEEK,
        highest_dose=highest,
        coverage=taken / (stop - start),
        dose_ok=highest >= minimum,
        improvement=100 * (before - after) / before if rated else None,
        remission=after <= cut.value if rated and cut else None,
        lost=_lost([s for s in scores if start < s[0] <= stop], before, facts)
        or row["stop_reason"] == "lost_benefit",
        side_effect_stop=row["stop_reason"] == "side_effect",
    )


def _dose_steps(supplies: list[Row], stop: int) -> list[tuple[float, int]]:
    """Dose and days of each stretch at one dose; a gap belongs to the dose before it."""
    steps: list[tuple[float, int]] = []
    for place, supply in enumerate(supplies):
        until = supplies[place + 1]["taken_from"] if place + 1 < len(supplies) else stop
        days = until - supply["taken_from"]
        if steps and steps[-1][0] == supply["dose_mg_per_day"]:
            steps[-1] = (steps[-1][0], steps[-1][1] + days)
        else:
            steps.append((supply["dose_mg_per_day"], days))
    return steps


def _lost(scores: list[tuple[int, int]], before: int, facts: Facts) -> bool:
    """Half better or more at some time, and later back to within a quarter of the start, while taken."""
    half = (1 - facts.number("response_percent") / 100) * before
    back = (1 - facts.number("lost_within_percent") / 100) * before
    better = [day for day, score in scores if score <= half]
    return bool(better) and any(day > better[0] and score >= back for day, score in scores)


def _episode_start(
    trials: list[TrueTrial], scores: list[tuple[int, int]], diagnosed_on: int, facts: Facts, scale: str
) -> int:
    """First day of the latest stretch of treatment, depressive scores and diagnosis without a long break."""
    mild = min(band.least for band in facts.scales[scale].bands if band.severity != "none")
    signs = [(t.start, t.stop) for t in trials if t.counts_as_trial]
    signs += [(day, day) for day, score in scores if score >= mild] + [(diagnosed_on, diagnosed_on)]
    signs.sort()
    begin, reached = signs[0]
    for start, stop in signs:
        if start > reached + facts.number("episode_break_days"):
            begin = start
        reached = max(reached, stop)
    return begin


def _long_enough(trial: TrueTrial, weeks: float) -> bool:
    return trial.weeks_at_dose >= weeks


def _taken(trial: TrueTrial, facts: Facts) -> bool:
    return trial.coverage >= facts.number("covered_share")


def _state(trial: TrueTrial, facts: Facts) -> str:
    better, partial = facts.number("response_percent"), facts.number("partial_percent")
    weeks = facts.number("adequate_weeks")
    if trial.remission and not trial.lost:
        return "remission"
    if trial.lost or (trial.improvement is not None and trial.improvement >= better):
        return "response"
    if trial.side_effect_stop and not trial.fair:
        return "intolerant"
    if trial.ongoing and (trial.weeks < weeks or (trial.dose_ok and trial.weeks_at_dose < weeks)):
        return "ongoing"
    if not trial.dose_ok:
        return "inadequate_dose"
    if not _taken(trial, facts):
        return "low_adherence"
    if not trial.fair:
        return "inadequate_duration"
    assert trial.improvement is not None  # a fair trial lasts longer than it takes to be rated
    return "adequate_no_response" if trial.improvement < partial else "adequate_partial"


def _counts(trial: TrueTrial, definition: Definition, facts: Facts) -> bool | None:
    """Does the trial count as one that did not help under the definition?"""
    weeks = definition.weeks_at_dose.value
    fair = weeks == 0 or (trial.dose_ok and _long_enough(trial, weeks) and _taken(trial, facts))
    failed = _and(fair, _did_not_help(trial, definition))
    if definition.side_effect_stop_counts.value and trial.side_effect_stop:
        failed = True
    allowed = [trial.counts_as_trial]
    if not definition.ongoing_counts.value:
        allowed.append(not trial.ongoing)
    if definition.window.value == "current_episode":
        allowed.append(trial.in_current_episode)
    return _and(all(allowed), failed)


def _did_not_help(trial: TrueTrial, definition: Definition) -> bool | None:
    asked = definition.did_not_help
    if asked.without_remission:
        return None if trial.remission is None else not trial.remission
    if trial.improvement is None:
        return None
    tests = [
        asked.at_least is None or trial.improvement >= asked.at_least,
        asked.below is None or trial.improvement < asked.below,
        asked.at_most is None or trial.improvement <= asked.at_most,
    ]
    return None if trial.lost and all(tests) else all(tests)


def _and(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _failures(trials: list[TrueTrial], definition: Definition) -> tuple[int, int]:
    """Distinct drugs (or classes) that surely, and that at most, did not help; in a row where the
    definition asks.
    """
    name = definition.definition
    counted = [t for t in trials if t.counts_as_trial]
    bounds = []
    for wanted in ({True}, {True, None}):
        failed = [t for t in counted if t.counts[name] in wanted]
        distinct = {t.drug_class if definition.distinct_by.value == "class" else t.drug for t in failed}
        in_a_row = any(
            a.drug_class != b.drug_class and a.counts[name] in wanted and b.counts[name] in wanted
            for a, b in pairwise(counted)
        )
        bounds.append(
            min(len(distinct), 1) if definition.consecutive.value and not in_a_row else len(distinct)
        )
    return bounds[0], bounds[1]


def _verdict(failures: tuple[int, int], needed: int) -> bool | None:
    if failures[0] >= needed:
        return True
    return False if failures[1] < needed else None
