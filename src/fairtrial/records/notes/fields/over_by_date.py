"""Trials that are over by the dates told of them."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.governed import ended_by
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.reading import Reading

_IN_A_YEAR = re.compile(
    r"\b(?:in|during) (?:the (?:summer|spring|fall|winter|autumn) of )?(?:[a-z]+ (?:of )?)?(?:19[5-9]\d|20[0-4]\d)\b"
)


def given_for_a_time(low: str, r: Reading, holder: Holder) -> None:
    """ "was treated with X for six months in 1988": a stated length in a stated year is over."""
    told = _IN_A_YEAR.search(low, holder.end, holder.limit)
    if told and r.times.duration and r.status == "current" and r.weak and r.why["status"].cue in _GIVEN:
        r.becomes("past", ranks.ENDED, Why("times.ended", "inferred", *told.span()))


def ended_by_time(low: str, r: Reading) -> None:
    """ "X 50 mg, March to May 2019" and "X 50 mg, stopped in May": an end that is told, unless more is said."""
    if r.times.stopped is None or r.status not in ("current", "past") or r.rank >= ranks.ENDED:
        return
    by_word = r.weak and ended_by(low, r.times.stopped[1])
    if r.times.ended or by_word:
        if not r.times.ended:
            r.stop = r.stop or "done"
        r.becomes("past", ranks.ENDED, Why("times.ended", "inferred", *r.times.stopped[1:]))


_GIVEN = frozenset({"take.treated", "take.started", "take.prescribed", "none"})
