"""A lowered copy of a note in which every character keeps its place, so that offsets stay true."""

from __future__ import annotations

import sys

_QUOTES = {"’": "'", "‘": "'", "“": '"', "”": '"'}
_DASHES = dict.fromkeys("–—‑−•", "-")
_BLANKS = dict.fromkeys("\u00a0\r\t", " ")
_PLAIN = {**_QUOTES, **_DASHES, **_BLANKS, "×": "x"}


def lowered(text: str) -> str:
    """``text`` in lower case with plain quotes, dashes and blanks, of the same length.

    >>> lowered("Zoloft – didn’t help")
    "zoloft - didn't help"
    """
    if text.isascii():
        return text.lower().replace("\t", " ").replace("\r", " ")
    plain = text
    for letter, plainer in _PLAIN.items():  # several times as fast as str.translate
        plain = plain.replace(letter, plainer)
    low = plain.lower()
    return low if len(low) == len(text) else "".join(map(_one, plain))


def _one(letter: str) -> str:
    low = letter.lower()
    return low if len(low) == 1 else letter


def written(text: str, start: int, end: int) -> str:
    """The words between two places; the same words are one object, since long notes repeat a few of them.

    >>> written("50 mg, then 50 mg", 0, 5) is written("50 mg, then 50 mg", 12, 17)
    True
    """
    return sys.intern(text[start:end])
