"""The packet as a page: one file that needs no network and no script, set for US Letter when printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairtrial.report.doses import dose_told
from fairtrial.report.html import environment, style
from fairtrial.report.quantities import day, day_span, improvement, interval
from fairtrial.report.view.glance import safety_of
from fairtrial.report.view.numbering import renumbered
from fairtrial.report.view.references import footer_of, references_of
from fairtrial.report.view.trials import stopped
from fairtrial.report.words import label, words

Data = Mapping[str, Any]
_VERDICTS = {"yes": "met", "no": "not met", "unknown": "not documented"}
_GAPS = {
    "policy": "The policy", "not_met": "Not met", "not_documented": "Not documented", "trial": "Trials",
    "blank": "Lines to fill in by hand",
}  # fmt: skip


@dataclass(frozen=True)
class TrialRow:
    """One trial as a packet shows it: exact dates where records have them, gaps as gaps."""

    id: str
    drug: str
    drug_class: str
    cells: tuple[str, ...]
    counts: str
    records: list[str]


HEADERS = (
    "Role", "Start", "Stop", "Highest dose", "Weeks at or above the minimum dose", "Weeks in all",
    "Taken, shown by", "Scores", "Change", "Response", "Why stopped", "In this episode",
)  # fmt: skip


def html_of(packet: Data) -> str:
    """The page of a packet."""
    from markupsafe import Markup

    data = renumbered(packet)
    footer = footer_of({**data, "schema": packet["schema"]})
    return (
        environment()
        .get_template("packet.html.jinja")
        .render(
            p=data,
            w=words(),
            banner=safety_of(data, "banner"),
            gates=safety_of(data, "gate"),
            references=references_of(data),
            footer=footer,
            known={source.id for source in footer.sources},
            rows=[_row(trial, data) for trial in data["trials"]],
            headers=HEADERS,
            verdicts=_VERDICTS,
            gap_groups=_grouped(data["missing"]),
            as_of=day(packet["as_of"]),
            day=day,
            style=Markup(style()),
        )
    )


def _grouped(missing: list[Data]) -> list[tuple[str, list[Data]]]:
    return [
        (name, found) for kind, name in _GAPS.items() if (found := [m for m in missing if m["kind"] == kind])
    ]


def _row(trial: Data, data: Data) -> TrialRow:
    score = _scores(trial)
    cells = (
        label("roles", trial["role"]),
        day_span(trial["started_on"]),
        stopped(trial),
        interval(trial["highest_dose_mg_per_day"], "mg a day", dose_told(trial)),
        interval(trial["weeks_at_dose"], "weeks"),
        interval(trial["weeks"], "weeks"),
        label("evidence", trial["evidence"]),
        score,
        improvement(trial["improvement_percent"]),
        label("responses", trial["reported_response"]),
        label("stop_reasons", trial["stop_reason"])
        if trial["ongoing"] is not True
        else words()["still_taken"],
        trial["in_current_episode"],
    )
    return TrialRow(
        trial["id"], trial["drug"], trial["drug_class"], cells, _counts(trial["id"], data), trial["records"]
    )


def _scores(trial: Data) -> str:
    pair = [trial[which] for which in ("baseline", "endpoint") if trial[which]]
    return "; ".join(f"{s['scale']} {s['total']:g} on {day(s['on'])}" for s in pair) or str(
        words()["not_recorded"]
    )


def _counts(trial: str, data: Data) -> str:
    """How the trial stands under the policy's criterion about trials."""
    asked = [c for c in _every(data["criteria"]) if c["rule"] in ("FT801", "FT802")]
    sure = [c["criterion"] for c in asked if trial in c["trials"]]
    perhaps = [c["criterion"] for c in asked if trial in c["possible_trials"]]
    said = [f"counts for {', '.join(sure)}"] if sure else []
    return (
        "; ".join([*said, *([f"may count for {', '.join(perhaps)}"] if perhaps else [])]) or "does not count"
    )


def _every(criteria: list[Data]) -> list[Data]:
    return [each for c in criteria for each in (c, *_every(c["parts"]))]
