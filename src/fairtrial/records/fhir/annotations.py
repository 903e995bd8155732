"""What the notes on a medication say of its effect."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.fhir.reading import Reading


def response_in_notes(reading: Reading, drug: str) -> str | None:
    """The response that the notes of a statement on this medication speak of, read as a clinician's note on it
    would be.

    None where they are silent, or say different things. A note on an order or a supply speaks of what came before it.
    """
    if reading.entry.kind != "MedicationStatement":
        return None
    notes = [note.text("text") for note in reading.fields.parts("note")]
    told = {word for note in notes if note for word in _responses(note, drug, reading.facts)}
    return told.pop() if len(told) == 1 else None


def _responses(note: str, drug: str, facts: Facts) -> list[str]:
    from fairtrial.records.notes import history  # heavy, and few resources carry a note

    uses = history(f"{drug}: {note}", "note", None, facts).uses
    mine = uses.filter(uses["drug"] == drug)["response"]
    return [str(word) for word in mine.drop_nulls()]
