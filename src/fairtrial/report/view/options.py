"""Options in words: gates first, then cards by kind, then every antidepressant. Grouped, never ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from fairtrial.report.quantities import count
from fairtrial.report.view.agents import agents_of
from fairtrial.report.view.asked_once import absent_once_of, asked_once_of, first_of_all
from fairtrial.report.view.lines import Cited, cited, records_of
from fairtrial.report.view.option_evidence import places_of, status_of, studies_of
from fairtrial.report.view.treatments import Table
from fairtrial.report.words import label, option_words, state_of, words

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Gate:
    """What is looked at before any option."""

    rule: str
    name: str
    state: str
    word: str
    told: str
    records: Sequence[str]


@dataclass(frozen=True)
class OptionCard:
    """One option in words."""

    id: str
    name: str
    sentence: str
    fairly: str
    summary: str
    look_first: Sequence[str]
    tried: Cited
    trials: Sequence[tuple[str, str]]
    pathways: Sequence[Cited]
    against: Sequence[Cited]
    silent: Sequence[Cited]
    asked: Sequence[str]
    absent: Sequence[Cited]
    interactions: Sequence[Cited]
    open_pairs: str
    needed: Sequence[str]
    known: Sequence[Cited]
    dose: Sequence[Cited]
    status: Sequence[Cited]
    places: Sequence[Cited]
    studies: Sequence[Cited]
    monitoring: Sequence[Cited]


@dataclass(frozen=True)
class Group:
    """Options of one kind."""

    kind: str
    name: str
    cards: Sequence[OptionCard]


@dataclass(frozen=True)
class Options:
    """The whole part."""

    sentence: str
    gates: Sequence[Gate]
    groups: Sequence[Group]
    agents: Table
    asked_once: Table
    absent_once: Sequence[tuple[Cited, Sequence[str]]]
    first_of_all: Sequence[str]
    unlisted: Sequence[str]
    none_taken: str


def options_of(data: Data) -> Options | None:
    """Null for a review that was made without options."""
    found = data.get("options")
    if found is None:
        return None
    names = {gate["rule"]: gate["name"] for gate in found["gates"]}
    kinds = groupby(found["items"], key=lambda item: item["kind"])
    trials = {trial["id"]: trial for trial in data["trials"]}
    groups = [
        Group(kind, option_words("kinds", kind), [_card(i, names, trials) for i in items])
        for kind, items in kinds
    ]
    cards = [card for group in groups for card in group.cards]
    return Options(
        sentence=found["sentence"],
        gates=[_gate(gate) for gate in found["gates"]],
        groups=groups,
        agents=agents_of(found["agents"]),
        asked_once=asked_once_of(found["items"]),
        absent_once=absent_once_of(cards),
        first_of_all=first_of_all(cards),
        unlisted=found["medicines_in_no_list"]["records"],
        none_taken=""
        if any(agent["in_use"] for agent in found["agents"])
        else words()["options"]["none_taken"],
    )


def _gate(gate: Data) -> Gate:
    told = "; ".join(thing["told"] for thing in gate["because"])
    state = gate["state"]
    in_part = state == "not_recorded" and bool(told)
    said = words()["options"]["absent_in_part"] if in_part else option_words("states", state)
    return Gate(gate["rule"], gate["name"], state, said, told, records_of(gate["because"]))


def _card(item: Data, gates: Mapping[str, str], trials: Mapping[str, Data]) -> OptionCard:
    by_state = {state: [a for a in item["against"] if a["state"] == state] for state in _w_states()}
    said = [*by_state["recorded"], *by_state["possible"]]
    pairs = [(w["drug"], pair) for w in item["interactions"] for pair in w["found"]]
    return OptionCard(
        id=item["option"],
        name=_name(item),
        sentence=option_words("already", item["taken_now"]["state"])
        if item["taken_now"]
        else item["sentence"],
        fairly=item["tried"]["fairly"],
        summary=_summary(item, len(said) + len(pairs), len(by_state["not_recorded"])),
        look_first=tuple(gates[rule] for rule in item["gates"]),
        tried=Cited(item["tried"]["sentence"], item["tried"]["records"]),
        trials=[(t["id"], _attempt(t, trials)) for t in item["tried"]["trials"]],
        pathways=_pathways(item["pathways"]),
        against=[_against(entry) for entry in said],
        silent=[_silent(entry) for entry in by_state["not_recorded"]],
        asked=_asked(by_state["not_recorded"]),
        absent=[_absent(entry) for entry in by_state["recorded_absent"]],
        interactions=[pair_line(pair, drug) for drug, pair in pairs],
        open_pairs=_open_pairs(item["interactions"]),
        needed=[entry["ask"] for entry in item["needed"] if entry["state"] == "ask"],
        known=[Cited(e["ask"], e["records"]) for e in item["needed"] if e["state"] == "recorded"],
        dose=[cited(item["dose"]["value"], item["dose"])] if item["dose"] else [],
        status=status_of(item),
        places=places_of(item),
        studies=studies_of(item),
        monitoring=[cited(text["value"], text) for text in item["monitoring"]],
    )


def _name(item: Data) -> str:
    """With a word on what is taken already."""
    already = item["taken_now"]
    return f"{item['name']} ({option_words('taken_now', already['state'])})" if already else str(item["name"])


def _attempt(trial: Data, trials: Mapping[str, Data]) -> str:
    """The drug with what it did, and that it was stopped for side effects."""
    whole = trials.get(trial["id"], trial)
    said = [label(*state_of({**whole, "state": trial["state"]}))]
    if whole.get("stop_reason") == "side_effect" and trial["state"] != "intolerant":
        said.append("stopped for side effects")
    return f"{trial['drug']} ({'; '.join(said)})"


def _w_states() -> list[str]:
    return list(words()["options"]["states"])


def _summary(item: Data, against: int, silent: int) -> str:
    """The line beside the name: gates, tried or not, how much speaks against it, how much is not known."""
    speaks = f"{count(against, 'thing')} in the record to weigh" if against else "nothing recorded against it"
    unknown = f"; {silent} not recorded" if silent else ""
    first = f"look first: {count(len(item['gates']), 'gate')}; " if item["gates"] else ""
    return f"{first}tried: {option_words('fairly', item['tried']['fairly'])}; {speaks}{unknown}"


def _pathways(found: Data) -> list[Cited]:
    if found["words"] is not None:
        return [cited(found["words"]["value"], found["words"])]
    named = [(key, found[key]) for key in words()["options"]["pathways"]]
    return [Cited(f"{option_words('pathways', key)}: {', '.join(paths)}") for key, paths in named if paths]


def _against(entry: Data) -> Cited:
    told = "; ".join(thing["told"] for thing in entry["because"])
    possibly = "possibly: " if entry["state"] == "possible" else ""
    said = f"{possibly}{told}. {_of(entry)}{entry['why']}"
    return cited(said, entry, records_of(entry["because"]), option_words("weights", entry["weight"]))


def _absent(entry: Data) -> Cited:
    """What a record denies, and what it would have meant: never to be read as if it were so."""
    told = "; ".join(thing["told"] for thing in entry["because"])
    said = f"{told}; otherwise {option_words('weights', entry['weight'])}: {_of(entry)}{entry['why']}"
    return cited(said, entry, records_of(entry["because"]))


def _silent(entry: Data) -> Cited:
    asked = "; ".join(entry["not_recorded"])
    return cited(f"{asked}. {_of(entry)}{entry['why']}", entry, (), option_words("weights", entry["weight"]))


def _asked(entries: Sequence[Data]) -> list[str]:
    """What the records are silent on, by weight, each thing once, without its reasons."""
    found: dict[str, dict[str, None]] = {}
    for entry in entries:
        weight = found.setdefault(entry["weight"], {})
        weight.update(dict.fromkeys(f"{thing}{_for(entry)}" for thing in entry["not_recorded"]))
    return [f"{option_words('weights', weight)}: {'; '.join(things)}" for weight, things in found.items()]


def _for(entry: Data) -> str:
    return f" ({', '.join(entry['drugs_named'])})" if entry["drugs_named"] else ""


def _of(entry: Data) -> str:
    return f"{', '.join(entry['drugs_named'])}: " if entry["drugs_named"] else ""


def pair_line(pair: Data, drug: str = "") -> Cited:
    """An interaction in words."""
    told = "; ".join(thing["told"] for thing in pair["because"])
    possibly = "possibly: " if pair["state"] == "possible" else ""
    head = f"{possibly}{drug} with {told}" if drug else f"{possibly}{told}"
    said = f"{head}. {pair['effect']} {pair['do']}"
    return cited(said, pair, records_of(pair["because"]), option_words("severities", pair["severity"]))


def _open_pairs(interactions: Sequence[Data]) -> str:
    """How many known interactions could not be checked."""
    number = sum(len(each["not_recorded"]) for each in interactions)
    if not number:
        return ""
    known = count(number, "more known interaction")
    return f"{known} could not be checked: the other medicine or condition is not recorded."
