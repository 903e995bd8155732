"""FHIR JSON in, history tables out: R4 first, STU3 and R5 where the meaning is certain."""

from __future__ import annotations

from fairtrial.records.fhir.load_json import load_json
from fairtrial.records.fhir.read import read_fhir

__all__ = ["load_json", "read_fhir"]
