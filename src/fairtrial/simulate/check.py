"""``python -m fairtrial.simulate.check``: do the invented lives keep to the published numbers they are
built on?

Prints each gate with what was wanted and found, and exits with 1 when one fails. Arms are not ranked
against each
other (gate d): adders had tolerated the drug before and switchers often had not, so their shares cannot be
compared.
"""

from __future__ import annotations

import argparse
import math
import sys
from dataclasses import dataclass

from fairtrial.facts import Facts, load
from fairtrial.simulate.course import Attempt, course
from fairtrial.simulate.preset import Preset, preset
from fairtrial.simulate.streams import Streams

PERSONS, SEED, ANY_DAY = 20_000, 1, 20_000


@dataclass(frozen=True)
class Gate:
    """One figure in percent: what it is, what it may be, and what was found."""

    gate: str
    figure: str
    least: float
    most: float
    found: float

    @property
    def holds(self) -> bool:
        """Whether the figure lies within its bounds."""
        return self.least <= self.found <= self.most


def gates(persons: int = PERSONS, seed: int = SEED, facts: Facts | None = None) -> list[Gate]:
    """Every gate; steps are judged with nobody dropping out, which leaves enough people in the later ones."""
    known = facts or load()
    stard, hrsd, pessimistic = preset("stard"), preset("stard-hrsd"), preset("pessimistic")
    stayed = _attempts(_nobody_leaves(stard), persons, seed, known)
    shares = [_percent(attempt) for attempt in stayed]
    wanted = [step.remission_percent.value for step in stard.steps]
    observed = _observed(_attempts(stard, persons, seed, known), persons)
    poor = _observed(_attempts(pessimistic, persons, seed, known), persons)
    rated = _percent(_attempts(hrsd, persons, seed, known)[0])
    found = [
        Gate("a", f"remission at step {n}", aim - 1.5, aim + 1.5, share)
        for n, (aim, share) in enumerate(zip(wanted, shares, strict=True), start=1)
    ]
    product = 100 * (1 - math.prod(1 - share / 100 for share in shares))
    return [
        *found,
        Gate("b", "remission if nobody left", 65, 69, product),
        Gate("c", "remission observed, with drop-out", 49.5, 51.5, observed),
        Gate("e", "remission observed, pessimistic", 33.5, 36.5, poor),
        Gate("f", "remission at step 1, clinician-rated", 26.5, 29.5, rated),
        Gate("f", "self-rated above clinician-rated", 0, 100, shares[0] - rated),
    ]


def _attempts(chosen: Preset, persons: int, seed: int, facts: Facts) -> list[Attempt]:
    return course(Streams(seed, 0, persons), chosen, facts, ANY_DAY).attempts


def _nobody_leaves(chosen: Preset) -> Preset:
    all_go_on = [
        step.model_copy(
            update={"continues_percent": step.continues_percent.model_copy(update={"value": 100.0})}
        )
        for step in chosen.steps
    ]
    return chosen.model_copy(update={"steps": all_go_on})


def _percent(attempt: Attempt) -> float:
    return 100 * float(attempt.result.remits.mean())


def _observed(attempts: list[Attempt], persons: int) -> float:
    return 100 * sum(int(attempt.result.remits.sum()) for attempt in attempts) / persons


def main(arguments: list[str] | None = None) -> int:
    """Print the gates; the exit code is 1 when one does not hold."""
    parser = argparse.ArgumentParser(
        prog="python -m fairtrial.simulate.check", description="Check the simulator."
    )
    parser.add_argument("--persons", type=int, default=PERSONS)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args(arguments)
    found = gates(chosen.persons, chosen.seed)
    for gate in found:
        word = "holds" if gate.holds else "FAILS"
        print(
            f"{gate.gate}  {gate.figure:<40} {gate.found:6.1f} %  ({gate.least:g} to {gate.most:g})  {word}"
        )
    return 0 if all(gate.holds for gate in found) else 1


if __name__ == "__main__":
    sys.exit(main())
