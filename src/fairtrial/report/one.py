"""The review of one person: findings in, a Review with its tables and documents out."""

from __future__ import annotations

from datetime import date
from functools import partial

import polars as pl

from fairtrial.facts import Facts, load
from fairtrial.findings import DOSE_LIST, Findings, examine
from fairtrial.report.content import review_dict
from fairtrial.report.document import Review
from fairtrial.tables import HISTORY_TABLES, History

_TRIAL_COLUMNS = (
    "trial", "drug", "drug_class", "role", "started_on_least", "started_on_most", "stopped_on_least",
    "stopped_on_most", "ongoing", "weeks_least", "weeks_most", "weeks_at_dose_least", "weeks_at_dose_most",
    "dose_least", "dose_most", "minimum", "coverage_least", "coverage_most", "dose_ok", "long_enough", "taken", "fair",
    "scale", "baseline", "endpoint", "improvement_least", "improvement_most", "reported_response", "remission",
    "lost_response", "state", "stop_reason", "in_current_episode", "evidence",
)  # fmt: skip
_RENAMED = {
    "dose_least": "highest_dose_mg_per_day_least", "dose_most": "highest_dose_mg_per_day_most",
    "minimum": "minimum_dose_mg_per_day", "fair": "adequate", "improvement_least": "improvement_percent_least",
    "improvement_most": "improvement_percent_most",
}  # fmt: skip


def review(
    history: History,
    as_of: date,
    facts: Facts | None = None,
    *,
    definitions: list[str] | None = None,
    dose_list: str = DOSE_LIST,
    episode_start: date | None = None,
) -> Review:
    """Review the one person of ``history`` as of one day.

    Raises ValueError when the history holds several persons (use :func:`fairtrial.examine` for those) and
    KnowledgeError for a definition or dose list that is not known.
    """
    persons = count_persons(history)
    if persons > 1:
        raise ValueError(
            f"the history holds {persons} persons; choose one with read(..., person=ID), or use examine()."
        )
    known = facts or load()
    found = examine(
        history, as_of, known, definitions=definitions, dose_list=dose_list, episode_start=episode_start
    )
    return Review(partial(review_dict, found, known), partial(_frames, found))


def count_persons(history: History) -> int:
    """How many different persons the tables of a history name."""
    ids = [getattr(history, name).get_column("person_id") for name in HISTORY_TABLES]
    return len({person for series in ids for person in series.drop_nulls().unique().to_list()})


def _frames(found: Findings) -> dict[str, pl.DataFrame]:
    """The tables a Review shows, without person ids."""
    history = found.history
    shown = {
        "trials": found.trials.select(_TRIAL_COLUMNS).rename(_RENAMED),
        "resistance": _resistance(found),
        "safety": found.safety,
        "therapies": history.therapies,
        "scores": history.scores,
        "conditions": history.conditions,
        "not_understood": history.problems,
        "records": history.records,
    }
    return {name: frame.drop("person_id", strict=False) for name, frame in shown.items()}


def _resistance(found: Findings) -> pl.DataFrame:
    """One row per definition: verdict (true, false or null) and failures least and most."""
    row = found.resistance.to_dicts()[0] if found.resistance.height else {}
    rows = [
        (d.definition, d.version, row.get(f"{d.definition}|verdict"), row.get(f"{d.definition}|least", 0), row.get(f"{d.definition}|most"))
        for d in found.definitions
    ]  # fmt: skip
    columns = {
        "definition": pl.String(),
        "version": pl.String(),
        "verdict": pl.Boolean(),
        "failures_least": pl.Int64(),
        "failures_most": pl.Int64(),
    }
    return pl.DataFrame(rows, schema=columns, orient="row")
