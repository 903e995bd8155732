"""Tables and lines on stdout: drawn with rich on a terminal, plain and never cut off when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import typer


def lines(*text: str) -> None:
    """Print each line."""
    for line in text:
        typer.echo(line)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; nothing is shortened."""
    body = [tuple(row) for row in rows]
    if sys.stdout.isatty():
        _drawn(columns, body)
    else:
        lines(*plain_table(columns, body))


def plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns padded to the longest cell, two blanks between them.

    >>> plain_table(["drug", "mg"], [["sertraline", "50"]])
    ['drug        mg', 'sertraline  50']
    """
    grid = [[" ".join(cell.split()) for cell in row] for row in (columns, *rows)]
    widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in grid
    ]


def _drawn(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    Console().print(drawn)
