"""Readers: FHIR and CSV files in, history tables out."""

from __future__ import annotations

from fairtrial.records.errors import ReadError

__all__ = ["ReadError"]
