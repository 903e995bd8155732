"""A whole simulation: block by block into a new folder that appears only when it is complete."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from fairtrial.facts import Facts, load
from fairtrial.simulate.complete import Tables, complete
from fairtrial.simulate.course import course
from fairtrial.simulate.forms import FORMS, Marked
from fairtrial.simulate.judged import judged_trials, verdicts
from fairtrial.simulate.kept import kept
from fairtrial.simulate.life import Life, lived
from fairtrial.simulate.preset import Preset, preset
from fairtrial.simulate.streams import Streams
from fairtrial.simulate.truth import truth
from fairtrial.timeline.day_numbers import day_number
from fairtrial.whole_files import given

MOST_PERSONS = 100_000_000
"""More would fill any disk at hand."""
MOST_SEED = 2**63 - 1
_FOLDER_MODE = 0o777
Progress = Callable[[int], None]


class SimulationRefused(ValueError):
    """What was asked cannot be done; the message says what and what to do."""


@dataclass(frozen=True)
class Plan:
    """What to simulate. ``everything``: records that leave nothing out, instead of what the preset keeps.
    ``verdicts``: also what is true of every trial and under every definition, worked out person by person.
    """

    folder: Path
    persons: int
    preset: str = "stard"
    form: str = "tables"
    seed: int = 1
    review_on: date = date(2026, 1, 31)
    everything: bool = False
    verdicts: bool = False
    persons_per_block: int = 100_000


def simulate(plan: Plan, progress: Progress = lambda persons: None, facts: Facts | None = None) -> None:
    """Write ``records/`` and, beside it so that no reader takes it for records, ``truth/``. Raises
    SimulationRefused; then nothing is left behind.
    """
    known = facts or load()
    _check(plan)
    try:
        plan.folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=plan.folder.parent, prefix=".fairtrial-"))
        try:
            _fill(unfinished, plan, progress, known)
            _put_in_place(unfinished, plan.folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise SimulationRefused(f"{plan.folder} cannot be written ({why}). Name another folder.") from None


def _fill(folder: Path, plan: Plan, progress: Progress, facts: Facts) -> None:
    (folder / "records").mkdir()
    for number, (life, tables) in enumerate(blocks(plan, facts)):
        FORMS[plan.form](folder / "records", number, tables, facts)
        write_truth(folder / "truth", number, life)
        if plan.verdicts:
            write_verdicts(folder / "truth", number, life, plan, facts)
        progress(life.people.height)
    Marked(plan.preset, plan.seed, plan.persons, plan.review_on, plan.everything).write(folder, plan.form)


def _put_in_place(unfinished: Path, folder: Path) -> None:
    """An empty folder that is there already is replaced."""
    unfinished.chmod(given(_FOLDER_MODE))
    if folder.exists():
        folder.rmdir()
    os.replace(unfinished, folder)


def blocks(plan: Plan, facts: Facts) -> Iterator[tuple[Life, Tables]]:
    """Truth and records of one block of persons after the other."""
    chosen = preset(plan.preset)
    for first in range(0, plan.persons, plan.persons_per_block):
        count = min(plan.persons_per_block, plan.persons - first)
        yield block(chosen, Streams(plan.seed, first, count), plan.review_on, facts, plan.everything)


def block(
    chosen: Preset, streams: Streams, review_on: date, facts: Facts, everything: bool = False
) -> tuple[Life, Tables]:
    """Truth and records of the persons of ``streams``."""
    day = day_number(review_on)
    cut = facts.scales[chosen.scale].remission_at_most
    life = lived(course(streams, chosen, facts, day), chosen, day, int(cut.value) if cut else 0)
    return life, complete(life, chosen, day) if everything else kept(life, chosen, day, streams.seed, facts)


_DAYS = {
    "trials": ["started_on", "stopped_on"],
    "supplies": ["filled_on", "taken_from", "taken_to"],
    "severity": ["on"],
}


def write_truth(folder: Path, number: int, life: Life) -> None:
    """The hidden course as Parquet: people, trials, supplies and severity."""
    for name in ("people", "trials", "supplies", "severity"):
        frame: pl.DataFrame = getattr(life, name)
        _write(
            folder / name,
            number,
            frame.with_columns(pl.col(c).cast(pl.Int32).cast(pl.Date) for c in _DAYS.get(name, [])),
        )


def write_verdicts(folder: Path, number: int, life: Life, plan: Plan, facts: Facts) -> None:
    """What is true of every trial and under every definition."""
    true = truth(life, facts, preset(plan.preset).scale)
    _write(folder / "judged", number, judged_trials(true))
    _write(folder / "verdicts", number, verdicts(true))


def _write(folder: Path, number: int, frame: pl.DataFrame) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(folder / f"part-{number:05d}.parquet", metadata={"synthetic": "true"})


def _check(plan: Plan) -> None:
    preset(plan.preset)
    if plan.form not in FORMS:
        raise SimulationRefused(f"format '{plan.form}' is not known; choose one of {', '.join(FORMS)}.")
    if not 1 <= plan.persons <= MOST_PERSONS:
        raise SimulationRefused(f"--persons takes a number from 1 to {MOST_PERSONS}.")
    if not 0 <= plan.seed <= MOST_SEED:
        raise SimulationRefused(f"--seed takes a number from 0 to {MOST_SEED}.")
    if plan.folder.exists() and (not plan.folder.is_dir() or any(plan.folder.iterdir())):
        raise SimulationRefused(
            f"{plan.folder} is there and not an empty folder. Name a new one; nothing was written."
        )
