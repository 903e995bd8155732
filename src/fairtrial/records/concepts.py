"""Coded concepts with their words, whatever the format they came in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Coding:
    """One code: the system as recorded, its short name ("" when it is another one), code, words, ordinal."""

    system: str
    known: str
    code: str
    display: str
    ordinal: float | None = None


@dataclass(frozen=True)
class Concept:
    """Codes that say the same thing, and the text written beside them."""

    codings: tuple[Coding, ...] = ()
    text: str = ""

    @property
    def words(self) -> str:
        """The human text: what was written, or else the first display, or else the first code."""
        displays = (coding.display for coding in self.codings if coding.display)
        codes = (coding.code for coding in self.codings if coding.code)
        return self.text or next(displays, "") or next(codes, "")

    @property
    def texts(self) -> list[str]:
        """Every wording, the written text first."""
        return list(dict.fromkeys(t for t in (self.text, *(c.display for c in self.codings)) if t))

    def codes(self, known: str) -> list[str]:
        """Codes of one system by its short name."""
        return [coding.code for coding in self.codings if coding.known == known and coding.code]
