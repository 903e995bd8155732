"""Whether an option was tried, in which trials, and how fairly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fairtrial.facts import Facts
from fairtrial.facts.options import Option
from fairtrial.findings import Findings
from fairtrial.outlook.recorded import Recorded
from fairtrial.outlook.rows import rows_of

RULE = "FT501"
_ALONE = frozenset(("alone", "repeat", "cross_taper"))
_ROLES = {
    "alone": _ALONE,
    "augmentation": frozenset(("augmentation",)),
    "combination": frozenset(("combination", "augmentation")),
}
"""Roles of trials that fit the role an option asks for; a second antidepressant added later combines."""
SENTENCES = {
    "yes": "Tried in a fair trial.",
    "possibly": "Tried, or perhaps tried; the records do not settle whether it was a fair trial.",
    "no": "Tried, but not in a fair trial.",
    "not_recorded": "The records do not show that it was tried.",
    "not_a_treatment": "Whether it was tried stands with each trial: dose, weeks, and doses taken.",
}

OTHERWISE = "The records do not show that it was added; it was taken otherwise:"


@dataclass(frozen=True)
class Attempt:
    """A trial as far as this question goes."""

    trial: str
    drug: str
    drug_class: str
    role: str
    fair: bool | None
    state: str


def attempts(found: Findings) -> list[Attempt]:
    """Every trial of the one person."""
    rows = rows_of(found.trials, "trial", "drug", "drug_class", "role", "fair", "state")
    return [Attempt(f"T{trial}", *rest) for trial, *rest in rows]


def tried(option: Option, every: list[Attempt], recorded: Recorded, facts: Facts) -> dict[str, object]:
    """``fairly`` is yes, possibly, no, not_recorded or not_a_treatment; with its trials and records."""
    if option.tried is None:
        return as_told("not_recorded" if option.kind == "under_study" else "not_a_treatment", [], ())
    mine = [a for a in every if _fits(a, option, facts)] if option.tried.drugs is not None else []
    if option.kind == "switch":
        return _switched(option, mine)
    therapies = [record for name in option.tried.therapies for record in _therapy(name, recorded)]
    fairly = how_fairly(map(_sure(option), mine), bool(therapies))
    others = [] if option.kind != "augment" or mine else _otherwise(option, every, facts)
    return (
        as_told(fairly, others, ()) | {"sentence": OTHERWISE} if others else as_told(fairly, mine, therapies)
    )


def _otherwise(option: Option, every: list[Attempt], facts: Facts) -> list[Attempt]:
    """Trials of the same medicine in another role: taken by itself before it is thought of as an addition."""
    asked = option.tried.drugs if option.tried is not None else None
    return [a for a in every if asked is not None and asked.match(facts.drugs[a.drug])]


def _therapy(name: str, recorded: Recorded) -> list[str]:
    thing = recorded.therapy(name)
    return list(thing.records) or [""] * (thing.state == "recorded")


def _fits(attempt: Attempt, option: Option, facts: Facts) -> bool:
    """The drug is meant, and the role is the one asked for or not known."""
    asked = option.tried
    assert asked is not None
    assert asked.drugs is not None
    role = asked.role is None or attempt.role == "unknown" or attempt.role in _ROLES[asked.role]
    return role and asked.drugs.match(facts.drugs[attempt.drug])


def _sure(option: Option) -> Callable[[Attempt], bool | None]:
    """Fairness of an attempt; unknown where its role is."""
    any_role = option.tried is None or option.tried.role is None

    def fair(attempt: Attempt) -> bool | None:
        return attempt.fair if any_role or attempt.role != "unknown" or attempt.fair is False else None

    return fair


def how_fairly(verdicts: Iterable[bool | None], other: bool) -> str:
    """The best of several: a treatment that no rule judges counts as unknown."""
    every = [*verdicts, *([None] if other else [])]
    if not every:
        return "not_recorded"
    return "yes" if True in every else "possibly" if None in every else "no"


def _switched(option: Option, mine: list[Attempt]) -> dict[str, object]:
    """Within a class: two drugs of one class. To another class: drugs of two classes."""
    within = option.option == "switch_same_class"
    groups: dict[str, list[Attempt]] = {}
    for attempt in mine:
        groups.setdefault(attempt.drug_class if within else "", []).append(attempt)
    answers = {key: _two(found, within) for key, found in groups.items()}
    order = ("yes", "possibly", "no", "not_recorded")
    best = min(answers.values(), key=order.index, default="not_recorded")
    shown = [a for key, found in groups.items() if answers[key] != "not_recorded" for a in found]
    return as_told(best, shown, ())


def _two(found: list[Attempt], within: bool) -> str:
    def different(verdicts: tuple[bool | None, ...]) -> bool:
        return len({a.drug if within else a.drug_class for a in found if a.fair in verdicts}) > 1

    if not different((True, None, False)):
        return "not_recorded"
    return "yes" if different((True,)) else "possibly" if different((True, None)) else "no"


def as_told(fairly: str, mine: list[Attempt], records: Iterable[str]) -> dict[str, object]:
    """The answer with its sentence, trials and records."""
    words = {True: "yes", False: "no", None: "unknown"}
    trials = [
        {"id": a.trial, "drug": a.drug, "role": a.role, "adequate": words[a.fair], "state": a.state}
        for a in mine
    ]
    kept = list(dict.fromkeys(record for record in records if record))
    return {"rule": RULE, "fairly": fairly, "sentence": SENTENCES[fairly], "trials": trials, "records": kept}
