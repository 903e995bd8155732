"""Staging in words: each scheme with its range, and its items where it has any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.report.quantities import ends, interval
from fairtrial.report.words import label, words

Data = Mapping[str, Any]
_ROMAN = ("0", "I", "II", "III", "IV", "V")


@dataclass(frozen=True)
class Stage:
    """One staging scheme."""

    name: str
    value: str
    sentence: str
    items: Sequence[tuple[str, str]]
    sources: Sequence[str]


def stages_of(data: Data) -> list[Stage]:
    """Maudsley, Thase-Rush and the count of adequate trials."""
    staging = data["staging"]
    maudsley = staging["maudsley"]
    band = f" ({maudsley['band']})" if maudsley["band"] else ""
    items = [(label("staging_items", name), interval(value)) for name, value in maudsley["items"].items()]
    return [
        _stage("maudsley", interval(maudsley["total"], "points") + band, items, maudsley["sources"]),
        _stage(
            "thase_rush", _thase_rush(staging["thase_rush"]["stage"]), [], staging["thase_rush"]["sources"]
        ),
        _stage(
            "athf",
            _trials(staging["athf"]["adequate_trials"]),
            [],
            staging["athf"]["sources"],
        ),
    ]


def pathways_of(data: Data) -> list[tuple[str, str]]:
    """What the tried medicines act on, by how fair the trials were; empty groups are left out."""
    tried = data["staging"]["pathways_tried"]
    return [
        (label("pathway_groups", group), ", ".join(tried[group]))
        for group in words()["pathway_groups"]
        if tried[group]
    ]


def _trials(number: Data) -> str:
    return "1 adequate trial" if set(ends(number)) == {1} else interval(number, "adequate trials")


def _stage(scheme: str, value: str, items: Sequence[tuple[str, str]], sources: Sequence[str]) -> Stage:
    found = words()["staging"][scheme]
    return Stage(found["name"], value, found["sentence"], items, sources)


def _thase_rush(stage: Data) -> str:
    """Stages in Roman numerals.

    >>> _thase_rush({"least": 1, "most": 2}), _thase_rush({"least": 0, "most": 0})
    ('stage I to II', 'stage 0')
    """
    least, most = (None if end is None else _ROMAN[int(end)] for end in ends(stage))
    if least is None and most is None:
        return str(words()["not_recorded"])
    if least is None or most is None:
        return f"at least stage {least}" if least is not None else f"at most stage {most}"
    return f"stage {least}" if least == most else f"stage {least} to {most}"
