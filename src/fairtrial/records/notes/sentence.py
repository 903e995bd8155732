"""One sentence with drug names to readings."""

from __future__ import annotations

import bisect
import re

from fairtrial.records.notes.attach import attach
from fairtrial.records.notes.attempts import no_stop_before_restart, old_attempt, second_attempt
from fairtrial.records.notes.carry import of_earlier
from fairtrial.records.notes.chains import BOUNDARY
from fairtrial.records.notes.cues import Hit
from fairtrial.records.notes.effect_ties import Effect
from fairtrial.records.notes.effects import (
    effects_after,
    effects_before,
    effects_leading_to_stop,
    effects_on_all,
)
from fairtrial.records.notes.exceptions import set_apart
from fairtrial.records.notes.fitting import fit_effects
from fairtrial.records.notes.holders import Got, Holder, holders_of
from fairtrial.records.notes.in_turn import (
    one_after_another,
    replaced_by_next,
    replaced_by_plan,
    under_trials,
)
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.note import Note
from fairtrial.records.notes.numbers import with_numbers
from fairtrial.records.notes.of_these import set_against
from fairtrial.records.notes.outcome import decide_outcome
from fairtrial.records.notes.over import told_as_over
from fairtrial.records.notes.people import someone_else, taken_up
from fairtrial.records.notes.reading import Reading
from fairtrial.records.notes.sections import Section, section_at
from fairtrial.records.notes.stand_ins import with_stand_ins
from fairtrial.records.notes.status import decide_status
from fairtrial.records.notes.subjects import of_something_else, other_act
from fairtrial.records.notes.switches import redirect, switch_reasons
from fairtrial.records.notes.times import find_times
from fairtrial.records.notes.turned import at_presentation, neither, planned_stop


def read_sentence(
    note: Note, s: int, e: int, kin: str | None, earlier: list[tuple[Holder, Reading]]
) -> list[tuple[Holder, Reading]]:
    """Read one sentence; returns its names with their readings for the sentences after it."""
    low, lex = note.low, note.lex
    i = bisect.bisect_left(note.names, s, key=lambda m: m.start)
    j = bisect.bisect_left(note.names, e, key=lambda m: m.start)
    holders = holders_of(low, note.names[i:j], e, lex)
    holders = with_stand_ins(low, s, e, holders, [h for h, _ in earlier])
    hits = [
        h
        for h in lex.cues.find(low, s, e)
        if h.cue.id != "plan.if_name" or not _ASKING.search(low[s : h.start])
    ]
    hits = [h for h in hits if not (other_act if _near(h, holders) else of_something_else)(low, h, e)]
    hits = sorted(hits + lex.score_changes.find(low, s, e), key=lambda h: h.start)
    hits = [at_presentation(low, s, e, neither(low, s, planned_stop(low, s, h))) for h in hits]
    free = attach(note.text, low, s, hits, holders, lex)
    set_apart(low, s, holders)
    one_after_another(low, s, holders)
    under_trials(low, s, holders)
    replaced_by_next(low, holders[0], earlier)
    replaced_by_plan(holders[0], earlier)
    set_against(low, s, e, holders, earlier)
    of_earlier(note, s, holders, free, earlier)
    readings = with_numbers(note, s, e, holders, hits)
    redirect(holders)
    reasons = switch_reasons(low, holders)
    out: list[tuple[Holder, Reading]] = []
    carried: list[Effect] = []
    for k, (holder, r) in enumerate(zip(holders, readings, strict=True)):
        r.times = find_times(note.text, low, holder.end, holder.limit)
        got = holder.got
        no_stop_before_restart(low, holder)
        got = holder.got
        split = second_attempt(low, holder, got, r.section)
        decide_status(r, [g for g in got if split is None or g.hit.start < split], r.section)
        _given_for_a_time(low, r, holder)
        if (
            (r.times.ended or (r.times.stopped and r.weak))
            and r.status in ("current", "past")
            and (r.weak or r.section == "" or r.times.ended)
            and r.rank < 48
        ):
            r.stop = r.stop or ("done" if not r.times.ended else None)
            r.status, r.rank, r.weak = "past", 48, False
            r.why["status"] = Why("times.ended", "inferred", r.times.stopped[1], r.times.stopped[2])  # type: ignore[index]
        _whose(note, r, holder, s, e, kin)
        begin = (
            s
            if k == 0
            else max(
                [m.end() for m in BOUNDARY.finditer(low, holders[k - 1].end, holder.start)]
                or [holders[k - 1].end]
            )
        )
        _answered(low, r, holder)
        last_one = k + 1 == len(holders) or holder.limit > holders[k + 1].start
        limit = holder.limit if last_one else _own_end(low, holder, holders[k + 1])
        if split is not None:
            note.readings.append(old_attempt(note, holder, got, split, limit, hits, r.section))
            limit = split
        ahead = effects_before(low, begin, holder, lex) or (
            carried if k and holders[k - 1].joined_next else []
        )
        carried = ahead
        effects = ahead + effects_after(low, holder, limit, hits, lex)
        effects += effects_on_all(low, holder, holders, e, hits, lex)
        if k in reasons:
            effects += effects_after(low, holder, reasons[k][1], hits, lex, reasons[k][0])
        if k - 1 in reasons:
            effects = [x for x in effects if not reasons[k - 1][0] <= x.start < reasons[k - 1][1]]
        if split is None:
            told_as_over(
                low, r, holder, got, effects, limit, any(x.status == "past" for _, x in out), len(holders) > 1
            )
        if r.stop == "done" and not effects:
            effects += effects_leading_to_stop(low, begin, holder, hits, lex)
            holder.got += [
                Got(h, True)
                for h in free
                if h.cue.sets.get("reason")
                and begin <= h.start < holder.start
                and "response" not in h.cue.sets
                and r.status == "past"
            ]
        effects = fit_effects(low, holder.end, effects, r)
        decide_outcome(
            low, r, holder, [g for g in holder.got if split is None or g.hit.start < split], effects, limit
        )
        _by_heading(low, r, holder, section_at(holder.start, note.sections))
        note.readings.append(r)
        out.append((holder, r))
    _share(low, out, e)
    return out


_IN_A_YEAR = re.compile(
    r"\b(?:in|during) (?:the (?:summer|spring|fall|winter|autumn) of )?(?:[a-z]+ (?:of )?)?(?:19[5-9]\d|20[0-4]\d)\b"
)


def _given_for_a_time(low: str, r: Reading, holder: Holder) -> None:
    """ "was treated with X for six months in 1988": a stated length in a stated year is over."""
    told = _IN_A_YEAR.search(low, holder.end, holder.limit)
    if told and r.times.duration and r.status == "current" and r.weak and r.why["status"].cue in _GIVEN:
        r.status, r.rank, r.weak = "past", 48, False
        r.why["status"] = Why("times.ended", "inferred", *told.span())


_GIVEN = frozenset({"take.treated", "take.started", "none"})


def _near(hit: Hit, holders: list[Holder]) -> bool:
    """Whether a name follows a cue closely."""
    return any(hit.end <= x.start < hit.end + 40 for x in holders)


_ASKING = re.compile(r"\b(?:wonder\w*|know|sure|unclear|ask\w*|see|tell|unsure|determine|even|as)\s*$")


_STILL = re.compile(
    r"(?: \d+ ?mg)? (?:is|has|continues to|seems to|appears to)(?: been)? (?:help|work|effective|beneficial|the best|made)"
)
"""What has helped, told in the present under a heading of past trials, is no past trial."""


def _by_heading(low: str, r: Reading, holder: Holder, section: Section | None) -> None:
    """What the heading of a list says of everything in it, where the item itself says nothing."""
    if section is not None and section.stopped and r.status == "past" and r.stop is None:
        r.stop, r.reason = "done", r.reason or "unknown"
    if r.why["status"].cue == "section.past_meds" and _STILL.match(low, holder.end):
        r.status, r.rank, r.weak = "current", 30, True
    if section is None or section.response is None or r.status != "past" or r.response or r.reason:
        return
    r.response = section.response
    r.why["response"] = Why("section.past_meds", "inferred", section.start, section.end)
    if r.response == "none":
        r.reason = "inefficacy"
        r.why["stop_reason"] = r.why["response"]


_ANSWER = re.compile(r"\s*[:?]\s*(no|n|never)\b(?=\s*(?:[.;,|)]|$|\n))")


def _answered(low: str, r: Reading, holder: Holder) -> None:
    """ "Zoloft: no" on a form: never taken."""
    m = _ANSWER.match(low, holder.end, holder.limit)
    if m:
        r.status, r.rank, r.weak = "never", 70, False
        r.why["status"] = Why("never.answer", "inferred", m.start(1), m.end(1))


def _own_end(low: str, holder: Holder, after: Holder) -> int:
    """Where the words about a name end: at the last break before the next name."""
    ahead = [g.hit.start for g in after.got if g.ahead and holder.end <= g.hit.start < after.start]
    if not ahead:
        return after.start
    gap = [m.start() for m in BOUNDARY.finditer(low, holder.end, min(ahead))]
    return gap[-1] if gap else min(ahead)


def _share(low: str, pairs: list[tuple[Holder, Reading]], end: int) -> None:
    """ "each > 8 wks" after a list: the duration of all."""
    if len(pairs) > 1 and pairs[-1][1].times.duration:
        tail = low[pairs[-1][0].end : end]
        if re.search(r"\b(?:each|all|both)\b", tail):
            for _, r in pairs[:-1]:
                if r.times.duration is None:
                    r.times = type(r.times)(
                        pairs[-1][1].times.duration, r.times.started, r.times.stopped, r.times.ended
                    )


def _whose(note: Note, r: Reading, holder: Holder, s: int, e: int, kin: str | None) -> None:
    other = someone_else(note.low, s, holder.start, holder.end, min(e, holder.limit), note.lex)
    why = None
    if other is not None and any(g.hit.cue.sets.get("gave") and g.ahead for g in holder.got):
        r.status = "past"
        return
    if any(g.hit.cue.sets.get("borrowed") for g in holder.got):
        r.experiencer = "patient"
        return
    if other is not None and not (
        other.start > holder.end
        and r.rank >= 40
        and r.status in ("planned", "current", "past")
        and not r.weak
    ):
        why = Why("other.kin", "explicit", other.start, other.end)
    elif kin is not None and taken_up(note.low, s, kin, note.lex):
        why = Why("other.kin_before", "inferred", s, s + 3)
    if why is not None and r.status != "allergy":
        if (
            r.stop is None
            and r.status == "past"
            and any(g.hit.cue.sets.get("stop") == "done" for g in holder.got)
        ):
            r.stop = "done"
        r.status, r.rank, r.experiencer, r.weak = "family", 85, "other", False
        r.why["status"] = why
    elif (
        r.status == "family"
        and r.section == "family"
        and re.search(r"\b(?:patient|pt|she|he|i)\b", note.low[s : holder.start])
        and other is None
    ):
        r.experiencer = "other"
