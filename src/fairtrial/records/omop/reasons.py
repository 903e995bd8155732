"""What reasons for stopping tell of a person beside the reason: each different text is read once."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.told_in_reason import told_in_reason

_TABLES = ("conditions", "context")


def told_in_reasons(exposures: pl.DataFrame, facts: Facts) -> dict[str, pl.DataFrame]:
    """Rows of conditions and context; a thought or act is of the day on which the use ended, where it is known."""
    texts = exposures["stop_reason"].drop_nulls().unique().to_list()
    told = [
        (table, {"stop_reason": text, **row}) for text in texts for table, row in told_in_reason(text, facts)
    ]
    day = pl.col("stopped_on_least").alias("on_least"), pl.col("stopped_on_most").alias("on_most")
    found = {}
    for name in _TABLES:
        rows = [row for table, row in told if table == name]
        if rows:
            whose = exposures.select("person_id", "record", "stop_reason", *day)
            found[name] = whose.join(pl.DataFrame(rows), on="stop_reason")
    return found
