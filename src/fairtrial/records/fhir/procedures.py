"""Procedure: treatments that are not medicines, and visits at which a medicine was given."""

from __future__ import annotations

import functools
import re

from fairtrial.facts import Facts
from fairtrial.records.code_tables import matched, therapies_of_codes
from fairtrial.records.concepts import Concept
from fairtrial.records.days import NO_DAYS, Days
from fairtrial.records.fhir.concepts import concept
from fairtrial.records.fhir.days_of import span
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.stop_words import any_of

_CODED = ("cpt", "hcpcs", "snomed", "icd10pcs", "icd9proc")
_NOT_DONE = ("not-done", "preparation", "suspended", "aborted")
_ONLY_SPOKEN_OF = re.compile(
    r"\b(?:refer\w*|consult\w*|evaluat\w*|assess\w*|education|plan\w*|declin\w*|refus\w*|discuss\w*|consent\w*"
    r"|schedul\w*|offer\w*|recommend\w*|cancel\w*|no[- ]show|wait\w*|consider\w*|contraindicat\w*"
    r"|not (?:done|given|performed|attended|started|indicated)|ana?esthesia|intake|screening)\b"
)


def read_procedure(reading: Reading) -> None:
    """Add one session of a therapy we know, or the medicine given; any other procedure is context."""
    fields = reading.fields
    found = concept(fields, "code")
    reading.words = found.words
    if fields.raw("notDone") is True:
        reading.became = "left out: not done"
    elif not reading.left_out_by_status(*_NOT_DONE):
        therapy = _therapy(found, reading.facts)
        if therapy in reading.facts.drugs:
            _add_use(reading, therapy)
        elif therapy is not None:
            _add_therapy(reading, therapy)


def _add_therapy(reading: Reading, therapy: str) -> None:
    started, stopped = _days(reading)
    over_time = reading.fields.has("performedPeriod") or reading.fields.has("occurrencePeriod")
    reading.add(
        "therapies",
        therapy=therapy,
        started_on_least=started[0],
        started_on_most=started[1],
        stopped_on_least=stopped[0],
        stopped_on_most=stopped[1],
        sessions_least=1.0,
        sessions_most=None if over_time or started == NO_DAYS else 1.0,
    )
    reading.became = "therapy"


def _add_use(reading: Reading, drug: str) -> None:
    """A visit billed for giving a drug is an administration; its code gives no exact dose."""
    started, stopped = _days(reading)
    routes = reading.facts.drugs[drug].routes
    reading.add(
        "uses",
        drug=drug,
        kind="administered",
        status="ended",
        started_on_least=started[0],
        started_on_most=started[1],
        stopped_on_least=stopped[0],
        stopped_on_most=stopped[1],
        route=routes[0] if len(routes) == 1 else None,
    )
    reading.became = "use"


def _days(reading: Reading) -> tuple[Days, Days]:
    started, stopped = span(reading.fields, "performed", "occurrence")
    if started[0] and stopped[1] and stopped[1] <= started[0]:
        reading.problem("performed", "the end lies before the start; the end was left out")
        return started, NO_DAYS
    return started, stopped


def _therapy(found: Concept, facts: Facts) -> str | None:
    """By code, or else by words that do not only speak of it."""
    table = therapies_of_codes(facts)
    coded = (matched(table, system, code) for system in _CODED for code in found.codes(system))
    therapy = next((therapy for therapy in coded if therapy), None)
    text = " ".join(found.texts).lower()
    if therapy is not None or _ONLY_SPOKEN_OF.search(text):
        return therapy
    return next((therapy for therapy, pattern in _words(facts) if pattern.search(text)), None)


@functools.lru_cache(maxsize=4)
def _words(facts: Facts) -> list[tuple[str, re.Pattern[str]]]:
    return [(therapy, any_of(cue.words)) for therapy, cue in facts.therapy_cues.items()]
