"""The whole cohort in counts: folded over blocks, small cells hidden before anything is written."""

from __future__ import annotations

from fairtrial.population.summary.whole import Summary, summary_of

__all__ = ["Summary", "summary_of"]
