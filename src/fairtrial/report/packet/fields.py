"""The fields of a packet: filled from records where one says it, else a blank line to fill in by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.circumstances import THERAPIES
from fairtrial.facts.policies import Policy
from fairtrial.findings import Findings
from fairtrial.outlook.recorded import Recorded
from fairtrial.report.content.values import day, pair
from fairtrial.report.quantities import day_span, sessions
from fairtrial.report.words import label
from fairtrial.rules.stated import meant

Entry = dict[str, Any]
Filled = tuple[str, list[str]]
"""What a record says, and the ids of the records."""
_DEPRESSION = "major_depression"


def sections(policy: Policy, found: Findings, recorded: Recorded, facts: Facts) -> list[Entry]:
    """Each section with its fields in the order of the form; ``values`` empty is a blank line."""
    kept: dict[str, list[Entry]] = {}
    for name, field in facts.packet_fields.items():
        if field.product in (None, policy.product) and not name.startswith("trial_"):
            fill = _FILLS.get(name) if field.by == "record" else _stated(name)
            values = fill(found, recorded, facts) if fill else []
            entry = {
                "field": name,
                "label": field.label,
                "by": field.by,
                "values": [_told(v) for v in values],
            }
            kept.setdefault(field.section, []).append(entry)
    return [{"section": section, "fields": fields} for section, fields in kept.items()]


def _told(filled: Filled) -> Entry:
    return {"told": filled[0], "records": filled[1]}


Fill = Callable[[Findings, Recorded, Facts], list[Filled]]


def _stated(name: str) -> Fill:
    """A line that somebody wrote into context under the field's own name, about the person."""

    def fill(found: Findings, _: Recorded, facts: Facts) -> list[Filled]:
        rows = found.history.context.filter((pl.col("topic") == name) & pl.col("value").is_not_null())
        said = rows.select("value", "record").rows()
        return [(v, _one(record)) for v, record in said if meant(v, facts) in ("stated", "denied")]

    return fill


def _born(found: Findings, _: Recorded, __: Facts) -> list[Filled]:
    rows = found.history.people.select("born_on_least", "born_on_most", "record").rows()
    return [(least.isoformat(), _one(record)) for least, most, record in rows if least and least == most]


def _sex(found: Findings, _: Recorded, __: Facts) -> list[Filled]:
    rows = found.history.people.select("sex", "record").rows()
    return [(sex, _one(record)) for sex, record in rows if sex]


def _weight(found: Findings, _: Recorded, __: Facts) -> list[Filled]:
    rows = found.history.measurements.filter(pl.col("measure").is_in(["height", "weight"])).sort("on_least")
    last = rows.unique("measure", keep="last", maintain_order=True)
    columns = ("measure", "value", "unit", "on_least", "record")
    return [
        (f"{measure} {value:g} {unit or ''} on {on}", _one(record))
        for measure, value, unit, on, record in last.select(columns).rows()
    ]


def _code(found: Findings, _: Recorded, __: Facts) -> list[Filled]:
    rows = _standing(found).filter(pl.col("system") == "icd10cm").sort("started_on_least")
    return [(code, _one(record)) for code, record in rows.select("code", "record").rows()]


def _standing(found: Findings) -> pl.DataFrame:
    """Diagnoses of depression that nobody ruled out."""
    of_topic = found.history.conditions.filter(pl.col("topic") == _DEPRESSION)
    return of_topic.filter((pl.col("certainty") != "refuted").fill_null(True))


def _episode(found: Findings, _: Recorded, __: Facts) -> list[Filled]:
    rows = found.episodes.to_dicts()
    if not rows or (rows[0]["episode_start_least"] is None and rows[0]["episode_start_most"] is None):
        return []
    told = day_span({side: day(rows[0][f"episode_start_{side}"]) for side in ("least", "most")})
    stated = found.stated_episode or "episode_start" in found.history.context["topic"].to_list()
    return [(told if stated else f"{told} (estimated from the records; confirm it)", [])]


def _severity(found: Findings, _: Recorded, facts: Facts) -> list[Filled]:
    gists = {(s, c): g for s, c, g in facts.condition_codes.select("system", "code", "gist").rows()}
    rows = _standing(found).sort("started_on_least")
    named = [
        (gists.get((system, code)), record)
        for system, code, record in rows.select("system", "code", "record").rows()
    ]
    return [(gist, _one(record)) for gist, record in named if gist]


def _topics(*topics: str) -> Fill:
    """What records say of each topic; a topic on which they are silent is left blank."""

    def fill(_: Findings, recorded: Recorded, __: Facts) -> list[Filled]:
        things = [recorded.topic(topic) for topic in topics]
        return [(f"{t.told}", list(t.records)) for t in things if t.state != "not_recorded"]

    return fill


def _totals(found: Findings) -> list[tuple[date, str, float, str | None]]:
    rows = found.history.scores.filter(pl.col("item").is_null()).drop_nulls(["on_least", "total"])
    return rows.sort("on_least", "scale").select("on_least", "scale", "total", "record").rows()


def _baseline(found: Findings, _: Recorded, __: Facts) -> list[Filled]:
    """The first score of the current episode."""
    starts = found.episodes["episode_start_least"].to_list()
    first = date.fromisoformat(day(starts[0]) or "0001-01-01") if starts and starts[0] is not None else None
    inside = [row for row in _totals(found) if first is not None and row[0] >= first]
    return [_scored(inside[0])] if inside else []


def _latest(found: Findings, _: Recorded, __: Facts) -> list[Filled]:
    totals = _totals(found)
    return [_scored(totals[-1])] if totals else []


def _scored(row: tuple[date, str, float, str | None]) -> Filled:
    on, scale, total, record = row
    return f"{scale} {total:g} on {on.isoformat()}", _one(record)


def _additions(found: Findings, _: Recorded, __: Facts) -> list[Filled]:
    rows = (
        found.trials.filter(pl.col("role").is_in(["augmentation", "combination"]))
        .select("trial", "drug")
        .rows()
    )
    return [(f"{drug} (T{trial}; see the table)", []) for trial, drug in rows]


def _psychotherapy(found: Findings, _: Recorded, __: Facts) -> list[Filled]:
    rows = found.history.therapies.filter(pl.col("therapy") == "psychotherapy").to_dicts()
    return [(_therapy_told(row), _one(row["record"])) for row in rows]


def _therapy_told(row: Entry) -> str:
    said = sessions(pair(row, "sessions"))
    result = label("responses", row["response"]) if row["response"] else "result not recorded"
    return f"{day_span(pair(row, 'started_on'))} to {day_span(pair(row, 'stopped_on'))}; {said}; {result}"


def _antidepressant_now(_: Findings, recorded: Recorded, facts: Facts) -> list[Filled]:
    every = [use for use in recorded.in_use.values() if facts.drugs[use.drug].counts_as_trial]
    return [(use.thing.told, list(use.thing.records)) for use in every if use.how != "lately"]


def _other_treatments(found: Findings, _: Recorded, __: Facts) -> list[Filled]:
    named = [therapy for therapy in THERAPIES if therapy not in ("psychotherapy", "light")]
    rows = found.history.therapies.filter(pl.col("therapy").is_in(named)).to_dicts()
    going_on = [row for row in rows if row["stopped_on_most"] is None or row["stopped_on_most"] > found.as_of]
    return [
        (f"{label('therapies', row['therapy'])}: {_therapy_told(row)}", _one(row["record"]))
        for row in going_on
    ]


def _esketamine(_: Findings, recorded: Recorded, __: Facts) -> list[Filled]:
    use = recorded.in_use.get("esketamine")
    return [(use.thing.told, list(use.thing.records))] if use else []


def _one(record: str | None) -> list[str]:
    return [record] if record else []


_FILLS: dict[str, Fill] = {
    "member_born_on": _born, "member_sex": _sex, "height_and_weight": _weight, "diagnosis_code": _code,
    "episode_started_on": _episode, "severity": _severity,
    "psychosis": _topics("psychosis", "psychotic_depression"),
    "scale_baseline": _baseline, "scale_latest": _latest, "augmentations": _additions,
    "psychotherapy": _psychotherapy, "seizures": _topics("seizure"),
    "contraindications": _topics("aneurysm", "avm", "intracerebral_haemorrhage", "hypertension", "pregnancy"),
    "substance_use_status": _topics("substance_use", "alcohol_use"),
    "oral_antidepressant_now": _antidepressant_now,
    "other_treatments_now": _other_treatments, "esketamine_at_the_same_time": _esketamine,
}  # fmt: skip
