"""An episode's use, dated by what the note orders on its own day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fairtrial.records.notes.models import Dose, Episode
from fairtrial.records.notes.rows.orders import Stop, begun_that_day, dose_from_that_day, stopped_that_day

Use = dict[str, object]
Sentence = Callable[[int], tuple[int, str]]
"""Place in the text -> where its sentence begins, and the lowered sentence."""


def as_ordered(e: Episode, told: Use, note_date: date | None, sentence: Sentence) -> list[Use]:
    """``told`` as the note's orders change it: begun or stopped on ``note_date``; one more use for a new dose.

    An order that is only considered, or one of a note without a day, changes nothing.
    """
    if note_date is None or (told["started_on_most"] is not None and e.status == "planned"):
        return [told]
    if e.status == "past":
        return [told | _over_by_then(e, told, note_date)]
    start, words = sentence(e.why["status"].start)
    named_at = _named_at(e, start, len(words))
    if named_at is None:
        return [told]
    if begun_that_day(e, words, named_at):
        return [*_ended_before(told), told | _begun(note_date)]
    how = stopped_that_day(e, words, named_at)
    if how is not None and told["stopped_on_most"] is None:
        return [told | _stopped(how, note_date)]
    return [told, *(told | _dosed(e, other) for other in e.other_doses if _is_ordered(e, other, sentence))]


def _stopped(how: Stop, note_date: date) -> Use:
    """How long it was taken "at 150 mg for six weeks" is the least: it may have been taken at other doses before.

    A length beside a taper is how long the taper lasts.
    """
    last: Use = {"status": "ended", "stopped_on_least": note_date, "days_reported_most": None}
    return last | ({"stopped_on_most": note_date} if how == "at once" else {"days_reported_least": None})


_STOPS = ("stop.done", "stop.off", "stop.dc_back", "stop.switched")


def _over_by_then(e: Episode, told: Use, note_date: date) -> Use:
    """What is told in so many words to be stopped, and not when, was stopped by the day of the note."""
    dated = any(
        told[f"{edge}_on_{bound}"] is not None
        for edge in ("started", "stopped")
        for bound in ("least", "most")
    )
    return {"stopped_on_most": note_date} if e.why["status"].cue in _STOPS and not dated else {}


_NOT_OF_THE_NEW = (
    "stopped_on_least", "stopped_on_most", "days_reported_least", "days_reported_most", "response", "stop_reason",
)  # fmt: skip
"""What is told beside an order to begin belongs to the time before."""


def _begun(note_date: date) -> Use:
    first: Use = {"status": "active", "started_on_least": note_date, "started_on_most": note_date}
    return first | dict.fromkeys(_NOT_OF_THE_NEW)


def _ended_before(told: Use) -> list[Use]:
    """ "Quit it a month ago. Restart it": the end that is told is that of the time before."""
    if told["stopped_on_most"] is None:
        return []
    dose: Use = {f"dose_mg_per_day_{bound}": None for bound in ("least", "most")}
    return [told | {"status": "ended"} | dose]


def _is_ordered(e: Episode, other: Dose, sentence: Sentence) -> bool:
    start, words = sentence(other.start)
    return dose_from_that_day(e, words, other, other.start - start)


def _dosed(e: Episode, other: Dose) -> Use:
    """The ordered dose; as often a day as the one before, or a strength with an open most."""
    times = e.daily_mg / e.dose.value if e.dose is not None and e.daily_mg is not None else None
    daily = other.value * times if times is not None else None
    return {
        "dose_mg_per_day_least": daily if daily is not None else other.value,
        "dose_mg_per_day_most": daily,
        "response": None,
        "stop_reason": None,
    }


def _named_at(e: Episode, start: int, length: int) -> int | None:
    """Where the drug is named in the sentence, if it is."""
    return next((m.start - start for m in e.mentions if start <= m.start < start + length), None)
