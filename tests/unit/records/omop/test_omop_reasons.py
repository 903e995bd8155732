"""What reasons for stopping tell beside the reason."""

from datetime import date

import polars as pl

from fairtrial.facts import load
from fairtrial.records.omop.reasons import told_in_reasons


def test_reasons_tell_of_mania_and_suicidal_thoughts():
    """Every row with such words gives its own row; a denial and other words give none."""
    rows = pl.DataFrame({
        "person_id": ["1", "2", "2", "3", "4"],
        "record": ["a", "b", "c", "d", "e"],
        "stop_reason": ["switched to mania", "suicidal ideation", "no mania", None, "switched to mania"],
        "stopped_on_least": [date(2024, 1, 2)] * 5,
        "stopped_on_most": [date(2024, 1, 2)] * 5,
    })  # fmt: skip
    told = told_in_reasons(rows, load())
    assert sorted(told["conditions"].select("record", "topic", "certainty").rows()) == [
        ("a", "mania", "possible"),
        ("e", "mania", "possible"),
    ]
    assert told["context"].select("person_id", "topic", "on_most").rows() == [
        ("2", "suicidal_ideation", date(2024, 1, 2))
    ]
    assert told_in_reasons(rows.filter(pl.col("record") == "c"), load()) == {}
