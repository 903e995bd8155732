"""Drugs that are taken now, perhaps taken now, or stopped so lately that they may still act."""

from __future__ import annotations

from dataclasses import dataclass

from fairtrial.facts import Facts
from fairtrial.facts.models import Drug
from fairtrial.findings import Findings
from fairtrial.outlook.provenance import records_of_courses
from fairtrial.outlook.rows import rows_of
from fairtrial.outlook.things import Thing

_COLUMNS = ("trial", "course", "drug", "ongoing", "stopped_on_most")
_ORDER = ("now", "perhaps", "lately")
_WORDS = {
    "now": "{drug}, taken now",
    "perhaps": "{drug}, perhaps taken now: its stop is not recorded",
    "lately": "{drug}, stopped {ago} days ago at the least; it may still act",
}


@dataclass(frozen=True)
class InUse:
    """A drug and how it stands on the day of the review."""

    drug: str
    how: str
    trials: tuple[str, ...]
    thing: Thing


def drugs_in_use(found: Findings, facts: Facts) -> dict[str, InUse]:
    """Drug -> how it is in use; trials that are long over are left out. In order of drug."""
    records = records_of_courses(found)
    rows: dict[str, list[tuple[str, int | None, str, tuple[str, ...]]]] = {}
    for trial, course, drug, ongoing, most in rows_of(found.trials, *_COLUMNS):
        ago = None if most is None else (found.as_of - most).days
        how = _how(ongoing, ago, facts.drugs[drug], facts)
        if how is not None:
            rows.setdefault(drug, []).append((how, ago, f"T{trial}", records.get(course, ())))
    found_now = {drug: _in_use(drug, entries) for drug, entries in rows.items()}
    return dict(sorted({**_contradicted(found), **found_now}.items()))


def _contradicted(found: Findings) -> dict[str, InUse]:
    """Drugs that some record calls active on the day of the review, whatever another says of a stop."""
    columns = ("drug", "status", "stopped_on_most", "asserted_on", "record")
    records: dict[str, list[str]] = {}
    for drug, status, stopped_on, asserted_on, record in rows_of(found.history.uses, *columns):
        if status == "active" and stopped_on is None and asserted_on is None:
            records.setdefault(drug, []).extend([record] if record else [])
    trials: dict[str, list[str]] = {}
    for drug, trial in rows_of(found.trials, "drug", "trial"):
        trials.setdefault(drug, []).append(f"T{trial}")
    return {drug: _disputed(drug, ids, trials.get(drug, [])) for drug, ids in records.items()}


def _disputed(drug: str, records: list[str], trials: list[str]) -> InUse:
    words = f"{drug}, perhaps taken now: one record says so, though others end before"
    thing = Thing(f"drug:{drug}", "possible", words, tuple(dict.fromkeys(records)))
    return InUse(drug, "perhaps", tuple(trials), thing)


def lingers_days(drug: Drug, facts: Facts) -> int:
    """Days after its stop in which a drug may still matter for another one."""
    if any(flag.flag == "maoi" for flag in drug.flags):
        return int(facts.number("maoi_washout_days"))
    wait = drug.washout.to_maoi_days if drug.washout else None
    return int(wait.value) if wait else 0


def _how(ongoing: bool | None, ago: int | None, drug: Drug, facts: Facts) -> str | None:
    if ongoing is True:
        return "now"
    if ongoing is None:
        return "perhaps"
    return "lately" if ago is not None and ago < lingers_days(drug, facts) else None


def _in_use(drug: str, rows: list[tuple[str, int | None, str, tuple[str, ...]]]) -> InUse:
    how = min((row[0] for row in rows), key=_ORDER.index)
    same = [row for row in rows if row[0] == how]
    ago = min((row[1] for row in same if row[1] is not None), default=None) if how == "lately" else None
    records = tuple(dict.fromkeys(record for row in same for record in row[3]))
    words = _WORDS[how].format(drug=drug, ago=max(ago or 0, 0))
    thing = Thing(f"drug:{drug}", "recorded" if how == "now" else "possible", words, records)
    return InUse(drug, how, tuple(row[2] for row in same), thing)
