"""Topics that conditions and context state: recorded, possible, over, denied."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.outlook.rows import rows_of
from fairtrial.outlook.things import Thing
from fairtrial.rules.gates import LIFELONG
from fairtrial.rules.safety import ESKETAMINE, PERINATAL, SUICIDALITY
from fairtrial.rules.stated import meant
from fairtrial.tables import NOTED, History

STILL_MATTERS = frozenset((*LIFELONG, *SUICIDALITY, *ESKETAMINE, "overdose", "seizure"))
"""Topics that a record as over does not settle: having had it once is what is asked about (our reading)."""
OF_THE_TIME = frozenset(PERINATAL)
"""Topics that are absent when the record says that they are over."""
_ORDER = ("recorded", "possible", "recorded_absent")


def topic_things(history: History, facts: Facts) -> dict[str, Thing]:
    """Topic -> what the records say of it. A topic that no record names is not in it."""
    found: dict[str, list[Thing]] = {}
    for topic, certainty, status, record, system in rows_of(
        history.conditions, "topic", "certainty", "status", "record", "system"
    ):
        if topic is not None:
            thing = _of_condition(topic, certainty, status, record, facts)
            _add(found, _named_in_a_note(thing, facts) if system == NOTED else thing)
    for topic, value, record in rows_of(history.context, "topic", "value", "record"):
        said = meant(value, facts)
        if topic in facts.topics and said in ("stated", "denied"):
            _add(found, _of_context(topic, said == "denied", record, facts))
    return {topic: _strongest(things) for topic, things in found.items()}


def _of_context(topic: str, denied: bool, record: str | None, facts: Facts) -> Thing:
    meaning = facts.topics[topic].meaning
    if denied:
        return Thing(f"topic:{topic}", "recorded_absent", f"{meaning} (denied)", _one(record))
    return Thing(f"topic:{topic}", "recorded", meaning, _one(record))


def _of_condition(
    topic: str, certainty: str | None, status: str | None, record: str | None, facts: Facts
) -> Thing:
    meaning, key = facts.topics[topic].meaning, f"topic:{topic}"
    if certainty == "refuted":
        return Thing(key, "recorded_absent", f"{meaning} (ruled out)", _one(record))
    if status == "resolved" and topic in OF_THE_TIME:
        return Thing(key, "recorded_absent", f"{meaning} (recorded as over)", _one(record))
    over = " (recorded as over)" if status == "resolved" else ""
    doubt = " (possible diagnosis)" if certainty == "possible" else ""
    unsure = bool(doubt) or (bool(over) and topic not in STILL_MATTERS)
    return Thing(key, "possible" if unsure else "recorded", f"{meaning}{over}{doubt}", _one(record))


def _named_in_a_note(thing: Thing, facts: Facts) -> Thing:
    """A note that names it is the lowest grade of evidence: possible, and asked about."""
    if thing.state == "recorded_absent":
        return thing
    meaning = facts.topics[thing.key.removeprefix("topic:")].meaning
    return Thing(thing.key, "possible", f"{meaning} (named in a note: ask)", thing.records)


def _add(found: dict[str, list[Thing]], thing: Thing) -> None:
    found.setdefault(thing.key.removeprefix("topic:"), []).append(thing)


def _strongest(things: list[Thing]) -> Thing:
    """The strongest state with its words, and the records of all that say the same."""
    state = min((thing.state for thing in things), key=_ORDER.index)
    same = [thing for thing in things if thing.state == state]
    records = tuple(dict.fromkeys(record for thing in same for record in thing.records))
    return Thing(same[0].key, state, min(thing.told for thing in same), records)


def _one(record: str | None) -> tuple[str, ...]:
    return () if record is None else (record,)
