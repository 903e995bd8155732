"""The columns of drug_exposure that are read, and what its rows can be told for."""

from __future__ import annotations

from fairtrial.records.omop.flags import Flag

EXPOSURE = [
    "drug_exposure_id", "person_id", "drug_concept_id", "drug_source_concept_id", "drug_source_value",
    "drug_exposure_start_date", "drug_exposure_end_date", "verbatim_end_date", "drug_type_concept_id",
    "stop_reason", "refills", "quantity", "days_supply", "sig", "route_concept_id", "route_source_value",
    "dose_unit_source_value",
]  # fmt: skip
_START, _END, _DRUG = "drug_exposure_start_date", "drug_exposure_end_date", "drug_concept_id"
_NO_KIND = "does not say if dispensed, prescribed, administered or reported; taken as prescribed"
_NO_UNITS = "does not count tablets, capsules or patches; no dose was worked out from it"
_TOO_MUCH = "gives a daily dose of zero or far above the labelled maximum; the dose was left out"
_BY_RULE = "is what conversion rules write where nothing is known; taken as not known"
FLAGS = (
    Flag("no_start", _START, "is missing; the first day is not known"),
    Flag("end_before_start", _END, "lies before the start; taken as not known"),
    Flag("end_by_rule", _END, _BY_RULE),
    Flag("supply_unbelievable", "days_supply", "is zero, negative or above a year; taken as not known"),
    Flag("quantity_unbelievable", "quantity", _NO_UNITS),
    Flag("refills_unbelievable", "refills", "is negative or too large; taken as not known"),
    Flag("type_unknown", "drug_type_concept_id", _NO_KIND),
    Flag("dose_unbelievable", "quantity", _TOO_MUCH),
    Flag("twice", "drug_exposure_id", "another row says the same; both were kept"),
    Flag("near_spelling", "drug_source_value", "the drug was recognised by a near spelling"),
    Flag("other_form", "route_concept_id", "is not a route of this treatment; left out", left_out=True),
    Flag("two_drugs", _DRUG, "the product holds several drugs of ours; read as one of them"),
)
"""Columns that :func:`fairtrial.records.omop.uses.uses` adds, and what they say."""
_UNCLEAR = "the product holds several drugs of ours and is no combination that we know; left out"
REFUSED = (
    Flag("names_nothing", _DRUG, "names no drug and no text; left out", left_out=True),
    Flag("unclear", _DRUG, _UNCLEAR, left_out=True),
    Flag("another_form", _DRUG, "is a form of the drug that is another treatment; left out", left_out=True),
)
"""Columns of the codes' meanings, and why such a row is no use."""
