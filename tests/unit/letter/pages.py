"""Pages of the people of examples/, and how tests read them."""

from __future__ import annotations

import functools
import html
import re
from datetime import date
from pathlib import Path

from hypothesis import assume

import fairtrial
from fairtrial.records.door import read

AS_OF = date(2026, 1, 31)
EXAMPLES = sorted(p for p in (Path(__file__).parents[3] / "examples").iterdir() if p.is_dir())


@functools.cache
def reviewed(folder):
    """The review of one example, as a dict."""
    return fairtrial.review(read(folder), as_of=AS_OF).to_dict()


def review_of(found):
    """The review of an invented history, as a dict.

    Histories whose share of covered days comes out as no number at all are passed over: no review of any kind
    can be made of them yet.
    """
    shares = fairtrial.examine(found, AS_OF).trials.select("coverage_least", "coverage_most")
    assume(not any(share != share for row in shares.rows() for share in row))
    return fairtrial.review(found, as_of=AS_OF).to_dict()


def said(page):
    """The words of a page, without its styles and marks."""
    without = re.sub(r"(?s)<style>.*?</style>|<title>.*?</title>", " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", without)).split())
