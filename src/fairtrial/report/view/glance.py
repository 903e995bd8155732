"""What was found at a glance: who, how many trials of each kind, and what to look at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.report.quantities import count, day, day_span, ends
from fairtrial.report.words import label, words

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Tally:
    """How many trials have one answer to 'was it fair?'."""

    number: int
    word: str
    look: str
    sentence: str


@dataclass(frozen=True)
class SafetyLine:
    """One safety statement, the rule it rests on and its records."""

    sentence: str
    rule: str
    records: Sequence[str]


@dataclass(frozen=True)
class Glance:
    """The head of a report."""

    person: str
    as_of: str
    synthetic: bool
    summary: str
    tallies: Sequence[Tally]
    others: str
    episode: str
    episode_start: str
    helping_now: str


def glance_of(data: Data) -> Glance:
    """Who was reviewed, on which day, and the counts."""
    counted = [trial for trial in data["trials"] if trial["counts_as_trial"]]
    tallies = [_tally(counted, answer) for answer in ("yes", "no", "unknown")]
    return Glance(
        person=_person(data["person"]),
        as_of=day(data["as_of"]),
        synthetic=data["person"]["synthetic"],
        summary=summary(data),
        tallies=tallies,
        others=_others(data, len(counted)),
        episode=data["episode"]["sentence"],
        episode_start=_episode_start(data["episode"]),
        helping_now=_helping_now(counted),
    )


def summary(data: Data) -> str:
    """The counts in one line.

    >>> trial = {"counts_as_trial": True, "adequate": "yes", "criteria": {}}
    >>> summary({"trials": [trial, trial | {"adequate": "unknown"}]})
    '2 trials: 1 fair, 0 not fair, 1 cannot tell'
    """
    counted = [trial for trial in data["trials"] if trial["counts_as_trial"]]
    parts = [
        f"{tally.number} {tally.word}"
        for tally in (_tally(counted, answer) for answer in ("yes", "no", "unknown"))
    ]
    return f"{count(len(counted), 'trial')}: {', '.join(parts)}"


def safety_of(data: Data, level: str) -> list[SafetyLine]:
    """Safety statements of one level, as the review gives them."""
    return [
        SafetyLine(item["sentence"], item["rule"], item["records"])
        for item in data["safety"]
        if item["level"] == level
    ]


def _tally(trials: Sequence[Data], answer: str) -> Tally:
    found = words()["adequate"][answer]
    these = [trial for trial in trials if trial["adequate"] == answer]
    taken = _taken(these) if answer == "yes" else ""
    return Tally(len(these), found["plural"], found["look"], f"{found['sentence']}{taken}")


def _taken(fair: Sequence[Data]) -> str:
    """In how many fair trials fills tell that the medicine was taken."""
    numbers = {
        found["tally"]: sum(trial["criteria"].get("adherence") == answer for trial in fair)
        for answer, found in words()["taken"].items()
    }
    said = "; ".join(f"in {number} {tally}" for tally, number in numbers.items() if number)
    return f" {said[:1].upper()}{said[1:]}." if said else ""


def _person(person: Data) -> str:
    age = "age not recorded" if person["age_band"] == "unknown" else f"age {person['age_band']}"
    return f"{age}, {label('sexes', person['sex'])}"


def _others(data: Data, counted: int) -> str:
    """What is in the picture but not in the count."""
    open_ = sum(trial["counts_as_trial"] is None for trial in data["trials"])
    medicines = len(data["trials"]) - counted - open_
    parts = [count(medicines, "medicine") + " not counted as a trial"] if medicines else []
    parts += [count(open_, "medicine") + " recorded for something else"] if open_ else []
    if data["therapies"]:
        parts.append(count(len(data["therapies"]), "other treatment"))
    return " and ".join(parts)


def _helping_now(trials: Sequence[Data]) -> str:
    """Medicines still taken with a response or remission, so that nobody reads on as if nothing had helped."""
    good = [t for t in trials if t.get("ongoing") is True and t["state"] in ("response", "remission")]
    said = ", ".join(f"{t['id']} {t['drug']} ({label('states', t['state'])})" for t in good)
    return str(words()["helping_now"]).format(said) if good else ""


def _episode_start(episode: Data) -> str:
    if ends(episode["started_on"]) == (None, None):
        return f"{words()['start_not_recorded']}"
    return day_span(episode["started_on"])
