"""The ranks that decide every status have one home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import fairtrial.records.notes

NOTES = Path(fairtrial.records.notes.__file__).parent
GIVE_A_RANK = {"becomes", "derived", "Cue"}
LOWEST = 5


def bare_ranks(text: str) -> Iterator[int]:
    """Lines on which a number stands where a step of ranks.py should."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare) and any(map(_is_rank, ast.walk(node.left))):
            yield from _numbers(node.comparators)
        elif isinstance(node, ast.Call) and _called(node) in GIVE_A_RANK:
            yield from _numbers(node.args)


def _is_rank(node: ast.AST) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr == "rank") or (
        isinstance(node, ast.Name) and node.id == "rank"
    )


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _numbers(nodes: list[ast.expr]) -> Iterator[int]:
    for node in nodes:
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value >= LOWEST:
            yield node.lineno
        elif isinstance(node, ast.IfExp):
            yield from _numbers([node.body, node.orelse])


def test_no_rank_stands_bare_in_the_code():
    """Name the step in ranks.py and say there what decides it."""
    found = {str(p.relative_to(NOTES)): list(bare_ranks(p.read_text("utf-8"))) for p in NOTES.rglob("*.py")}
    assert {file: lines for file, lines in found.items() if lines} == {}


def test_a_bare_rank_would_be_noticed():
    """The detector sees each way in which a rank is given or asked for."""
    for fault in (
        "r.rank >= 40",
        "rank < 40",
        "r.becomes('past', 48)",
        "derived('x', {}, 60 if a else b)",
        "Cue(a, b, c, 61)",
    ):
        assert list(bare_ranks(fault)) == [1]
