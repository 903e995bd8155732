"""Some columns of a small table, row by row: quicker for one person than a query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl


def rows_of(frame: pl.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The values of ``columns``, row by row.

    >>> list(rows_of(pl.DataFrame({"a": [1, 2], "b": [3, 4]}), "b", "a"))
    [(3, 1), (4, 2)]
    """
    return zip(*(frame.get_column(name).to_list() for name in columns), strict=True)
