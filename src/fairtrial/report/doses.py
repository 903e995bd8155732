"""What stands where the highest dose held long enough is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairtrial.report.quantities import interval
from fairtrial.report.words import words


def dose_told(treatment: Mapping[str, Any]) -> str:
    """Doses that records name without saying how long each was held; else that none is recorded.

    >>> dose_told({"dose_steps": [{"dose_mg_per_day": {"least": 20, "most": 20}}]})
    '20 mg named, not known for how long'
    >>> dose_told({"dose_steps": []})
    'dose not recorded'
    """
    named = [interval(step["dose_mg_per_day"], "mg", missing="") for step in treatment.get("dose_steps", [])]
    told = ", ".join(dict.fromkeys(filter(None, named)))
    return str(words()["dose_named"]).format(told) if told else str(words()["dose_not_recorded"])
