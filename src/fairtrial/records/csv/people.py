"""people.csv: birth date and sex."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.csv.cells import Days, Words
from fairtrial.records.csv.table import PERSON, Column, Row, Table
from fairtrial.records.rows import Rows
from fairtrial.records.sexes import SEX_OF_LETTER, SEXES

BORN = Column("birth_date", "date of birth; the year is enough", Days())
SEX = Column("sex", "sex as recorded", Words((*SEXES, "unknown"), SEX_OF_LETTER))
SYNTHETIC = Column(
    "synthetic", "whether the person is invented", Words(("yes", "no"), {"true": "yes", "false": "no"})
)


def _fill(row: Row, rows: Rows, facts: Facts) -> None:
    born, sex, synthetic = row.pair(BORN), row.read(SEX), row.read(SYNTHETIC)
    rows.add(
        "people",
        person_id=row.person_id,
        born_on_least=born[0],
        born_on_most=born[1],
        sex=None if sex == "unknown" else sex,
        synthetic=None if synthetic is None else synthetic == "yes",
        record=row.record(rows, "person"),
    )


PEOPLE = Table(
    "people",
    "one row for each person",
    (PERSON, BORN, SEX),
    _fill,
    ("p1,1984,female",),
    extra=(SYNTHETIC,),
    private=frozenset({"person_id", "birth_date"}),
)
