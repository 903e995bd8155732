"""The forms in which records are written, and the README that marks every one of them as synthetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fairtrial.facts import Facts
from fairtrial.simulate.as_csv import write_csv
from fairtrial.simulate.as_fhir import write_fhir
from fairtrial.simulate.as_notes import write_notes
from fairtrial.simulate.as_omop import write_omop
from fairtrial.simulate.complete import Tables

Writer = Callable[[Path, int, Tables, Facts], None]


def write_tables(folder: Path, number: int, tables: Tables, facts: Facts) -> None:
    """Parquet in fairtrial's own history tables, one folder for each."""
    for name, frame in tables.items():
        place = folder / name / f"part-{number:05d}.parquet"
        place.parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(place, metadata={"synthetic": "true"})


FORMS: dict[str, Writer] = {
    "tables": write_tables,
    "omop": write_omop,
    "fhir": write_fhir,
    "csv": write_csv,
    "notes": write_notes,
}
"""Format -> what writes one block of persons."""

_README = """\
Invented people, made by fairtrial. Nobody here exists, and nothing here says anything about real patients.

synthetic: yes

preset: {preset}
seed: {seed}
persons: {persons}
day of the review: {review_on}
records: {records}
format: {form}

records/ holds the records. truth/ holds what is true of these people; a program under test must not read it.
"""


@dataclass(frozen=True)
class Marked:
    """What a simulation was made from, for its README."""

    preset: str
    seed: int
    persons: int
    review_on: date
    everything: bool

    def write(self, folder: Path, form: str) -> None:
        """README.txt in the folder, beside the records and beside the truth."""
        records = "complete" if self.everything else "as an ordinary record system keeps them"
        text = _README.format(
            preset=self.preset,
            seed=self.seed,
            persons=self.persons,
            review_on=self.review_on,
            records=records,
            form=form,
        )
        for place in (folder, folder / "records", folder / "truth"):
            (place / "README.txt").write_text(text, "utf-8")
