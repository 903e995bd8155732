"""The dose in force of an episode, and the daily amount."""

from __future__ import annotations

import re

from fairtrial.records.notes.models import CHANGES_OF_DOSE, Dose
from fairtrial.records.notes.spans.doses import Amount
from fairtrial.records.notes.spans.frequencies import times_per_day
from fairtrial.records.notes.spans.reading import CURRENT_SECTIONS, Reading

_OLD_DOSE = re.compile(r"\b(?:from|previously|was on|instead of|prior)\s*$", re.IGNORECASE)
_UNTIL = re.compile(r"(?: \w+)? (?:until|till)\b", re.IGNORECASE)
_SINCE = re.compile(r"(?: \w+)?,? (?:since\b|(?:x|for) the (?:last|past)\b)", re.IGNORECASE)
_DOWN_TO = re.compile(r"(?: \w+)? (?:down|back) to\s*$", re.IGNORECASE)


_PERHAPS = re.compile(
    r"\b(?:may|might|can|could|consider\w*|if|discussed|option)\b[^.;]*\bto\s*$", re.IGNORECASE
)
""" "50 mg daily, may increase to 100 mg": the second dose is not in force."""
_FOR_A_TIME = re.compile(r"(?: \w+)?,? (?:x|for) ?\d", re.IGNORECASE)


Stated = tuple[Reading, Amount]


def doses_of(text: str, group: list[Reading], lead: Reading) -> tuple[Dose | None, list[Dose]]:
    """The dose in force (current), last stated (past) or first to be taken (planned), and the others."""
    stated = [(r, a) for r in group for a in r.doses]
    if not stated:
        return None, []
    pool = _pool(text, stated, lead.status)
    if lead.status == "planned":
        chosen = _first(pool[0][1])
    else:
        chosen = _in_force(text, pool) if lead.status == "current" else pool[-1][1].dose
    return chosen, _others(stated, chosen)


def _first(amount: Amount) -> Dose:
    """Of "25 to 50 mg" the 25."""
    return amount.first or amount.dose


def _pool(text: str, stated: list[Stated], status: str) -> list[Stated]:
    """The doses that are not told as left behind, and of these those told with the status, if there are any."""
    fresh = [(r, a) for r, a in stated if not _left_behind(text, a)] or stated
    return [(r, a) for r, a in fresh if r.status == status] or fresh


def _left_behind(text: str, a: Amount) -> bool:
    """ "From 50 mg", "50 mg until May"."""
    before = text[max(0, a.start - 16) : a.start]
    return _OLD_DOSE.search(before) is not None or _UNTIL.match(text, a.end) is not None


def _in_force(text: str, pool: list[Stated]) -> Dose:
    pool = [(r, a) for r, a in pool if r.stop != "planned"] or pool  # a taper starts from what is taken
    pool = [(r, a) for r, a in pool if not _ahead(text, r, a.start)] or pool
    since = [a.dose for _, a in pool if _SINCE.match(text, a.end)]
    if since:
        return since[-1]
    r, amount = _firmest(pool)
    if _may_change(text, r) or _tapers(text, r):
        return r.doses[0].dose
    return _first(amount) if _at_visit(r) else amount.dose


def _firmest(pool: list[Stated]) -> Stated:
    """The last dose of a change that is made, else of what is told firmly, else of what is told before this visit."""
    before = [(r, a) for r, a in pool if not _at_visit(r)]
    changed = [(r, a) for r, a in before if r.change in CHANGES_OF_DOSE]
    firm = [(r, a) for r, a in pool if _is_firm(r)] or pool
    settled = [(r, a) for r, a in firm if not _at_visit(r)]
    return (changed or settled or before or firm)[-1]


def _is_firm(r: Reading) -> bool:
    return r.section in CURRENT_SECTIONS or not r.weak or r.change == "increased"


def _may_change(text: str, r: Reading) -> bool:
    return len(r.doses) > 1 and _PERHAPS.search(text, r.doses[0].end, r.doses[-1].start) is not None


def _tapers(text: str, r: Reading) -> bool:
    """ "30 mg x 1 wk, 20 mg x 1 wk, then stop": a taper starts from what is taken."""
    steps = [a.dose.value for a in r.doses]
    falls = len(steps) > 1 and steps == sorted(steps, reverse=True)
    return falls and _FOR_A_TIME.match(text, r.doses[0].end) is not None


def _others(stated: list[Stated], chosen: Dose) -> list[Dose]:
    """Every other dose once, in the order told."""
    other: dict[tuple[float, str], Dose] = {}
    for _, a in stated:
        for d in (a.first, a.dose) if a.first else (a.dose,):
            other.setdefault((d.value, d.unit), d)
    other.pop((chosen.value, chosen.unit), None)
    return list(other.values())


def _ahead(text: str, r: Reading, at: int) -> bool:
    """ "60 mg down to 30 mg, then off": a taper starts from what is taken."""
    return r.stop == "planned" and _DOWN_TO.search(text[max(0, at - 16) : at]) is not None


def _at_visit(r: Reading) -> bool:
    """Whether a change of dose is made at this visit, so that the dose before it is the one in force."""
    return r.at_visit or (r.change in CHANGES_OF_DOSE and r.section in ("plan", "assessment"))


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
