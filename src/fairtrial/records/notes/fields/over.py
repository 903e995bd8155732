"""Trials told as over only by their outcome ("X 100 mg - no benefit")."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.fields.outcome import CUT_SHORT
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.effect_ties import Effect
from fairtrial.records.notes.spans.frequencies import FREQUENCY
from fairtrial.records.notes.spans.governed import act_before
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.reading import CURRENT_SECTIONS, Reading
from fairtrial.records.notes.spans.times import DURATION
from fairtrial.records.notes.words.cues import Hit

Place = tuple[int, int]

_PAST_TENSE = re.compile(
    r"\b(?:helped|worked|responded|improved|failed|did|didn't|didnt|made|caused|gave|lost|stopped|quit|"
    r"pooped|wore|tried|gained|could|couldn't|felt|had|never|was|were|became|developed|lasted|took|"
    r"brought|produced|yielded|proved|provided|afforded|hated|loved|liked|disliked|tolerated|experienced)\b"
)


_PRESENT = re.compile(
    r"\b(?:helps|works|is|are|has|makes|seems|does|doesn't|hasn't|have|still|not yet|yet|now|makes|"
    r"feels|unchanged|sleeping|helping|isn't|currently|current|continues|(?:can|may|might)(?= (?:contribute|cause|worsen|increase|produce))|(?<!had )(?<!had not )(?<!had never )been|since|ongoing|present)\b"
)


_FRAGMENT, _WITHOUT = re.compile(r"(?:^|[\n.;:*-]\s*)$"), re.compile(r"(?:w/o|without|with no|w/ no)\b")
_CLAUSE = re.compile(r"(?:^|[\n.;,])\s*(?:and\s+)?(?:[a-z]+ )?$")
_CLAUSE_ENDS = re.compile(r"\s*(?:\(?\d+ ?(?:mg)?\)?\s*)?(?:[.,;]|$|\n)")
_IN_A_YEAR = re.compile(r"\bin (?:19[5-9]\d|20[0-4]\d)\b")


def told_as_over(
    low: str, r: Reading, holder: Holder, effects: list[Effect], limit: int, in_past: bool, in_list: bool
) -> None:
    """A name with only an outcome in the past tense, or with one after a dash, is a trial that is over.

    ``in_past``: the words before tell of trials that are over. ``in_list``: the sentence names others, too.
    """
    if not _is_open(low, r, holder, limit, in_past):
        return
    outcomes = [g.hit for g in holder.got if _tells_an_outcome(low, g.hit)]
    places = [(h.start, h.end) for h in outcomes]
    places += [(e.start, e.end) for e in effects if e.tie in ("strong", "mark", "comma")]
    if not places:
        _over_by_year(low, r)
        return
    told, bad = min(places), bool(effects) or any(map(_is_bad, outcomes))
    if not _goes_on(low, holder, told) and (
        _PAST_TENSE.search(_words_around(low, holder, told))
        or (in_past and bad)
        or (in_list and bad and _is_clause(low, holder, told))
        or _is_without(low, holder, told)
        or _is_item(low, r, holder, told, bad)
    ):
        r.becomes("past", ranks.TOLD_BY_OUTCOME, Why("past.told_as_over", "inferred", *told), weak=True)


def _is_open(low: str, r: Reading, holder: Holder, limit: int, in_past: bool) -> bool:
    """Whether it rests on a default, or on a start told in passing, that the drug is taken."""
    passing = r.weak and (in_past or _IN_A_YEAR.search(low, holder.end, limit) is not None)
    most = ranks.STARTED_IN_PASSING if passing else ranks.PLACED
    return r.status == "current" and r.rank <= most and r.section not in CURRENT_SECTIONS


def _tells_an_outcome(low: str, hit: Hit) -> bool:
    sets = hit.cue.sets
    if hit.cue.layer != "outcome" or sets.get("clean") or sets.get("reason") == "other":
        return False
    if sets.get("bare") and sets["response"] != "none":
        return False
    return not sets.get("elliptic") or CUT_SHORT.match(low, hit.end) is not None


def _is_bad(hit: Hit) -> bool:
    return hit.cue.sets.get("response") in ("none", "worse") or "reason" in hit.cue.sets


_GOES_ON_SINCE = re.compile(r"\b(?:since|started|from|began|refill\w*|beginning)\W+(?:in )?$")
_DAY_OR_YEAR = re.compile(r"\d{4}|/\d+/\d\d")


def _over_by_year(low: str, r: Reading) -> None:
    """ "X 2014": a year of which no start is told is that of a trial."""
    dated = r.times.started
    if dated is None or not _DAY_OR_YEAR.search(dated[0]):
        return
    if _GOES_ON_SINCE.search(low[max(0, dated[1] - 14) : dated[1]]) or act_before(low, dated[1]) == "swaps":
        return
    r.becomes("past", ranks.TOLD_BY_YEAR, Why("times.dated", "inferred", *dated[1:]), weak=True)


def _words_around(low: str, holder: Holder, told: Place) -> str:
    """The words from a name to its outcome, or those before the name."""
    if told[0] >= holder.end:
        return low[holder.end : told[1]]
    return low[max(0, told[0] - 24) : holder.start]


_SINCE = re.compile(r"\W*since\b")


def _goes_on(low: str, holder: Holder, told: Place) -> bool:
    """ "X is helping", "X, no benefit since": told in the present."""
    return bool(
        _SINCE.match(low, told[1])
        or _PRESENT.search(low[holder.end : max(told[1], holder.end)])
        or _PRESENT.search(low[told[0] : told[1]])
    )


def _is_clause(low: str, holder: Holder, told: Place) -> bool:
    """ "Nausea on X, rash on Y"."""
    return (
        told[0] < holder.start
        and _CLAUSE.search(low, 0, told[0]) is not None
        and _CLAUSE_ENDS.match(low, holder.end) is not None
    )


def _is_without(low: str, holder: Holder, told: Place) -> bool:
    """ "X 40 mg w/o benefit." with no verb."""
    before = low[max(0, holder.start - 3) : holder.start]
    return _FRAGMENT.search(before) is not None and _WITHOUT.match(low, told[0]) is not None


_DASH = re.compile(r"[(:=|>,-]")


def _is_item(low: str, r: Reading, holder: Holder, told: Place, bad: bool) -> bool:
    """ "X 100 mg, 8 weeks - some benefit": an outcome after a dash, bad, or beside a time."""
    if told[0] < holder.end or not _DASH.search(low[holder.end : told[0]]):
        return False
    timed = r.times.duration or r.times.started or DURATION.search(low, holder.end, told[0])
    return bad or bool(timed)


_STILL = re.compile(r"(?:works|helps|is helping|is working)\b")


def still_helps(low: str, r: Reading, holder: Holder) -> None:
    """Under a heading of past medicines, "X 50 mg at bedtime works well" is taken: it is told how often, and
    in the present tense."""
    if r.status != "past" or not r.why["status"].cue.startswith("section."):
        return
    for hit in (g.hit for g in holder.got if g.hit.cue.sets.get("response") in ("response", "partial")):
        if _STILL.match(low, hit.start) and FREQUENCY.search(low, holder.end, hit.start):
            why = Why(hit.cue.id, "inferred", hit.start, hit.end)
            r.becomes("current", ranks.STILL_HELPING, why, weak=True)
            return
