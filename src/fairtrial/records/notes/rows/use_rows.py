"""Episodes of medicines as rows of uses; those that are not the person's own, or not had, as context."""

from __future__ import annotations

from fairtrial.records.notes.models import Episode
from fairtrial.records.notes.rows.days_in_words import days_told, range_told
from fairtrial.records.notes.rows.ordered import as_ordered
from fairtrial.records.notes.rows.rows_of_note import RowsOfNote
from fairtrial.records.notes.rows.why_stopped import why_stopped
from fairtrial.tables import LEFT_OPEN

STATUS = {"past": "ended", "current": "active", "planned": "planned", "never": "not_taken"}
"""Status of an episode -> status of a use. Family, allergy and negated are context only."""
HAD = ("past", "current")
_TO_MG = {"mg": 1.0, "g": 1000.0, "mcg": 0.001}
_ROUTES = {"esketamine": "nasal", "selegiline": "transdermal"}


def use(note: RowsOfNote, e: Episode) -> None:
    """A medicine that was taken, is planned, or was not taken."""
    record = note.record(e.mention.start, e.mention.end, "use")
    started, stopped = range_told(e.started, e.stopped, note.note_date, note.sentence(e.mention.start)[1])
    days, dose, response = days_told(e.duration), _dose(e), response_of(e)
    told: dict[str, object] = {
        "status": STATUS[e.status], "started_on_least": started[0], "started_on_most": started[1],
        "stopped_on_least": stopped[0], "stopped_on_most": stopped[1],
        "asserted_on": note.note_date, "days_reported_least": days[0], "days_reported_most": days[1],
        "dose_mg_per_day_least": dose[0], "dose_mg_per_day_most": dose[1], "route": _ROUTES.get(e.drug, "oral"),
        "purpose": e.purpose, "stop_reason": why_stopped(e, response, note.text), "response": response,
    }  # fmt: skip
    for row in as_ordered(e, told, note.note_date, note.sentence):
        note.add("uses", drug=e.drug, kind="reported", record=record, **row)


def beside(note: RowsOfNote, e: Episode, *, a_therapy: bool) -> None:
    """A relative's medicine, an allergy, or one that is no treatment here: context."""
    own = "allergy" if e.status == "allergy" else "other_medicine"
    topic = "family_response" if e.experiencer == "other" else own
    left_open = a_therapy and e.status in HAD
    value = LEFT_OPEN + e.drug if left_open else f"{e.drug}: {e.status}"
    record = note.record(e.mention.start, e.mention.end, "context only")
    note.add("context", topic=topic, value=value, record=record)


def response_of(e: Episode) -> str | None:
    """The response when the words say it; "made it worse" counts as none."""
    why = e.why.get("response")
    if why is None or why.tier != "explicit" or e.response == "unknown":
        return None
    return "none" if e.response == "worse" else e.response


def _dose(e: Episode) -> tuple[float | None, float | None]:
    """mg a day; a strength without a frequency is the least, and the most is left open."""
    why = e.why.get("dose")
    if e.dose is None or why is None or why.tier != "explicit":
        return None, None
    if e.daily_mg is not None:
        return e.daily_mg, e.daily_mg
    return (None, None) if e.frequency else (e.dose.value * _TO_MG[e.dose.unit], None)
