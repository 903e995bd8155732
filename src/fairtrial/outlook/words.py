"""The sentences of the outlook, from the YAML files beside this one."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Any

from fairtrial.facts.files import read

NOT_RECORDED = "not recorded"


@functools.cache
def sentences(name: str) -> dict[str, Any]:
    """All sentences of one file; read once."""
    return dict(read(files("fairtrial.outlook") / f"{name}.yaml"))


def amount(value: float, unit: str = "") -> str:
    """A number without needless digits.

    >>> amount(2.857, "weeks"), amount(1, "week"), amount(40.0)
    ('2.9 weeks', '1 week', '40')
    """
    return f"{round(value, 1):g}{' ' + unit if unit else ''}"


def between(least: float | None, most: float | None, unit: str) -> str:
    """Bounds in words.

    >>> between(2, 4.25, "weeks"), between(0, None, "weeks"), between(3, None, "weeks")
    ('2 to 4.2 weeks', 'not recorded', 'at least 3 weeks')
    """
    if not least and most is None:
        return NOT_RECORDED
    if most is None:
        return f"at least {amount(least or 0, unit)}"
    if least is None:
        return f"at most {amount(most, unit)}"
    same = round(least, 1) == round(most, 1)
    return amount(most, unit) if same else f"{amount(least)} to {amount(most, unit)}"


def listed(words: list[str]) -> str:
    """Words with commas and "and".

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""
