"""Pages of the people of examples/, and how tests read them."""

from __future__ import annotations

import functools
import html
import re
from datetime import date
from pathlib import Path

import fairtrial
from fairtrial.records.door import read

AS_OF = date(2026, 1, 31)
EXAMPLES = sorted(p for p in (Path(__file__).parents[3] / "examples").iterdir() if p.is_dir())


@functools.cache
def reviewed(folder):
    """The review of one example, as a dict."""
    return fairtrial.review(read(folder), as_of=AS_OF).to_dict()


def said(page):
    """The words of a page, without its styles and marks."""
    without = re.sub(r"(?s)<style>.*?</style>|<title>.*?</title>", " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", without)).split())
