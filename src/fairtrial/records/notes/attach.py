"""Which cue speaks of which name."""

from __future__ import annotations

import re

from fairtrial.records.notes.chains import BOUNDARY, TO, alike, bare_gap, chain, counterpart
from fairtrial.records.notes.cues import Hit
from fairtrial.records.notes.doses import DOSE
from fairtrial.records.notes.holders import Got, Holder
from fairtrial.records.notes.lexicon import Lexicon

_DISTRIBUTES = re.compile(
    r"\b(?:each|all|both|none|neither|nothing|any of (?:these|them)|every one|everything)\b"
)


def attach(
    text: str, low: str, start: int, hits: list[Hit], holders: list[Holder], lex: Lexicon
) -> list[Hit]:
    """Give each cue to the names it speaks of; return those that found none."""
    free: list[Hit] = []
    for hit in hits:
        if any(h.start < hit.end and hit.start < h.end for h in holders):
            _inside(hit, holders)
            continue
        before = max((i for i, h in enumerate(holders) if h.end <= hit.start), default=None)
        after = next((i for i, h in enumerate(holders) if h.start >= hit.end), None)
        way = _direction(low, start, hit, before, after, holders, lex)
        if way == "ahead" and after is not None:
            _forward(low, hit, after, holders)
        elif way == "back" and before is not None:
            if hit.start < holders[before].limit and not _not_of_it(text, low, holders[before].end, hit):
                _backward(low, hit, before, holders)
        elif way == "all":
            for holder in holders:
                holder.got.append(Got(hit, holder.start >= hit.end))
        else:
            free.append(hit)
    chain(low, holders)
    alike(low, holders)
    _last_on(low, holders)
    return free


def _inside(hit: Hit, holders: list[Holder]) -> None:
    """A cue with a name within it ("prescribed Prozac but never") speaks of that name."""
    for holder in holders:
        if hit.start < holder.start and holder.end <= hit.end:
            holder.got.append(Got(hit, True))


def _direction(
    low: str, start: int, hit: Hit, before: int | None, after: int | None, holders: list[Holder], lex: Lexicon
) -> str:
    cue = hit.cue
    if cue.reach == "sentence":
        return "all"
    close = after is not None and _adjacent(low, hit, holders[after], lex)
    if cue.layer in ("outcome", "link"):
        if close and cue.layer == "outcome" and _leads(low, hit, holders[after]):  # type: ignore[index]
            return "ahead"
        if (
            cue.layer == "outcome"
            and after is not None
            and _SINCE.fullmatch(low, hit.end, holders[after].start)
        ):
            return "ahead"
        return "back" if before is not None else "none"
    if (
        cue.sets.get("pair")
        and after is not None
        and re.search(r"\b(?:to|onto)\b", low[hit.end : holders[after].start])
    ):
        return "none"
    if cue.sets.get("stop") == "done" and _ITS_STOP.search(
        low, start if before is None else holders[before].end, hit.end
    ):
        return "none" if before is None else "back"
    if cue.reach == "forward":
        return (
            "ahead"
            if after is not None and (close if cue.close else _open(low, hit, holders[after]))
            else "none"
        )
    if cue.reach == "backward":
        return "back" if before is not None else "none"
    if after is None:
        return "back" if before is not None else "none"
    if before is None:
        return "ahead" if _open(low, hit, holders[after]) else "none"
    gap_start, gap_end = holders[before].end, holders[after].start
    if "(" in low[gap_start : hit.start] and ")" in low[hit.end : gap_end]:
        return "back"
    if close:
        return "ahead"
    last = max((m.start() for m in BOUNDARY.finditer(low, gap_start, gap_end)), default=None)
    if last is not None and hit.start >= last and _open(low, hit, holders[after]):
        return "ahead"
    return "back"


_SINCE = re.compile(
    r"[\"'”]?,?\"? (?:ever )?(?:since|after|once|now that) (?:(?:she|he|i|we|they|the patient) (?:was |has |have |had |been )*)?"
    r"(?:start\w*|beg[aiu]n\w*|tak\w*|took|been|on|add\w*|increas\w*|going|resum\w*|the) (?:taking |on |using |the |addition of |start of |her |his |my )*"
)
"""Between an outcome and the name it speaks of: "a different person since she began taking X"."""
_ITS_STOP = re.compile(
    r"\b(?:it|this|that|which|the (?:drug|medication|medicine|trial|dose)) (?:was|were|is|has been|had been) (?!taken)\w*(?:ed|withdrawn|held)$"
)
""" "It was stopped": the subject is the drug, and what follows is not its object."""
_HAD_RESPONSE = re.compile(
    r"has had (?:\w+ ){0,3}(?:response|benefit|improvement|relief|success|effects?|trouble|problems)\b",
    re.IGNORECASE,
)
_NOT_FULLY = re.compile(
    r"\s*(?:it |them |this )?(?:more than|longer|for more|regularly|consistently|as (?:prescribed|directed)|every day|daily|"
    r"long enough|at (?:a )?(?:full|high|adequate))\b"
)
"""It was taken, though not as it should be: "never takes it more than a few days"."""
_WELL = re.compile(r"\b(?:well|work\w*|help\w*|effective|stable|better|great|good|fine)\b")
_NOW = re.compile(r"\b(?:now|currently|lately|these days)\b")
_CHANGE = re.compile(
    r"\s*(?:to |an? |any |further |the )*(?:increas|rais|dose|titrat|adjust|chang|switch|stop|taper|discontinu|refill|going up)"
)
"""What is declined is a change of the medicine, not the medicine."""


_GROUND = re.compile(r"[^;.]{0,30}?,? (?:as|because|since) (?:she|he|it|this|i|they)\b")
"""Why something else is declined, not what is: "was hesitant, as she felt numb on X"."""


def _open(low: str, hit: Hit, holder: Holder) -> bool:
    gap = low[hit.end : holder.start].removeprefix(".")
    if hit.cue.id == "never.declined" and (_CHANGE.match(gap) or _GROUND.match(gap)):
        return False
    if hit.cue.layer == "override" and re.search(
        r"\b(?:other than|except|besides|aside from|apart from)\b", gap
    ):
        return False
    if "stop" in hit.cue.sets and re.search(
        r"\b(?:smoking|drinking|alcohol|job|school|working|work|drugs|cocaine|tobacco)\b", gap
    ):
        return False
    return (
        ";" not in gap
        and len(gap) < 160
        and not re.search(r"\b(?:but|however|although|whereas)\b|\.\s|\bwhich\b", gap)
    )


def _adjacent(low: str, hit: Hit, holder: Holder, lex: Lexicon) -> bool:
    gap = (
        _OTHER_ITEMS.sub(" ", low[hit.end : holder.start])
        if _LEADS_LIST.search(low, hit.start, hit.end)
        else (low[hit.end : holder.start])
    )
    if len(gap) > 90 or re.search(r"[;,)]|\.\s|\s-\s", gap):
        return False
    light = lex.set_of("light")
    return all(w in light or w.isdigit() for w in re.findall(r"[a-z0-9'/]+", DOSE.sub(" ", gap)))


_LEADS_LIST = re.compile(r"\b(?:to|of|on|from|with|tried|failed|taking|taken|took|include|included)$")
_OTHER_ITEMS = re.compile(r"^(?:\s*[a-z]{5,}(?: \d+ ?mg)?\s*(?:,|/|&|\band\b|\bor\b)(?:\s*(?:and|or)\b)?)+")
"""Other medicines named before ours in a list: "intolerant to Strattera and Effexor"."""


def _leads(low: str, hit: Hit, holder: Holder) -> bool:
    """An outcome speaks of the name after it only through a preposition or as its verb ("helped by X")."""
    gap = low[hit.end : holder.start]
    inside = low[hit.start : hit.end]
    if re.search(
        r"\b(?:to|from|with|on|of|by|of|off|taking|while|tolerate|for|since|starting)\b", gap
    ) and not re.match(r"\s*(?:and|or|for)\b", gap):
        return True
    return inside.endswith(_VERBS_OF_IT)


_VERBS_OF_IT = (
    " to", " from", " with", " on", " of", "despite", "tolerate", "afford", "failed", " take", " stand", " handle", " for", " cover", " covering",
)  # fmt: skip


def _forward(low: str, hit: Hit, after: int, holders: list[Holder]) -> None:
    holders[after].got.append(Got(hit, True))
    if hit.cue.sets.get("pair"):
        if after + 1 < len(holders) and TO.search(
            bare_gap(low, holders[after].end, holders[after + 1].start)
        ):
            counterpart(low, hit, after + 1, holders)
        return
    i = after
    while i + 1 < len(holders) and holders[i].joined_next:
        if (
            hit.cue.layer == "outcome"
            and re.search(r",\s*and\b", low[holders[i].end : holders[i + 1].start])
            and i == after
        ):
            return
        i += 1
        holders[i].got.append(Got(hit, True))


_TAKES_UP = re.compile(
    r"\s*(?:it|this|that|them|these|those|yet|any|either|one|the (?:med|drug|prescription)|"
    r"her (?:med|pres)|a (?:dose|single)|because|due|so far|for fear|as\b|since|before|in the past|"
    r"to date|[.;,)\n]|$)"
)
_OTHER_SUBJECT = re.compile(
    r"(?:\band|\bbut|\bwhile|[,;])\s+(?:the |her |his |my )?[A-Z][a-z]{3,}(?: \d+ ?mg)?\s+"
    r"(?:was |were |is |has been |had been )?$"
)


_LONG_AGO = re.compile(
    r"\byears ago\b|\bin the past\b|\bpreviously\b|\bas an? (?:teen\w*|child|adolescent)\b"
)
_IT = re.compile(r"(?: \w+)? (?:it|this|that|them)\b")
"""What was taken long ago is not what the words after it plan, unless they take it up."""
_MORE_ITEMS = re.compile(
    r"(?:,\s+(?:and |or )?[A-Z][a-z]{3,})+,?\s+(?:and |or )[A-Z][a-z]{3,}\s+|,?\s+(?:and|or) [A-Z][a-z]{3,}\s+(?:all )?"
)
"""Other medicines that end the list an outcome is told of: "X, Verapamil, and Valproate without relief"."""


def _not_of_it(text: str, low: str, start: int, hit: Hit) -> bool:
    """Whether a cue after a name has another subject or another object than the drug."""
    if hit.cue.id == "never.declined" and _CHANGE.match(low, hit.end):
        return True
    if (
        hit.cue.id == "stop.until"
        and _WELL.search(low, max(0, start - 60), hit.start)
        and _NOW.search(low, hit.end, hit.end + 90)
    ):
        return True
    if (
        hit.cue.sets.get("status") == "planned"
        and _LONG_AGO.search(low, start, hit.start)
        and not _IT.match(low, hit.end)
    ):
        return True
    if hit.cue.id == "past.tried" and _HAD_RESPONSE.match(text, hit.start, hit.end + 40):
        return True
    if hit.cue.id == "never.tried" and _NOT_FULLY.match(low, hit.end):
        return True
    if hit.cue.id == "never.tried" and not _TAKES_UP.match(low, hit.end):
        return True
    return _other_subject(text, start, hit)


def _other_subject(text: str, start: int, hit: Hit) -> bool:
    """Another medicine's name stands right before the cue ("and the Ambien stopped")."""
    if hit.cue.layer not in ("event", "outcome", "override"):
        return False
    between = text[start : hit.start]
    if hit.cue.layer == "outcome" and _MORE_ITEMS.fullmatch(between):
        return False
    return _OTHER_SUBJECT.search(between) is not None


def _backward(low: str, hit: Hit, before: int, holders: list[Holder]) -> None:
    holders[before].got.append(Got(hit, False))
    between = low[holders[before].end : hit.start]
    everyone = (
        _DISTRIBUTES.search(between)
        or _DISTRIBUTES.match(low, hit.start)
        or ("stop" in hit.cue.sets and _DISTRIBUTES.match(low, min(hit.end + 1, len(low))))
    )
    if everyone:
        for holder in holders[:before]:
            holder.got.append(Got(hit, False))
        return
    i = before
    marked = re.search(r"[(\[:]|\s-\s", between) is not None
    singular = (
        re.search(
            r"\bwhich (?:was|caused|made|gave|did|had|helped|worked)|\bthe (?:latter|last)\b",
            low[holders[before].end : hit.end],
        )
        and "combination" not in low
    )
    if singular or _own_words(between):
        return
    while (
        i > 0
        and holders[i - 1].joined_next
        and (not marked or holders[i - 1].joined_by_and or _headed(low, between, holders[i - 1], holders[i]))
    ):
        i -= 1
        holders[i].got.append(Got(hit, False))


def _headed(low: str, between: str, one: Holder, two: Holder) -> bool:
    """ "X, Y: no response" and "X, Y - no response": names with nothing of their own."""
    return "(" not in between and "[" not in between and low[one.end : two.start].strip() == ","


def _own_words(between: str) -> bool:
    """A cue in brackets belongs to the one name before the bracket."""
    return between.count("(") > between.count(")")


def _last_on(low: str, holders: list[Holder]) -> None:
    """Cues of a list hold for later names until a name has its own."""
    carried: Got | None = None
    for holder in holders:
        own = [
            g
            for g in holder.got
            if g.ahead and g.hit.cue.layer in ("event", "override") and "status" in g.hit.cue.sets
        ]
        lasting = [g for g in own if g.hit.cue.lasting]
        if lasting:
            carried = max(lasting, key=lambda g: (g.hit.cue.rank, g.hit.start))
        elif own:
            carried = None
        elif carried is not None:
            if re.search(r"\b(?:now|currently|but|presently)\b|;", low[carried.hit.end : holder.start]):
                gap = low[carried.hit.end : holder.start]
                if re.search(r"\b(?:now|currently|presently)\b", gap):
                    carried = None
                    continue
            holder.got.append(Got(carried.hit, True, True))
