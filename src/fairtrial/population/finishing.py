"""The end of a run, whatever engine made the blocks: summary and report from what lies in the folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fairtrial.facts import Facts
from fairtrial.population.block import TABLES
from fairtrial.population.page import html_of
from fairtrial.population.source import Plan
from fairtrial.population.summary import summary_of
from fairtrial.population.tally import summed
from fairtrial.population.writing import write_bytes


def finish(
    out: Path,
    blocks: int,
    notes: Sequence[Mapping[str, Any]],
    plan: Plan,
    asked: Mapping[str, Any],
    facts: Facts,
) -> None:
    """Write summary.json and report.html. ``notes``: what was noted of every block, in order.

    Blocks beyond ``blocks``, left by an earlier and longer plan, are removed first.
    """
    for name in TABLES:
        for path in (out / name).glob("block-*.parquet"):
            if int(path.stem.removeprefix("block-")) >= blocks:
                path.unlink()
    made = {key: asked[key] for key in ("settings", "versions", "source")}
    summary = summary_of(
        out,
        made,
        facts,
        skipped={n: note["skipped"] for n, note in enumerate(notes) if note["skipped"]},
        persons_skipped=sum(note["persons"] for note in notes if note["skipped"]),
        notices=list(plan.notices),
        problems=summed([note["problems"] for note in notes]),
        records_conditions=plan.records_conditions,
    )
    write_bytes(out / "summary.json", summary.to_json())
    write_bytes(out / "report.html", html_of(summary.plain()).encode())
