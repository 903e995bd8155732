"""How tests read a report: plain words without line breaks, and the statements of the JSON it must hold."""

from __future__ import annotations

import html
import re
import unicodedata

SENTENCES = {
    "sentence",
    "numbers",
    "meaning",
    "problem",
    "what",
    "locator",
    "words",
    "file",
    "place",
    "field",
    "name",
}
LISTS = {"missing"}


def plain(page):
    """The words of an HTML page, tags left out."""
    without = re.sub(r"(?s)<style>.*?</style>", " ", page)
    return squeezed(html.unescape(re.sub(r"<[^>]+>", " ", without)))


def squeezed(text):
    """Words without white space, so that wrapping and hyphens of a layout do not matter."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s“”\"‐-]+", "", text)


def statements(part, key=None):
    """Every sentence, number line, place and word of a record in a review."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in SENTENCES and isinstance(value, str) and value:
                yield value
            elif name in LISTS:
                yield from value
            else:
                yield from statements(value, name)
    elif isinstance(part, list):
        for item in part:
            yield from statements(item, key)
