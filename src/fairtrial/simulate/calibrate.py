"""``python -m fairtrial.simulate.calibrate``: the thresholds at which each step reaches its remission share.

Prints one line per preset; a person copies the numbers into knowledge/simulate.
"""

from __future__ import annotations

import numpy as np

from fairtrial.facts import Facts, load
from fairtrial.simulate.course import course
from fairtrial.simulate.preset import Preset, preset, presets
from fairtrial.simulate.streams import Streams

PERSONS, SEED, ANY_DAY = 400_000, 20_260_131, 20_000


def thresholds(chosen: Preset, facts: Facts) -> list[float]:
    """Step by step: the quantile of the hidden tendency among those who enter."""
    found = chosen
    for step in range(len(chosen.steps)):
        entered = course(Streams(SEED, 0, PERSONS), found, facts, ANY_DAY).attempts[step]
        above = found.steps[step].remission_percent.value
        edge = float(np.quantile(entered.result.tendency, 1 - above / 100))
        found = _with_threshold(found, step, edge)
    return [round(step.remission_threshold.value, 4) for step in found.steps]


def _with_threshold(chosen: Preset, step: int, edge: float) -> Preset:
    number = chosen.steps[step].remission_threshold.model_copy(update={"value": edge})
    changed = chosen.steps[step].model_copy(update={"remission_threshold": number})
    return chosen.model_copy(update={"steps": [*chosen.steps[:step], changed, *chosen.steps[step + 1 :]]})


def main() -> None:
    """Print every preset's thresholds."""
    facts = load()
    for name in presets():
        print(name, *thresholds(preset(name), facts))


if __name__ == "__main__":
    main()
