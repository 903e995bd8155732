"""Checks of every knowledge file as it is written: keys given twice, standings, unknown sources.

These read the files without their models, so that a new kind of file is checked from its first day.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import yaml

from fairtrial.facts.models import Standing
from fairtrial.facts.problem import Problem

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # safe either way
STANDINGS: tuple[str, ...] = get_args(Standing)
CITED_BY_RULES = frozenset({"ATHFBLOG", "THASER"})
"""Sources of rules whose numbers are in no knowledge file."""
_WORD = re.compile(r"\w+")
Claim = tuple[str, dict[str, Any]]
"""A place within a file, and the mapping or row there that states a standing or a source."""


def yaml_files(folder: Path) -> list[Path]:
    """Every YAML file of the knowledge folder but the list of sources itself."""
    return [path for path in sorted(folder.rglob("*.yaml")) if path.name != "sources.yaml"]


def csv_files(folder: Path) -> list[Path]:
    """Every CSV file of the knowledge folder."""
    return sorted(folder.rglob("*.csv"))


def repeated_keys(folder: Path) -> list[Problem]:
    """Keys given twice in one mapping: YAML would silently keep the last."""
    found = []
    for path in [*yaml_files(folder), folder / "sources.yaml"]:
        for key, line in _repeated(yaml.compose(path.read_text("utf-8"), _LOADER)):
            where = f"{path.relative_to(folder)}, line {line}"
            found.append(Problem(where, f"the key '{key}' is given twice", "Keep one of them"))
    return found


def standings_and_sources(folder: Path, known: set[str]) -> list[Problem]:
    """Unknown standings, 'seen' without a source, and source ids that sources.yaml does not list."""
    found: list[Problem] = []
    for path in [*yaml_files(folder), *csv_files(folder)]:
        for place, claim in claims(path):
            where = f"{path.relative_to(folder)}, {place}"
            found += _faults(where, claim, known)
    return found


def uncited_sources(folder: Path, known: set[str]) -> list[Problem]:
    """Sources that no file of the knowledge names, beside a value or in a sentence: nothing rests on them."""
    named = {
        word
        for path in [*yaml_files(folder), *csv_files(folder)]
        for word in _WORD.findall(path.read_text("utf-8"))
    }
    told = "nothing cites it", "Remove it, or name it beside what was read there"
    return [Problem(f"sources.yaml, {name}", *told) for name in sorted(known - named - CITED_BY_RULES)]


def claims(path: Path) -> Iterator[Claim]:
    """Every mapping or row of a file that states a standing or a source."""
    if path.suffix == ".csv":
        yield from _rows(path)
    else:
        yield from _mappings(yaml.load(path.read_text("utf-8"), _LOADER), "")


def count_by_standing(folder: Path) -> dict[str, Counter[str]]:
    """Kind of file -> how many of its values have each standing."""
    counts: dict[str, Counter[str]] = {}
    for path in [*yaml_files(folder), *csv_files(folder)]:
        inside = path.relative_to(folder)
        kind = inside.parts[0] if len(inside.parts) > 1 and inside.suffix == ".yaml" else str(inside)
        kind = str(inside) if inside.parts[0] == "codes" else kind
        for _, claim in claims(path):
            if claim.get("standing"):
                counts.setdefault(kind, Counter())[str(claim["standing"])] += 1
    return counts


def _faults(where: str, claim: dict[str, Any], known: set[str]) -> Iterator[Problem]:
    sources = [*_listed(claim.get("source")), *_listed(claim.get("sources"))]
    for source in sources:
        if source not in known:
            yield Problem(where, f"source '{source}' is not in sources.yaml", "Add it there or mend the id")
    standing = claim.get("standing")
    if standing is not None and standing not in STANDINGS:
        yield Problem(where, f"standing '{standing}' is unknown", f"Use one of {', '.join(STANDINGS)}")
    if standing == "seen" and not sources:
        yield Problem(where, "'seen' names no source", "Name the source that was read, or write 'unverified'")


def _listed(value: object) -> list[str]:
    """Ids of a YAML list or of a CSV cell; other things under the same key are not ids."""
    if isinstance(value, str):
        return [part for part in value.split("|") if part]
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _mappings(data: object, place: str) -> Iterator[Claim]:
    if isinstance(data, dict):
        if {"standing", "source", "sources"} & data.keys():
            yield place.lstrip(".") or "top", data
        for key, value in data.items():
            yield from _mappings(value, f"{place}.{key}")
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _mappings(value, f"{place}.{index}")


def _rows(path: Path) -> Iterator[Claim]:
    with path.open(newline="", encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            yield f"row {number}", dict(row)


def _repeated(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        keys = Counter(str(key.value) for key, _ in node.value)
        seen = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
        yield from ((key, seen[key]) for key, times in keys.items() if times > 1)
        for _, value in node.value:
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated(value)
