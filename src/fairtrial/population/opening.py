"""What a source is, told from what it holds."""

from __future__ import annotations

from pathlib import Path

from fairtrial.facts import Facts, load
from fairtrial.population.source import Source
from fairtrial.population.table_files import is_tables
from fairtrial.population.tables_source import TablesSource
from fairtrial.population.template_source import TemplateSource, is_template
from fairtrial.records.errors import ReadError


def open_source(source: str | Path, work: Path, facts: Facts | None = None) -> Source:
    """Open a population's records. ``work``: an empty folder in which parts of it may be laid down.

    Raises ReadError when it is none of the kinds we read.
    """
    known = facts or load()
    folder = Path(source)
    if is_template(folder):
        return TemplateSource(folder, work, known)
    if is_tables(folder):
        return TablesSource(folder, work)
    from fairtrial.population.fhir_source import FhirSource, is_bulk_fhir
    from fairtrial.population.meds_source import MedsSource, is_meds
    from fairtrial.population.omop_source import OmopPopulation
    from fairtrial.records.omop import is_omop
    from fairtrial.records.omop import open_source as open_omop

    if is_meds(folder):
        return MedsSource(folder, work, known)
    if is_bulk_fhir(folder):
        return FhirSource(folder, work, known)
    if is_omop(source):
        return OmopPopulation(open_omop(source), folder if folder.exists() else None, known)
    raise ReadError(
        folder.name,
        "it is not a population that can be read",
        "Name a folder of history tables (uses/*.parquet), or of CSV tables as `fairtrial template` writes them, an OMOP folder or database, "
        "a folder of bulk FHIR .ndjson, or MEDS.",
    )
