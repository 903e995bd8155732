"""Limits beyond which a value of a row is not believed."""

from __future__ import annotations

import functools

from fairtrial.facts import Facts
from fairtrial.facts.files import mapping
from fairtrial.facts.models import Setting


@functools.lru_cache(maxsize=4)
def _limits(facts: Facts) -> dict[str, Setting]:
    return mapping(facts.folder / "codes" / "omop_limits.yaml", Setting)


def limit(name: str, facts: Facts) -> float:
    """A limit of knowledge/codes/omop_limits.yaml; the unit stands there. KeyError when there is none."""
    return _limits(facts)[name].value
