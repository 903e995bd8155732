"""``python -m fairtrial.facts.check``: is the knowledge sound?

Prints each problem with file, fault and remedy and exits with 1 if there is any. ``--counts`` prints how
many values of each standing ship, per kind of file. ``--folder`` checks another folder of the same layout.
"""

from __future__ import annotations

import argparse
import functools
import inspect
import sys
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

import polars as pl
import yaml

from fairtrial.facts import (
    check_circumstances,
    check_claims,
    check_codes,
    check_letter,
    check_options,
    check_pgx,
    check_plain,
    check_policies,
    check_values,
)
from fairtrial.facts.check_sources import (
    STANDINGS,
    count_by_standing,
    repeated_keys,
    standings_and_sources,
    uncited_sources,
)
from fairtrial.facts.load import Facts, KnowledgeError
from fairtrial.facts.problem import Problem

CHECKS: tuple[Callable[[Facts], list[Problem]], ...] = (
    check_values.drug_references,
    check_values.drug_doses,
    check_values.drug_names_and_codes,
    check_values.scale_bands,
    check_values.scale_values,
    check_values.scale_names_and_codes,
    check_values.topic_words,
    check_values.definition_values,
    check_claims.claims,
    check_codes.condition_codes,
    check_codes.procedure_codes,
    check_codes.products,
    check_codes.stop_reason_codes,
    check_circumstances.circumstances,
    check_circumstances.medicines,
    check_circumstances.switches,
    check_options.options,
    check_options.expectation,
    check_policies.policies,
    check_plain.plain_texts,
    check_plain.lessons,
    check_letter.letters,
    check_pgx.genes,
    check_pgx.recommendations,
)
"""Every check of loaded facts."""
UNREADABLE = (OSError, ValueError, TypeError, AttributeError, yaml.YAMLError, pl.exceptions.PolarsError)
"""What a damaged file can raise while it loads."""


def shipped() -> Path:
    """The knowledge folder of this package."""
    return Path(str(files("fairtrial") / "knowledge"))


def problems(folder: Path) -> list[Problem]:
    """Every problem of a knowledge folder. What does not load is reported alone: the rest builds on it."""
    facts = Facts(folder)
    unloadable = loading(facts)
    if unloadable:
        return unloadable
    known = set(facts.sources)
    found = repeated_keys(folder) + standings_and_sources(folder, known) + uncited_sources(folder, known)
    return sorted(found + [problem for check in CHECKS for problem in check(facts)])


def loading(facts: Facts) -> list[Problem]:
    """Kinds of knowledge that do not load, whatever the fault."""
    found = []
    for kind in dir(Facts):
        if isinstance(inspect.getattr_static(Facts, kind), functools.cached_property):
            try:
                getattr(facts, kind)
            except KnowledgeError as error:
                found.append(Problem(kind, str(error).rstrip("."), "The other checks run when this loads"))
            except UNREADABLE as error:
                found.append(Problem(kind, f"does not load ({type(error).__name__})", "Compare it with git"))
    return found


def counts_table(folder: Path) -> str:
    """How many values of each standing each kind of file holds, as lines of text."""
    counts = count_by_standing(folder)
    total = [sum(counts[kind][standing] for kind in counts) for standing in STANDINGS]
    rows = [(kind, [count[standing] for standing in STANDINGS]) for kind, count in sorted(counts.items())]
    head = _line("file", STANDINGS)
    return "\n".join([head, *(_line(kind, numbers) for kind, numbers in rows), _line("all", total)])


def main(arguments: list[str] | None = None) -> int:
    """Run the checks; the exit code is 1 when there is any problem."""
    parser = argparse.ArgumentParser(
        prog="python -m fairtrial.facts.check", description="Check the knowledge."
    )
    parser.add_argument("--counts", action="store_true", help="print how many values of each standing ship")
    parser.add_argument("--folder", type=Path, default=shipped(), help="another knowledge folder")
    chosen = parser.parse_args(arguments)
    found = problems(chosen.folder)
    print(*found, sep="\n", end="\n" if found else "")
    if chosen.counts:
        print(counts_table(chosen.folder))
    print(f"{len(found)} problems in the knowledge." if found else "The knowledge is sound.")
    return 1 if found else 0


def _line(kind: str, cells: Iterable[object]) -> str:
    return f"{kind:32}" + "".join(f"{cell!s:>12}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
