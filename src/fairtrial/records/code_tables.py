"""Procedure codes and what they mean: whole codes, and codes that stand for all that begin with them."""

from __future__ import annotations

import functools

from fairtrial.facts import Facts

CodeTable = tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]


@functools.lru_cache(maxsize=4)
def therapies_of_codes(facts: Facts) -> CodeTable:
    """Exact procedure codes and code prefixes -> therapy, or drug that is given; dots in codes do not matter."""
    exact: dict[tuple[str, str], str] = {}
    prefix: dict[tuple[str, str], str] = {}
    for system, code, match, therapy in facts.procedure_codes.select(
        "system", "code", "match", "therapy"
    ).rows():
        (exact if match == "exact" else prefix)[system, _plain(code)] = therapy
    return exact, prefix


def matched(table: CodeTable, system: str, code: str) -> str | None:
    """The meaning of a code: exact, or else by its longest listed prefix."""
    exact, prefix = table
    plain = _plain(code)
    if (system, plain) in exact:
        return exact[system, plain]
    lengths = range(len(plain), 0, -1)
    return next((prefix[system, plain[:n]] for n in lengths if (system, plain[:n]) in prefix), None)


def _plain(code: str) -> str:
    return code.replace(".", "").strip().upper()
