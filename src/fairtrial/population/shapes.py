"""The shape of every table a cohort is written to: columns, types and what they mean.

Two tables have further columns, by definition: ``trials`` one ``counts|<id>`` for each that reads outcomes,
``resistance`` the four of ``OF_EACH_DEFINITION`` for each of both kinds.
"""

from __future__ import annotations

from collections.abc import Mapping

from fairtrial.tables import DAY, FLAG, NUMBER, TEXT, WHOLE, Columns

_WHO: Columns = {"person_id": (TEXT, "whose row this is")}

TRIALS: Columns = {
    **_WHO,
    "trial": (WHOLE, "number of the trial, in order of start"),
    "drug": (TEXT, "drug id of knowledge/drugs"),
    "drug_class": (TEXT, "SSRI, SNRI, TCA and so on"),
    "counts_as_trial": (FLAG, "false for medicines that are only added to an antidepressant"),
    "role": (TEXT, "alone, augmentation, combination, cross_taper, repeat or unknown"),
    "state": (TEXT, "the one word for the trial"),
    "started_on_least": (DAY, "earliest first day"),
    "started_on_most": (DAY, "latest first day"),
    "stopped_on_least": (DAY, "earliest first day without it"),
    "stopped_on_most": (DAY, "latest first day without it"),
    "ongoing": (FLAG, "still taken on the day of the review"),
    "in_current_episode": (FLAG, "lies in the current episode"),
    "weeks_least": (NUMBER, "weeks taken: the least"),
    "weeks_most": (NUMBER, "weeks taken: the most"),
    "weeks_at_dose_least": (NUMBER, "weeks at or above the minimum dose: the least"),
    "weeks_at_dose_most": (NUMBER, "weeks at or above the minimum dose: the most"),
    "dose_least": (NUMBER, "highest dose held, mg a day: the least"),
    "dose_most": (NUMBER, "highest dose held, mg a day: the most"),
    "minimum": (NUMBER, "minimum dose of the dose list, mg a day"),
    "coverage_least": (NUMBER, "share of days that fills cover: the least"),
    "coverage_most": (NUMBER, "share of days that fills cover: the most"),
    "evidence": (TEXT, "best kind of source: documented, dispensed or reported"),
    "dose_ok": (FLAG, "FT101, the dose reached the minimum"),
    "long_enough": (FLAG, "FT102, it lasted long enough at that dose"),
    "taken": (FLAG, "FT103, fills cover enough of the days"),
    "fair": (FLAG, "FT104, all three"),
    "intolerant": (FLAG, "FT206, stopped for side effects before it was fair"),
    "improvement_least": (NUMBER, "improvement in percent: the least"),
    "improvement_most": (NUMBER, "improvement in percent: the most"),
    "scale": (TEXT, "scale of both scores"),
    "baseline_on": (DAY, "day of the score near the start"),
    "baseline": (NUMBER, "score near the start"),
    "endpoint_on": (DAY, "day of the last score"),
    "endpoint": (NUMBER, "last score"),
    "no_response": (FLAG, "FT201, it did not help"),
    "partial": (FLAG, "FT202, it helped in part"),
    "response": (FLAG, "FT203, it helped"),
    "remitted": (FLAG, "FT204, remission"),
    "lost": (FLAG, "FT205, a response was lost while it was taken"),
    "stop_reason": (TEXT, "why it was stopped"),
    "line": (WHOLE, "which trial of an antidepressant it is, in order of start; null for added medicines"),
}  # fmt: skip

_STAGED = {
    "athf": "trials that were fair (antidepressant treatment history form)",
    "msm_augmentation": "Maudsley points for augmentation",
    "msm_severity": "Maudsley points for severity",
    "msm_duration": "Maudsley points for the length of the episode",
    "msm_failures": "Maudsley points for treatments that did not help enough",
    "msm_ect": "Maudsley points for ECT",
    "thase_rush": "Thase-Rush stage, 0 to 5",
    "msm_total": "Maudsley points in all, 3 to 15",
}
STAGING: Columns = {
    **_WHO,
    **{
        f"{name}_{side}": (WHOLE, f"{meaning}: the {side}")
        for name, meaning in _STAGED.items()
        for side in ("least", "most")
    },
}

REASONS: Columns = {
    **_WHO,
    "rule": (TEXT, "FT401 to FT408, see `fairtrial explain FT401`"),
    "topic": (TEXT, "what was found, such as too_short, insomnia or the drug a gene matters for"),
    "strength": (
        TEXT,
        "recorded (a record says it), suggested (records hint at it), cannot_tell (what would be needed is not "
        "recorded) or ruled_out (a record says that it is not so)",
    ),
    "trial": (WHOLE, "the trial it concerns; null when it is not of one trial"),
    "by": (TEXT, "the drug, word, topic, measure or scale that it rests on"),
    "record": (TEXT, "the record that says it, as named in the input; null when it rests on a trial"),
}

PEOPLE: Columns = {
    **_WHO,
    "sex": (TEXT, "female, male or other, as recorded"),
    "synthetic": (FLAG, "true when the source says that the person is invented"),
    "antidepressants": (WHOLE, "distinct antidepressants"),
    "was_undated": (FLAG, "an antidepressant has no certain first day, so that order and days may be wrong"),
    "pathway": (TEXT, "classes of the first four distinct antidepressants in order of start"),
    "last_stop_on": (DAY, "first day without any antidepressant, at the latest"),
    "first_on": (DAY, "first day of the first antidepressant"),
    "second_on": (DAY, "first day of the second distinct antidepressant"),
    "third_on": (DAY, "first day of the third distinct antidepressant"),
    "has_depression_diagnosis": (FLAG, "a diagnosis of depression is recorded"),
    "has_score": (FLAG, "a total score of a rating scale is recorded"),
    "has_antidepressant": (FLAG, "took an antidepressant"),
    "has_fair_trial": (FLAG, "a trial was fair"),
    "has_maybe_fair_trial": (FLAG, "a trial may have been fair"),
    "has_rated_trial": (FLAG, "the outcome of a trial is known"),
    "has_open_dose": (FLAG, "a trial has a dose that is not known well enough"),
    "has_open_dates": (FLAG, "a trial has no exact first day"),
    "has_gate": (FLAG, "bipolar disorder, mania or psychosis is recorded"),
    "race": (TEXT, "as given in people; null when not given or contradictory"),
    "ethnicity": (TEXT, "as given in people; null when not given or contradictory"),
    "followed_until": (DAY, "latest day of which any record speaks"),
    "age_band": (TEXT, "age on the first day of the first antidepressant; null when not certain"),
}

OF_EACH_DEFINITION: Columns = {
    "least": (NUMBER, "how many count for sure: trials, switches, drugs at once, points, or routes met"),
    "most": (NUMBER, "how many may count"),
    "verdict": (FLAG, "yes, no, or null for unknown"),
    "on": (DAY, "first day on which it was met"),
}
"""Columns ``<id>|<name>`` of ``resistance``; the two amounts of a definition that reads outcomes are whole
numbers."""

SHAPES: Mapping[str, Columns] = {
    "trials": TRIALS, "resistance": _WHO, "staging": STAGING, "reasons": REASONS, "people": PEOPLE,
}  # fmt: skip
"""Table -> its columns that do not depend on the definitions."""
