"""Readings of one drug in one note, merged into episodes."""

from __future__ import annotations

from fairtrial.records.notes.in_force import daily_mg, doses_of
from fairtrial.records.notes.models import Episode, Mention, Why
from fairtrial.records.notes.reading import Reading


def merge(note_id: str, text: str, readings: list[Reading]) -> list[Episode]:
    """Episodes in the order of their first mention."""
    by_drug: dict[str, list[Reading]] = {}
    for r in readings:
        by_drug.setdefault(r.drug, []).append(r)
    found: list[Episode] = []
    for drug_readings in by_drug.values():
        for group in _groups(drug_readings):
            episode = _episode(note_id, text, group)
            if episode is not None:
                found.append(episode)
    return sorted(found, key=lambda e: (e.mentions[0].start, e.status, e.mention.start))


def _groups(readings: list[Reading]) -> list[list[Reading]]:
    other = [r for r in readings if r.experiencer == "other"]
    mine = [r for r in readings if r.experiencer != "other"]
    groups = [other] if other else []
    return groups + _attempts(mine)


def _attempts(mine: list[Reading]) -> list[list[Reading]]:
    """The patient's readings as attempts: an old one stands apart when it has detail and a newer exists."""
    if not mine:
        return []
    allergy = [r for r in mine if r.status == "allergy"]
    now = [r for r in mine if r.status in ("current", "planned") and not (r.weak and r.rank < 30)]
    past = [r for r in mine if r.status == "past" and (r.old or _detailed(r))]
    if allergy:
        rest = [r for r in mine if r.status in ("current", "planned") and r.rank >= 40]
        return [[r for r in mine if r not in rest]] + ([rest] if rest else [])
    if past and now and not _one_attempt(past, now):
        rest = [r for r in mine if r not in past]
        return [past, rest]
    return [mine]


def _detailed(r: Reading) -> bool:
    told = (
        r.reason not in (None, "unknown", "other")
        or r.response is not None
        or bool(r.doses)
        or r.times.duration is not None
    )
    return bool(
        (r.stop == "done" and (told or _why_told(r)))
        or r.reason not in (None, "unknown", "other")
        or r.times.ended
        or r.section == "past_meds"
    )


def _why_told(r: Reading) -> bool:
    """Whether the end has a reason of its own; "on her own" says only who stopped it."""
    return r.reason == "other" and r.why["stop_reason"].cue != "reason.own_accord"


def _one_attempt(past: list[Reading], now: list[Reading]) -> bool:
    """Started, taken and then stopped within one story is one attempt; stopped and taken up again is two."""
    if any(r.old or r.section == "past_meds" for r in past):
        return False
    if all(r.status == "current" and r.stop is None and r.place < past[-1].place for r in now):
        return True
    first_now = min(r.place for r in now)
    if past[0].place < first_now:
        again = any(r.change == "restarted" or r.status == "planned" for r in now)
        listed = any(r.rank >= 40 and not r.weak for r in now)
        return not (again or listed)
    return False


_SAID = 30
"""Ranks from here on rest on a cue, not on a default."""


def _episode(note_id: str, text: str, group: list[Reading]) -> Episode | None:
    _new_in_plan(group)
    lead = _leader(group)
    first = lead.names[0]
    group = [r for r in group if not r.described]
    if not group:
        return None
    if first.drug_class == "class_mention" and lead.why["status"].tier == "default":
        return None
    if first.drug_class == "class_mention" and not any(r.rank >= 40 for r in group):
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
        next((r.indication for r in group if r.indication), None),
        why,
    )


_DEFAULT = 12
"""Ranks up to this say nothing of a drug: only where it stands."""


def _new_in_plan(group: list[Reading]) -> None:
    """ "PLAN: Zoloft 50 mg daily", and nowhere else in the note: it is prescribed at this visit."""
    if any(r.section != "plan" or r.rank > _DEFAULT or r.status != "current" or r.response for r in group):
        return
    if any(r.doses for r in group):
        for r in group:
            r.status, r.rank, r.weak = "planned", _SAID, True


def _leader(group: list[Reading]) -> Reading:
    """The reading whose status holds for the whole episode."""
    for status in ("allergy",):
        some = [r for r in group if r.status == status]
        if some:
            return some[0]
    stops = [r for r in group if r.stop == "planned"]
    if stops:
        return stops[-1]
    taken = any(r.status == "current" and r.rank >= _SAID for r in group)
    over = [
        r for r in group if r.rank >= 66 and (r.status == "never" or (r.status == "negated" and not taken))
    ]
    if over and not any(
        r.place > over[0].place
        and ((r.status in ("past", "current") and not r.weak) or (r.status == "planned" and r.rank >= _SAID))
        for r in group
    ):
        return over[0]
    done = [r for r in group if r.status == "past" and (r.stop == "done" or r.rank >= 50)]
    current = [r for r in group if r.status == "current" and not r.weak]
    if done and not any(
        r.place > done[-1].place and (r.rank >= 40 or r.change == "restarted") for r in current
    ):
        return done[-1]
    if current:
        return max(current, key=lambda r: (r.rank, len(r.doses)))
    planned = [r for r in group if r.status == "planned"]
    weak_current = [r for r in group if r.status == "current" and r.rank >= 30]
    if planned and not weak_current:
        return planned[0]
    if weak_current and not any(r.status == "past" and r.rank > 40 for r in group):
        return weak_current[-1]
    return max(group, key=lambda r: (r.rank, r.place))


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
        reason = _no_benefit_before(text, group, lead, why)
    harmed = [r for r in group if "side_effect" in r.why and r.why["side_effect"].cue == "effect.strong"]
    if reason == "unknown" and lead.status == "past" and harmed:
        reason, why["stop_reason"] = "side_effect", harmed[0].why["side_effect"]
    effect = _first(group, lead, "side_effect", why)
    if lead.status in ("never", "negated", "planned"):
        response, effect = None, None
    return response, reason, effect, why


def _no_benefit_before(text: str, group: list[Reading], lead: Reading, why: dict[str, Why]) -> str | None:
    """No benefit told before the plan to stop is why; a dose that is only held says no reason."""
    if "hold" in text[lead.why["status"].start : lead.why["status"].end].lower():
        return None
    told = [r for r in group if r.status == "current" and r.response in ("none", "worse")]
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
