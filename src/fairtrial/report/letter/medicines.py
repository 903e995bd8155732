"""What you have been through: each medicine with when, how long, what dose and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.letter import LetterWords
from fairtrial.report.letter.amounts import dose, length
from fairtrial.report.letter.days import when
from fairtrial.report.letter.went import stopped, went

Trial = dict[str, Any]


@dataclass(frozen=True)
class Medicine:
    """One medicine as the page tells it. ``facts`` are (label, value); ``current`` is the word of caution."""

    name: str
    facts: tuple[tuple[str, str], ...]
    went: str
    more: tuple[str, ...]
    current: str | None


def medicines(
    trials: list[Trial], as_of: date, facts: Facts, words: LetterWords
) -> tuple[list[Medicine], str | None]:
    """The latest medicines one by one, and one sentence on those before them.

    One that is still taken is always told by itself, with its caution.
    """
    most = facts.letter_page.medicines_most.value
    early = [t for t in trials[: max(0, len(trials) - most)] if t["ongoing"] is not True]
    shown = [t for t in trials if t not in early]
    return [_medicine(t, as_of, facts, words) for t in shown], _earlier(early, facts, words)


def name(drug: str, facts: Facts) -> str:
    """The name with its best known brand, as it may stand on the bottle.

    >>> from fairtrial.facts import load
    >>> name("sertraline", load())
    'sertraline (Zoloft)'
    """
    brands = facts.drugs[drug].names.brands
    return f"{drug.replace('_', ' ')} ({brands[0]})" if brands else drug.replace("_", " ")


def _earlier(trials: list[Trial], facts: Facts, words: LetterWords) -> str | None:
    if not trials:
        return None
    latest = trials[-facts.letter_page.brief_most.value :]
    told = [words.been["earlier"].format(told="; ".join(_in_brief(t, facts, words) for t in latest))]
    if len(trials) > len(latest):
        told.append(words.been["before"].format(n=len(trials) - len(latest)))
    if any(t["ongoing"] is None for t in trials):
        told.append(words.been["earlier_caution"])
    return " ".join(told)


def _medicine(trial: Trial, as_of: date, facts: Facts, words: LetterWords) -> Medicine:
    blank = words.facts["not_recorded"]
    reason, role = stopped(trial), words.role.get(trial["role"])
    taken_for = words.taken_for.get(trial["purpose"])
    return Medicine(
        name=name(trial["drug"], facts),
        facts=(
            (words.facts["when"], when(trial, as_of, words) or blank),
            (words.facts["long"], length(trial, facts, words) or blank),
            (words.facts["dose"], dose(trial, words) or blank),
        ),
        went=words.went[went(trial)],
        more=tuple(text for text in (taken_for, role, words.stopped[reason] if reason else None) if text),
        current=_current(trial, words),
    )


def _current(trial: Trial, words: LetterWords) -> str | None:
    return None if trial["ongoing"] is False else words.current["yes" if trial["ongoing"] else "maybe"]


def _in_brief(trial: Trial, facts: Facts, words: LetterWords) -> str:
    return words.been["earlier_one"].format(
        drug=name(trial["drug"], facts), went=words.short_went[went(trial)]
    )
