"""The dose in force of an episode, and the daily amount."""

from __future__ import annotations

import re

from fairtrial.records.notes.models import Dose
from fairtrial.records.notes.spans.doses import times_per_day
from fairtrial.records.notes.spans.reading import Reading

_OLD_DOSE = re.compile(r"\b(?:from|previously|was on|instead of|prior)\s*$", re.IGNORECASE)
_UNTIL = re.compile(r"(?: \w+)? (?:until|till)\b", re.IGNORECASE)
_SINCE = re.compile(r"(?: \w+)?,? (?:since\b|(?:x|for) the (?:last|past)\b)", re.IGNORECASE)
_DOWN_TO = re.compile(r"(?: \w+)? (?:down|back) to\s*$", re.IGNORECASE)


_PERHAPS = re.compile(
    r"\b(?:may|might|can|could|consider\w*|if|discussed|option)\b[^.;]*\bto\s*$", re.IGNORECASE
)
""" "50 mg daily, may increase to 100 mg": the second dose is not in force."""
_FOR_A_TIME = re.compile(r"(?: \w+)?,? (?:x|for) ?\d", re.IGNORECASE)


def doses_of(text: str, group: list[Reading], lead: Reading) -> tuple[Dose | None, list[Dose]]:
    """The dose in force (current), last stated (past) or first to be taken (planned), and the others."""
    stated = [(r, a) for r in group for a in r.doses]
    if not stated:
        return None, []
    fresh = [
        (r, a)
        for r, a in stated
        if not _OLD_DOSE.search(text[max(0, a.start - 16) : a.start]) and not _UNTIL.match(text, a.end)
    ]
    stated_in_force = fresh or stated
    pool = [(r, a) for r, a in stated_in_force if r.status == lead.status] or stated_in_force
    if lead.status == "planned":
        amount = pool[0][1]
        chosen = amount.first or amount.dose
    elif lead.status == "current":
        pool = [(r, a) for r, a in pool if r.stop != "planned"] or pool  # a taper starts from what is taken
        pool = [(r, a) for r, a in pool if not _ahead(text, r, a.start)] or pool
        strong = [
            (r, a)
            for r, a in pool
            if r.section in ("current_meds", "discharge_meds") or not r.weak or r.change == "increased"
        ] or pool
        told = [(r, a) for r, a in pool if r.change in ("increased", "decreased") and not _at_visit(r)]
        settled = [(r, a) for r, a in strong if not _at_visit(r)]
        before = [(r, a) for r, a in pool if not _at_visit(r)]
        r, amount = (told or settled or before or strong)[-1]
        chosen = (amount.first or amount.dose) if _at_visit(r) else amount.dose
        if len(r.doses) > 1 and _PERHAPS.search(text, r.doses[0].end, r.doses[-1].start):
            chosen = r.doses[0].dose
        steps = [a.dose.value for a in r.doses]
        if (
            len(steps) > 1
            and steps == sorted(steps, reverse=True)
            and _FOR_A_TIME.match(text, r.doses[0].end)
        ):
            chosen = r.doses[
                0
            ].dose  # "30 mg x 1 wk, 20 mg x 1 wk, then stop": a taper starts from what is taken
        since = [a for _, a in pool if _SINCE.match(text, a.end)]
        chosen = since[-1].dose if since else chosen
    else:
        chosen = pool[-1][1].dose
    every = [d for _, a in stated for d in ((a.first, a.dose) if a.first else (a.dose,)) if d is not None]
    other: list[Dose] = []
    for d in every:
        if (d.value, d.unit) != (chosen.value, chosen.unit) and all(
            (d.value, d.unit) != (o.value, o.unit) for o in other
        ):
            other.append(d)
    return chosen, other


def _ahead(text: str, r: Reading, at: int) -> bool:
    """ "60 mg down to 30 mg, then off": a taper starts from what is taken."""
    return r.stop == "planned" and _DOWN_TO.search(text[max(0, at - 16) : at]) is not None


def _at_visit(r: Reading) -> bool:
    """Whether a change of dose is made at this visit, so that the dose before it is the one in force."""
    return r.at_visit or (r.change in ("increased", "decreased") and r.section in ("plan", "assessment"))


def daily_mg(dose: Dose | None, frequency: str | None, r: Reading) -> float | None:
    """mg a day, when the frequency states how often; None otherwise."""
    if dose is None:
        return None
    times = times_per_day(frequency)
    if times is None:
        return None
    factor = {"mg": 1.0, "g": 1000.0, "mcg": 0.001}[dose.unit]
    value = dose.value * factor * times * (r.tablets or 1.0)
    return round(value, 3)
