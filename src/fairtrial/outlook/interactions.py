"""Pairs that do not go together: among what a person takes, and between a drug on offer and the record."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from fairtrial.facts import Facts
from fairtrial.facts.circumstances import Circumstance
from fairtrial.facts.interactions import Pair
from fairtrial.outlook.recorded import Recorded, names_drug, sourced, told
from fairtrial.outlook.things import Thing

AMONG_CURRENT, WITH_OFFERED = "FT601", "FT602"
_PRESENT = ("recorded", "possible")
_SEVERITIES = ("contraindicated", "caution", "monitor")


def among_current(recorded: Recorded, facts: Facts) -> list[dict[str, object]]:
    """Every pair of which both sides are in the record, graver ones first."""
    found = []
    for pair_id, pair in facts.pairs.items():
        for one, other in _both(pair, recorded):
            if pair.among_taken and "possible" in (one.state, other.state):
                continue  # two that are only perhaps still taken: their lines say so already
            found.append(
                {**_told(pair_id, pair, [one, other], AMONG_CURRENT), "between": [one.told, other.told]}
            )
    return sorted(found, key=_gravest)


def with_offered(drug: str, recorded: Recorded, facts: Facts) -> dict[str, object]:
    """``found``: pairs of an offered drug with what is recorded; ``not_recorded``: ids of pairs left open."""
    present: dict[str, list[Thing]] = {}
    silent: list[str] = []
    for pair_id, other in _pairs_of(drug, facts):
        things = [t for t in recorded.things(other) if t.key != f"drug:{drug}"]
        present.setdefault(pair_id, []).extend(t for t in things if t.state in _PRESENT)
        silent += [pair_id] if any(t.state == "not_recorded" for t in things) else []
    found = [
        _told(pair_id, facts.pairs[pair_id], list(dict.fromkeys(things)), WITH_OFFERED)
        for pair_id, things in present.items()
        if things
    ]
    open_ones = [pair_id for pair_id in dict.fromkeys(silent) if not present[pair_id]]
    return {"found": sorted(found, key=_gravest), "not_recorded": open_ones}


def between(one: str, other: str, facts: Facts) -> list[dict[str, object]]:
    """Pairs of two drugs, whoever takes them; graver ones first."""
    found = {
        pair_id: _told(pair_id, facts.pairs[pair_id], [], WITH_OFFERED)
        for pair_id, side in _pairs_of(one, facts)
        if names_drug(side, other, facts)
    }
    return sorted(found.values(), key=_gravest)


def _both(pair: Pair, recorded: Recorded) -> Iterator[tuple[Thing, Thing]]:
    """Two different things, one of each side, each two once; at least one of them is a medicine."""
    seen = set()
    for one in recorded.things(pair.one):
        for other in recorded.things(pair.other):
            two = frozenset((one.key, other.key))
            medicine = any(key.startswith(("drug:", "medicine:")) for key in two)
            if len(two) > 1 and two not in seen and medicine and {one.state, other.state} <= set(_PRESENT):
                seen.add(two)
                yield one, other


@functools.cache
def _pairs_of(drug: str, facts: Facts) -> list[tuple[str, Circumstance]]:
    """Pair id and the other side, for each side that names the drug."""
    return [
        (pair_id, other)
        for pair_id, pair in facts.pairs.items()
        if not pair.among_taken
        for side, other in ((pair.one, pair.other), (pair.other, pair.one))
        if names_drug(side, drug, facts)
    ]


def _told(pair_id: str, pair: Pair, things: list[Thing], rule: str) -> dict[str, object]:
    state = "recorded" if all(t.state == "recorded" for t in things) else "possible"
    return {
        "rule": rule, "pair": pair_id, "severity": pair.severity, "effect": pair.effect, "do": pair.do,
        "state": state, "because": told(things), **sourced(pair),
    }  # fmt: skip


def _gravest(pair: dict[str, object]) -> tuple[int, str]:
    return _SEVERITIES.index(str(pair["severity"])), str(pair["pair"])
