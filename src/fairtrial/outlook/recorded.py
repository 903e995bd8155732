"""What the records say about a circumstance: recorded, possible, recorded as absent, or not recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fairtrial.facts import Facts
from fairtrial.facts.circumstances import Circumstance
from fairtrial.facts.models import Sourced
from fairtrial.findings import Findings
from fairtrial.outlook.ages import age_thing
from fairtrial.outlook.drugs_in_use import InUse, drugs_in_use
from fairtrial.outlook.gene_calls import gene_things
from fairtrial.outlook.measured import measure_thing, readings
from fairtrial.outlook.other_medicines import OtherMedicines, other_medicines
from fairtrial.outlook.rows import rows_of
from fairtrial.outlook.things import STRONGEST_FIRST, Answer, Thing
from fairtrial.outlook.topics import topic_things
from fairtrial.rules.genotype import calls_of


@dataclass(frozen=True)
class Judged:
    """One answer with what it rests on: ``because`` holds, ``unknown`` is what the records are silent on."""

    state: Answer
    because: list[Thing]
    unknown: list[Thing]


class Recorded:
    """One person's records, looked up by circumstance; built once per review."""

    def __init__(self, found: Findings, facts: Facts) -> None:
        """``found`` must hold one person."""
        self._facts = facts
        # Keyed by identity, quicker than comparing; each circumstance is kept so that its id stays its own.
        self._things: dict[int, tuple[Circumstance, list[Thing]]] = {}
        self.in_use: dict[str, InUse] = drugs_in_use(found, facts)
        self.others: OtherMedicines = other_medicines(found.history, facts)
        self._topics = topic_things(found.history, facts)
        self._measures = readings(found.history)
        self._people = found.history.people.to_dicts()
        self._as_of = found.as_of
        self._calls = next(iter(calls_of(found.history.genotypes, facts).values()), {})
        self._therapies = list(rows_of(found.history.therapies, "therapy", "record"))
        self._answers: dict[int, dict[str, object]] = {}

    def things(self, circumstance: Circumstance) -> list[Thing]:
        """Everything the circumstance lists, each with what the records say of it."""
        key = id(circumstance)
        if key not in self._things:
            self._things[key] = circumstance, list(dict.fromkeys(self._listed(circumstance)))
        return self._things[key][1]

    def judged(self, circumstance: Circumstance) -> Judged:
        """Any one thing that is recorded is enough; absent only when every one is recorded as absent."""
        return judged(self.things(circumstance))

    def answer(self, circumstance: Circumstance) -> dict[str, object]:
        """``judged`` as a review tells it."""
        key = id(circumstance)
        if key not in self._answers:
            found = self.judged(circumstance)
            silent = [thing.told for thing in found.unknown]
            self._answers[key] = {
                "state": found.state,
                "because": told(found.because),
                "not_recorded": silent,
            }
        return self._answers[key]

    def topic(self, topic: str) -> Thing:
        """What the records say of one topic."""
        meaning = self._facts.topics[topic].meaning
        return self._topics.get(topic) or Thing(f"topic:{topic}", "not_recorded", meaning)

    def measured(self, measure: str) -> tuple[str, ...]:
        """Records in which a measure stands."""
        return tuple(row.record for row in self._measures.get(measure, ()) if row.record)

    def has_measure(self, measure: str) -> bool:
        """Whether a value of the measure stands anywhere, with or without a record id."""
        return bool(self._measures.get(measure))

    def therapy(self, therapy: str) -> Thing:
        """What the records say of one treatment other than a medicine."""
        records = [record for name, record in self._therapies if name == therapy]
        state: Answer = "recorded" if records else "not_recorded"
        return Thing(f"therapy:{therapy}", state, therapy.replace("_", " "), tuple(r for r in records if r))

    def _listed(self, c: Circumstance) -> Iterable[Thing]:
        yield from (self.topic(topic) for topic in c.topics)
        if c.drugs or c.drug_classes or c.flags:
            yield from self._drugs(c)
        for group in c.medicines:
            yield from self._medicines(group)
        yield from (self.therapy(therapy) for therapy in c.therapies)
        for limit in c.measures:
            yield measure_thing(limit, self._measures.get(limit.measure, ()))
        for gene in c.genotypes:
            yield from gene_things(gene, self._calls.get(gene.gene, []))
        if c.age_years is not None:
            yield age_thing(c.age_years, self._people, self._as_of)

    def _drugs(self, c: Circumstance) -> list[Thing]:
        """Drugs in use that are meant; none is ever known to be absent, since records may be incomplete."""
        meant = [use.thing for use in self.in_use.values() if names_drug(c, use.drug, self._facts)]
        wanted = (*c.drugs, *c.drug_classes, *(f"{flag.replace('_', ' ')} medicine" for flag in c.flags))
        return meant or [Thing(f"any:{wanted}", "not_recorded", " or ".join(wanted))]

    def _medicines(self, group: str) -> list[Thing]:
        entry = self._facts.medicines[group]
        found = [self.in_use[drug].thing for drug in entry.drugs if drug in self.in_use]
        found += self.others.by_group.get(group, [])
        found += [thing for thing in map(self.topic, entry.topics) if thing.state in ("recorded", "possible")]
        return found or [Thing(f"group:{group}", "not_recorded", entry.meaning)]


def judged(things: Iterable[Thing]) -> Judged:
    """The strongest of several answers, where a silent record outweighs a denial.

    >>> judged([Thing("topic:seizure", "recorded_absent", ""), Thing("age", "not_recorded", "")]).state
    'not_recorded'
    """
    every = list(things)
    states = {thing.state for thing in every}
    state: Answer = next((answer for answer in STRONGEST_FIRST if answer in states), "not_recorded")
    telling = ("recorded_absent",) if state == "recorded_absent" else ("recorded", "possible")
    because = [thing for thing in every if thing.state in telling]
    return Judged(state, because, [thing for thing in every if thing.state == "not_recorded"])


def names_drug(circumstance: Circumstance, drug: str, facts: Facts) -> bool:
    """Whether a drug is itself one of the things that a circumstance lists."""
    known = facts.drugs[drug]
    return (
        drug in circumstance.drugs
        or known.drug_class in circumstance.drug_classes
        or any(flag.flag in circumstance.flags for flag in known.flags)
        or any(drug in facts.medicines[group].drugs for group in circumstance.medicines)
    )


def told(things: Iterable[Thing]) -> list[dict[str, object]]:
    """Things as a review tells them."""
    return [{"told": t.told, "state": t.state, "records": list(t.records)} for t in things]


def sourced(value: Sourced) -> dict[str, object]:
    """Source and standing of a fact, and its locator and note where it has them, as a review cites them."""
    more = {"locator": value.locator, "note": value.note}
    return {
        "source": value.source,
        "standing": value.standing,
        **{k: v for k, v in more.items() if v is not None},
    }
