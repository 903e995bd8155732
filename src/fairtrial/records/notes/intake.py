"""Episodes and findings of a note as history tables; only explicit words give response, reason, dose."""

from __future__ import annotations

import functools
from datetime import date

from fairtrial.facts import Facts
from fairtrial.records.notes.episodes import merge
from fairtrial.records.notes.findings import findings
from fairtrial.records.notes.lexicon import lexicon
from fairtrial.records.notes.mentions import other_topics
from fairtrial.records.notes.models import Episode, Finding
from fairtrial.records.notes.note import sentence_at
from fairtrial.records.notes.ordered import as_ordered
from fairtrial.records.notes.parse import read
from fairtrial.records.notes.sessions import sessions_told
from fairtrial.records.notes.text import lowered
from fairtrial.records.notes.therapy_had import only_advised
from fairtrial.records.notes.times import find_times
from fairtrial.records.notes.told import Dates, dates_told, days_told, range_told
from fairtrial.records.notes.why_stopped import why_stopped
from fairtrial.records.persons import WILDCARD
from fairtrial.records.rows import Rows
from fairtrial.tables import DENIED, LEFT_OPEN, NOTED, RESPONSES, SOMEONE_ELSES, History

STATUS = {"past": "ended", "current": "active", "planned": "planned", "never": "not_taken"}
"""Status of an episode -> status of a use. Family, allergy and negated are context only."""
THERAPY = {"ect": "ect", "tms": "rtms", "vns": "vns", "ketamine": "ketamine_infusion"}
_HAD = ("past", "current")
_TO_MG = {"mg": 1.0, "g": 1000.0, "mcg": 0.001}
_ROUTES = {"esketamine": "nasal", "selegiline": "transdermal"}


def history(text: str, file: str, note_date: date | None, facts: Facts, person_id: str = WILDCARD) -> History:
    """One note as history tables, one record per episode and finding.

    ``file`` is the file name; ``note_date`` the day the note speaks of (relative dates count from it).
    The place of a record is the character span of the name, its words the sentence.
    """
    note = _Note(text, file, note_date, facts, person_id)
    for episode in merge(file, text, read(text, note.lex), facts):
        note.take(episode)
    for finding in findings(text, file, facts):
        note.find(finding)
    return note.rows.history()


class _Note:
    """Rows of one note."""

    def __init__(self, text: str, file: str, note_date: date | None, facts: Facts, person_id: str) -> None:
        self.text, self.file, self.note_date = text, file, note_date
        self.facts, self.lex, self.person, self.rows = facts, lexicon(facts), person_id, Rows()
        self.named: list[int] = []
        self.headed: set[tuple[object, ...]] = set()
        self.told: set[tuple[str, str]] = set()

    @functools.cached_property
    def low(self) -> str:
        """The lowered text, made when the reading that has one of its own is done."""
        return lowered(self.text)

    def take(self, e: Episode) -> None:
        """One episode as a use, a therapy or context."""
        self.named += [mention.start for mention in e.mentions]
        if e.drug in THERAPY and self._was_had(e):
            self._therapy(e)
        elif e.experiencer == "patient" and e.status in STATUS and e.drug in self.facts.drugs:
            self._use(e)
        else:
            self._context(e)

    def _was_had(self, e: Episode) -> bool:
        """Whether a procedure was had, and not only advised or asked for."""
        if e.status not in _HAD or e.experiencer != "patient":
            return False
        if e.started or e.duration or e.response != "unknown":
            return True
        start, end = sentence_at(self.text, self.low, e.mention.start, self.lex)
        return not only_advised(self.low, start, end, (e.mention.start, e.mention.end), "")

    def _record(self, start: int, end: int, kind: str, became: str) -> str:
        s, stop = sentence_at(self.text, self.low, start, self.lex)
        return self.rows.record(
            self.person, self.file, f"{start}-{end}", kind, self.text[s:stop].strip(), became
        )

    def _use(self, e: Episode) -> None:
        record = self._record(e.mention.start, e.mention.end, "note", "use")
        sentence = self._sentence(e.mention.start)[1]
        started, stopped = range_told(e.started, e.stopped, self.note_date, sentence)
        days, dose = days_told(e.duration), _dose(e)
        told: dict[str, object] = {
            "status": STATUS[e.status], "started_on_least": started[0], "started_on_most": started[1],
            "stopped_on_least": stopped[0], "stopped_on_most": stopped[1],
            "asserted_on": self.note_date, "days_reported_least": days[0], "days_reported_most": days[1],
            "dose_mg_per_day_least": dose[0], "dose_mg_per_day_most": dose[1], "route": _ROUTES.get(e.drug, "oral"),
            "purpose": e.purpose, "stop_reason": why_stopped(e, _response(e), self.text), "response": _response(e),
        }  # fmt: skip
        for use in as_ordered(e, told, self.note_date, self._sentence):
            self.rows.add("uses", person_id=self.person, drug=e.drug, kind="reported", record=record, **use)

    def _sentence(self, place: int) -> tuple[int, str]:
        """Where the sentence around a place begins, and its lowered text."""
        start, end = sentence_at(self.text, self.low, place, self.lex)
        return start, self.low[start:end]

    def _therapy(self, e: Episode) -> None:
        at = (e.mention.start, e.mention.end)
        self._had(
            THERAPY[e.drug],
            at,
            _response(e),
            dates_told(e.started, self.note_date),
            dates_told(e.stopped, self.note_date),
        )

    def _psychotherapy(self, f: Finding) -> None:
        """The days are those after its name, before another medicine or therapy is named."""
        _, stop = sentence_at(self.text, self.low, f.start, self.lex)
        end = min([stop, *(place for place in self.named if place >= f.end)])
        semicolon = self.low.find(";", f.end, end)
        times = find_times(self.text, self.low, f.end, semicolon if semicolon >= 0 else end)
        told = [dates_told(day[0] if day else None, self.note_date) for day in (times.started, times.stopped)]
        self._had("psychotherapy", (f.start, f.end), f.value if f.value in RESPONSES else None, *told)

    def _had(
        self, therapy: str, at: tuple[int, int], response: str | None, started: Dates, stopped: Dates
    ) -> None:
        """A therapy that was had, with the sessions that its sentence tells of."""
        start, stop = sentence_at(self.text, self.low, at[0], self.lex)
        sessions = sessions_told(self.low, start, stop, at[1])
        told = (therapy, start, started, stopped, sessions)
        if told in self.headed:
            return  # "Psychotherapy: supportive counseling 2016" names one therapy twice
        if self.low.startswith(":", at[1]):
            self.headed.add(told)
        record = self._record(*at, "note", "therapy")
        self.rows.add(
            "therapies", person_id=self.person, therapy=therapy, started_on_least=started[0],
            started_on_most=started[1], stopped_on_least=stopped[0], stopped_on_most=stopped[1],
            sessions_least=sessions[0], sessions_most=sessions[1], response=response, record=record,
        )  # fmt: skip

    def _context(self, e: Episode) -> None:
        record = self._record(e.mention.start, e.mention.end, "note", "context only")
        topic = (
            "family_response"
            if e.experiencer == "other"
            else "allergy"
            if e.status == "allergy"
            else "other_medicine"
        )
        value = LEFT_OPEN + e.drug if e.drug in THERAPY and e.status in _HAD else f"{e.drug}: {e.status}"
        self.rows.add("context", person_id=self.person, topic=topic, value=value, record=record)

    def find(self, f: Finding) -> None:
        """A score, a therapy or context."""
        if f.topic in ("score", "earlier_score") and f.value is not None:
            scale, total = f.value.rsplit(" ", 1)
            record = self._record(f.start, f.end, "note", "score")
            day = self.note_date
            first = day if f.topic == "score" else None
            self.rows.add(
                "scores",
                person_id=self.person,
                scale=scale,
                on_least=first,
                on_most=day,
                total=float(total),
                record=record,
            )
        elif f.topic == "psychotherapy" and _how_told(f) == "":
            self._psychotherapy(f)
        elif f.why.cue.startswith("mention.") and _how_told(f) == "":
            self._mention(f)
        else:
            self._stated(f)

    def _stated(self, f: Finding) -> None:
        """A circumstance of the day of the note; another condition, once for each way it is told, without a day."""
        value, lasts = _how_told(f) + f.text, f.topic in other_topics(self.facts)
        if lasts and (f.topic, value.lower()) in self.told:
            return
        self.told.add((f.topic, value.lower()))
        day = None if lasts else self.note_date
        record = self._record(f.start, f.end, "note", "context only")
        self.rows.add(
            "context",
            person_id=self.person,
            topic=f.topic,
            value=value,
            on_least=day,
            on_most=day,
            record=record,
        )

    def _mention(self, f: Finding) -> None:
        """What a note states of a condition to look at first is a possible one, which is asked about."""
        record = self._record(f.start, f.end, "note", "condition")
        since = dates_told(f.value, self.note_date)
        self.rows.add(
            "conditions", person_id=self.person, topic=f.topic, system=NOTED, code=f.text, certainty="possible",
            status="unknown", started_on_least=since[0], started_on_most=since[1], record=record,
        )  # fmt: skip


def _how_told(f: Finding) -> str:
    """How the words begin when a note says them of another person, denies them, or only thinks of them."""
    if f.experiencer == "other":
        return SOMEONE_ELSES
    return DENIED if f.negated else LEFT_OPEN if f.left_open else ""


def _response(e: Episode) -> str | None:
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
