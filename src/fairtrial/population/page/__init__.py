"""The cohort's report: one HTML file with charts and a table under each; nothing of any one person stands
in it."""

from __future__ import annotations

from fairtrial.population.page.html import html_of

__all__ = ["html_of"]
