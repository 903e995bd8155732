"""context.csv: circumstances as stated by the person or a clinician."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.csv.cells import Days, FreeText, plain
from fairtrial.records.csv.table import PERSON, Column, Row, Table
from fairtrial.records.rows import Rows
from fairtrial.records.topics import topics_in

TOPIC = Column(
    "topic",
    "what it is about: trauma, substance_use, allergy, pregnancy, suicidality and so on",
    FreeText("a word for the topic"),
    required=True,
)
VALUE = Column("value", "what was stated, in its own words", FreeText())
ON = Column("on", "the day it speaks of", Days())


def _fill(row: Row, rows: Rows, facts: Facts) -> None:
    topic, value, on = row.read(TOPIC), row.read(VALUE), row.pair(ON)
    if topic is None:
        return
    rows.add(
        "context", person_id=row.person_id, topic=_topic(topic, facts), value=value, on_least=on[0],
        on_most=on[1], record=row.record(rows, "context"),
    )  # fmt: skip


def _topic(words: str, facts: Facts) -> str:
    """The one topic we know by these words; else the words as they stand, in plain form."""
    known = topics_in(words, facts)
    return known[0] if len(known) == 1 else plain(words)


CONTEXT = Table(
    "context",
    "one row for each circumstance stated",
    (PERSON, TOPIC, VALUE, ON),
    _fill,
    ("p1,pregnancy,not pregnant,2019-03-14",),
)
