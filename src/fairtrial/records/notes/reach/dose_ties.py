"""Whether a dose in a sentence is that of a name: by the words between the two, and by the doses told already."""

from __future__ import annotations

import re

from fairtrial.records.notes.spans.bare_doses import CHANGED_TO
from fairtrial.records.notes.spans.doses import Amount, light_between
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.lexicon import Lexicon


def is_of_name_before(
    low: str, amount: Amount, doses: list[Amount], r: Reading, holder: Holder, hits: list[Hit], lex: Lexicon
) -> bool:
    """Whether a dose after a name is its own: close to the name or its last dose, or told by a verb of change."""
    near = r.doses[-1].end if r.doses and r.doses[-1].start >= holder.end else holder.end
    if light_between(low, near, amount.start, lex) and not _of_next(low, amount, holder):
        return True
    if _of_another(doses, r, holder.end, amount):
        return False
    if r.doses:
        return _raised(low, r.doses[-1].end, amount.start)
    return (
        _told_at(low, holder.end, amount, hits, lex)
        or _taken_at(low, holder.end, amount)
        or _IN_ITS_BRACKET.fullmatch(low, holder.end, amount.start) is not None
        or CHANGED_TO.search(low, holder.end, amount.start) is not None
    )


def _told_at(low: str, start: int, amount: Amount, hits: list[Hit], lex: Lexicon) -> bool:
    """ "which was ineffective at 40 mg": only cue words and small words stand between."""
    if not re.search(r"\b(?:at|on|to|of)\s*$", low[start : amount.start]):
        return False
    gap = list(low[start : amount.start])
    for h in hits:
        for i in range(max(h.start, start), min(h.end, amount.start)):
            gap[i - start] = " "
    return light_between("".join(gap), 0, len(gap), lex)


_IN_ITS_BRACKET = re.compile(r"\s*\((?:[a-z ]+, ?)?")
_VERB_AT = re.compile(
    r"\b(?:[a-z]+ed|taken|begun|given|withdrawn|it|which|this|even|further|well|now|again|weeks|months|remains|stays|stayed|she|he|drug)\s+"
    r"(?:at|on|to)\s+(?:(?:a|the) (?:\w+ )?dos(?:e|age) of )?$"
    r"|[;,]\s*(?:and |but )?(?:at|on)\s+$|\b(?:still|now|currently|presently)\s+(?:on|at|taking)?,?\s*$"
)
_NEW_SUBJECT = re.compile(
    r"(?:\band|\bbut|\bwhile|[,;.])\s+(?:the |her |his )?(?!it |this |that |which |she |he |they |the dose |dose )[a-z]{4,} (?:was|were|is|are) "
)


def _taken_at(low: str, start: int, amount: Amount) -> bool:
    """ "it was withdrawn at 112.5 mg", "remitted on 30 mg": a verb or pronoun before "at" or "on"."""
    gap = low[start : amount.start]
    return _VERB_AT.search(gap) is not None and _NEW_SUBJECT.search(gap) is None


_OF_WHAT = re.compile(r"\s*(?:of\s+(?:the\s+|oral\s+)?)$")


def _of_next(low: str, amount: Amount, holder: Holder) -> bool:
    """ "and 40 mg of Celexa": the dose of the name after it."""
    return 0 < holder.limit - amount.end < 14 and _OF_WHAT.match(low, amount.end, holder.limit) is not None


def _of_another(doses: list[Amount], r: Reading, start: int, amount: Amount) -> bool:
    """Whether a dose of another medicine stands before this one."""
    return any(start <= d.start < amount.start and d not in r.doses for d in doses)


_OF_IT = re.compile(r";\s*(?:it|this|which|the (?:latter|dose))\b")


def _raised(low: str, start: int, at: int) -> bool:
    gap = low[start:at]
    return (
        len(gap) < 90
        and (";" not in gap or _OF_IT.search(gap) is not None)
        and re.search(
            r"\b(?:incr?\b|increas\w*|titrat\w*|rais\w*|up to|max\w*|went (?:up|back)|returned|boost\w*|bumped|decreas\w*|reduc\w*|"
            r"lower\w*|pushed|doubled|cut (?:back )?to|down to|then to|later|adjusted|dose)\b|\bthen\s*$",
            gap,
        )
        is not None
    )


def is_of_name_after(low: str, amount: Amount, holder: Holder, before: Holder | None) -> bool:
    """Whether a dose before a name is its own: "40 mg of X", "on 40 mg X"."""
    gap = low[amount.end : holder.start]
    if re.fullmatch(
        r"\s*(?:tablets?|tabs?|capsules?|caps|daily|a day|per day)?\s*(?:of|on)\s+(?:the\s+|her\s+|his\s+|"
        r"oral\s+|generic\s+|my\s+)?",
        gap,
    ):
        return True
    return (
        gap.strip() == ""
        and (
            before is None
            or before.limit - before.end > 40
            or re.search(
                r"(?:,|and|\bon|takes|took|taking)\s*$", low[max(0, amount.start - 12) : amount.start]
            )
            is not None
        )
        and not (before is not None and re.fullmatch(r"\s*(?:\w\w\s)?", low[before.end : amount.start]))
    )
