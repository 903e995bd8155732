"""FHIR R4 out: a review as a document Bundle that other systems, and our own reader, can read."""

from __future__ import annotations

from fairtrial.report.fhir.bundle import bundle_of, fhir_json_of

__all__ = ["bundle_of", "fhir_json_of"]
