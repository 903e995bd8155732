"""The shape of every table: columns, types and what they mean.

Readers produce the history tables exactly as listed here; the core consumes them and nothing else.
A quantity that records leave open is a pair ``<name>_least`` / ``<name>_most``. Absent is null, never a guess.
A full date has least = most; "2019" spans 2019-01-01 to 2019-12-31. Intervals of days are half-open: a stop date is
the first day without the treatment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TypeAlias

import polars as pl

Columns: TypeAlias = Mapping[str, tuple[pl.DataType, str]]

TEXT, DAY, NUMBER, WHOLE, FLAG = pl.String(), pl.Date(), pl.Float64(), pl.Int64(), pl.Boolean()

KINDS = ("dispensed", "prescribed", "administered", "reported")
"""Kinds of evidence that a drug was taken."""
STATUSES = ("active", "ended", "not_taken", "on_hold", "planned", "unknown")
"""What the record says of a use on the day it speaks. ``not_taken`` and ``planned`` are no uses taken."""
STOP_REASONS = (
    "no_benefit", "partial_benefit", "not_enough_benefit", "side_effect", "cost", "pregnancy", "remission",
    "lost_benefit", "patient_choice", "other", "unknown",
)  # fmt: skip
PURPOSES = ("depression", "other", "not_depression")
"""What a medicine was for: as recorded, something else alone as recorded, or not depression as the person says."""
RESPONSES = ("none", "partial", "response", "remission")
"""Response as a person or clinician reported it, in the field's four words."""


class TableError(ValueError):
    """A table handed to the core does not have the shape listed here."""


def _either(name: str, dtype: pl.DataType, meaning: str) -> dict[str, tuple[pl.DataType, str]]:
    """Two columns that bound one quantity."""
    return {
        f"{name}_least": (dtype, f"{meaning}: the least it can be"),
        f"{name}_most": (dtype, f"{meaning}: the most it can be"),
    }


_WHO = {"person_id": (TEXT, "whose row this is")}
_FROM = {"record": (TEXT, "the record this row came from (records.record)")}

PEOPLE: Columns = {
    **_WHO,
    **_either("born_on", DAY, "date of birth"),
    "sex": (TEXT, "female, male or other, as recorded"),
    "synthetic": (FLAG, "true when the source says that the person is invented"),
    **_FROM,
}
USES: Columns = {
    **_WHO,
    "drug": (TEXT, "drug id of knowledge/drugs"),
    "kind": (TEXT, "dispensed, prescribed, administered or reported"),
    "status": (TEXT, "active, ended, not_taken, on_hold, planned or unknown"),
    **_either("started_on", DAY, "first day taken, prescribed or dispensed"),
    **_either("stopped_on", DAY, "first day without it"),
    "asserted_on": (DAY, "the day the record speaks of; null means the day of the review"),
    "days_supply": (NUMBER, "days the dispensed or ordered quantity lasts"),
    **_either("days_reported", NUMBER, "length in days as told, when dates are not known"),
    **_either("dose_mg_per_day", NUMBER, "daily dose in mg"),
    "route": (TEXT, "oral, transdermal, nasal, intravenous"),
    "purpose": (
        TEXT,
        "depression, other (the record names only something else) or not_depression (told when asked)",
    ),
    "stop_reason": (TEXT, "why it was stopped"),
    "response": (TEXT, "none, partial, response or remission, as reported"),
    **_either("improvement_percent", NUMBER, "improvement from the start, in percent, as reported"),
    **_FROM,
}
SCORES: Columns = {
    **_WHO,
    "scale": (TEXT, "scale id of knowledge/scales"),
    "item": (WHOLE, "item number; null for the total"),
    **_either("on", DAY, "day it was filled in"),
    "total": (NUMBER, "total score, or the item's score when item is not null"),
    **_FROM,
}
CONDITIONS: Columns = {
    **_WHO,
    "topic": (TEXT, "topic id of knowledge/codes/topics, null when the code is not one we know"),
    "system": (TEXT, "icd10cm, snomed, text, or note (words of a note in free text)"),
    "code": (TEXT, "code as recorded"),
    "certainty": (TEXT, "confirmed, possible or refuted"),
    "status": (TEXT, "active, resolved or unknown"),
    **_either("started_on", DAY, "onset or first record"),
    **_either("ended_on", DAY, "first day without it"),
    **_FROM,
}
THERAPIES: Columns = {
    **_WHO,
    "therapy": (TEXT, "psychotherapy, ect, rtms, vns, ketamine_infusion, light or other"),
    **_either("started_on", DAY, "first session"),
    **_either("stopped_on", DAY, "day after the last session"),
    **_either("sessions", NUMBER, "number of sessions"),
    "response": (TEXT, "none, partial, response or remission, as reported"),
    **_either("improvement_percent", NUMBER, "improvement in percent, as reported"),
    **_FROM,
}
MEASUREMENTS: Columns = {
    **_WHO,
    "measure": (TEXT, "lab, vital or ECG measure id"),
    **_either("on", DAY, "day measured"),
    "value": (NUMBER, "value"),
    "unit": (TEXT, "unit as recorded (UCUM)"),
    **_FROM,
}
GENOTYPES: Columns = {
    **_WHO,
    "gene": (TEXT, "HGNC symbol"),
    "diplotype": (TEXT, "as called, e.g. *1/*2"),
    "phenotype": (TEXT, "as stated by the laboratory"),
    **_either("activity_score", NUMBER, "activity score as stated"),
    **_FROM,
}
DENIED, SOMEONE_ELSES = "denied: ", "someone else's: "
"""How the value of a row of context begins when a note denies it, or says it of another person."""
LEFT_OPEN = "not known: "
"""How it begins when a note only thinks of it ("screen for")."""
NOTED = "note"
"""The system of a condition that a note in free text names."""
CONTEXT: Columns = {
    **_WHO,
    "topic": (TEXT, "what is stated: trauma, substance_use, allergy, pregnancy, suicidality and so on"),
    "value": (TEXT, "as stated; begins with 'denied: ' or 'someone else's: ' where a note says so"),
    **_either("on", DAY, "day it speaks of"),
    **_FROM,
}
RECORDS: Columns = {
    **_WHO,
    "record": (TEXT, "id within this history"),
    "file": (TEXT, "file name as given, without folders above the input"),
    "place": (TEXT, "resource id, row number or character span"),
    "kind": (TEXT, "resource type, table or note section"),
    "words": (TEXT, "the words or coded text themselves"),
    "became": (TEXT, "use, score, condition, ..., context only, or not understood"),
}
PROBLEMS: Columns = {
    **_WHO,
    "record": (TEXT, "record it concerns, null when the whole file"),
    "file": (TEXT, "file name"),
    "place": (TEXT, "resource id, row number or path"),
    "field": (TEXT, "field that could not be used"),
    "problem": (TEXT, "what is wrong and what was done, without any patient value"),
    "left_out": (FLAG, "true when the whole record was left out, false when only this field"),
}

HISTORY_TABLES: Mapping[str, Columns] = {
    "people": PEOPLE,
    "uses": USES,
    "scores": SCORES,
    "conditions": CONDITIONS,
    "therapies": THERAPIES,
    "measurements": MEASUREMENTS,
    "genotypes": GENOTYPES,
    "context": CONTEXT,
    "records": RECORDS,
    "problems": PROBLEMS,
}


def schema(columns: Columns) -> pl.Schema:
    """The Polars schema of a table."""
    return pl.Schema({name: dtype for name, (dtype, _) in columns.items()})


def empty(columns: Columns) -> pl.DataFrame:
    """A table of this shape with no rows."""
    return pl.DataFrame(schema=schema(columns))


@dataclass(frozen=True)
class History:
    """A person's records, or many persons', as the ten history tables.

    >>> History().uses.height
    0
    """

    people: pl.DataFrame = field(default_factory=lambda: empty(PEOPLE))
    uses: pl.DataFrame = field(default_factory=lambda: empty(USES))
    scores: pl.DataFrame = field(default_factory=lambda: empty(SCORES))
    conditions: pl.DataFrame = field(default_factory=lambda: empty(CONDITIONS))
    therapies: pl.DataFrame = field(default_factory=lambda: empty(THERAPIES))
    measurements: pl.DataFrame = field(default_factory=lambda: empty(MEASUREMENTS))
    genotypes: pl.DataFrame = field(default_factory=lambda: empty(GENOTYPES))
    context: pl.DataFrame = field(default_factory=lambda: empty(CONTEXT))
    records: pl.DataFrame = field(default_factory=lambda: empty(RECORDS))
    problems: pl.DataFrame = field(default_factory=lambda: empty(PROBLEMS))

    def __post_init__(self) -> None:
        """Check every table at the door. Raises TableError naming table and column."""
        for name, columns in HISTORY_TABLES.items():
            check(name, getattr(self, name), columns)

    def __repr__(self) -> str:
        """Row counts only: a history never prints what it holds."""
        counts = ", ".join(f"{f.name} {getattr(self, f.name).height}" for f in fields(self))
        return f"History({counts})"


def check(name: str, frame: pl.DataFrame, columns: Columns) -> None:
    """Raise TableError unless ``frame`` has exactly these columns and types, in this order."""
    wanted, got = schema(columns), frame.schema
    if got == wanted:
        return
    missing = [c for c in wanted if c not in got]
    extra = [c for c in got if c not in wanted]
    wrong = [f"{c} is {got[c]}, wants {wanted[c]}" for c in wanted if c in got and got[c] != wanted[c]]
    found = f"missing {missing}; unknown {extra}; wrong type {wrong}; or the order differs"
    raise TableError(f"history table '{name}': {found}. Build it with fairtrial.tables.frame(rows, columns).")


def frame(rows: list[dict[str, object]], columns: Columns) -> pl.DataFrame:
    """A table of this shape from plain rows; what a row does not name is null.

    >>> frame([{"person_id": "p", "sex": "female"}], PEOPLE).height
    1
    """
    return pl.DataFrame(rows, schema=schema(columns), orient="row")


def joined(histories: list[History]) -> History:
    """Several histories as one, rows in a fixed order so that the order of files never matters."""
    whole = together(histories)
    return History(**{name: _in_order(getattr(whole, name)) for name in HISTORY_TABLES})


def _in_order(table: pl.DataFrame) -> pl.DataFrame:
    """Rows sorted by all columns; only those that decide the order are looked at, since sorting copies them."""
    deciding: list[str] = []
    for column in table:
        different = column.n_unique()
        if different > 1:
            deciding.append(column.name)
        if different == table.height:
            break
    if not deciding:
        return table
    order = table.select(pl.arg_sort_by(deciding, nulls_last=True, maintain_order=True)).to_series()
    return table[order]


def together(histories: list[History]) -> History:
    """Several histories as one, rows as they stand; :func:`joined` brings the whole into its order."""
    return History(
        **{
            name: pl.concat([getattr(h, name) for h in histories] or [empty(columns)])
            for name, columns in HISTORY_TABLES.items()
        }
    )
