"""The page of the readers: every format, what is read of it, what is not, and counts on public sample sets.

    python docs/readers_page.py    counts the sample sets anew, where ../shared/data is there

The counts are kept in reference/readers_counts.json, so that the page can be written without the samples.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fairtrial.facts import load
from fairtrial.records import ReadError, read
from fairtrial.records.csv import TABLES
from fairtrial.records.fhir.kinds import CONTEXT, DSTU2, READ

COUNTS = Path(__file__).parent / "reference" / "readers_counts.json"
SAMPLES = Path(__file__).parents[2] / "shared" / "data"
SETS = ("fhir", "ecqm", "ccda", "notes", "omop")
ENDINGS = (".json", ".ndjson", ".xml", ".txt", ".zip", ".csv", ".parquet", ".xlsx", ".pdf")
COLUMNS = ("files", "read", "refused", "records", "uses", "scores", "conditions", "therapies", "genotypes", "context",
           "not understood", "problems")  # fmt: skip


def formats() -> Iterator[tuple[str, str, str]]:
    """Format, what is read, what is not."""
    yield (
        "FHIR R4: Bundle, resource, list, ndjson", f"{', '.join(sorted(READ))}",
        f"kept as context: {', '.join(sorted(CONTEXT))}; named and not read: {', '.join(sorted(DSTU2))}, FHIR as XML",
    )  # fmt: skip
    yield (
        "C-CDA (XML)",
        "Medications, Problems, Results, Procedures, Encounters, Social History, Allergies; narrative and notes "
        "through the notes reader",
        "other sections are counted; external entities are never fetched; a document that declares entities is refused",
    )
    yield (
        "Pharmacy and claims tables: CSV, TSV, XLSX, Parquet",
        "drug or NDC, day of the fill, quantity, days of supply, strength, status, under a mapping or a proposal that "
        "is certain",
        "columns that the mapping does not name; rows without a drug we know are kept as context",
    )
    yield (
        "CSV tables of `fairtrial template`",
        "; ".join(f"{table.file}: {', '.join(table.known)}" for table in TABLES.values()),
        "other columns are named and not read",
    )
    yield (
        "OMOP CDM 5.3 and 5.4: DuckDB, SQLite, PostgreSQL, a folder or zip of Parquet or CSV",
        "drug_exposure with drug_strength, condition_occurrence, measurement, observation, procedure_occurrence, note, "
        "observation_period",
        "drug_era is never used for dose",
    )
    yield (
        "PharmCAT report.json, phenotype.json",
        "calls of the genes that rules read",
        "other genes are counted",
    )
    yield (
        "Notes: text, RTF, and the text layer of PDF",
        "what docs/reference/notes.md lists",
        "scanned pages are named",
    )
    yield (
        "Answers of `fairtrial ask`",
        "each answer, with who told it and when",
        "answers about other records",
    )
    yield (
        "zip archives",
        "every file in them, in memory",
        "archives in archives, locked or damaged files, bombs: named",
    )


def counted(folder: Path) -> dict[str, int]:
    """What came out of every file of a sample set, each read by itself."""
    found, facts = Counter(dict.fromkeys(COLUMNS, 0)), load()
    for path in sorted(
        p for p in folder.rglob("*") if p.suffix in ENDINGS and not p.name.startswith((".", "README"))
    ):
        found["files"] += 1
        try:
            history = read(path, many=True, facts=facts)
        except ReadError:
            found["refused"] += 1
            continue
        found["read"] += 1
        found["not understood"] += int((history.records["became"] == "not understood").sum())
        for name in (
            "records",
            "uses",
            "scores",
            "conditions",
            "therapies",
            "genotypes",
            "context",
            "problems",
        ):
            found[name] += getattr(history, name).height
    return {name: found[name] for name in COLUMNS}


def main() -> None:
    """Count the sample sets that are there and keep the counts."""
    if not SAMPLES.is_dir():
        sys.exit("No sample sets beside the repository; the counts stay as they are.")
    counts = json.loads(COUNTS.read_text("utf-8")) if COUNTS.exists() else {}
    for name in sys.argv[1:] or SETS:
        counts[name] = counted(SAMPLES / name)
        COUNTS.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
