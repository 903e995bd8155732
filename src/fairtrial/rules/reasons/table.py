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

TABLE = SHAPE
"""person_id, rule, topic, strength (recorded, suggested, cannot_tell, ruled_out), trial, by, record."""


def reasons(history: History, trials: pl.DataFrame, steps: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Possible contributors of every person who has taken an antidepressant, sorted; see TABLE.

    ``trials`` and ``steps`` are those of the findings. A row per record where records speak; ``trial``
    null: not of one
    trial. ``by``: the drug, word, topic, measure or scale that it rests on.
    """
    persons = trials.filter(pl.col("counts_as_trial").fill_null(False)).select("person_id").unique()
    if persons.is_empty():
        return nothing()
    said = stated(history, facts)
    found = pl.concat([
        of_trials(trials, steps, history.scores, facts),
        of_pathways(trials, facts),
        of_genes(trials, history.genotypes, facts),
        of_other_medicines(trials, history, said, facts),
        of_alongside(persons, history, said, facts),
        of_around(persons, history, said, facts),
    ])  # fmt: skip
    return found.unique().sort(list(SHAPE), nulls_last=True)
