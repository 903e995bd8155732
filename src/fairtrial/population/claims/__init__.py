"""Definitions that read treatments and diagnoses but no scores: one small family of rules over issues and
episodes.

Each route is a sort, a shift and a cumulative sum over one table of issues, the same table for every
definition.
What is not recorded is not there, as such definitions read it; but where dates, supply or dose are open, or
the
whole input holds no diagnoses, the answer is unknown.
"""

from __future__ import annotations

from fairtrial.population.claims.verdicts import claims_resistance

__all__ = ["claims_resistance"]
