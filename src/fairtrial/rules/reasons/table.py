"""Every reason of every person as one table, for a person as for a population."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.reasons.alongside import of_alongside
from fairtrial.rules.reasons.around import of_around
from fairtrial.rules.reasons.genes import of_genes
from fairtrial.rules.reasons.other_medicines import of_other_medicines
from fairtrial.rules.reasons.pathways import of_pathways
from fairtrial.rules.reasons.presence import stated
from fairtrial.rules.reasons.shape import SHAPE, nothing
from fairtrial.rules.reasons.trials import of_trials
from fairtrial.tables import History
from fairtrial.timeline.intervals import computed

TABLE = SHAPE
"""person_id, rule, topic, strength (recorded, suggested, cannot_tell, ruled_out), trial, by, record."""


def reasons(
    history: History, trials: pl.DataFrame, steps: pl.DataFrame, facts: Facts, *, silence: bool = True
) -> pl.DataFrame:
    """Possible contributors of every person who has taken an antidepressant, sorted; see TABLE.

    ``trials`` and ``steps`` are those of the findings. A row per record where records speak; ``trial``
    null: not of one trial. ``by``: the drug, word, topic, measure or scale that it rests on.
    ``silence`` False leaves out the rows that only say that no record of the person speaks of a thing.
    """
    persons = trials.filter(pl.col("counts_as_trial").fill_null(False)).select("person_id").unique()
    if persons.is_empty():
        return nothing().collect()
    who = persons.lazy()
    of_theirs = trials.join(persons, on="person_id", how="semi").lazy()
    said = computed(stated(history, facts)).lazy()
    found = pl.concat([
        of_trials(of_theirs, steps.lazy(), history.scores.lazy(), facts),
        of_pathways(of_theirs, facts),
        of_genes(of_theirs, history.genotypes, facts),
        of_other_medicines(of_theirs, history, said, facts, silence=silence),
        of_alongside(who, history, said, facts, silence=silence),
        of_around(who, history, said, facts, silence=silence),
    ])  # fmt: skip
    return computed(found.sort(list(SHAPE), nulls_last=True).unique(maintain_order=True))
