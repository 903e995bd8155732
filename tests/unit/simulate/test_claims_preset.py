"""Invented claims hold what definitions without scores ask for."""

from datetime import date

import polars as pl

from fairtrial.facts import load
from fairtrial.facts.claims import claims_definitions
from fairtrial.population import CohortSettings, examine_block
from fairtrial.population.claims.diagnoses import diagnoses
from fairtrial.population.once import one_row_per_person
from fairtrial.simulate.preset import preset
from fairtrial.simulate.run import block
from fairtrial.simulate.streams import Streams

FACTS = load()
AS_OF = date(2026, 1, 31)
PERSONS = 2000


def test_every_definition_says_yes_and_no():
    """Nothing is missing that would keep a definition from ever being met."""
    _, tables = block(preset("claims"), Streams(1, 0, PERSONS), AS_OF, FACTS)
    names = tuple(claims_definitions(FACTS))
    found = examine_block(one_row_per_person(tables), CohortSettings(AS_OF, names), FACTS).resistance
    for name in names:
        assert set(found[f"{name}|verdict"].unique().drop_nulls()) == {True, False}, name


def test_visits_are_coded_on_days_on_which_the_person_was_unwell():
    """So that a diagnosis says nothing of the course that scores would not."""
    life, tables = block(preset("claims"), Streams(1, 0, 200), AS_OF, FACTS)
    mild = min(b.least for b in FACTS.scales[preset("claims").scale].bands if b.severity != "none")
    unwell = life.severity.filter(pl.col("score") >= mild).select(
        "person_id", started_on_least=pl.col("on").cast(pl.Int32).cast(pl.Date)
    )
    again = tables["conditions"].filter(pl.col("record") != "c1")
    assert again.height > 0
    assert again.join(unwell, on=["person_id", "started_on_least"], how="anti").is_empty()
    depressed = diagnoses(tables["conditions"]).of_topics(["major_depression"])
    assert depressed.height == tables["conditions"].height
