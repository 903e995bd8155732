"""Limits beyond which a value of a row is not believed."""

from __future__ import annotations

import functools

import yaml

from fairtrial.facts import Facts
from fairtrial.facts.models import Setting


@functools.lru_cache(maxsize=4)
def _limits(facts: Facts) -> dict[str, Setting]:
    stored = yaml.safe_load((facts.folder / "codes" / "omop_limits.yaml").read_text("utf-8"))
    return {name: Setting.model_validate(value) for name, value in stored.items()}


def limit(name: str, facts: Facts) -> float:
    """A limit of knowledge/codes/omop_limits.yaml; the unit stands there. KeyError when there is none."""
    return _limits(facts)[name].value
