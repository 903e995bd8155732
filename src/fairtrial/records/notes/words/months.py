"""Names of the months, as words and as parts of a regular expression."""

from __future__ import annotations

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
ANY_MONTH = "|".join(MONTHS)
"""Alternatives: a month in full."""
ANY_MONTH_BEGUN = "|".join(month[:3] for month in MONTHS)
"""Alternatives: the first letters of a month."""
MONTH_AS_WRITTEN = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
"""A month in full or shortened."""
