"""The few questions whose answers could change most: every possible answer is put in and reviewed again."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.policies import Score, every
from fairtrial.findings import Findings, examine
from fairtrial.outlook.answers import Answer, hypothetical
from fairtrial.outlook.case import Case
from fairtrial.outlook.criteria import decide
from fairtrial.outlook.look_first import GATES
from fairtrial.outlook.policies import over_trials
from fairtrial.outlook.unknown import Unknown
from fairtrial.outlook.unknowns import unknowns
from fairtrial.outlook.words import sentences
from fairtrial.rules.policies import TALLIED_BY, OverTrials, counts_for, tallied
from fairtrial.timeline.intervals import as_date, computed

MOST = 7
"""Questions at the end of a review (our choice: more would not be asked)."""
Verdicts = dict[tuple[str, str], bool | None]


@dataclass(frozen=True)
class Outcome:
    """What one possible answer leads to: every verdict, and how wide each definition's count stays."""

    said: str
    answer: Answer | None
    verdicts: Verdicts
    widths: dict[str, int]


@dataclass(frozen=True)
class Question:
    """One question with what each answer would settle (unknown before), change and narrow."""

    unknown: Unknown
    text: str
    effect: str
    outcomes: tuple[Outcome, ...]
    before: Outcome

    def settles(self, outcome: Outcome) -> list[tuple[str, str]]:
        """Verdicts that were unknown and are not under this answer."""
        return [
            key
            for key, now in outcome.verdicts.items()
            if now is not None and self.before.verdicts[key] is None
        ]

    def flips(self, outcome: Outcome) -> list[tuple[str, str]]:
        """Verdicts that stand now and would not stand, or would be another, under this answer."""
        was = self.before.verdicts
        return [key for key, now in outcome.verdicts.items() if was[key] is not None and now is not was[key]]

    def narrows(self, outcome: Outcome) -> list[str]:
        """Definitions whose count of trials becomes narrower under this answer."""
        return [name for name, width in outcome.widths.items() if width < self.before.widths[name]]


def questions(found: Findings, facts: Facts, most: int = MOST) -> list[Question]:
    """The questions of the one person in ``found`` that could change most, the weightiest first.

    What a note names of the conditions that stand before every option is asked before all others.

    Each possible answer becomes a copy of the person; one review of all copies says what each would lead to.
    """
    asked = list(unknowns(found, facts))
    if not asked:
        return []
    before, *after = _outcomes(found, [pair for unknown in asked for pair in unknown.answers], facts)
    outcomes = iter(after)
    made = [_question(u, tuple(next(outcomes) for _ in u.answers), before) for u in asked]
    worth = [question for question in made if any(_weight(question)) or question.unknown.sides]
    return sorted(worth, key=lambda q: (_is_noted(q.unknown), *_weight(q)), reverse=True)[:most]


def _is_noted(unknown: Unknown) -> bool:
    return unknown.field == "topic" and bool(unknown.sides)


def _weight(question: Question) -> tuple[float, ...]:
    """Settled on average, ways it may come out, narrowed on average, changed on average."""
    count = len(question.outcomes)
    settled = sum(len(question.settles(o)) for o in question.outcomes) / count
    narrowed = sum(len(question.narrows(o)) for o in question.outcomes) / count
    flipped = sum(len(question.flips(o)) for o in question.outcomes) / count
    ways = {tuple(o.verdicts.values()) for o in question.outcomes}
    return settled, float(len(ways) - 1), narrowed, flipped


def _outcomes(found: Findings, answers: list[tuple[str, Answer]], facts: Facts) -> list[Outcome]:
    """The history as it is, then one outcome for each possible answer, from one review of all of them."""
    pairs: list[tuple[str, Answer | None]] = [("", None), *answers]
    history = hypothetical(found.history, [answer for _, answer in pairs], found.as_of)
    again = examine(
        history, found.as_of, facts, definitions=_definitions(found),
        dose_list=found.dose_list, episode_start=_stated(found),
    )  # fmt: skip
    of_definitions = {row["person_id"]: row for row in again.resistance.to_dicts()}
    of_policies = _criteria(again, facts)
    shown = again.safety.group_by("person_id").agg("rule")
    of_safety = {who: set(rules) for who, rules in shown.rows()}
    scores = _scores(found, facts)
    return [
        Outcome(said, answer, _verdicts(
            of_definitions.get(str(n), {}), of_policies.get(str(n), {}), of_safety.get(str(n), set()),
            _scores(again, facts, str(n)) if answer and answer.field == "score" else scores, again, facts,
        ), _widths(of_definitions.get(str(n), {}), again))
        for n, (said, answer) in enumerate(pairs)
    ]  # fmt: skip


def _stated(found: Findings) -> Any:
    """The day that was stated as the start of the episode, if one was."""
    if not found.stated_episode or found.episodes.is_empty():
        return None
    return found.episodes.select(as_date("episode_start_least"))["episode_start_least"].item(0)


def _verdicts(
    definitions: dict[str, Any], policies: dict[str, Any], shown: set[str], scores: dict[str, bool | None],
    found: Findings, facts: Facts,
) -> Verdicts:  # fmt: skip
    same = _same_criteria(facts)
    return {
        **{
            ("definition", d.definition): definitions.get(f"{d.definition}|verdict")
            for d in found.definitions
        },
        **{("policy", name): policies.get(first) for name, first in same.items()},
        **{("policy", name): answer for name, answer in scores.items()},
        **{("gate", rule): rule in shown for rule in sorted(GATES)},
    }


def _widths(row: dict[str, Any], found: Findings) -> dict[str, int]:
    """Definition -> how far least and most of its count lie apart."""
    least = {name: row.get(f"{name}|least") or 0 for name in _definitions(found)}
    return {name: (row.get(f"{name}|most") or 0) - low for name, low in least.items()}


def _definitions(found: Findings) -> list[str]:
    return [d.definition for d in found.definitions]


def _criteria(found: Findings, facts: Facts) -> dict[str, dict[str, bool | None]]:
    """person_id -> answers to every criterion over trials, each once; nobody without a trial is in it."""
    asked = _different(facts)
    answers: dict[str, dict[str, bool | None]] = {
        who: dict.fromkeys(asked, False) for who in found.trials["person_id"].unique().to_list()
    }
    marked = computed(found.trials.lazy().select(*TALLIED_BY, *_expressions(found.as_of, facts)))
    for who, name, met in tallied(marked, asked).select("person_id", "name", "met").rows():
        answers[who][name] = met
    return answers


@functools.lru_cache(maxsize=8)
def _expressions(as_of: date, facts: Facts) -> list[pl.Expr]:
    """The expressions never change for the same day and facts, so they are built once."""
    return [counts_for(each, as_of, facts).alias(name) for name, each in _different(facts).items()]


@functools.cache
def _different(facts: Facts) -> dict[str, OverTrials]:
    """Criteria over trials that ask for different things, under the name of the first that does."""
    every_one = over_trials(facts.policies.values())
    return {first: every_one[first] for first in dict.fromkeys(_same_criteria(facts).values())}


@functools.cache
def _same_criteria(facts: Facts) -> dict[str, str]:
    """``<policy>/<criterion>`` -> the first criterion that asks for the same."""
    first: dict[str, str] = {}
    prose = {"criterion", "sentence", "source", "locator", "standing", "note"}
    return {
        name: first.setdefault(criterion.model_dump_json(exclude=prose), name)
        for name, criterion in over_trials(facts.policies.values()).items()
    }


def _scores(found: Findings, facts: Facts, person: str | None = None) -> dict[str, bool | None]:
    """``<policy>/<criterion>`` -> answer to every criterion about a score."""
    history = found.history
    if person is not None:
        history = replace(history, scores=history.scores.filter(pl.col("person_id") == person))
    case = Case(replace(found, history=history), facts, lambda _: _never())
    return {
        f"{policy.policy}/{criterion.criterion}": decide(criterion, case).shown.met
        for policy in facts.policies.values()
        for criterion in every(policy.criteria)
        if isinstance(criterion, Score)
    }


def _never() -> Any:
    raise AssertionError("a criterion about a score asks for no trials")


def _question(unknown: Unknown, outcomes: tuple[Outcome, ...], before: Outcome) -> Question:
    question = Question(unknown, text_of(unknown), "", outcomes, before)
    return Question(unknown, question.text, _effect(question), outcomes, before)


def text_of(unknown: Unknown) -> str:
    """The question in words.

    >>> text_of(Unknown("dose_mg_per_day", (), "T2", "venlafaxine", " in 2021"))
    'What dose of venlafaxine did you reach in 2021?'
    """
    ask = sentences("questions")["ask"]
    name = unknown.about if unknown.field == "topic" else unknown.field
    template = ask["if_stopped" if unknown.if_stopped else name]
    text = str(
        template.format(drug=unknown.drug, when=unknown.when, about=unknown.about, sides=unknown.sides)
    )
    return str(ask["noted"].format(sides=unknown.sides, question=text)) if _is_noted(unknown) else text


def _effect(question: Question) -> str:
    """What the answers would do, in a sentence or two."""
    effects = sentences("questions")["effects"]
    parts = [
        _settling(question, kind, effects[what], effects)
        for kind, what in (("definition", "definitions"), ("policy", "criteria"))
    ]
    told = [part for part in parts if part]
    narrowed = [len(question.narrows(o)) for o in question.outcomes]
    if not parts[0] and any(narrowed):
        told.append(
            effects["narrows" if min(narrowed) == max(narrowed) else "could_narrow"].format(
                narrowed=max(narrowed)
            )
        )
    flipped = max(len(question.flips(o)) for o in question.outcomes)
    if flipped:
        told.append(effects["flips"].format(flipped=flipped))
    return " ".join(told) or str(effects["nothing"])


def _settling(question: Question, kind: str, what: str, effects: dict[str, Any]) -> str:
    counts = [sum(1 for k, _ in question.settles(o) if k == kind) for o in question.outcomes]
    if not any(counts):
        return ""
    unsettled = sum(1 for (k, _), now in question.before.verdicts.items() if k == kind and now is None)
    does = "would" if min(counts) == max(counts) else "could"
    if unsettled == 1:
        return str(effects[f"{does}_one"]).format(what=effects["one_of"][what])
    return str(effects[does]).format(settled=max(counts), open=unsettled, what=what)


def settled_at_most(question: Question) -> int:
    """The most verdicts that one of the answers settles."""
    return max((len(question.settles(o)) for o in question.outcomes), default=0)


def keyed(keys: Iterable[tuple[str, str]], verdicts: Verdicts) -> list[dict[str, object]]:
    """Verdicts as a review tells them."""
    said = {True: "yes", False: "no", None: "unknown"}
    return [{"what": what, "id": name, "verdict": said[verdicts[(what, name)]]} for what, name in keys]
