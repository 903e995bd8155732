"""Readings of one drug in one note, merged into episodes."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.notes import ranks
from fairtrial.records.notes.attempts.attempts_told import groups
from fairtrial.records.notes.attempts.leading import leader
from fairtrial.records.notes.fields.in_force import daily_mg, doses_of
from fairtrial.records.notes.models import Episode, Mention, Why
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
    lead = leader(group)
    first = lead.names[0]
    group = [r for r in group if not r.described]
    if not group:
        return None
    if first.drug_class == "class_mention" and lead.why["status"].tier == "default":
        return None
    if first.drug_class == "class_mention" and not any(r.rank >= ranks.TOLD for r in group):
        return None
    mentions = tuple(sorted({n.start: n for r in group for n in r.names}.values(), key=lambda n: n.start))
    best = _best_mention(group, lead)
    doses, other = doses_of(text, group, lead)
    dose_reading = next((r for r in group if doses and any(a.dose is doses for a in r.doses)), lead)
    frequency = dose_reading.frequency or next((r.frequency for r in group if r.frequency), None)
    response, reason, effect, why = _outcome(text, group, lead)
    if effect is not None:
        effect = text[why["side_effect"].start : why["side_effect"].end]
    times = next((r.times for r in [lead, *group] if r.times.duration), None)
    started = next((r.times.started for r in [lead, *group] if r.times.started), None)
    stopped = next((r.times.stopped for r in [lead, *group] if r.times.stopped), None)
    change = lead.change if lead.change != "continued" else None
    change = change or next(
        (
            r.change
            for r in group
            if r.change in ("increased", "decreased", "restarted") and lead.status == "current"
        ),
        None,
    )
    if lead.status == "current" and any(r.stop == "planned" for r in group):
        change = "stop_planned"
    if doses is not None:
        why["dose"] = (
            Why("dose.bare", "inferred", doses.start, doses.end)
            if any(a.bare and a.dose is doses for r in group for a in r.doses)
            else Why("dose", "explicit", doses.start, doses.end)
        )
    told = sorted({w.start: w for r in group for w in r.told_for}.values(), key=lambda w: w.start)
    named = [text[w.start : w.end] for w in told]
    why |= {"indication": told[0]} if told else {}
    return Episode(
        note_id,
        first.drug,
        first.drug_class,
        best,
        mentions,
        lead.status,
        "other" if lead.experiencer == "other" else "patient",
        doses,
        tuple(other),
        frequency,
        daily_mg(doses, frequency, dose_reading),
        times.duration[0] if times and times.duration else None,
        started[0] if started else None,
        stopped[0] if stopped else None,
        change if lead.status in ("current", "planned") else None,
        response or "unknown",
        reason,
        effect,
        "; ".join(named) or None,
        purpose(named, "", facts),
        why,
    )


def _best_mention(group: list[Reading], lead: Reading) -> Mention:
    scored = [(bool(r.doses) + bool(r.reason) + bool(r.response) + (r is lead), -r.place, r) for r in group]
    return max(scored, key=lambda x: x[:2])[2].names[0]


def _outcome(
    text: str, group: list[Reading], lead: Reading
) -> tuple[str | None, str | None, str | None, dict[str, Why]]:
    why = {"status": lead.why["status"]}
    response = _first(group, lead, "response", why)
    reason = (
        _first(group if lead.stop != "planned" else [lead], lead, "reason", why)
        if lead.status in ("past", "family", "never") or lead.stop == "planned"
        else None
    )
    if reason is None and lead.stop == "planned":
        reason = _no_benefit_before(text, group, lead, why) or _harm_before(text, group, lead, why)
    harmed = [r for r in group if "side_effect" in r.why and r.why["side_effect"].cue == "effect.strong"]
    if reason == "unknown" and lead.status == "past" and harmed:
        reason, why["stop_reason"] = "side_effect", harmed[0].why["side_effect"]
    if reason == "unknown" and lead.status == "past" and response == "none":
        reason, why["stop_reason"] = "inefficacy", why["response"]
    effect = _first(group, lead, "side_effect", why)
    if lead.status in ("never", "negated", "planned"):
        response, effect = None, None
    return response, reason, effect, why


def _harm_before(text: str, group: list[Reading], lead: Reading, why: dict[str, Why]) -> str | None:
    """A side effect told of the drug before the plan to stop it is why, unless the plan is only to hold it."""
    if (
        "hold" in text[lead.why["status"].start : lead.why["status"].end].lower()
        or lead.change == "stop_suggested"
    ):
        return None
    harmed = [
        r
        for r in group
        if "side_effect" in r.why and r.why["side_effect"].cue == "effect.strong" and r.place < lead.place
    ]
    if not harmed:
        return None
    why["stop_reason"] = harmed[-1].why["side_effect"]
    return "side_effect"


def _no_benefit_before(text: str, group: list[Reading], lead: Reading, why: dict[str, Why]) -> str | None:
    """No benefit told before the plan to stop is why; a dose that is only held says no reason."""
    if "hold" in text[lead.why["status"].start : lead.why["status"].end].lower():
        return None
    told = [r for r in group if r.status in ("current", "past") and r.response in ("none", "worse")]
    if not told:
        return None
    why["stop_reason"] = told[0].why["response"]
    return "inefficacy"


def _first(group: list[Reading], lead: Reading, attribute: str, why: dict[str, Why]) -> str | None:
    key = "stop_reason" if attribute == "reason" else attribute
    order = [lead, *reversed(group)]
    values = [(getattr(r, attribute), r) for r in order if getattr(r, attribute) is not None]
    if not values:
        return None
    value, r = next(((v, r) for v, r in values if v != "unknown"), values[0])
    if key in r.why:
        why[key] = r.why[key]
    return str(value)
