"""Readings of one drug in one note, merged into episodes."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.notes import ranks
from fairtrial.records.notes.attempts.attempts_told import groups
from fairtrial.records.notes.attempts.leading import leader
from fairtrial.records.notes.attempts.outcome_of_attempt import outcome_of
from fairtrial.records.notes.fields.in_force import daily_mg, doses_of
from fairtrial.records.notes.models import CHANGES_OF_DOSE, Dose, Episode, Mention, Why
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.purposes import purpose


def merge(note_id: str, text: str, readings: list[Reading], facts: Facts) -> list[Episode]:
    """Episodes in the order of their first mention."""
    by_drug: dict[str, list[Reading]] = {}
    for r in readings:
        by_drug.setdefault(r.drug, []).append(r)
    found: list[Episode] = []
    for drug_readings in by_drug.values():
        for group in groups(drug_readings):
            episode = _episode(note_id, text, group, facts)
            if episode is not None:
                found.append(episode)
    return sorted(found, key=lambda e: (e.mentions[0].start, e.status, e.mention.start))


def _episode(note_id: str, text: str, group: list[Reading], facts: Facts) -> Episode | None:
    lead, group = leader(group), [r for r in group if not r.described]
    first, why = lead.names[0], {"status": lead.why["status"]}
    if not group or (first.drug_class == "class_mention" and not _is_told(lead, group)):
        return None
    dose, other = doses_of(text, group, lead)
    of_dose = next((r for r in group if dose and any(a.dose is dose for a in r.doses)), lead)
    frequency = of_dose.frequency or next((r.frequency for r in group if r.frequency), None)
    outcome = outcome_of(text, group, lead, why)
    why |= _why_dose(group, dose)
    purposes = _purposes(text, group, why)
    return Episode(
        note_id=note_id,
        drug=first.drug,
        drug_class=first.drug_class,
        mention=_best_mention(group, lead),
        mentions=tuple(_mentions(group)),
        status=lead.status,
        experiencer="other" if lead.experiencer == "other" else "patient",
        dose=dose,
        other_doses=tuple(other),
        frequency=frequency,
        daily_mg=daily_mg(dose, frequency, of_dose),
        duration=_told_time(group, lead, "duration"),
        started=_told_time(group, lead, "started"),
        stopped=_told_time(group, lead, "stopped"),
        change=_change(group, lead),
        response=outcome.response or "unknown",
        stop_reason=outcome.reason,
        side_effect=outcome.side_effect,
        indication="; ".join(purposes) or None,
        purpose=purpose(purposes, "", facts),
        why=why,
    )


def _is_told(lead: Reading, group: list[Reading]) -> bool:
    """A class ("an SSRI") is an episode only where words tell what became of it."""
    return lead.why["status"].tier != "default" and any(r.rank >= ranks.TOLD for r in group)


def _mentions(group: list[Reading]) -> list[Mention]:
    return sorted({n.start: n for r in group for n in r.names}.values(), key=lambda n: n.start)


def _told_time(group: list[Reading], lead: Reading, which: str) -> str | None:
    """The words of the first time of this kind, those of the leading reading before all others."""
    told = (getattr(r.times, which) for r in (lead, *group))
    return next((words for words, _, _ in filter(None, told)), None)


def _change(group: list[Reading], lead: Reading) -> str | None:
    """What changes, of a drug that is taken or planned."""
    if lead.status == "current":
        if any(r.stop == "planned" for r in group):
            return "stop_planned"
        if lead.change in (None, "continued"):
            return next((r.change for r in group if r.change in _CHANGES), None)
    elif lead.status != "planned":
        return None
    return None if lead.change == "continued" else lead.change


_CHANGES = CHANGES_OF_DOSE | {"restarted"}


def _why_dose(group: list[Reading], dose: Dose | None) -> dict[str, Why]:
    if dose is None:
        return {}
    if any(a.bare and a.dose is dose for r in group for a in r.doses):
        return {"dose": Why("dose.bare", "inferred", dose.start, dose.end)}
    return {"dose": Why("dose", "explicit", dose.start, dose.end)}


def _purposes(text: str, group: list[Reading], why: dict[str, Why]) -> list[str]:
    """What the drug is told to be for, in the order told; the first goes into ``why``."""
    told = sorted({w.start: w for r in group for w in r.told_for}.values(), key=lambda w: w.start)
    why |= {"indication": told[0]} if told else {}
    return [text[w.start : w.end] for w in told]


def _best_mention(group: list[Reading], lead: Reading) -> Mention:
    scored = [(bool(r.doses) + bool(r.reason) + bool(r.response) + (r is lead), -r.place, r) for r in group]
    return max(scored, key=lambda x: x[:2])[2].names[0]
