"""A history becomes findings: a pure function of the records, the facts and one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from fairtrial.facts import Facts, KnowledgeError, load
from fairtrial.facts.models import Definition
from fairtrial.rules.gates import gates
from fairtrial.rules.mentions import answered
from fairtrial.rules.resistance import resistance, with_counts
from fairtrial.rules.safety import safety
from fairtrial.rules.staging import staging
from fairtrial.rules.verdicts import with_verdicts
from fairtrial.tables import History
from fairtrial.timeline.intervals import computed
from fairtrial.timeline.trials import timeline
from fairtrial.timeline.until import until

DOSE_LIST = "usual-minimum"


@dataclass(frozen=True)
class Findings:
    """What the review found, for every person of the history.

    ``history``: the records as known on ``as_of``. ``trials``: one row per trial with measures, outcome, the
    column of every rule over trials, ``state`` and ``counts|<definition>``. ``resistance``: person_id and per
    definition ``|least``, ``|most``, ``|verdict``. ``supplies``, ``steps``, ``members``, ``pairs``: what the
    trials were built from.
    """

    history: History
    as_of: date
    dose_list: str
    stated_episode: bool
    definitions: list[Definition]
    trials: pl.DataFrame
    resistance: pl.DataFrame
    staging: pl.DataFrame
    safety: pl.DataFrame
    gates: pl.DataFrame
    episodes: pl.DataFrame
    supplies: pl.DataFrame
    steps: pl.DataFrame
    members: pl.DataFrame
    pairs: pl.DataFrame


def examine(
    history: History,
    as_of: date,
    facts: Facts | None = None,
    *,
    definitions: list[str] | None = None,
    dose_list: str = DOSE_LIST,
    episode_start: date | None = None,
) -> Findings:
    """Review every person of ``history`` as of one day.

    Raises KnowledgeError for a definition or dose list that is not known.
    """
    known = facts or load()
    chosen = _chosen(known, definitions)
    history = until(history, as_of)
    history = replace(history, conditions=answered(history.conditions))
    line = timeline(history, as_of, known, dose_list, episode_start)
    names = tuple(d.definition for d in chosen)
    trials = computed(with_counts(with_verdicts(line.trials, known), names, known))
    gated = gates(history.conditions, history.context, known)
    return Findings(
        history=history,
        as_of=as_of,
        dose_list=dose_list,
        stated_episode=episode_start is not None,
        definitions=chosen,
        trials=trials,
        resistance=resistance(trials, gated, names, known),
        staging=staging(
            trials, line.episodes, history.scores, history.conditions, history.therapies, as_of, known
        ),
        safety=safety(
            history.people, history.scores, history.conditions, history.context, trials, gated, as_of, known
        ),
        gates=gated,
        episodes=line.episodes,
        supplies=line.supplies,
        steps=line.steps,
        members=line.members,
        pairs=line.pairs,
    )


def _chosen(facts: Facts, wanted: list[str] | None) -> list[Definition]:
    if wanted is None:
        return list(facts.definitions.values())
    for name in wanted:
        if name not in facts.definitions:
            raise KnowledgeError(
                f"definition '{name}' is not known; choose from {', '.join(facts.definitions)}."
            )
    return [facts.definitions[name] for name in dict.fromkeys(wanted)]
