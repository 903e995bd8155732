"""One note to readings: find names, read their sentences, then the sentences that speak on about them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fairtrial.records.notes.cues import Hit
from fairtrial.records.notes.doses import Amount, bare_dose, find_doses, light_between, tablets
from fairtrial.records.notes.effects import effects_after, effects_before, effects_leading_to_stop
from fairtrial.records.notes.holders import BOUNDARY, Got, Holder, attach, holders_of
from fairtrial.records.notes.lexicon import Lexicon
from fairtrial.records.notes.models import Mention, Why
from fairtrial.records.notes.names import find_names
from fairtrial.records.notes.people import opens_with_kin, someone_else, taken_up
from fairtrial.records.notes.reading import GROUND, Reading, decide_outcome, decide_status, frequency_of, told_as_over
from fairtrial.records.notes.sections import Section, find_sections, section_at
from fairtrial.records.notes.sentences import paragraph, runs_on, sentences
from fairtrial.records.notes.text import lowered
from fairtrial.records.notes.times import find_times


@dataclass
class Note:
    """A note being read."""

    text: str
    low: str
    lex: Lexicon
    names: list[Mention]
    sections: list[Section]
    readings: list[Reading] = field(default_factory=list)


def read(text: str, lex: Lexicon) -> list[Reading]:
    """All readings of a note in reading order."""
    low = lowered(text)
    names = find_names(text, low, lex)
    if not names:
        return []
    note = Note(text, low, lex, names, find_sections(text, low, names, lex))
    for start, end in _blocks(note):
        _read_block(note, start, end)
    return note.readings


def sentence_at(text: str, low: str, place: int, lex: Lexicon) -> tuple[int, int]:
    """Start and end of the sentence that holds a place."""
    start, end = paragraph(low, place)
    while start > 0 and runs_on(text, start - 1):
        start = low.rfind("\n", 0, start - 1) + 1
    for s, e in sentences(text, low, start, end, lex):
        if s <= place < e:
            return s, e
    return start, end


def _blocks(note: Note) -> Iterator[tuple[int, int]]:
    """Paragraphs that hold a name, each with the next line when that holds none; joined over soft line breaks."""
    done = 0
    for name in note.names:
        if name.start < done:
            continue
        start, end = paragraph(note.low, name.start)
        while start > done and start > 0 and runs_on(note.text, start - 1):
            start = note.low.rfind("\n", 0, start - 1) + 1
        end = _joined(note, end)
        nxt = _next_line(note, end)
        while nxt is not None and (_has_name(note, *nxt) is False) and nxt[1] - end < 400 and nxt[1] - start < 6000:
            end = _joined(note, nxt[1])
            nxt = None
        yield max(start, done), end
        done = end


def _joined(note: Note, end: int) -> int:
    while end < len(note.text) and runs_on(note.text, end):
        end = note.low.find("\n", end + 1)
        end = len(note.low) if end < 0 else end
    return end


def _next_line(note: Note, end: int) -> tuple[int, int] | None:
    if end + 1 >= len(note.low) or note.low[end + 1 : end + 2] in ("\n", ""):
        return None
    stop = note.low.find("\n", end + 1)
    stop = len(note.low) if stop < 0 else stop
    if any(end < s.start < stop for s in note.sections):
        return None
    return end + 1, stop


def _has_name(note: Note, start: int, end: int) -> bool:
    i = bisect.bisect_left(note.names, start, key=lambda m: m.start)
    return i < len(note.names) and note.names[i].start < end


def _read_block(note: Note, start: int, end: int) -> None:
    last: list[tuple[Holder, Reading]] = []
    kin: str | None = _kin_before(note, start)
    since = 0
    for s, e in _cut(note, start, end):
        if _has_name(note, s, e):
            last = _read_sentence(note, s, e, kin, last if since == 0 else [])
            since = 0
        elif last and section_at(s, note.sections) is section_at(last[-1][0].start, note.sections):
            since += 1
            if not _follow(note, s, e, last, since == 1):
                last = []
        now = opens_with_kin(note.low, s, e, note.lex)
        kin = now or (kin if kin and taken_up(note.low, s, kin, note.lex) else None)


def _kin_before(note: Note, start: int) -> str | None:
    if start == 0:
        return None
    line = note.low.rfind("\n", 0, start - 1) + 1
    return opens_with_kin(note.low, line, start - 1, note.lex) if start - line < 300 else None


def _cut(note: Note, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences, with a heading cut off at the front; a line break inside a sentence is kept when it runs on."""
    pieces = list(_lines(note, start, end))
    for a, b in pieces:
        for s, e in sentences(note.text, note.low, a, b, note.lex):
            yield _without_heading(note, s, e), e


def _lines(note: Note, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    at = note.low.find("\n", start, end)
    while at >= 0:
        if not runs_on(note.text, at):
            yield begin, at
            begin = at + 1
        at = note.low.find("\n", at + 1, end)
    yield begin, end


def _without_heading(note: Note, start: int, end: int) -> int:
    for s in note.sections[max(0, bisect.bisect_left(note.sections, start, key=lambda x: x.start) - 1) :]:
        if s.start >= end:
            break
        if start <= s.start and s.end <= end and not note.low[start : s.start].strip(" -*#0123456789.)("):
            return s.end
    return start


def _read_sentence(note: Note, s: int, e: int, kin: str | None, earlier: list[tuple[Holder, Reading]]) -> list[tuple[Holder, Reading]]:
    low, lex = note.low, note.lex
    i = bisect.bisect_left(note.names, s, key=lambda m: m.start)
    j = bisect.bisect_left(note.names, e, key=lambda m: m.start)
    holders = holders_of(low, note.names[i:j], e, lex)
    hits = [h for h in lex.cues.find(low, s, e) if h.cue.id != "plan.if_name" or not _ASKING.search(low[s : h.start])]
    hits = [h for h in hits if any(h.end <= x.start < h.end + 40 for x in holders) or not _of_something_else(low, h, e)]
    free = attach(low, s, hits, holders, lex)
    _of_earlier(note, s, holders, free, earlier)
    readings = _with_numbers(note, s, e, holders, hits)
    _redirect(holders)
    reasons = _switch_reasons(low, holders)
    out = []
    for k, (holder, r) in enumerate(zip(holders, readings, strict=True)):
        r.times = find_times(note.text, low, holder.end, holder.limit)
        got = holder.got
        _no_stop_before_restart(low, holder)
        got = holder.got
        split = _second_attempt(low, holder, got, r.section)
        decide_status(r, [g for g in got if split is None or g.hit.start < split], r.section)
        if (r.times.ended or (r.times.stopped and r.weak)) and r.status in ("current", "past") and (r.weak or r.section == "") and r.rank < 48:
            r.stop = r.stop or ("done" if not r.times.ended else None)
            r.status, r.rank, r.weak = "past", 48, False
            r.why["status"] = Why("times.ended", "inferred", r.times.stopped[1], r.times.stopped[2])  # type: ignore[index]
        _whose(note, r, holder, s, e, kin)
        begin = s if k == 0 else max([m.end() for m in BOUNDARY.finditer(low, holders[k - 1].end, holder.start)] or [holders[k - 1].end])
        _answered(low, r, holder)
        last_one = k + 1 == len(holders) or holder.limit > holders[k + 1].start
        limit = holder.limit if last_one else _own_end(low, holder, holders[k + 1])
        if split is not None:
            note.readings.append(_old_attempt(note, holder, got, split, limit, hits, r.section))
            limit = split
        effects = effects_before(low, begin, holder, lex) + effects_after(low, holder, limit, hits, lex)
        if k in reasons:
            effects += effects_after(low, holder, reasons[k][1], hits, lex, reasons[k][0])
        if k - 1 in reasons:
            effects = [x for x in effects if not reasons[k - 1][0] <= x.start < reasons[k - 1][1]]
        if split is None:
            told_as_over(low, r, holder, got, effects, limit, any(x.status == "past" for _, x in out))
        if r.stop == "done" and not effects:
            effects += effects_leading_to_stop(low, begin, holder, hits, lex)
            holder.got += [Got(h, True) for h in free if h.cue.sets.get("reason") and begin <= h.start < holder.start and "response" not in h.cue.sets and r.status == "past"]
        effects = _fit_effects(low, holder.end, effects, r)
        decide_outcome(low, r, holder, [g for g in holder.got if split is None or g.hit.start < split], effects, limit)
        _by_heading(r, section_at(holder.start, note.sections))
        note.readings.append(r)
        out.append((holder, r))
    _share(low, out, e)
    return out


_ASKING = re.compile(r"\b(?:wonder\w*|know|sure|unclear|ask\w*|see|tell|unsure|determine|even|as)\s*$")


def _of_earlier(note: Note, s: int, holders: list[Holder], free: list[Hit], earlier: list[tuple[Holder, Reading]]) -> None:
    """"This was helpful, but then she was switched to Y": the words before Y speak of the name one sentence back."""
    front = [h for h in free if h.end <= holders[0].start]
    if not earlier or not front or earlier[-1][1].drug == holders[0].drug:
        return
    anaphor = _ABOUT_IT.match(note.low[s : s + 30].lstrip(" \"'(-*")) is not None
    switch = [h for h in front if h.cue.id == "stop.switched"]
    hits = front if anaphor else switch
    if hits:
        holder, r = earlier[-1]
        _add(note, s, holders[0].start, hits, holder, r, anaphor, anaphor, True)


def _with_numbers(note: Note, s: int, e: int, holders: list[Holder], hits: list[Hit]) -> list[Reading]:
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


def _by_heading(r: Reading, section: Section | None) -> None:
    """What the heading of a list says of everything in it, where the item itself says nothing."""
    if section is not None and section.stopped and r.status == "past" and r.stop is None:
        r.stop, r.reason = "done", r.reason or "unknown"
    if section is None or section.response is None or r.status != "past" or r.response or r.reason:
        return
    r.response = section.response
    r.why["response"] = Why("section.past_meds", "inferred", section.start, section.end)
    if r.response == "none":
        r.reason = "inefficacy"
        r.why["stop_reason"] = r.why["response"]


def _has_example(low: str, holder: Holder) -> bool:
    """"an antidepressant such as Prozac": the class word only describes the drug named after it."""
    return holder.joined_next and re.search(r"such as|including|like|e\.?g|namely|\(|include|:|^\s*,?\s*$", low[holder.end : holder.limit]) is not None


_ANSWER = re.compile(r"\s*[:?]\s*(no|n|never)\b(?=\s*(?:[.;,|)]|$|\n))")


def _answered(low: str, r: Reading, holder: Holder) -> None:
    """"Zoloft: no" on a form: never taken."""
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


def _redirect(holders: list[Holder]) -> None:
    """In "X added to Y; stopped" what follows speaks of X: move it from the base drug to the added one."""
    for one, two in zip(holders, holders[1:], strict=False):
        if any(g.hit.cue.sets.get("base") and g.ahead and g.hit.start >= one.end for g in two.got):
            moved = [g for g in two.got if not g.ahead and not any(g.hit is h.hit for h in one.got)]
            two.got = [g for g in two.got if g.ahead or g not in moved]
            one.got += moved
            one.limit = two.limit
            two.limit = two.end


_REASON_ENDS = re.compile(r"[;]|\.\s|,\s*(?:and|now|which)|\b(?:but|and (?:is|was|has|now|she|he|then|i|continues|feels)|with (?:good|great|partial|some))\b")


def _switch_reasons(low: str, holders: list[Holder]) -> dict[int, tuple[int, int]]:
    """In "switched from X to Y due to R", R is why X was stopped: move its cues; return R's place by index of X."""
    places: dict[int, tuple[int, int]] = {}
    for k, (one, two) in enumerate(zip(holders, holders[1:], strict=False)):
        old = any(g.hit.cue.id in ("pair.past", "pair.planned", "stop.switched") for g in one.got)
        new = any(g.hit.cue.id.endswith(".to") or g.hit.cue.id in ("take.switched_to", "plan.agent") for g in two.got)
        links = [g.hit for g in two.got if not g.ahead and g.hit.cue.sets.get("because") and g.hit.start >= two.end]
        if not (old and new and links) or re.match(r"(?:for|with|as)\b", low[links[0].start :]):
            continue
        end = _REASON_ENDS.search(low, links[0].end, two.limit)
        place = (links[0].start, end.start() if end else two.limit)
        one.got += [g for g in two.got if not g.ahead and place[0] <= g.hit.start < place[1]]
        two.got = [g for g in two.got if g.ahead or not place[0] <= g.hit.start < place[1]]
        places[k] = place
    return places


def _fit_effects(low: str, at: int, effects: list, r: Reading) -> list:  # type: ignore[type-arg]
    taken = r.status in ("past", "allergy", "family")
    ties = {"strong", "mark"} | ({"comma"} if r.listed or r.stop else set()) | ({"weak", "comma"} if taken else set())
    if r.status in ("planned", "never", "negated"):
        return []
    return [x for x in effects if x.tie in ties and not (x.tie == "weak" and GROUND.search(low[at : x.start]))]


def _numbers(note: Note, r: Reading, holder: Holder, doses: list[Amount], begin: int, before: Holder | None, hits: list[Hit]) -> None:
    low, text, lex = note.low, note.text, note.lex
    at = holder.names[-1].end if holder.names[-1].end == holder.end else holder.end
    place = at
    for amount in doses:
        if holder.start < amount.start < holder.end:
            r.doses.append(amount)
        if holder.end <= amount.start < holder.limit and light_between(low, place, amount.start, lex) and not _of_next(low, amount, holder):
            r.doses.append(amount)
            place = amount.end
        elif not r.doses and holder.end <= amount.start < holder.limit and _told_at(low, holder.end, amount, hits, lex):
            r.doses.append(amount)
            place = amount.end
        elif amount.start >= holder.end and r.doses and amount.start < holder.limit and _raised(low, r.doses[-1].end, amount.start):
            r.doses.append(amount)
            place = amount.end
        elif begin <= amount.start and amount.end <= holder.start and _ahead(low, amount, holder, before):
            r.doses.append(amount)
    if not r.doses:
        bare = bare_dose(text, low, at, holder.limit, holder.drug, lex)
        if bare is not None:
            r.doses.append(bare)
    tail = r.doses[-1].end if r.doses and r.doses[-1].start >= holder.end else at
    window = min(holder.limit, tail + 60)
    match_end = _frequency_window(text, tail, window)
    r.frequency = frequency_of(text, low, tail, match_end)
    r.tablets = tablets(low, tail, match_end)


def _told_at(low: str, start: int, amount: Amount, hits: list[Hit], lex: Lexicon) -> bool:
    """"which was ineffective at 40 mg": only cue words and small words stand between."""
    if not re.search(r"\b(?:at|on|to|of)\s*$", low[start : amount.start]):
        return False
    gap = list(low[start : amount.start])
    for h in hits:
        for i in range(max(h.start, start), min(h.end, amount.start)):
            gap[i - start] = " "
    return light_between("".join(gap), 0, len(gap), lex)


def _frequency_window(text: str, tail: int, window: int) -> int:
    """Up to the end of the sentence, the next item of a list, or what the drug is for."""
    stop = re.search(r";|\.\s+[A-Z]|,\s*[A-Za-z]{4,}|\bfor\b|\n", text[tail:window])
    return tail + stop.start() if stop else window


def _of_next(low: str, amount: Amount, holder: Holder) -> bool:
    """"and 40 mg of Celexa": the dose of the name after it."""
    return bool(re.match(r"\s*(?:of\s+(?:the\s+|oral\s+)?)$", low[amount.end : holder.limit])) and amount.end < holder.limit and len(low[amount.end : holder.limit]) < 14


_RAISE = re.compile(r"\b(?:increas\w*|titrat\w*|rais\w*|up to|max\w*|went up|going up|bumped|decreas\w*|reduc\w*|lower\w*|then|now|later|followed by|and|to|advanc\w*|pushed|doubled|cut|taper\w*|until|up|down|adjust\w*|chang\w*|goal|target)\b")


def _raised(low: str, start: int, at: int) -> bool:
    gap = low[start:at]
    return len(gap) < 90 and ";" not in gap and re.search(r"\b(?:increas\w*|titrat\w*|rais\w*|up to|max\w*|went up|bumped|decreas\w*|reduc\w*|lower\w*|pushed|doubled|cut (?:back )?to|down to|then to|later|adjusted|dose)\b", gap) is not None


def _ahead(low: str, amount: Amount, holder: Holder, before: Holder | None) -> bool:
    gap = low[amount.end : holder.start]
    if re.fullmatch(r"\s*(?:tablets?|tabs?|capsules?|caps|daily|a day|per day)?\s*(?:of\s+)(?:the\s+|her\s+|his\s+|oral\s+|generic\s+|my\s+)?", gap):
        return True
    return gap.strip() == "" and (before is None or before.limit - before.end > 40 or re.search(r"(?:,|and|\bon|takes|took|taking)\s*$", low[max(0, amount.start - 12) : amount.start]) is not None) and not (before is not None and re.fullmatch(r"\s*(?:\w\w\s)?", low[before.end : amount.start]))


def _whose(note: Note, r: Reading, holder: Holder, s: int, e: int, kin: str | None) -> None:
    other = someone_else(note.low, s, holder.start, holder.end, min(e, holder.limit), note.lex)
    why = None
    if other is not None and any(g.hit.cue.sets.get("gave") and g.ahead for g in holder.got):
        r.status = "past"
        return
    if any(g.hit.cue.sets.get("borrowed") for g in holder.got):
        r.experiencer = "patient"
        return
    if other is not None and not (other.start > holder.end and r.rank >= 40 and r.status in ("planned", "current", "past") and not r.weak):
        why = Why("other.kin", "explicit", other.start, other.end)
    elif kin is not None and taken_up(note.low, s, kin, note.lex):
        why = Why("other.kin_before", "inferred", s, s + 3)
    if why is not None and r.status != "allergy":
        if r.stop is None and r.status == "past" and any(g.hit.cue.sets.get("stop") == "done" for g in holder.got):
            r.stop = "done"
        r.status, r.rank, r.experiencer, r.weak = "family", 85, "other", False
        r.why["status"] = why
    elif r.status == "family" and r.section == "family" and re.search(r"\b(?:patient|pt|she|he|i)\b", note.low[s : holder.start]) and other is None:
        r.experiencer = "other"


def _no_stop_before_restart(low: str, holder: Holder) -> None:
    """"Restart X (stopped in May)": the stop came before."""
    again = any(g.ahead and g.hit.cue.layer == "event" and re.match(r"(?:re-?st|resum|re-?tr|back|re-?in|rech)", low[g.hit.start : g.hit.end]) for g in holder.got)
    if again:
        holder.got = [g for g in holder.got if g.ahead or g.hit.cue.layer != "event" or g.hit.cue.sets.get("stop") != "done"] if not _OLD.search(low, holder.end, holder.limit) or not re.search(r"\bhad\b|previously|in (?:19|20)\d\d|in the past", low[holder.end : holder.limit]) else holder.got


_OLD = re.compile(r"(?:[;(]|\bbut\b|,|\band\b|\bafter\b|\bwhich\b|\bsince\b|\bas\b|-)\s*(?:\w+\s+){0,3}?(?:had|previously|was previously|in the past|responded|stopped|in (?:19|20)\d\d|did well on it|prior trial|last time|took (?:it|that)|tried (?:it|that)|worked|helped|used it)\b")


def _second_attempt(low: str, holder: Holder, got: list[Got], section: str) -> int | None:
    """Where an earlier attempt with the same drug begins in the words after the name, if one does."""
    ahead = [g for g in got if g.ahead and g.hit.cue.layer == "event"]
    top = max(ahead, key=lambda g: g.hit.end, default=None)
    if top is None or not (top.hit.cue.sets.get("change") == "restarted" or re.match(r"(?:re|back|going back)", low[top.hit.start : top.hit.end]) or top.hit.cue.id in ("plan.start", "take.now")):
        return None
    match = _OLD.search(low, holder.end, holder.limit)
    if match is None:
        return None
    tail = low[match.start() : holder.limit]
    marks = re.search(r"\bhad\b|previously|in the past|in (?:19|20)\d\d|years ago|last time|before|college|prior", tail)
    detail = any(g.hit.start >= match.start() and ("response" in g.hit.cue.sets or g.hit.cue.sets.get("stop") == "done" or "reason" in g.hit.cue.sets) for g in got)
    return match.start() if marks and detail else None


def _old_attempt(note: Note, holder: Holder, got: list[Got], split: int, limit: int, hits: list[Hit], section: str) -> Reading:
    old = Reading(holder.names, holder.drug, holder.start, section)
    later = [g for g in got if g.hit.start >= split]
    decide_status(old, later, section)
    old.status, old.rank, old.old, old.weak = "past", 61, True, False
    if any(g.hit.cue.sets.get("stop") == "done" for g in later):
        old.stop = "done"
    old.doses = find_doses(note.text, note.low, split, limit)
    old.times = find_times(note.text, note.low, split, limit)
    effects = _fit_effects(note.low, split, effects_after(note.low, holder, limit, hits, note.lex, split), old)
    decide_outcome(note.low, old, holder, later, effects, limit)
    return old


def _share(low: str, pairs: list[tuple[Holder, Reading]], end: int) -> None:
    """"each > 8 wks" after a list: the duration of all."""
    if len(pairs) > 1 and pairs[-1][1].times.duration:
        tail = low[pairs[-1][0].end : end]
        if re.search(r"\b(?:each|all|both)\b", tail):
            for _, r in pairs[:-1]:
                if r.times.duration is None:
                    r.times = type(r.times)(pairs[-1][1].times.duration, r.times.started, r.times.stopped, r.times.ended)


_MED = r"(?:med(?:ication|icine)?s?|drugs?|dose|dosage|trial|pills?|antidepressants?|combination|prescription|script|treatment|former|latter|intervention)s?"
_ABOUT_IT = re.compile(rf"^[\W]*that\b|\b(?:it|its|this|these|them|which|neither|none|both|each|all (?:of them|were|failed|of these)|(?:that|those|the|this|these) {_MED})\b")
_PATIENT = re.compile(r"^[\W\d]*(?:and |but |however,? |then |so |also )?(?:she|he|i|pt|patient|the patient|they)\b")
_STRICT = re.compile(r"respon|benefit|nothing|differ|tolerat|side effect|effective")
_ANAPHOR = re.compile(rf"\b(?:it|this|these|them|neither|none|both|(?:the|that|this|those|these) {_MED})\b[^.;]{{0,40}}$")
_AFTER_STOP = re.compile(
    rf"\W*(?:$|[.,;)(]|(?:taking )?(?:it|this|that|them|these|the {_MED}|her {_MED}|his {_MED}|all {_MED})\b|because|due|after|on (?:her|his|my|their) own|in \d|in [a-z]+ (?:19|20)|when|secondary|for\b|since|abruptly|cold|suddenly|early|last|about|approximately|within|and\b|d/t|b/c|as\b|2/2|\d|by\b|once|a (?:few|couple|week|month|year)|several|altogether|entirely|completely|two|three|six|recently|again|but|so\b|shortly)"
)
_OTHER_OBJECT = re.compile(
    r"\s+(?:to|from|in)\s+(?:the |her |his |my |any |a |an |overall |other |terms of )*(?!(?:mood|depress\w*|anxiety|anxious|sleep\w*|symptoms?|affect|energy|appetite|it|this|these|them|that|mental|psych\w*|med\w*|drug|trial|treatment|either|both|any|motivation|concentration|panic|ocd|pain|functioning|function|outlook|dose|higher|\d+|january|february|march|april|may|june|july|august|september|october|november|december|past|be|help|work|improve|date|spite|addition|general|antidepress\w*|ssri\w*|hospital|clinic|school|college)\b)[a-z]{3,}"
)


def _of_something_else(low: str, hit: Hit, end: int) -> bool:
    """"did not respond to physical therapy", "no improvement in her back pain": the cue has an object of its own."""
    if hit.cue.layer not in ("outcome", "event"):
        return False
    last = low[hit.start : hit.end].rsplit(" ", 1)[-1]
    start = hit.end - len(last) - 1 if last in ("to", "from", "in") else hit.end
    return (hit.cue.layer == "outcome" or start < hit.end) and _OTHER_OBJECT.match(low, start, end) is not None


def _refers(low: str, s: int, e: int, hit: Hit) -> bool:
    """Whether a word that takes up the drug stands just before or after a cue."""
    return bool(_ANAPHOR.search(low[s : hit.start]) or re.match(r"\s*(?:from|with|on|to|by) (?:it|this|these|them|the med)", low[hit.end : e]))


def _follow(note: Note, s: int, e: int, last: list[tuple[Holder, Reading]], near: bool) -> bool:
    """Add what a sentence without a name says on about the names before it. False when it speaks of something else."""
    low = note.low
    if low[s:e].rstrip().endswith("?"):
        return True
    hits = [h for h in note.lex.cues.find(low, s, e) if not _of_something_else(low, h, e)]
    if len(hits) < len(note.lex.cues.find(low, s, e)) and not _ABOUT_IT.search(low, s, e):
        return False
    telling = [h for h in hits if h.cue.layer in ("event", "outcome", "override", "time")]
    if not telling and not note.lex.side_effects.search(low, s, e):
        return re.search(r"\b\d+ ?mg\b|\bdose\b|\bweeks\b", low[s:e]) is not None and e - s < 80
    patient = bool(_PATIENT.match(low[s:e]))
    about = _ABOUT_IT.search(low, s, e)
    first = min([h.start for h in telling] or [s])
    fragment = not patient and e - s < 160 and not _subject(note, s, first, about is not None)
    own = about is not None and not _subject(note, s, about.start(), True)
    if not (own or fragment or (patient and near)) or _elsewhere(note, s, e, hits):
        return False
    section = last[-1][1].section
    if section in ("current_meds", "discharge_meds") and not (own and about and about.start() - s < 12) and "\n" not in low[last[-1][0].end : s + 1]:
        return False
    plural = re.search(r"\b(?:these|they|both|neither|none|all|each|them|medications|meds|antidepressants|any)\b", low[s:e])
    for holder, r in last if plural else last[-1:]:
        _add(note, s, e, hits, holder, r, own, fragment, near)
    return True


_SMALL = re.compile(r"[a-z']+")


def _subject(note: Note, s: int, end: int, anaphor: bool) -> bool:
    """Whether a word before a cue names a subject of its own ("Physical therapy was stopped")."""
    small = note.lex.set_of("sentence_openers") | note.lex.set_of("light")
    for m in _SMALL.finditer(note.low, s, end):
        w = m.group()
        if w in small or w in _LINK_WORDS or w.endswith("ly") or w in note.lex.words["numbers"]:
            continue
        if w in note.lex.cues.sources and w not in ("no", "the") and not _noun(w):
            continue
        return True
    return False


_LINK_WORDS = frozenset("it its this these those that which they them she he i you we and but so however unfortunately also then still yet not n't really seem seems seemed to be had has have do does did done even ever though although because at first time times point which who whom as mood depression depressive symptoms response result outcome reason effect effects benefit year years month months week weeks day days ago later in on mid late early jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august september october november december spring summer fall winter s t re ve d overall far interventions intervention of course period while there".split())
_NOUNS = frozenset("therapy pain weight pressure insurance pregnancy surgery school work".split())


def _noun(word: str) -> bool:
    return word in _NOUNS


def _takes_another(note: Note, hit: Hit, end: int) -> bool:
    """"was started on lisinopril": the object is a word of its own."""
    m = re.match(r"\s+(?:on |with |to |in )?(?:a |an |the |her |his |my |some |low dose |dose of |oral |iv )*([a-z]{4,})", note.low[hit.end : min(end, hit.end + 50)])
    if m is None or note.low[hit.start : hit.end] in ("still", "now"):
        return False
    w = m.group(1)
    return w not in note.lex.set_of("light") and w not in note.lex.set_of("dose_light") and w not in note.lex.cues.sources and w not in _LINK_WORDS and not w.endswith("ly")


def _elsewhere(note: Note, s: int, e: int, hits: list[Hit]) -> bool:
    """Whether the sentence stops or starts something else ("stopped her Coumadin", "quit her job"), or is a relative's."""
    if opens_with_kin(note.low, s, e, note.lex) or re.match(r"\W*(?:dad|mom|mother|father|sister|brother)\b", note.low[s:e]):
        return True
    for h in hits:
        if h.cue.layer == "event" and "stop" in h.cue.sets and not _AFTER_STOP.match(note.low, h.end, e):
            return True
        if h.cue.layer == "event" and "stop" not in h.cue.sets and _takes_another(note, h, e):
            return True
        if h.cue.layer == "event" and re.match(r"\s+(?:her |his |the |on |my |to |taking |a |low dose |dose of )*[A-Z][a-z]{3,}", note.text[h.end : min(e, h.end + 40)]):
            return True
    return bool(re.search(r"[a-z,] [A-Z][a-z]{3,}[a-z]* (?:\d|at \d|dose)", note.text[s:e]) or re.match(r"\W*[A-Z][a-z]{4,} \d+(?:\.\d+)? ?mg", note.text[s:e]))


def _add(note: Note, s: int, e: int, hits: list[Hit], holder: Holder, r: Reading, about: bool, fragment: bool, near: bool) -> None:
    if r.status == "planned":
        r.doses += [] if r.doses else [a for a in find_doses(note.text, note.low, s, e) if e - s < 140]
    if r.status in ("planned", "never", "negated", "allergy") and not any(h.cue.layer == "override" and h.cue.id in ("never.before_use", "never.declined") for h in hits):
        return
    low = note.low
    usable = []
    for h in hits:
        word = low[h.start : h.end]
        if h.cue.layer == "override" and (h.cue.id not in ("never.before_use", "never.declined", "allergy.after") or not (about or fragment)):
            continue
        if h.cue.layer == "outcome" and not fragment and not _refers(low, s, e, h) and not (near and (_STRICT.search(word) or (h.cue.sets.get("response") == "none" and re.search(r"benefit|improve|effect|relief|help|differ", word)))):
            continue
        if h.cue.layer == "event" and h.cue.rank < 45 and not (h.cue.sets.get("change") in ("increased", "decreased")):
            continue
        if h.cue.layer == "event" and h.cue.sets.get("status") == "planned":
            continue
        if h.cue.layer == "event" and h.cue.sets.get("status") == "past" and h.cue.sets.get("weak"):
            continue
        usable.append(Got(h, False))
    fake = Holder(holder.names, s, s, e, holder.drug)
    told = effects_after(low, fake, e, hits, note.lex) if (about or fragment or any(h.cue.sets.get("stop") for h in hits)) else []
    if not usable and not (told and (fragment or about)):
        return
    before = (r.status, r.experiencer, r.why.get("status"), r.rank)
    got = [g for g in holder.got if g.hit.cue.layer in ("event", "override", "time")] + usable
    decide_status(r, got, r.section)
    if before[0] == "family":
        r.status, r.experiencer, r.rank = "family", "other", before[3]
        if before[2]:
            r.why["status"] = before[2]
    holder.got += usable
    effects = _fit_effects(low, s, told, r)
    old = (r.response, r.reason, r.side_effect)
    decide_outcome(low, r, fake, [g for g in holder.got if g.hit.cue.layer != "outcome"] + usable, effects, e, followed=True)
    r.response, r.side_effect = _keep(r.response, old[0]), r.side_effect or old[2]
    if old[1] not in (None, "unknown"):
        r.reason = old[1]
    for amount in find_doses(note.text, low, s, e):
        if re.search(r"\b(?:dose|dosage|increas\w*|titrat\w*|rais\w*|bumped|up to|max\w*|decreas\w*|reduced|lowered|at|to)\b", low[s : amount.start]) and len(low[s : amount.start]) < 90:
            r.doses.append(amount)
    if r.times.duration is None and r.times.started is None:
        r.times = find_times(note.text, low, s, e)


def _keep(new: str | None, old: str | None) -> str | None:
    if old in (None, "unknown"):
        return new
    if new is None:
        return old
    order = ["response", "none", "worse", "partial", "remission"]
    return max(new, old, key=order.index)
