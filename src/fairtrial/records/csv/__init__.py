"""Reader of CSV folders: treatments, scores, conditions, people, therapies and context."""

from __future__ import annotations

from fairtrial.records.csv.folder import TABLES, CsvFile, read_csv_tables, table_named, table_with_header

__all__ = ["TABLES", "CsvFile", "read_csv_tables", "table_named", "table_with_header"]
