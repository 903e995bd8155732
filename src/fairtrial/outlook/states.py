"""Criteria about what a person has or takes now: age, diagnosis, something present, something absent."""

from __future__ import annotations

import functools
from datetime import date

from fairtrial.facts import Facts
from fairtrial.facts.circumstances import Circumstance
from fairtrial.facts.policies import Absent, Diagnosis, OfAge, Present
from fairtrial.outlook.ages import age_thing
from fairtrial.outlook.case import Case, Row, Shown, records_of_rows, records_of_things
from fairtrial.outlook.things import Answer, Thing

_ENOUGH = {"moderate": ("moderate", "severe"), "severe": ("severe",)}
"""Severities of a diagnosis that satisfy the one asked for."""
_NOT_SURE = ("refuted", "possible")
_SEVERITIES = ("mild", "moderate", "severe")


def age(criterion: OfAge, case: Case) -> Shown:
    """FT804."""
    thing = age_thing(criterion.age_years, case.found.history.people.to_dicts(), case.found.as_of)
    told = {
        "possible": f"The day of birth does not settle it: {thing.told}.",
        "not_recorded": "The day of birth is not recorded.",
    }.get(thing.state, f"{thing.told[:1].upper()}{thing.told[1:]}.")
    met = {"recorded": True, "recorded_absent": False}.get(thing.state)
    return Shown(met, told, records=thing.records)


def diagnosis(criterion: Diagnosis, case: Case) -> Shown:
    """FT806."""
    rows = [row for row in case.found.history.conditions.to_dicts() if row["topic"] in criterion.topics]
    standing = [row for row in rows if row["certainty"] not in _NOT_SURE and row["status"] != "resolved"]
    if not standing:
        return _no_diagnosis(rows)
    if criterion.severity is None:
        meanings = dict.fromkeys(case.facts.topics[row["topic"]].meaning for row in standing)
        return Shown(True, f"Recorded: {'; '.join(meanings)}.", records=records_of_rows(standing))
    return _severe_enough(standing, criterion.severity, case.facts)


def _no_diagnosis(rows: list[Row]) -> Shown:
    if rows and all(row["certainty"] == "refuted" for row in rows):
        return Shown(False, "It is recorded as ruled out.", records=records_of_rows(rows))
    told = "It is recorded as possible or as over." if rows else "The diagnosis is not recorded."
    return Shown(None, told, records=records_of_rows(rows))


def _severe_enough(rows: list[Row], asked: str, facts: Facts) -> Shown:
    """The latest diagnosis whose code says how severe it is decides; it says no only if none is as late."""
    known = [(severity, row) for row in rows if (severity := _severity(row, facts))]
    if not known:
        told = f"The diagnosis is recorded, but not how severe it is; {asked} is asked for."
        return Shown(None, told, records=records_of_rows(rows))
    severity, row = max(known, key=lambda each: _since(each[1]))
    met = severity in _ENOUGH[asked]
    later = [] if met else [r for r in rows if r is not row and _may_be_later(r, row, facts, asked)]
    told = f"Recorded as {severity}; {asked} is asked for."
    told += " Another record may be later and does not settle it." if later else ""
    return Shown(None if later else met, told, records=records_of_rows([row, *later]))


def _since(row: Row) -> date:
    return row["started_on_least"] or date.min


def _may_be_later(row: Row, than: Row, facts: Facts, asked: str) -> bool:
    """Whether a diagnosis may be later than another and does not surely say that it is too mild."""
    last = row["started_on_most"]
    late = last is None or than["started_on_most"] is None or last >= _since(than)
    return late and _severity(row, facts) not in set(_SEVERITIES) - set(_ENOUGH[asked])


def _severity(row: Row, facts: Facts) -> str | None:
    """How severe the code says it is: its own text names it."""
    gist = _gists(facts).get((row["system"], row["code"]), "")
    return next((word for word in _SEVERITIES if word in gist.split()), None)


@functools.cache
def _gists(facts: Facts) -> dict[tuple[str, str], str]:
    rows = facts.condition_codes.select("system", "code", "gist").rows()
    return {(system, code): gist.replace(",", "") for system, code, gist in rows}


def present(criterion: Present, case: Case) -> Shown:
    """FT807."""
    if criterion.what is None:
        return _antidepressant_now(criterion, case)
    judged = case.recorded.judged(_now(criterion.what))
    things = [*judged.because, *(_therapies_now(criterion.what, case))]
    sure = [thing for thing in things if thing.state == "recorded"]
    if sure:
        return Shown(True, f"{sure[0].told}.", records=sure[0].records)
    told = "; ".join(thing.told for thing in things)
    return Shown(
        None,
        f"Perhaps: {told}." if told else "The records do not show it.",
        records=records_of_things(things),
    )


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


def absent(criterion: Absent, case: Case) -> Shown:
    """FT808."""
    judged = case.recorded.judged(_now(criterion.what)) if _lists(_now(criterion.what)) else None
    things = _therapies_now(criterion.what, case) + (judged.because if judged else [])
    there = [thing for thing in things if thing.state == "recorded"]
    told = "; ".join(thing.told for thing in there or things)
    if there:
        unless = criterion.unless
        way_out = f" The policy allows it when {unless}; that must be stated." if unless else ""
        return Shown(
            None if way_out else False, f"Recorded: {told}.{way_out}", records=records_of_things(there)
        )
    if judged is not None and judged.state == "recorded_absent" and not criterion.what.therapies:
        return Shown(True, f"Stated: {told}.", records=records_of_things(things))
    perhaps = [thing for thing in things if thing.state == "possible"]
    return Shown(
        None,
        f"Perhaps: {told}." if perhaps else "No record speaks of it.",
        records=records_of_things(perhaps),
    )


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
            things.append(Thing(f"therapy:{row['therapy']}", state, told, records_of_rows([row])))
    return things
