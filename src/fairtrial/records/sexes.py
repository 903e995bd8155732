"""Sex as records write it."""

from __future__ import annotations

SEXES = ("female", "male", "other")
"""As the history table ``people`` has it; null when it is not known."""
SEX_OF_LETTER = {"f": "female", "m": "male"}
SEX_OF_WORD = {**SEX_OF_LETTER, "female": "female", "male": "male"}
"""As written, in lower case."""
