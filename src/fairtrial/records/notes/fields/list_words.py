"""What the heading of a list, the answer on a form, or the end of a list says of the drugs in it."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.sections import Section

_STILL = re.compile(
    r"(?: \d+ ?mg)? (?:is|has|continues to|seems to|appears to)(?: been)? (?:help|work|effective|beneficial|the best|made)"
)
"""What has helped, told in the present under a heading of past trials, is no past trial."""


def by_heading(low: str, r: Reading, holder: Holder, section: Section | None) -> None:
    """What the heading of a list says of everything in it, where the item itself says nothing."""
    if section is not None and section.stopped and r.status == "past" and r.stop is None:
        r.stop, r.reason = "done", r.reason or "unknown"
    if r.why["status"].cue == "section.past_meds" and _STILL.match(low, holder.end):
        r.becomes("current", ranks.SAID, weak=True)
    if section is None or section.response is None or r.status != "past" or r.response or r.reason:
        return
    r.response = section.response
    r.why["response"] = Why("section.past_meds", "inferred", section.start, section.end)
    if r.response == "none":
        r.reason = "inefficacy"
        r.why["stop_reason"] = r.why["response"]


_ANSWER = re.compile(r"\s*[:?]\s*(no|n|never)\b(?=\s*(?:[.;,|)]|$|\n))")


def answered(low: str, r: Reading, holder: Holder) -> None:
    """ "Zoloft: no" on a form: never taken."""
    m = _ANSWER.match(low, holder.end, holder.limit)
    if m:
        r.becomes("never", ranks.NEVER, Why("never.answer", "inferred", *m.span(1)))


_EMPTY_BOX = re.compile(r"(?:\[ ?\]|☐|□) ?$")
_ACTIVE = re.compile(r"[^.;\n]{0,60}?(?<![A-Za-z])ACTIVE(?=[ \t]*(?:[,;.)\n|-]|$))")


def marked(text: str, low: str, r: Reading, holder: Holder) -> None:
    """ "[ ] Prozac" on a form of trials is one not tried; "ACTIVE" beside an order is one that is taken."""
    box = _EMPTY_BOX.search(low, max(0, holder.start - 4), holder.start)
    active = _ACTIVE.match(text, holder.end, holder.limit)
    if box:
        r.becomes("never", ranks.NEVER, Why("never.box", "inferred", *box.span()))
    elif active and r.rank < ranks.ACTIVE:
        r.becomes("current", ranks.ACTIVE, Why("now.active", "explicit", active.end() - 6, active.end()))


def share_duration(low: str, pairs: list[tuple[Holder, Reading]], end: int) -> None:
    """ "each > 8 wks" after a list: the duration of all."""
    if len(pairs) > 1 and pairs[-1][1].times.duration:
        tail = low[pairs[-1][0].end : end]
        if re.search(r"\b(?:each|all|both)\b", tail):
            for _, r in pairs[:-1]:
                if r.times.duration is None:
                    r.times = type(r.times)(
                        pairs[-1][1].times.duration, r.times.started, r.times.stopped, r.times.ended
                    )
