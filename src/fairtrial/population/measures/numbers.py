"""The numbers of the measures, from the knowledge."""

from __future__ import annotations

import functools

from fairtrial.facts import Facts
from fairtrial.facts.files import mapping
from fairtrial.facts.models import Setting


@functools.cache
def _settings(facts: Facts) -> dict[str, Setting]:
    return mapping(facts.folder / "measures" / "settings.yaml", Setting)


def number(facts: Facts, name: str) -> int:
    """The value of one setting. Raises KeyError when there is none."""
    return int(_settings(facts)[name].value)
