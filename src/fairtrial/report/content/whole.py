"""The whole review of one person as one dict."""

from __future__ import annotations

import functools
import hashlib
from importlib.metadata import version
from importlib.resources.abc import Traversable
from typing import Any

from fairtrial.facts import Facts
from fairtrial.findings import Findings
from fairtrial.report.content import person
from fairtrial.report.content.options import next_steps
from fairtrial.report.content.questions import questions
from fairtrial.report.content.reasons import genes, pathway_grid, reasons
from fairtrial.report.content.resistance import resistance
from fairtrial.report.content.staging import staging
from fairtrial.report.content.trials import trials

SCHEMA = "fairtrial.review/1"
_CITES, _HOLDS = ("source", "sources"), (dict, list)


def review_dict(found: Findings, facts: Facts) -> dict[str, object]:
    """Everything a report says about the one person in ``found``."""
    body: dict[str, object] = {
        "schema": SCHEMA,
        "as_of": found.as_of.isoformat(),
        "versions": {
            "fairtrial": _version(),
            "knowledge": edition(facts),
            "dose_list": found.dose_list,
        },
        "person": person.person(found),
        "episode": person.episode(found),
        "trials": trials(found, facts),
        "never_taken": person.never_taken(found),
        "therapies": person.therapies(found),
        "scores": person.scores(found, facts),
        "conditions": person.conditions(found, facts),
        "context": person.context(found),
        "resistance": resistance(found),
        "staging": staging(found, facts),
        "safety": person.safety(found),
        "reasons": reasons(found, facts),
        "pathway_grid": pathway_grid(found, facts),
        "genotype": genes(found, facts),
        **next_steps(found, facts),
        "questions": questions(found, facts),
        "not_understood": _not_understood(found),
        "records": record_list(found),
    }
    return {**body, "sources": cited_sources(body, facts)}


@functools.cache
def _version() -> str:
    return version("fairtrial")


def _not_understood(found: Findings) -> list[dict[str, object]]:
    keys = ["record", "file", "place", "field", "problem", "left_out"]
    rows = found.history.problems.unique(maintain_order=True).sort(
        "file", "place", "field", "problem", nulls_last=True
    )
    return rows.select(keys).to_dicts()


def record_list(found: Findings) -> dict[str, dict[str, object]]:
    """Record id -> where it is, what it says and what became of it."""
    rows = found.history.records.sort("record").select("record", "file", "place", "kind", "words", "became")
    return {str(r.pop("record")): r for r in rows.to_dicts()}


def cited_sources(body: dict[str, object], facts: Facts) -> dict[str, object]:
    """The sources that the body names, once each."""
    known = _sources(facts)
    return {s: dict(known[s]) for s in sorted(_named(body) & known.keys())}


@functools.cache
def _sources(facts: Facts) -> dict[str, dict[str, object]]:
    shown = {"what", "locator", "version", "grade"}
    return {name: source.model_dump(include=shown) for name, source in facts.sources.items()}


def _named(body: dict[str, object]) -> set[str]:
    """All ids that stand in a list called source or sources, at any depth; records cite none."""
    found: set[str] = set()
    waiting: list[Any] = [{key: part for key, part in body.items() if key != "records"}]
    while waiting:
        value = waiting.pop()
        if type(value) is list:
            waiting += [each for each in value if type(each) in _HOLDS]
            continue
        for name, each in value.items():
            if name in _CITES:
                found.update(each)
            elif type(each) in _HOLDS:
                waiting.append(each)
    return found


_EDITIONS: dict[int, str] = {}


def edition(facts: Facts) -> str:
    """Twelve hex digits that change whenever any knowledge file changes."""
    if id(facts) not in _EDITIONS:
        _EDITIONS[id(facts)] = _digest(facts.folder)
    return _EDITIONS[id(facts)]


def _digest(folder: Traversable) -> str:
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Traversable) -> list[Traversable]:
    entries = sorted(folder.iterdir(), key=lambda p: p.name)
    return [f for e in entries for f in (_files(e) if e.is_dir() else [e])]
