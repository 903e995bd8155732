"""conditions.csv: diagnoses as codes or words."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.csv.cells import Days, FreeText, Words
from fairtrial.records.csv.table import PERSON, Column, Row, Table
from fairtrial.records.rows import Rows
from fairtrial.records.topics import denied, doubted, topics_in, topics_of_code

_SYSTEMS = ("icd10cm", "snomed", "text")
_SYSTEM_SPELLINGS = {
    "icd_10_cm": "icd10cm", "icd10_cm": "icd10cm", "icd_10": "icd10cm", "icd10": "icd10cm",
    "snomed_ct": "snomed", "snomedct": "snomed", "words": "text",
}  # fmt: skip

CODE = Column("code", "the code, or the diagnosis in words", FreeText("a code or words"), required=True)
SYSTEM = Column("system", "what kind of code; empty means words", Words(_SYSTEMS, _SYSTEM_SPELLINGS))
STARTED = Column("started_on", "first day, or the day of the first record", Days())
ENDED = Column("ended_on", "first day without it; empty when it goes on or is not known", Days())


def _fill(row: Row, rows: Rows, facts: Facts) -> None:
    code, system = row.read(CODE), row.read(SYSTEM) or "text"
    started, ended = row.pair(STARTED), row.pair(ENDED)
    if started[0] and ended[1] and ended[1] < started[0]:
        row.fault(ENDED, f"is before {STARTED.name}; one of the two must change")
    if code is None:
        return
    topics: list[str | None] = [*_topics(system, code, facts)]
    record = row.record(rows, "condition")
    if not topics:
        row.problem(rows, record, CODE, _why_no_topic(system, code), False)
    for topic in topics or [None]:
        rows.add(
            "conditions", person_id=row.person_id, topic=topic, system=system, code=code,
            certainty="possible" if system == "text" and doubted(code) else "confirmed",
            status="unknown" if ended == (None, None) else "resolved",
            started_on_least=started[0], started_on_most=started[1], ended_on_least=ended[0],
            ended_on_most=ended[1], record=record,
        )  # fmt: skip


def _topics(system: str, code: str, facts: Facts) -> list[str]:
    if system != "text":
        return topics_of_code(system, code, facts)
    return [] if denied(code) else topics_in(code, facts)


def _why_no_topic(system: str, code: str) -> str:
    if system != "text":
        return "not a code we know; the condition is kept without a topic"
    if denied(code):
        return "the words deny something, or speak of somebody else or a risk; the condition is kept without a topic"
    return "words we do not know; the condition is kept without a topic"


CONDITIONS = Table(
    "conditions",
    "one row for each diagnosis",
    (PERSON, CODE, SYSTEM, STARTED, ENDED),
    _fill,
    ("p1,F33.1,icd10cm,2017,", "p1,underactive thyroid,text,2015-06,"),
)
