"""What speaks against an option in this record, what does not, and on what the record is silent."""

from __future__ import annotations

import functools

from fairtrial.facts import Facts
from fairtrial.facts.circumstances import Circumstance
from fairtrial.facts.interactions import Drugs
from fairtrial.facts.options import Against, Needed, Option
from fairtrial.outlook.recorded import Recorded, sourced
from fairtrial.outlook.things import STRONGEST_FIRST

RULE, NEEDED = "FT503", "FT504"
_WEIGHTS = ("contraindicated", "caution", "ask")


def against(
    option: Option, drugs: tuple[str, ...] | None, recorded: Recorded, facts: Facts
) -> list[dict[str, object]]:
    """Every circumstance that the option names, for the drugs it offers here, whatever its answer.

    ``drugs`` null: whichever drugs it may offer. Recorded ones first, graver ones first. A silent record is
    "not_recorded", never absent.
    """
    found = [{**told, **recorded.answer(when)} for told, when in _known(option.option, drugs, facts)]
    return sorted(found, key=_order)


def needed(option: Option, recorded: Recorded) -> list[dict[str, object]]:
    """What must be known before the option can be weighed: asked unless the record has it."""
    return [_needed(entry, recorded) for entry in option.needed]


@functools.cache
def _known(
    option_id: str, drugs: tuple[str, ...] | None, facts: Facts
) -> list[tuple[dict[str, object], Circumstance]]:
    """What is known of each entry whoever the person is, and the circumstance to look for."""
    entries = [
        (entry, _narrowed(entry, drugs, facts)) for entry in facts.all_against(facts.options[option_id])
    ]
    return [(_told(entry, meant), entry.when) for entry, meant in entries if meant is None or meant]


def _narrowed(entry: Against, offered: tuple[str, ...] | None, facts: Facts) -> list[str] | None:
    """The offered drugs that the entry is for; null when it is for the whole option."""
    if entry.drugs is None:
        return None
    if offered is None:
        return list(_every(entry.drugs, facts))
    return [drug for drug in offered if entry.drugs.match(facts.drugs[drug])]


def _every(meant: Drugs, facts: Facts) -> tuple[str, ...]:
    return tuple(drug.drug for drug in facts.drugs.values() if meant.match(drug))


def _told(entry: Against, drugs: list[str] | None) -> dict[str, object]:
    return {
        "rule": RULE,
        "weight": entry.weight,
        "why": entry.why,
        "drugs": drugs,
        "drugs_named": _named(entry, drugs),
        **sourced(entry),
    }


def _named(entry: Against, drugs: list[str] | None) -> list[str]:
    """A few drugs by name, many by their classes, for reading; ``drugs`` lists them all."""
    if drugs is None or entry.drugs is None:
        return []
    by_class = [*entry.drugs.drug_classes, *entry.drugs.drugs]
    return drugs if len(drugs) <= len(by_class) else by_class


def _order(entry: dict[str, object]) -> tuple[int, int]:
    return STRONGEST_FIRST.index(str(entry["state"])), _WEIGHTS.index(str(entry["weight"]))


def _needed(entry: Needed, recorded: Recorded) -> dict[str, object]:
    """Recorded when any one of what it lists is; nothing listed: no record can answer it."""
    things = [*map(recorded.topic, entry.topics), *map(recorded.therapy, entry.therapies)]
    known = [thing for thing in things if thing.state != "not_recorded"]
    records = [record for thing in known for record in thing.records]
    records += [record for measure in entry.measures for record in recorded.measured(measure)[:1]]
    has = bool(known) or any(recorded.has_measure(measure) for measure in entry.measures)
    state = "recorded" if has else "ask"
    return {"rule": NEEDED, "ask": entry.ask, "state": state, "records": list(dict.fromkeys(records))}
