"""How a statement of context is meant: of the person or of someone else, stated, denied, or left open.

The only home of this; everything that reads the ``value`` of a row of context asks here.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

import polars as pl

from fairtrial.facts import Facts
from fairtrial.tables import LEFT_OPEN, SOMEONE_ELSES

Meant = Literal["stated", "denied", "left_open", "someone_elses"]


def is_denied(facts: Facts, words: str = "absent") -> pl.Expr:
    """Does the column ``value`` begin as a denial, and say something? Null counts as no denial."""
    value = pl.col("value").fill_null("").str.to_lowercase()
    return value.str.contains(begins(words, facts)) & ~value.str.contains(_begins_open(facts))


def is_left_open(facts: Facts) -> pl.Expr:
    """Does the column ``value`` say nothing either way?"""
    return pl.col("value").fill_null("").str.to_lowercase().str.contains(begins("silent", facts))


def is_someone_elses() -> pl.Expr:
    """Does the column ``value`` speak of a relative or another person?"""
    return pl.col("value").fill_null("").str.to_lowercase().str.starts_with(SOMEONE_ELSES.strip())


def is_only_thought_of() -> pl.Expr:
    """Does the column ``value`` begin as what a note only looks for or warns of?"""
    return pl.col("value").fill_null("").str.to_lowercase().str.starts_with(LEFT_OPEN.strip())


def meant(value: str | None, facts: Facts) -> Meant:
    """The same for one value.

    >>> from fairtrial.facts import load
    >>> [meant(v, load()) for v in ("denied: seizures", "Someone else's: seizures", "not asked", "no longer eats")]
    ['denied', 'someone_elses', 'left_open', 'stated']
    """
    said = (value or "").lower()
    if said.startswith(SOMEONE_ELSES.strip()):
        return "someone_elses"
    if re.search(begins("silent", facts), said):
        return "left_open"
    begun_as_denial = re.search(begins("absent", facts), said)
    return "denied" if begun_as_denial and not re.search(begins("no_denial", facts), said) else "stated"


@functools.cache
def begins(which: str, facts: Facts) -> str:
    """The pattern of a value that begins with one of the words of ``denials.yaml``."""
    words = "|".join(re.escape(word) for word in facts.denials[which].words)
    return rf"^\s*(?:{words})\b"


@functools.cache
def _begins_open(facts: Facts) -> str:
    return f"{begins('silent', facts)}|{begins('no_denial', facts)}"
