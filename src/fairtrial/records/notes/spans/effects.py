"""Side effects said of a name: a term of the lexicon that a link word, a bracket or a dash ties to it."""

from __future__ import annotations

import re

from fairtrial.records.notes.spans.effect_ties import NEGATED, Effect, tie_of
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.times import DATE, DURATION
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.lexicon import Lexicon


def effects_after(
    low: str, holder: Holder, limit: int, hits: list[Hit], lex: Lexicon, start: int | None = None
) -> list[Effect]:
    """Terms after a name that are tied to it."""
    begin = holder.end if start is None else start
    found: list[Effect] = []
    stopped = any(g.ahead and g.hit.cue.sets.get("stop") in ("done", "planned") for g in holder.got)
    purpose = (limit, limit) if stopped else _purpose(low, begin, limit, hits)
    for term in lex.side_effects.finditer(low, begin, limit):
        if _BETTER.match(low, term.end()):
            continue
        tie = tie_of(low, begin, term, hits, found, lex)
        if tie in (None, "weak", "comma") and (
            _right_after_stop(low, begin, term.start(), hits)
            or (stopped and low[begin : term.start()].rstrip().endswith("for"))
            or (goes_on(low, term) and not NEGATED.search(low[max(begin, term.start() - 40) : term.start()]))
        ):
            tie = "strong"
        if term.group() in ("zaps", "brain zaps", "electric shocks") and any(
            "stop" in h.cue.sets and h.start < term.start() for h in hits
        ):
            continue
        if tie is not None and not (tie != "strong" and purpose[0] <= term.start() < purpose[1]):
            found.append(Effect(term.start(), term.end(), tie))
    return found


_WHAT_FOR = re.compile(
    r"\bfor (?!(?:\d|a (?:few|couple|year|month|week)|about|almost|several|one|two|three|many|over|at "
    r"least|some time|years|months|weeks)\b)"
)


_PURPOSE_ENDS = re.compile(
    r"[;(]|\.\s|\s-+\s|\b(?:but|which|however|with|stopped|discontinued|caused|because|due|had|made)\b"
)


def _purpose(low: str, begin: int, limit: int, hits: list[Hit]) -> tuple[int, int]:
    """Where the words say what the drug was for; conditions named there are not its effects."""
    m = _WHAT_FOR.search(low, begin, limit)
    if m is None or any("stop" in h.cue.sets and h.end <= m.start() and m.start() - h.end < 4 for h in hits):
        return limit, limit
    ends = (
        re.compile(_PURPOSE_ENDS.pattern + "|,")
        if re.search(r"(?:benefit|help\w*|response|relief|effective|improvement)\s*$", low[begin : m.start()])
        else _PURPOSE_ENDS
    )
    end = ends.search(low, m.end(), limit)
    return m.end(), end.start() if end else limit


ILLNESSES = re.compile(
    r"anx|panic|insom|sleep|pain|head|migrain|irritab|agitat|ang|fatigue|suic|si\b|mood|psychosis|mani|hypo?mani"
)
"""Terms that are more often what the medicine is for: "history of anxiety, on X"."""


_ALL_IN_BRACKET = re.compile(r"\s*\(\s*(?:both|all|each)\b")


_ON_ALL = re.compile(r"\s+(?:on|with|from|to|w/|for) (?:both|all|each|either|any|them)\b")


def effects_on_all(
    low: str, holder: Holder, later: list[Holder], end: int, hits: list[Hit], lex: Lexicon
) -> list[Effect]:
    """Terms after the last of several names, said of all: "nausea on both", "both stopped for nausea".

    ``later`` are the names after ``holder``.
    """
    last = _last_joined(holder, later)
    if last is holder:
        return []
    shared = any(
        not g.ahead and g.hit.start >= last.end and g.hit.cue.layer in ("event", "outcome")
        for g in holder.got
    )
    if shared or _ALL_IN_BRACKET.match(low, last.end):
        return effects_after(low, last, last.limit, hits, lex)
    return [
        Effect(t.start(), t.end(), "strong")
        for t in lex.side_effects.finditer(low, last.end, end)
        if _ON_ALL.match(low, t.end()) and not NEGATED.search(low[last.end : t.start()][-40:])
    ]


def _last_joined(holder: Holder, later: list[Holder]) -> Holder:
    last = holder
    for following in later:
        if not last.joined_next:
            break
        last = following
    return last


_GOES_ON = re.compile(
    r",? (?:is |was |are |were |has |have |had |been |got |still |just |only )*(?:no better|not (?:any )?better|continued|continues|continuing|persist\w*|worse(?:ned)?|"
    r"(?:did not|didn't|does not|doesn't|would not|wouldn't|never) (?:go|went|gone|resolve|settle|stop|improve|get better|let up|ease)\w*)\b"
)


def goes_on(low: str, term: re.Match[str]) -> bool:
    """ "Nausea no better, so she stopped X": what does not get better is an effect, and no illness."""
    return _GOES_ON.match(low, term.end()) is not None and not ILLNESSES.match(term.group())


def of_an_effect(low: str, hit: Hit, start: int, lex: Lexicon) -> bool:
    """Whether "no better" or the like is said of a side effect, within a sentence from ``start``."""
    if hit.cue.sets.get("response") not in ("none", "worse"):
        return False
    near = lex.side_effects.finditer(low, max(start, hit.start - _NEAR), hit.start)
    return any(goes_on(low, term) and hit.start - term.end() < _CLOSE for term in near)


_NEAR, _CLOSE = 60, 16
"""Characters before a cue within which an effect, and between the two within which nothing else, may stand (our choice)."""


_DAY_OF_MONTH = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}(?![\d/])")


def _right_after_stop(low: str, begin: int, start: int, hits: list[Hit]) -> bool:
    """ "d/c'd 2018 hyponatremia": only a date stands between the stop and the effect."""
    stops = [h.end for h in hits if h.cue.sets.get("stop") == "done" and begin <= h.start and h.end <= start]
    if not stops:
        return False
    gap = DURATION.sub(" ", DATE.sub(" ", low[stops[-1] : start]))
    gap = _DAY_OF_MONTH.sub(" ", gap)
    return (
        re.fullmatch(
            r"[\s,.;:(/-]*(?:in|on|after|for|with|w/|by|within|it)?[\s,.;:(-]*(?:bad |severe |some )?"
            r"|\s*(?:in\s+|on\s+)?(?:[a-z]+\s+){0,3}for (?:[a-z-]+ ){0,3}",
            gap,
        )
        is not None
    )


_BETTER = re.compile(
    r"\s+(?:is |are |was |has |have |been |much |a lot |now |also |some )*(?:better|improved|improving|less|resolved|gone|"
    r"controlled|under control|subsided)\b(?! (?:on|with|off|after))"
)
"""What got better is what the medicine was for."""
