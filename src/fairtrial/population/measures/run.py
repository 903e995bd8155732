"""A measure over any source: one person's folder, a bulk export, history tables or an OMOP database."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from fairtrial.facts import Facts, load
from fairtrial.population.fhir_source import FhirSource, is_bulk_fhir
from fairtrial.population.measures.answer import Measured
from fairtrial.population.measures.cms128 import cms128
from fairtrial.population.measures.cms159 import cms159
from fairtrial.population.measures.codes import Codes, codes
from fairtrial.population.measures.events import Events
from fairtrial.population.measures.from_fhir import from_fhir
from fairtrial.population.measures.from_history import from_history
from fairtrial.population.opening import open_source
from fairtrial.population.settings import PERSONS_PER_BLOCK
from fairtrial.records.errors import ReadError
from fairtrial.records.fhir import load_json
from fairtrial.records.fhir.entries import entries
from fairtrial.records.inputs import input_files

MEASURES = {"cms128": cms128, "cms159": cms159}


def measure(
    name: str,
    source: str | Path,
    start: date,
    end: date,
    *,
    valuesets: Path | None = None,
    facts: Facts | None = None,
) -> Measured:
    """The measure ``name`` (cms128 or cms159) for everybody in ``source``.

    Raises ReadError when the source or a value set cannot be read, or when the period ends before it starts.
    """
    if end < start:
        raise ReadError("period", "it ends before it starts", "Give --start and --end in this order.")
    known = facts or load()
    chosen = codes(known, valuesets)
    parts = [MEASURES[name](events, start, end, known) for events in _events(name, source, chosen, known)]
    if not parts:
        raise ReadError(
            Path(source).name, "it holds nobody", "Name a folder with the records of at least one person."
        )
    return Measured(name, parts[0].rates, pl.concat([p.persons for p in parts]), parts[0].assumed)


def _events(name: str, source: str | Path, chosen: Codes, facts: Facts) -> Iterator[Events]:
    path = Path(source)
    with tempfile.TemporaryDirectory(prefix="fairtrial-") as work:
        if is_bulk_fhir(path):
            yield from (from_fhir(part, chosen, name) for part in _bulk(path, Path(work), facts))
        elif _is_fhir(path):
            yield from_fhir(_resources(path), chosen, name)
        else:
            opened = open_source(source, Path(work), facts)
            for extent in opened.plan(PERSONS_PER_BLOCK).extents:
                yield from_history(opened.read(extent), chosen, facts)


def _is_fhir(path: Path) -> bool:
    if path.is_dir():
        return any(p.suffix == ".json" for p in path.iterdir())
    return path.is_file() and path.suffix in (".json", ".ndjson")


def _bulk(folder: Path, work: Path, facts: Facts) -> Iterator[list[dict[str, Any]]]:
    """The resources of some persons at a time; every resource of a person is in one part."""
    source = FhirSource(folder, work, facts)
    source.plan(PERSONS_PER_BLOCK)
    for part in sorted(work.glob("part-*/*.ndjson")):
        with part.open("rb") as lines:
            yield [orjson.loads(line) for line in lines]


def _resources(path: Path) -> list[dict[str, Any]]:
    """Every FHIR resource below ``path``, once: a resource alone and in a Bundle is one. Other files are
    left alone. Raises ReadError for a file or folder that cannot be opened: somebody would be missing."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for number, file in enumerate(input_files((path,))):
        fhir = Path(file.name).suffix in (".json", ".ndjson")
        if file.unusable and (fhir or (file.path is not None and file.path.is_dir())):
            raise ReadError(file.name, file.unusable, file.remedy)
        if fhir:
            for place, entry in enumerate(entries(load_json(file.data, file.name))):
                found.setdefault((entry.kind, entry.id or f"{number}-{place}"), entry.resource)
    return list(found.values())
