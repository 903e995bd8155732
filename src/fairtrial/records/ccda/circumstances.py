"""Allergies and social history as context."""

from __future__ import annotations

from fairtrial.records.ccda.codes import code_of, concept
from fairtrial.records.ccda.elements import Element, attribute, is_true, one_line
from fairtrial.records.ccda.narrative import Row
from fairtrial.records.ccda.reading import LONGEST_WORDING, Reading, joined_words
from fairtrial.records.ccda.times import span
from fairtrial.records.concepts import Concept
from fairtrial.records.drug_names import drug_of_code, find_drugs
from fairtrial.records.noting import IN_ERROR
from fairtrial.records.topics import denied, topics_in, topics_of_code

ALLERGY = "allergy"


def read_allergy(observation: Element, reading: Reading) -> None:
    """Add an allergy or intolerance to one of our drugs, with what it did; any other is context only."""
    entities = list(observation.iterfind("participant/participantRole/playingEntity"))
    to = [concept(each.find("code"), reading.narrative) for each in entities]
    texts = [*(t for each in to for t in each.texts), *(one_line(each.find("name")) for each in entities)]
    texts.append(concept(observation.find("value"), reading.narrative).text)
    reactions = observation.iterfind("entryRelationship/observation/value")
    effects = [concept(value, reading.narrative).words for value in reactions if _is_reaction(value)]
    substance = next((text for text in texts if text), "")
    told = ": ".join(part for part in (substance, ", ".join(dict.fromkeys(filter(None, effects)))) if part)
    reading.words = told or concept(observation.find("value"), reading.narrative).words
    coded = any(drug_of_code(c.system, c.code, reading.facts) for each in to for c in each.codings)
    if code_of(observation.find("statusCode")) == "nullified":
        reading.became = IN_ERROR
    elif is_true(observation, "negationInd"):
        reading.became = "left out: refuted"
    elif coded or any(find_drugs(text, reading.facts) for text in texts if 0 < len(text) <= LONGEST_WORDING):
        _add(observation, ALLERGY, told, reading)


def _is_reaction(value: Element) -> bool:
    relation = next(value.iterancestors("entryRelationship"), None)
    return attribute(relation, "typeCode") == "MFST"


def read_allergy_row(row: Row, reading: Reading) -> None:
    """Add a narrative row that names one of our drugs."""
    reading.words = row.text
    if len(row.text) <= LONGEST_WORDING and not denied(row.text) and find_drugs(row.text, reading.facts):
        reading.add("context", topic=ALLERGY, value=reading.document.shown(row.text))
        reading.became = "context"


def read_social(observation: Element, reading: Reading) -> None:
    """Add the topics that code and value name together; "never smoker" names none."""
    asked = concept(observation.find("code"), reading.narrative)
    value = observation.find("value")
    answer = concept(value, reading.narrative)
    told = answer.words or one_line(value) or reading.narrative.said(observation.find("text"))
    reading.words = joined_words(": ".join(part for part in (asked.words, told) if part))
    if code_of(observation.find("statusCode")) == "nullified":
        reading.became = IN_ERROR
    elif attribute(observation, "moodCode").upper() in ("", "EVN") and not is_true(
        observation, "negationInd"
    ):
        for topic in _topics(answer, told, reading):
            _add(observation, topic, told, reading)


def _topics(answer: Concept, told: str, reading: Reading) -> list[str]:
    """The topics of the answer's codes, else of its words."""
    coded = [
        t
        for c in answer.codings
        if c.known in ("snomed", "icd10cm")
        for t in topics_of_code(c.known, c.code, reading.facts)
    ]
    return sorted(set(coded)) or _in_words(told, reading)


def _in_words(text: str, reading: Reading) -> list[str]:
    return [] if denied(text) else topics_in(text, reading.facts)


def _add(observation: Element, topic: str, value: str, reading: Reading) -> None:
    wrong: list[str] = []
    on = span(observation.find("effectiveTime"), wrong).start
    reading.about("effectiveTime", wrong)
    reading.add("context", topic=topic, value=reading.document.shown(value), on_least=on[0], on_most=on[1])
    reading.became = "context"


def read_social_row(row: Row, reading: Reading) -> None:
    """Add the topics that a narrative row names."""
    reading.words = row.text
    for topic in _in_words(row.text, reading):
        reading.add("context", topic=topic, value=reading.document.shown(row.text))
        reading.became = "context"
