"""Which row holds what: treatments by start, an added medicine under its base, undated ones apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fairtrial.report.quantities import amount, ends, improvement, sessions
from fairtrial.report.timeline.spans import Span, span_of
from fairtrial.report.words import label, state_of, words

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One treatment of the picture, with its words ready."""

    id: str
    name: str
    under: str
    look: str
    fair: str
    did: str
    span: Span
    treatment: Data
    base: str | None = None
    marks: tuple[int, ...] = ()
    is_drug: bool = True


def rows_of(data: Data) -> tuple[list[Row], list[Row]]:
    """Dated rows in order, and rows whose date is not known."""
    as_of = date.fromisoformat(data["as_of"])
    rows = _trial_rows(data["trials"], as_of) + _therapy_rows(data["therapies"], as_of)
    dated = [row for row in rows if row.span.dated]
    return _with_added_under_base(sorted(dated, key=lambda row: row.span.first)), [
        r for r in rows if not r.span.dated
    ]


def numbered_conflicts(trials: Sequence[Data]) -> list[tuple[int, Data, Data]]:
    """Every conflict with its number in the picture and its trial."""
    pairs = [(trial, conflict) for trial in trials for conflict in trial["conflicts"]]
    return [(number, trial, conflict) for number, (trial, conflict) in enumerate(pairs, 1)]


def fair_words(trial: Data) -> str:
    """Fair, why not fair, or cannot tell.

    >>> fair_words({"adequate": "no", "criteria": {"dose": "no", "duration": "no", "adherence": "unknown"}})
    'dose too low, too short'
    """
    short = [words()["short_of"][name] for name, value in trial["criteria"].items() if value == "no"]
    if trial["adequate"] == "no" and short:
        return ", ".join(short)
    return label("adequate", trial["adequate"])


def outcome_words(trial: Data) -> str:
    """What the medicine did, as rated or reported; the picture itself never says it."""
    measured = improvement(trial["improvement_percent"]) if _measured(trial) else None
    state = label(*state_of(trial))
    if trial["state"] in {
        "undetermined",
        "inadequate_dose",
        "inadequate_duration",
        "low_adherence",
        "intolerant",
        "ongoing",
    }:
        reported = trial["reported_response"]
        said = measured or (f"reported: {label('responses', reported)}" if reported else None)
        return f"{state}; {said}" if said else state
    return f"{state} ({measured})" if measured else state


def _trial_rows(trials: Sequence[Data], as_of: date) -> list[Row]:
    marks: dict[str, tuple[int, ...]] = {}
    for number, trial, _ in numbered_conflicts(trials):
        marks[trial["id"]] = (*marks.get(trial["id"], ()), number)
    spans = {trial["id"]: span_of(trial, as_of) for trial in trials}
    return [_trial_row(trial, spans, trials, marks.get(trial["id"], ())) for trial in trials]


def _trial_row(trial: Data, spans: Mapping[str, Span], trials: Sequence[Data], marks: tuple[int, ...]) -> Row:
    base = _base_of(trial, spans, trials)
    look = words()["adequate"][trial["adequate"]]["look"]
    return Row(
        trial["id"],
        trial["drug"],
        _under(trial, base),
        look,
        fair_words(trial),
        outcome_words(trial),
        spans[trial["id"]],
        trial,
        base["id"] if base else None,
        marks,
    )


def _under(trial: Data, base: Data | None) -> str:
    """The small line under the name: its id, and what it was added to or its class and minimum dose."""
    if base is not None:
        return f"{trial['id']} · added to {base['drug']}"
    if trial["role"] == "augmentation":
        return f"{trial['id']} · {label('roles', 'augmentation')}"
    least = trial["minimum_dose_mg_per_day"]
    return f"{trial['id']} · {trial['drug_class']}" + (
        f", min {amount(least['value'])}\N{NO-BREAK SPACE}mg" if least else ""
    )


def _base_of(trial: Data, spans: Mapping[str, Span], trials: Sequence[Data]) -> Data | None:
    """The medicine an added one is drawn under: the one taken when it began, the latest begun first."""
    mine = spans[trial["id"]]
    if trial["role"] != "augmentation" or not mine.dated:
        return None
    running = [
        other
        for other in trials
        if other["role"] != "augmentation"
        and spans[other["id"]].first <= mine.first <= spans[other["id"]].last
    ]
    return max(running, key=lambda other: spans[other["id"]].first, default=None)


def _therapy_rows(therapies: Sequence[Data], as_of: date) -> list[Row]:
    return [_therapy_row(number, therapy, as_of) for number, therapy in enumerate(therapies, 1)]


def _therapy_row(number: int, therapy: Data, as_of: date) -> Row:
    return Row(
        therapy_id(number),
        label("therapies", therapy["therapy"]),
        sessions(therapy["sessions"]),
        "other",
        "other treatment",
        therapy_outcome(therapy),
        span_of(therapy, as_of),
        therapy,
        is_drug=False,
    )


def therapy_id(number: int) -> str:
    """The id of the n-th other treatment, in the picture and on the page."""
    return f"O{number}"


def therapy_outcome(therapy: Data) -> str:
    """What a therapy did, as measured or as reported."""
    if _measured(therapy):
        return improvement(therapy["improvement_percent"])
    reported = therapy["response"]
    return f"reported: {label('responses', reported)}" if reported else label("states", "unrated")


def _measured(treatment: Data) -> bool:
    return any(end is not None for end in ends(treatment["improvement_percent"]))


def _with_added_under_base(rows: list[Row]) -> list[Row]:
    ordered: list[Row] = []
    for row in (row for row in rows if row.base is None):
        ordered += [row, *(added for added in rows if added.base == row.id)]
    return ordered


def trial_summary(row: Row) -> str:
    """One row in one sentence, for those who hear the picture."""
    return f"{row.id} {row.name}: {row.fair}; {row.did}"
