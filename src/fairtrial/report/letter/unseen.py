"""What the records could not show: dates, doses, lengths and results that are missing, without blame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.letter import LetterWords
from fairtrial.report.letter.amounts import dose, length
from fairtrial.report.letter.days import some_day
from fairtrial.report.letter.listing import named
from fairtrial.report.letter.went import unseen

Data = dict[str, Any]


def gaps(data: Data, facts: Facts, words: LetterWords) -> list[str]:
    """One line for each kind of gap; a line that says so when there is none."""
    found = [*_of_trials(data["trials"], facts, words), *_of_the_whole(data, words)]
    return found or [words.unseen["none"]]


def _of_trials(trials: list[Data], facts: Facts, words: LetterWords) -> list[str]:
    lacks: dict[str, Callable[[Data], bool]] = {
        "when": lambda t: some_day(t["started_on"], words) is None,
        "long": lambda t: length(t, facts, words) is None,
        "dose": lambda t: dose(t, words) is None,
        "went": unseen,
    }
    drugs = {key: [t["drug"] for t in trials if lacking(t)] for key, lacking in lacks.items()}
    return [words.unseen[key].format(drugs=named(held, facts, words)) for key, held in drugs.items() if held]


def _of_the_whole(data: Data, words: LetterWords) -> list[str]:
    """Scores, talk therapy, and records that could not be read."""
    therapies = {each["therapy"] for each in data["therapies"]}
    unread = len({(each["file"], each["place"]) for each in data["not_understood"] if each["left_out"]})
    many = words.unseen["unread_one" if unread == 1 else "unread_many"].format(n=unread)
    told = [
        (bool(data["trials"]) and not data["scores"], words.unseen["scores"]),
        ("psychotherapy" not in therapies, words.unseen["talking"]),
        (unread > 0, many),
    ]
    return [text for holds, text in told if holds]
