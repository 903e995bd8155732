"""Which resource types are read, and which belong to a version of FHIR that is not read."""

from __future__ import annotations

READ = frozenset({
    "Patient", "MedicationRequest", "MedicationStatement", "MedicationDispense", "MedicationAdministration",
    "Observation", "QuestionnaireResponse", "Condition", "Procedure", "AllergyIntolerance", "Medication",
    "DetectedIssue", "DocumentReference", "DiagnosticReport",
})  # fmt: skip
"""Types with a reader."""

CONTEXT = frozenset({
    "Encounter", "EpisodeOfCare", "Coverage", "CarePlan", "CareTeam", "Claim", "ClaimResponse",
    "ExplanationOfBenefit", "Goal", "Immunization", "ServiceRequest",
    "FamilyMemberHistory", "ClinicalImpression", "Communication", "Consent", "Flag", "Appointment", "Device",
    "Specimen", "Provenance", "Organization", "Practitioner", "PractitionerRole", "Location", "RelatedPerson",
    "MeasureReport", "Group",
})  # fmt: skip
"""Types that stand beside a person's records and are listed as context."""

OF_NOBODY = frozenset({
    "Organization", "Practitioner", "PractitionerRole", "Location", "Medication", "MeasureReport", "Group",
    "Device", "Provenance",
})  # fmt: skip
"""Types that tell nothing of a person by themselves; a file with nothing else holds no history."""

DSTU2 = frozenset({"MedicationOrder", "MedicationPrescription", "DiagnosticOrder", "ProcedureRequest"})
"""Types of FHIR DSTU2 and earlier: named, not read."""

NOT_READ = "FHIR DSTU2 resource, which is not read; export as FHIR R4"
"""What is said of a DSTU2 resource."""
