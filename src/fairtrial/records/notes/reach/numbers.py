"""Doses, frequency and tablets of each name in a sentence."""

from __future__ import annotations

import re
import sys

from fairtrial.records.notes.spans.doses import (
    CHANGED_TO,
    FREQUENCY,
    Amount,
    bare_dose,
    bare_dose_at,
    bare_dose_before,
    bare_dose_changed,
    find_doses,
    light_between,
    tablets,
)
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.sections import section_at
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.lexicon import Lexicon


def frequency_of(text: str, low: str, start: int, end: int) -> str | None:
    """The first frequency between two places, as written."""
    match = FREQUENCY.search(low, start, end)
    return sys.intern(text[match.start() : match.end()].strip()) if match else None


def with_numbers(note: Note, s: int, e: int, holders: list[Holder], hits: list[Hit]) -> list[Reading]:
    """A reading per name with its doses and frequency, before words are shared out."""
    doses, before, begin, out = find_doses(note.text, note.low, s, e), None, s, []
    for holder in holders:
        section = section_at(holder.start, note.sections)
        r = Reading(holder.names, holder.drug, holder.start, section.kind if section else "")
        r.described = holder.names[0].drug_class == "class_mention" and _has_example(note.low, holder)
        _numbers(note, r, holder, doses, begin, before, hits)
        out.append(r)
        before, begin = holder, holder.end
    return out


def _numbers(
    note: Note,
    r: Reading,
    holder: Holder,
    doses: list[Amount],
    begin: int,
    before: Holder | None,
    hits: list[Hit],
) -> None:
    low, text, lex = note.low, note.text, note.lex
    at = holder.names[-1].end if holder.names[-1].end == holder.end else holder.end
    place = at
    for amount in doses:
        if amount.end < begin:
            continue
        if amount.start >= holder.limit:
            break
        if holder.start < amount.start < holder.end:
            r.doses.append(amount)
        if (
            (
                holder.end <= amount.start < holder.limit
                and light_between(low, place, amount.start, lex)
                and not _of_next(low, amount, holder)
            )
            or (
                not r.doses
                and holder.end <= amount.start < holder.limit
                and not _of_another(doses, r, holder.end, amount)
                and (
                    _told_at(low, holder.end, amount, hits, lex)
                    or _taken_at(low, holder.end, amount)
                    or _IN_ITS_BRACKET.fullmatch(low, holder.end, amount.start)
                    or CHANGED_TO.search(low, holder.end, amount.start)
                )
            )
            or (
                amount.start >= holder.end
                and r.doses
                and amount.start < holder.limit
                and not _of_another(doses, r, holder.end, amount)
                and _raised(low, r.doses[-1].end, amount.start)
            )
        ):
            r.doses.append(amount)
            place = amount.end
        elif begin <= amount.start and amount.end <= holder.start and _ahead(low, amount, holder, before):
            r.doses.append(amount)
    if not r.doses and holder.names[0].drug_class != "neurostim":
        bare = bare_dose(text, low, at, holder.limit, holder.drug, lex)
        bare = bare or bare_dose_before(text, low, begin, holder.start, holder.drug, lex)
        bare = bare or bare_dose_at(text, low, at, holder.limit, holder.drug, lex)
        if bare is None and low.find(" now ", at, holder.limit) >= 0:
            bare = bare_dose_changed(text, low, at, holder.limit, holder.drug, lex)
        if bare is not None:
            r.doses.append(bare)
    if r.doses and r.doses[-1].bare:
        changed = bare_dose_changed(text, low, r.doses[-1].end, holder.limit, holder.drug, lex)
        r.doses += [changed] if changed else []
    tail = r.doses[-1].end if r.doses and r.doses[-1].start >= holder.end else at
    window = min(holder.limit, tail + 60)
    match_end = _frequency_window(text, tail, window)
    r.frequency = frequency_of(text, low, tail, match_end)
    r.tablets = tablets(low, tail, match_end)


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


def _frequency_window(text: str, tail: int, window: int) -> int:
    """Up to the end of the sentence, the next item of a list, or what the drug is for."""
    stop = re.search(r";|\.\s+[A-Z]|,\s*[A-Za-z]{4,}|\bfor\b|\n", text[tail:window])
    return tail + stop.start() if stop else window


def _of_next(low: str, amount: Amount, holder: Holder) -> bool:
    """ "and 40 mg of Celexa": the dose of the name after it."""
    return (
        bool(re.match(r"\s*(?:of\s+(?:the\s+|oral\s+)?)$", low[amount.end : holder.limit]))
        and amount.end < holder.limit
        and len(low[amount.end : holder.limit]) < 14
    )


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


def _ahead(low: str, amount: Amount, holder: Holder, before: Holder | None) -> bool:
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


def _has_example(low: str, holder: Holder) -> bool:
    """ "an antidepressant such as Prozac": the class word only describes the drug named after it."""
    return (
        holder.joined_next
        and re.search(
            r"such as|including|like|e\.?g|namely|\(|include|:|^\s*,?\s*$", low[holder.end : holder.limit]
        )
        is not None
    )
