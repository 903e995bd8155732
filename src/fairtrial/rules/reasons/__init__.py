"""FT401 to FT408: possible contributors to too little benefit, as one table for any number of people."""

from __future__ import annotations

from fairtrial.rules.reasons.declared import REASONS
from fairtrial.rules.reasons.table import TABLE, reasons

__all__ = ["REASONS", "TABLE", "reasons"]
