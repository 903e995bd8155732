"""Staging scales and pathways tried, as the report tells them."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.facts.pathways import antidepressant_pathways
from fairtrial.findings import Findings
from fairtrial.report.content.values import Pair, Row
from fairtrial.rules.staging import ITEMS, OF_NOTHING_KNOWN


def staging(found: Findings, facts: Facts) -> dict[str, object]:
    """Maudsley, Thase-Rush, count of fair trials, and pathways tried."""
    rows = found.staging.to_dicts()
    row: Row = rows[0] if rows else {**OF_NOTHING_KNOWN}
    total = _whole(row, "msm_total")
    return {
        "maudsley": {
            "total": total,
            "band": _band(total, facts),
            "items": {item: _whole(row, f"msm_{item}") for item in ITEMS},
            "sources": ["MSMTAB", "MSMPTS"],
        },
        "thase_rush": {"stage": _whole(row, "thase_rush"), "sources": ["THASER"]},
        "athf": {"adequate_trials": _whole(row, "athf"), "sources": ["ATHFBLOG"]},
        "pathways_tried": pathways_tried(found, facts),
    }


def _whole(row: Row, name: str) -> Pair:
    return {side: row[f"{name}_{side}"] for side in ("least", "most")}


def _band(total: Pair, facts: Facts) -> str | None:
    """The band when both ends of the total lie in the same one."""
    bands = [("mild", facts.number("msm_mild_most")), ("moderate", facts.number("msm_moderate_most"))]

    def name(value: object) -> str:
        return next((band for band, most in bands if float(str(value)) <= most), "severe")

    low, high = name(total["least"]), name(total["most"])
    return low if low == high else None


def pathways_tried(found: Findings, facts: Facts) -> dict[str, list[str]]:
    """Pathways by the best trial that used them: fair, possibly fair, or not fair."""
    best: dict[str, str] = {}
    rank = {True: "adequately", None: "possibly", False: "inadequately"}
    order = ["inadequately", "possibly", "adequately"]
    for row in found.trials.to_dicts():
        for name in antidepressant_pathways(str(row["drug"]), facts):
            now = rank[row["fair"]]
            best[name] = max(best.get(name, now), now, key=order.index)
    return {how: sorted(p for p, b in best.items() if b == how) for how in reversed(order)}
