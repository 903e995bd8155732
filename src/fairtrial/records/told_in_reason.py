"""Conditions to look at first, and suicidal thoughts or acts, that the words of a reason for stopping name."""

from __future__ import annotations

import functools
from typing import Any

from fairtrial.facts import Facts
from fairtrial.records.days import Days
from fairtrial.rules.safety import SUICIDALITY
from fairtrial.tables import NOTED

_LONGEST = 2000
"""Characters; a longer text is no reason (our choice)."""
Told = tuple[str, dict[str, Any]]
"""A history table, and the columns of a row in it that do not depend on whose it is and when."""


def told_in_reason(text: str, facts: Facts) -> tuple[Told, ...]:
    """The rows that the same words would give in a note: possible conditions, which are asked about, and context.

    What is denied, or only warned of, gives nothing.

    >>> from fairtrial.facts import load
    >>> [(table, row["topic"]) for table, row in told_in_reason("Switched to mania", load())]
    [('conditions', 'mania')]
    >>> told_in_reason("no mania", load())
    ()
    """
    return _told(text.strip(), facts) if 0 < len(text.strip()) <= _LONGEST else ()


@functools.lru_cache(maxsize=4096)
def _told(text: str, facts: Facts) -> tuple[Told, ...]:
    from fairtrial.records.notes import findings  # heavy, and few records give a reason

    found: dict[tuple[str, str], Told] = {}
    for each in findings(text, "", facts):
        asks = each.why.cue.startswith("mention.")
        if each.negated or each.left_open or each.experiencer == "other":
            continue
        if asks:
            row = {"topic": each.topic, "system": NOTED, "code": each.text, "certainty": "possible"}
            found.setdefault(("conditions", each.topic), ("conditions", row | {"status": "unknown"}))
        elif each.topic in SUICIDALITY:
            found.setdefault(("context", each.topic), ("context", {"topic": each.topic, "value": each.text}))
    return tuple(found.values())


def dated(told: tuple[Told, ...], stopped: Days) -> list[Told]:
    """The same rows: a thought or act is of the day of the stop, a condition of no day."""
    day = {"on_least": stopped[0], "on_most": stopped[1]}
    return [(table, row | (day if table == "context" else {})) for table, row in told]
