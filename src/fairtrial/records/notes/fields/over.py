"""Trials told as over only by their outcome ("X 100 mg - no benefit")."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.fields.outcome import CUT_SHORT
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.doses import FREQUENCY
from fairtrial.records.notes.spans.effect_ties import Effect
from fairtrial.records.notes.spans.governed import act_before
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.spans.reading import CURRENT_SECTIONS, Reading
from fairtrial.records.notes.spans.times import DURATION

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
""" "X 40 mg w/o benefit." with no verb."""


_CLAUSE = re.compile(r"(?:^|[\n.;,])\s*(?:and\s+)?(?:[a-z]+ )?$")
_CLAUSE_ENDS = re.compile(r"\s*(?:\(?\d+ ?(?:mg)?\)?\s*)?(?:[.,;]|$|\n)")
""" "Nausea on X, rash on Y": clauses of an outcome and a name."""


_IN_A_YEAR = re.compile(r"\bin (?:19[5-9]\d|20[0-4]\d)\b")


def told_as_over(
    low: str,
    r: Reading,
    holder: Holder,
    got: list[Got],
    effects: list[Effect],
    limit: int,
    in_past: bool,
    in_list: bool,
) -> None:
    """A name with only an outcome in the past tense, or with one after a dash, is a trial that is over."""
    in_a_year = _IN_A_YEAR.search(low, holder.end, limit) is not None
    most = ranks.STARTED_IN_PASSING if (in_past or in_a_year) and r.weak else ranks.PLACED
    if r.status != "current" or r.rank > most or r.section in CURRENT_SECTIONS:
        return
    outcomes = [
        g.hit
        for g in got
        if g.hit.cue.layer == "outcome"
        and not (g.hit.cue.sets.get("bare") and g.hit.cue.sets["response"] != "none")
        and not g.hit.cue.sets.get("clean")
        and not (g.hit.cue.sets.get("elliptic") and not CUT_SHORT.match(low, g.hit.end))
        and g.hit.cue.sets.get("reason") != "other"
    ]
    places = [(h.start, h.end) for h in outcomes] + [
        (e.start, e.end) for e in effects if e.tie in ("strong", "mark", "comma")
    ]
    if not places:
        dated = r.times.started
        if (
            dated
            and re.search(r"\d{4}|/\d+/\d\d", dated[0])
            and not re.search(
                r"\b(?:since|started|from|began|refill\w*|beginning)\W+(?:in )?$",
                low[max(0, dated[1] - 14) : dated[1]],
            )
            and r.section not in CURRENT_SECTIONS
            and act_before(low, dated[1]) != "swaps"
        ):
            r.becomes("past", ranks.TOLD_BY_YEAR, Why("times.dated", "inferred", *dated[1:]), weak=True)
        return
    first = min(places)
    words = (
        low[min(holder.end, first[0]) : max(first[1], holder.end)]
        if first[0] >= holder.end
        else low[max(0, first[0] - 24) : holder.start]
    )
    if (
        re.match(r"\W*since\b", low[first[1] :])
        or _PRESENT.search(low[holder.end : max(first[1], holder.end)])
        or _PRESENT.search(low[first[0] : first[1]])
    ):
        return
    bad = any(
        h.cue.sets.get("response") in ("none", "worse") or "reason" in h.cue.sets for h in outcomes
    ) or bool(effects)
    dashed = (
        re.search(r"[(:=|>,-]", low[holder.end : first[0]]) is not None if first[0] >= holder.end else False
    )
    if (
        _PAST_TENSE.search(words)
        or (
            in_list
            and bad
            and first[0] < holder.start
            and _CLAUSE.search(low, 0, first[0])
            and _CLAUSE_ENDS.match(low, holder.end)
        )
        or (_FRAGMENT.search(low[max(0, holder.start - 3) : holder.start]) and _WITHOUT.match(low, first[0]))
        or (in_past and bad)
        or (
            dashed
            and (
                bad
                or r.times.duration
                or r.times.started
                or DURATION.search(low, holder.end, max(first[0], holder.end))
            )
        )
    ):
        r.becomes("past", ranks.TOLD_BY_OUTCOME, Why("past.told_as_over", "inferred", *first), weak=True)


_STILL = re.compile(r"(?:works|helps|is helping|is working)\b")


def still_helps(low: str, r: Reading, holder: Holder, got: list[Got]) -> None:
    """Under a heading of past medicines, "X 50 mg at bedtime works well" is taken: it is told how often, and
    in the present tense."""
    if r.status != "past" or not r.why["status"].cue.startswith("section."):
        return
    for hit in (g.hit for g in got if g.hit.cue.sets.get("response") in ("response", "partial")):
        if _STILL.match(low, hit.start) and FREQUENCY.search(low, holder.end, hit.start):
            why = Why(hit.cue.id, "inferred", hit.start, hit.end)
            r.becomes("current", ranks.STILL_HELPING, why, weak=True)
            return
