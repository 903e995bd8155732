"""The criteria of policies, one function for each kind: yes, no or unknown, with trials and records."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.circumstances import Circumstance
from fairtrial.facts.policies import (
    Absent,
    AnyCriterion,
    Diagnosis,
    OfAge,
    OneOf,
    Present,
    Psychotherapy,
    Response,
    Score,
    Statement,
)
from fairtrial.findings import Findings
from fairtrial.outlook.ages import age_thing
from fairtrial.outlook.recorded import Answer, Recorded
from fairtrial.outlook.things import Thing
from fairtrial.rules.policies import RULE_OF_KIND, OverTrials
from fairtrial.timeline.intervals import days

Row = dict[str, Any]
_DAYS_PER_WEEK = 7
_ENOUGH = {"moderate": ("moderate", "severe"), "severe": ("severe",)}
"""Severities of a diagnosis that satisfy the one asked for."""
_NOT_SURE = ("refuted", "possible")
_SEVERITIES = ("mild", "moderate", "severe")


@dataclass(frozen=True)
class Shown:
    """What was decided: ``met`` yes, no or null; ``told`` says what it rests on or what is missing."""

    met: bool | None
    told: str
    trials: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    parts: tuple[Decided, ...] = ()


@dataclass(frozen=True)
class Decided:
    """A criterion with the answer to it."""

    criterion: AnyCriterion
    rule: str
    shown: Shown


@dataclass(frozen=True)
class OfTrials:
    """How a criterion over trials came out: trials that count, that may, and the numbers reached."""

    met: bool | None
    counted: tuple[str, ...]
    possible: tuple[str, ...]
    told: str


@dataclass(frozen=True)
class Case:
    """One person as the criteria see them."""

    found: Findings
    facts: Facts
    of_trials: Callable[[OverTrials], OfTrials]
    trial_records: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @functools.cached_property
    def recorded(self) -> Recorded:
        """What the records say of circumstances."""
        return Recorded(self.found, self.facts)

    @functools.cached_property
    def therapies(self) -> list[Row]:
        """Treatments other than medicines, with their bounds as whole days."""
        frame = self.found.history.therapies
        bounds = [f"{name}_{side}" for name in ("started_on", "stopped_on") for side in ("least", "most")]
        return frame.with_columns(days(bound).alias(bound) for bound in bounds).to_dicts()

    @functools.cached_property
    def words(self) -> dict[str, str]:
        """Record id -> its words, lower case."""
        rows = self.found.history.records.select("record", "words").rows()
        return {record: (words or "").lower() for record, words in rows}

    @property
    def today(self) -> int:
        """The day of the review as whole days."""
        return (self.found.as_of - date(1970, 1, 1)).days

    def episode(self, side: str) -> int | None:
        """First day of the current episode, at least or at most."""
        rows = self.found.episodes[f"episode_start_{side}"].to_list()
        return rows[0] if rows else None


def decide(criterion: AnyCriterion, case: Case) -> Decided:
    """The answer to one criterion."""
    return Decided(criterion, RULE_OF_KIND[criterion.kind], _DECIDES[criterion.kind](criterion, case))


def _over_trials(criterion: OverTrials, case: Case) -> Shown:
    """FT801 and FT802."""
    found = case.of_trials(criterion)
    shown = (*found.counted, *found.possible)
    records = tuple(dict.fromkeys(r for trial in shown for r in case.trial_records.get(trial, ())))
    return Shown(found.met, found.told, found.counted, records, found.possible)


def _psychotherapy(criterion: Psychotherapy, case: Case) -> Shown:
    """FT803."""
    rows = [row for row in case.therapies if row["therapy"] == "psychotherapy"]
    answers = [_counts(row, criterion, case) for row in rows]
    good = [row for row, answer in zip(rows, answers, strict=True) if answer] or [
        row for row, answer in zip(rows, answers, strict=True) if answer is None
    ]
    if True in answers:
        return Shown(True, "Recorded.", records=_records(good))
    kinds = f" of the kinds named ({', '.join(criterion.kinds)})" if criterion.kinds else ""
    if not good:
        return Shown(None, f"No psychotherapy{kinds} is recorded.")
    told = f"A psychotherapy is recorded; whether it was{kinds or ' in the window'} is not."
    return Shown(None, told, records=_records(good))


def _counts(row: Row, criterion: Psychotherapy, case: Case) -> bool | None:
    words = case.words.get(row["record"] or "", "")
    named = not criterion.kinds or any(kind.lower() in words.split() for kind in criterion.kinds)
    of_kind = True if named else None
    if criterion.window != "current_episode":
        return of_kind
    return _and(of_kind, _in_episode(row, case))


def _in_episode(row: Row, case: Case) -> bool | None:
    first, last = case.episode("least"), case.episode("most")
    began, ended = row["started_on_least"], row["stopped_on_most"]
    if last is not None and began is not None and began >= last:
        return True
    return False if first is not None and ended is not None and ended <= first else None


def _age(criterion: OfAge, case: Case) -> Shown:
    """FT804."""
    thing = age_thing(criterion.age_years, case.found.history.people.to_dicts(), case.found.as_of)
    told = {
        "possible": f"The day of birth does not settle it: {thing.told}.",
        "not_recorded": "The day of birth is not recorded.",
    }.get(thing.state, f"{thing.told[:1].upper()}{thing.told[1:]}.")
    met = {"recorded": True, "recorded_absent": False}.get(thing.state)
    return Shown(met, told, records=thing.records)


def _score(criterion: Score, case: Case) -> Shown:
    """FT805."""
    totals = _totals(criterion, case)
    if not totals:
        within = (
            f" in the last {criterion.within_weeks:g} weeks" if criterion.within_weeks is not None else ""
        )
        return Shown(None, f"No score{within} on {_scales(criterion)} is recorded.")
    edges = {least.scale: least.at_least for least in criterion.any_of}
    good = [row for row in totals if row["total"] >= edges.get(row["scale"], 0)]
    shown = good or totals
    told = "; ".join(f"{row['scale']} {row['total']:g} on {row['on_least'].isoformat()}" for row in shown)
    return Shown(bool(good), f"{told}.", records=_records(shown))


def _totals(criterion: Score, case: Case) -> list[Row]:
    """The latest total of each scale that counts, recent enough."""
    asked = {least.scale for least in criterion.any_of} or {
        s.scale for s in case.facts.scales.values() if s.measures == "depression"
    }  # fmt: skip
    first = date.min
    if criterion.within_weeks is not None:
        first = case.found.as_of - timedelta(days=int(criterion.within_weeks * _DAYS_PER_WEEK))
    rows = case.found.history.scores.filter(
        pl.col("scale").is_in(list(asked)) & pl.col("item").is_null() & pl.col("total").is_not_null()
    ).filter(pl.col("on_least") >= first)
    ordered = rows.sort("on_least", "total", "record")
    return ordered.unique("scale", keep="last", maintain_order=True).to_dicts()


def _scales(criterion: Score) -> str:
    return (
        ", ".join(f"{least.scale} ({least.at_least:g} or more)" for least in criterion.any_of) or "any scale"
    )


def _diagnosis(criterion: Diagnosis, case: Case) -> Shown:
    """FT806."""
    rows = [row for row in case.found.history.conditions.to_dicts() if row["topic"] in criterion.topics]
    standing = [row for row in rows if row["certainty"] not in _NOT_SURE and row["status"] != "resolved"]
    if not standing:
        return _no_diagnosis(rows)
    if criterion.severity is None:
        return Shown(True, "Recorded.", records=_records(standing))
    return _severe_enough(standing, criterion.severity, case.facts)


def _no_diagnosis(rows: list[Row]) -> Shown:
    if rows and all(row["certainty"] == "refuted" for row in rows):
        return Shown(False, "It is recorded as ruled out.", records=_records(rows))
    told = "It is recorded as possible or as over." if rows else "The diagnosis is not recorded."
    return Shown(None, told, records=_records(rows))


def _severe_enough(rows: list[Row], asked: str, facts: Facts) -> Shown:
    """The latest diagnosis whose code says how severe it is decides."""
    known = [(severity, row) for row in rows if (severity := _severity(row, facts))]
    if not known:
        told = f"The diagnosis is recorded, but not how severe it is; {asked} is asked for."
        return Shown(None, told, records=_records(rows))
    severity, row = max(known, key=lambda each: each[1]["started_on_least"] or date.min)
    told = f"Recorded as {severity}; {asked} is asked for."
    return Shown(severity in _ENOUGH[asked], told, records=_records([row]))


def _severity(row: Row, facts: Facts) -> str | None:
    """How severe the code says it is: its own text names it."""
    gist = _gists(facts).get((row["system"], row["code"]), "")
    return next((word for word in _SEVERITIES if word in gist.split()), None)


@functools.cache
def _gists(facts: Facts) -> dict[tuple[str, str], str]:
    rows = facts.condition_codes.select("system", "code", "gist").rows()
    return {(system, code): gist.replace(",", "") for system, code, gist in rows}


def _present(criterion: Present, case: Case) -> Shown:
    """FT807."""
    if criterion.what is None:
        return _antidepressant_now(criterion, case)
    judged = case.recorded.judged(_now(criterion.what))
    things = [*judged.because, *(_therapies_now(criterion.what, case))]
    sure = [thing for thing in things if thing.state == "recorded"]
    if sure:
        return Shown(True, f"{sure[0].told}.", records=sure[0].records)
    told = "; ".join(thing.told for thing in things)
    return Shown(None, f"Perhaps: {told}." if told else "The records do not show it.", records=_of(things))


def _antidepressant_now(criterion: Present, case: Case) -> Shown:
    columns = ["trial", "drug", "ongoing", "weeks_least", "weeks_most", "counts_as_trial"]
    rows = [row for row in case.found.trials.select(columns).to_dicts() if row["counts_as_trial"]]
    by_mouth = [row for row in rows if "oral" in case.facts.drugs[row["drug"]].routes]
    rows = [row for row in by_mouth if row["ongoing"] is not False]
    weeks = criterion.weeks or 0
    sure = [row for row in rows if row["ongoing"] and (row["weeks_least"] or 0) >= weeks]
    names = tuple(f"T{row['trial']}" for row in sure or rows)
    told = ", ".join(f"{row['drug']} (T{row['trial']})" for row in sure or rows)
    records = tuple(dict.fromkeys(r for name in names for r in case.trial_records.get(name, ())))
    if sure:
        return Shown(True, f"Taken now: {told}.", names, records)
    if rows:
        unsure = f"Whether it is taken now, and for how long, is not certain: {told}."
        return Shown(None, unsure, (), records, names)
    return Shown(None, "No record shows an antidepressant taken now.")


def _absent(criterion: Absent, case: Case) -> Shown:
    """FT808."""
    judged = case.recorded.judged(_now(criterion.what)) if _lists(_now(criterion.what)) else None
    things = _therapies_now(criterion.what, case) + (judged.because if judged else [])
    there = [thing for thing in things if thing.state == "recorded"]
    told = "; ".join(thing.told for thing in there or things)
    if there:
        unless = criterion.unless
        way_out = f" The policy allows it when {unless}; that must be stated." if unless else ""
        return Shown(None if way_out else False, f"Recorded: {told}.{way_out}", records=_of(there))
    if judged is not None and judged.state == "recorded_absent" and not criterion.what.therapies:
        return Shown(True, f"Stated: {told}.", records=_of(things))
    perhaps = [thing for thing in things if thing.state == "possible"]
    return Shown(None, f"Perhaps: {told}." if perhaps else "No record speaks of it.", records=_of(perhaps))


def _lists(what: Circumstance) -> bool:
    return any(getattr(what, name) for name in type(what).model_fields if name != "therapies")


def _now(what: Circumstance) -> Circumstance:
    """The circumstance without its therapies, which are asked about as of now."""
    return what.model_copy(update={"therapies": []})


def _therapies_now(what: Circumstance, case: Case) -> list[Thing]:
    """Treatments that go on at the day of the review, or perhaps do."""
    things = []
    for row in case.therapies:
        least, most = row["stopped_on_least"], row["stopped_on_most"]
        if row["therapy"] in what.therapies and (most is None or most > case.today):
            name, sure = row["therapy"].replace("_", " "), (least or 0) > case.today
            told = f"{name} now" if sure else f"{name} without a recorded end"
            state: Answer = "recorded" if sure else "possible"
            things.append(Thing(f"therapy:{row['therapy']}", state, told, _records([row])))
    return things


def _response(criterion: Response, case: Case) -> Shown:
    """FT809."""
    rows = [row for row in case.therapies if row["therapy"] == criterion.therapy]
    least, edge = "improvement_percent_least", criterion.improvement_at_least
    helped = [
        r
        for r in rows
        if (r[least] or 0) >= edge or (r[least] is None and r["response"] in ("response", "remission"))
    ]
    if helped:
        return Shown(True, "An earlier course helped enough.", records=_records(helped))
    if not rows:
        return Shown(None, "No earlier course is recorded.")
    most = "improvement_percent_most"
    little = all(
        r["response"] in ("none", "partial") or (r[most] is not None and r[most] < edge) for r in rows
    )
    told = (
        "Earlier courses did not help enough."
        if little
        else "The result of an earlier course is not recorded."
    )
    return Shown(False if little else None, told, records=_records(rows))


def _statement(criterion: Statement, case: Case) -> Shown:
    """FT810."""
    rows = case.found.history.context.filter(pl.col("topic") == criterion.field).to_dicts()
    label = case.facts.packet_fields[criterion.field].label
    if not rows:
        return Shown(None, f"To be stated by the clinic: {label}.")
    return Shown(True, f"Stated: {rows[-1]['value']}.", records=_records(rows))


def _one_of(criterion: OneOf, case: Case) -> Shown:
    """FT811."""
    parts = tuple(decide(each, case) for each in criterion.criteria)
    shown = [part.shown for part in parts]
    met = any_of([part.met for part in shown])
    deciding = [part for part in shown if part.met is met]
    told = (
        deciding[0].told
        if met
        else "None of the alternatives is documented."
        if met is None
        else "No alternative is met."
    )
    return Shown(
        met, told, _joined(p.trials for p in deciding), _joined(p.records for p in deciding),
        _joined(p.possible for p in deciding), parts,
    )  # fmt: skip


def any_of(answers: list[bool | None]) -> bool | None:
    """Kleene's or."""
    return True if True in answers else None if None in answers else False


def all_of(answers: list[bool | None]) -> bool | None:
    """Kleene's and.

    >>> all_of([True, None]), all_of([None, False]), all_of([])
    (None, False, True)
    """
    return False if False in answers else None if None in answers else True


def _and(one: bool | None, other: bool | None) -> bool | None:
    return all_of([one, other])


def _records(rows: list[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["record"] for row in rows if row["record"]))


def _of(things: list[Thing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(record for thing in things for record in thing.records))


def _joined(many: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for some in many for each in some))


_DECIDES: dict[str, Callable[[Any, Case], Shown]] = {
    "trials": _over_trials, "augmentation": _over_trials, "psychotherapy": _psychotherapy, "age": _age,
    "score": _score, "diagnosis": _diagnosis, "present": _present, "absent": _absent, "response": _response,
    "statement": _statement, "one_of": _one_of,
}  # fmt: skip
