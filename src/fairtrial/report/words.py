"""Words: the labels and sentences that every report uses, from words.yaml beside this file."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from fairtrial.facts.files import read


@functools.cache
def words() -> dict[str, Any]:
    """All words of the report; read once."""
    return dict(_read("words.yaml"))


@functools.cache
def picture_numbers() -> dict[str, float]:
    """Numbers of the timeline picture by name; unit and reason stand in picture.yaml."""
    return {name: entry["value"] for name, entry in _read("picture.yaml").items()}


def label(group: str, key: str | None) -> str:
    """The word for `key` in a group; a key without a word is shown as it is, with spaces.

    >>> label("roles", "cross_taper")
    'overlap while changing from one medicine to another'
    >>> label("roles", None)
    'not recorded'
    """
    if key is None:
        return str(words()["not_recorded"])
    found = words()[group].get(key)
    if found is None:
        return key.replace("_", " ")
    return (
        str(found["label"] if "label" in found else found["word"]) if isinstance(found, dict) else str(found)
    )


def sentence(group: str, key: str) -> str:
    """The sentence for `key`, or nothing where the key has none.

    >>> sentence("states", "unrated")
    'No score or statement says whether the medicine helped, so the result is not known.'
    """
    found = words()[group].get(key)
    return str(found["sentence"]) if isinstance(found, dict) and "sentence" in found else ""


def state_of(trial: Mapping[str, Any]) -> tuple[str, str]:
    """Group and key of the words for a trial's state: a response that was lost is told as lost.

    >>> label(*state_of({"state": "response", "lost_response": "yes"}))
    'helped, then stopped helping'
    """
    lost = trial["state"] == "response" and trial.get("lost_response") == "yes"
    return ("lost" if lost else "states"), str(trial["state"])


def option_words(group: str, key: str) -> str:
    """The words for ``key`` in a group of the words of options.

    >>> option_words("states", "not_recorded")
    'not recorded'
    """
    return str(words()["options"][group][key])


def verdict(value: str) -> str:
    """A verdict as symbol and word, so that it never rests on colour.

    >>> verdict("unknown")
    '? unknown'
    """
    found = words()["verdicts"][value]
    return f"{found['symbol']} {found['word']}"


def _read(name: str) -> Any:
    return read(files("fairtrial.report") / name)
