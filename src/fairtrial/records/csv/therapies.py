"""therapies.csv: psychotherapy, ECT, magnetic stimulation and other treatments that are not drugs."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.facts.circumstances import THERAPIES as THERAPIES_NAMED
from fairtrial.records.csv.cells import Amount, Days, Words
from fairtrial.records.csv.table import PERSON, Column, Row, Table
from fairtrial.records.csv.treatments import IMPROVEMENT, RESPONSE
from fairtrial.records.rows import Rows

_SPELLINGS = {"tms": "rtms", "ketamine": "ketamine_infusion"}

KIND = Column("kind", "which treatment", Words((*THERAPIES_NAMED, "other"), _SPELLINGS), required=True)
STARTED = Column("started_on", "the day of the first session", Days())
STOPPED = Column("stopped_on", "the day after the last session", Days())
SESSIONS = Column(
    "sessions",
    "how many sessions",
    Amount("a whole number such as 12, or a range such as 8-12", whole=True),
)


def _fill(row: Row, rows: Rows, facts: Facts) -> None:
    therapy, started, stopped = row.read(KIND), row.pair(STARTED), row.pair(STOPPED)
    if started[0] and stopped[1] and stopped[1] < started[0]:
        row.fault(STOPPED, f"is before {STARTED.name}; one of the two must change")
    sessions, improvement = row.pair(SESSIONS), row.pair(IMPROVEMENT)
    rows.add(
        "therapies", person_id=row.person_id, therapy=therapy, response=row.read(RESPONSE),
        started_on_least=started[0], started_on_most=started[1], stopped_on_least=stopped[0],
        stopped_on_most=stopped[1], sessions_least=sessions[0], sessions_most=sessions[1],
        improvement_percent_least=improvement[0], improvement_percent_most=improvement[1],
        record=row.record(rows, "therapy"),
    )  # fmt: skip


THERAPIES = Table(
    "therapies",
    "one row for each course of a treatment that is not a drug",
    (PERSON, KIND, STARTED, STOPPED, SESSIONS, IMPROVEMENT, RESPONSE),
    _fill,
    ("p1,psychotherapy,2018,2019-02,10-12,,partial",),
)
