"""Text: the review for a terminal, plain and 100 columns wide or in rich's styles, saying the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO
from typing import TYPE_CHECKING, Any

from fairtrial.report.blocks import Block, Line, Lines
from fairtrial.report.outline import blocks_of, glance_blocks_of
from fairtrial.report.quantities import shown
from fairtrial.report.view import view_of

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Data = Mapping[str, Any]
WIDTH = 100


def text_of(data: Data, *, full: bool = True) -> str:
    """The review as plain text, no line longer than 100 columns but for a word that is longer itself.

    Without ``full`` only what was found at a glance.
    """
    from rich.console import Console

    out = StringIO()
    print_rich(
        data,
        Console(
            file=out, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False, emoji=False
        ),
        full=full,
    )
    return "\n".join(row.rstrip() for row in out.getvalue().splitlines()) + "\n"


def print_rich(data: Data, console: Console, *, full: bool = True) -> None:
    """The review on a terminal; without ``full`` only what was found at a glance."""
    view = view_of(data)
    for block in blocks_of(view) if full else glance_blocks_of(view):
        for piece in _rendered(block):
            console.print(piece, soft_wrap=False, highlight=False, markup=False, emoji=False)


def _rendered(block: Block) -> Iterator[RenderableType]:
    from rich.text import Text

    if block.heading:
        yield Text(f"\n{shown(block.heading)}", style="bold reverse" if block.alarm else "bold")
        yield Text(
            ("!" if block.alarm else "─") * min(len(block.heading), WIDTH),
            style="bold" if block.alarm else "dim",
        )
    for content in block.contents:
        yield _table(content) if isinstance(content, Lines) else _line(content)


def _line(content: Line) -> RenderableType:
    """A line with its hanging mark: what wraps stays indented."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=0)
    grid.add_column(width=len(content.mark), no_wrap=True)
    grid.add_column(overflow="fold")
    words = Text(shown(content.words), style="bold" if content.strong else "")
    grid.add_row(Text(content.mark), words)
    return grid if content.mark else words


def _table(content: Lines) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in content.headers:
        table.add_column(Text(header), overflow="fold")
    for row in content.rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    return table
