"""Finding what was named on the command line, or saying which names come nearest."""

from __future__ import annotations

from collections.abc import Mapping

from fairtrial.cli.errors import Refusal

_SHOWN = 3
_ALIKE = 65
"""Names less alike than this (0 to 100) are no help as a suggestion (our choice)."""


def named(what: str, name: str, known: Mapping[str, str], listing: str | None = None) -> str:
    """The id that ``name`` stands for, whatever its capitals; ``known`` maps each name to its id.

    Raises Refusal with the nearest names; ``listing`` is the command that shows them all, or else all names are given.
    """
    by_letters = {_letters(spelling): found for spelling, found in known.items()}
    if _letters(name) in by_letters:
        return by_letters[_letters(name)]
    near = nearest(name, list(known))
    hint = f"Did you mean {', '.join(near)}? " if near else ""
    every = (
        f"`{listing}` shows them all." if listing else f"There are: {', '.join(sorted(set(known.values())))}."
    )
    raise Refusal(f"no {what} is named '{name}'. {hint}{every}")


def nearest(name: str, known: list[str]) -> list[str]:
    """Up to three names: those that hold ``name``, then those spelt most like it."""
    from rapidfuzz import fuzz, process

    wanted = _letters(name)
    holding = sorted(spelling for spelling in known if wanted and wanted in _letters(spelling))
    alike = process.extract(
        name, known, scorer=fuzz.ratio, processor=_letters, limit=_SHOWN, score_cutoff=_ALIKE
    )
    return list(dict.fromkeys([*holding, *(spelling for spelling, _, _ in alike)]))[:_SHOWN]


def _letters(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())
