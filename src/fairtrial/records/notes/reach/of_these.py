"""One drug set against the list told before it: "none helped, with the exception of X", "of these, only X helped"."""

from __future__ import annotations

import re

from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.reading import Reading

_SET_APART = re.compile(
    r"\W*(?:(?:with the (?:sole |single |partial )?exception of|except for|apart from|other than|aside from)"
    r"|(?:of (?:all )?(?:these|those|them)|among (?:these|those|them)),? (?:only|just))\s+(?:the |a |an )?$"
)
_NO_OTHER = re.compile(
    r"\b(?:none|no other|not one|nothing|neither|the (?:others?|rest)) (?:of (?:them|these|those) |ever |really )?"
    r"(?:had been|has been|was|were|did|had|helped|worked|made|brought|produced|proved|gave|failed)\b"
)


def set_against(
    low: str, s: int, e: int, holders: list[Holder], earlier: list[tuple[Holder, Reading]]
) -> None:
    """The other drugs of the list did not help; what says so is not said of the one set apart."""
    one = holders[0]
    if len(earlier) < 2 or not _SET_APART.fullmatch(low, s, one.start):
        return
    said = _NO_OTHER.search(low, one.end, e)
    if said is None and "only" not in low[s : one.start] and "just" not in low[s : one.start]:
        return
    place = said.span() if said else (s, one.start)
    if said:
        one.got = [g for g in one.got if g.hit.start < said.start()]
    for _, r in earlier:
        if r.drug != one.drug and r.status == "past" and r.response is None and r.reason is None:
            r.response, r.reason = "none", "inefficacy"
            r.why["response"] = r.why["stop_reason"] = Why("response.none_of_these", "inferred", *place)
