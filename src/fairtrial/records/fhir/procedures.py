"""Procedure: treatments that are not medicines."""

from __future__ import annotations

import functools

from fairtrial.facts import Facts
from fairtrial.records.fhir.concepts import Concept, concept
from fairtrial.records.fhir.conditions import CodeTable, code_table, matched
from fairtrial.records.fhir.days_of import span
from fairtrial.records.fhir.fields import NO_DAYS
from fairtrial.records.fhir.reading import Reading

_CODED = ("cpt", "hcpcs", "snomed", "icd10pcs", "icd9proc")
_NOT_DONE = ("not-done", "preparation", "suspended", "aborted")


def read_procedure(reading: Reading) -> None:
    """Add one session of a therapy we know; any other procedure is context."""
    fields = reading.fields
    found = concept(fields, "code")
    reading.words = found.words
    if fields.raw("notDone") is True:
        reading.became = "left out: not done"
        return
    if reading.left_out_by_status(*_NOT_DONE):
        return
    therapy = _therapy(found, reading.facts)
    if therapy is None:
        return
    started, stopped = span(fields, "performed", "occurrence")
    if started[0] and stopped[1] and stopped[1] < started[0]:
        reading.problem("performed", "the end lies before the start; the end was left out")
        stopped = NO_DAYS
    one_day = started != NO_DAYS and started[0] == started[1] and not fields.has("performedPeriod")
    sessions = 1.0 if one_day and not fields.has("occurrencePeriod") else None
    reading.add(
        "therapies",
        therapy=therapy,
        started_on_least=started[0],
        started_on_most=started[1],
        stopped_on_least=stopped[0],
        stopped_on_most=stopped[1],
        sessions_least=1.0,
        sessions_most=sessions,
    )
    reading.became = "therapy"


def _therapy(found: Concept, facts: Facts) -> str | None:
    table = _table(facts)
    therapies = (matched(table, system, code) for system in _CODED for code in found.codes(system))
    return next((therapy for therapy in therapies if therapy), None)


@functools.lru_cache(maxsize=4)
def _table(facts: Facts) -> CodeTable:
    return code_table(facts.procedure_codes, "therapy")
