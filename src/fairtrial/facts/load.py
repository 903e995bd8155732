"""Facts: the knowledge files as typed objects and as small tables for joins."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import polars as pl

from fairtrial.facts.files import KnowledgeError, files_of, mapping, read
from fairtrial.facts.models import (
    Cue,
    Definition,
    Drug,
    Measure,
    Number,
    PathwayMeaning,
    ReasonCode,
    Scale,
    Setting,
    Source,
    Topic,
)
from fairtrial.facts.next_steps import NextSteps

__all__ = ["Facts", "KnowledgeError", "load"]


@dataclass(frozen=True)
class Facts(NextSteps):
    """Everything fairtrial knows about drugs, scales, definitions and codes.

    Built once by :func:`load`; hand it to ``review`` to use your own knowledge folder.
    """

    folder: Traversable

    @functools.cached_property
    def sources(self) -> dict[str, Source]:
        """Source id -> where it is."""
        return mapping(self.folder / "sources.yaml", Source)

    @functools.cached_property
    def drugs(self) -> dict[str, Drug]:
        """Drug id -> its file."""
        return files_of(self.folder / "drugs", Drug, "drug")

    @functools.cached_property
    def scales(self) -> dict[str, Scale]:
        """Scale id -> its file."""
        return files_of(self.folder / "scales", Scale, "scale")

    @functools.cached_property
    def definitions(self) -> dict[str, Definition]:
        """Definition id -> its file."""
        return files_of(self.folder / "definitions", Definition, "definition")

    @functools.cached_property
    def settings(self) -> dict[str, Setting]:
        """Setting id -> number with unit and source."""
        return mapping(self.folder / "settings.yaml", Setting)

    @functools.cached_property
    def topics(self) -> dict[str, Topic]:
        """Topic id -> what it means."""
        return mapping(self.folder / "codes" / "topics.yaml", Topic)

    @functools.cached_property
    def pathways(self) -> dict[str, PathwayMeaning]:
        """Pathway id -> messenger group and plain words."""
        return mapping(self.folder / "pathways.yaml", PathwayMeaning)

    @functools.cached_property
    def dose_lists(self) -> dict[str, str]:
        """Dose list id -> what it is."""
        return dict(read(self.folder / "dose_lists.yaml"))

    def drug_table(self, dose_list: str) -> pl.DataFrame:
        """drug, drug_class, counts_as_trial, adjunct, minimum (mg per day, null where silent).

        Raises KnowledgeError when there is no such list.
        """
        if dose_list not in self.dose_lists:
            raise KnowledgeError(
                f"dose list '{dose_list}' is not known; choose one of {sorted(self.dose_lists)}."
            )
        rows = [
            (d.drug, d.drug_class, d.counts_as_trial, d.role == "adjunct", _minimum(d, dose_list))
            for d in self.drugs.values()
        ]
        return pl.DataFrame(rows, schema=_DRUG_TABLE, orient="row")

    @functools.cached_property
    def scale_table(self) -> pl.DataFrame:
        """Depression scales: scale, preference, remission_at_most, depressed_from (lowest mild score)."""
        rows = [
            (s.scale, s.preference, s.remission_at_most.value if s.remission_at_most else None, _mild(s))
            for s in self.scales.values()
            if s.measures == "depression"
        ]
        return pl.DataFrame(rows, schema=_SCALE_TABLE, orient="row")

    @functools.cached_property
    def condition_codes(self) -> pl.DataFrame:
        """system, code, match (exact or prefix), topic, gist, source, standing."""
        return self._table("codes/conditions.csv")

    @functools.cached_property
    def procedure_codes(self) -> pl.DataFrame:
        """system, code, match, therapy, gist, source, standing."""
        return self._table("codes/procedures.csv")

    @functools.cached_property
    def products(self) -> pl.DataFrame:
        """rxcui, name, drug, strength_mg, release, form, note, source, standing."""
        return self._table("codes/rxnorm_products.csv").with_columns(pl.col("strength_mg").cast(pl.Float64))

    @functools.cached_property
    def measures(self) -> dict[str, Measure]:
        """Lab, vital or ECG measure id -> its LOINC codes."""
        return mapping(self.folder / "records" / "measures.yaml", Measure)

    @functools.cached_property
    def stop_reason_cues(self) -> dict[str, Cue]:
        """Stop reason -> the words that state it, in order of precedence."""
        return mapping(self.folder / "records" / "stop_reasons.yaml", Cue)

    @functools.cached_property
    def stop_reason_codes(self) -> dict[str, ReasonCode]:
        """Code of a status reason -> the stop reason it stands for."""
        return mapping(self.folder / "records" / "stop_reason_codes.yaml", ReasonCode)

    @functools.cached_property
    def unread_scales(self) -> dict[str, Cue]:
        """Words that name rating scales of depression, read or not."""
        return mapping(self.folder / "records" / "unread_scales.yaml", Cue)

    @functools.cached_property
    def therapy_cues(self) -> dict[str, Cue]:
        """Therapy -> the words that name it where no code does."""
        return mapping(self.folder / "records" / "therapies.yaml", Cue)

    @functools.cached_property
    def purpose_cues(self) -> dict[str, Cue]:
        """depression, other, beside and product -> the words that say that a medicine is for that; and words around."""
        return mapping(self.folder / "records" / "purposes.yaml", Cue)

    @functools.cached_property
    def other_antidepressants(self) -> dict[str, Cue]:
        """Names of antidepressants that have no drug file."""
        return mapping(self.folder / "records" / "other_antidepressants.yaml", Cue)

    @functools.cached_property
    def not_drugs(self) -> dict[str, Cue]:
        """Kind of trap -> words that a misspelling match must never take for a drug."""
        return mapping(self.folder / "records" / "not_drugs.yaml", Cue)

    @functools.cached_property
    def answers(self) -> dict[str, Number]:
        """LOINC answer code -> item score."""
        return mapping(self.folder / "records" / "answers.yaml", Number)

    @functools.cached_property
    def reading_limits(self) -> dict[str, Setting]:
        """Limits beyond which readers leave a value out."""
        return mapping(self.folder / "records" / "limits.yaml", Setting)

    def number(self, setting: str) -> float:
        """The value of a setting. Raises KeyError when there is none."""
        return self.settings[setting].value

    def _table(self, name: str) -> pl.DataFrame:
        return pl.read_csv((self.folder / name).read_bytes(), infer_schema=False)


_DRUG_TABLE = pl.Schema(
    {
        "drug": pl.String(),
        "drug_class": pl.String(),
        "counts_as_trial": pl.Boolean(),
        "adjunct": pl.Boolean(),
        "minimum": pl.Float64(),
    }
)
_SCALE_TABLE = pl.Schema(
    {
        "scale": pl.String(),
        "preference": pl.Int64(),
        "remission_at_most": pl.Float64(),
        "depressed_from": pl.Float64(),
    }
)


def _minimum(drug: Drug, dose_list: str) -> float | None:
    found = drug.doses.minimum_adequate_mg_per_day.get(dose_list)
    return found.value if found else None


def _mild(scale: Scale) -> float | None:
    return min((band.least for band in scale.bands if band.severity != "none"), default=None)


@functools.cache
def load(folder: Path | None = None) -> Facts:
    """The shipped knowledge, or that of another folder of the same layout."""
    return Facts(folder if folder is not None else files("fairtrial") / "knowledge")
