"""Readers: records in any format we know in, history tables out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairtrial.records.errors import ReadError
from fairtrial.when_used import imported_when_used

if TYPE_CHECKING:
    from fairtrial.records.door import read

__all__ = ["ReadError", "read"]

__getattr__ = imported_when_used(__name__, {"read": "door"})  # a part must not need all readers
