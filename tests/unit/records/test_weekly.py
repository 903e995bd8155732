"""Ninety milligrams of fluoxetine a week are no firm underdose."""

import polars as pl

from fairtrial.facts import load
from fairtrial.records.rows import Rows
from fairtrial.records.weekly import with_weekly_doses


def test_only_the_weekly_product_may_be_as_much_as_the_daily_dose():
    rows = Rows()
    for drug, least, most in (
        ("fluoxetine", 12.857143, 12.857143),
        ("fluoxetine", 10.0, 10.0),
        ("fluoxetine", None, None),
        ("sertraline", 12.857143, 12.857143),
    ):
        rows.add("uses", person_id="p", drug=drug, dose_mg_per_day_least=least, dose_mg_per_day_most=most)
    found = with_weekly_doses(rows.history(), load()).uses
    assert found["dose_mg_per_day_most"].to_list() == [20.0, 10.0, None, 12.857143]
    assert found.select(pl.col("dose_mg_per_day_least")).to_series().to_list() == [
        12.857143,
        10.0,
        None,
        12.857143,
    ]
