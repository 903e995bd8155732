"""What a server says of its own answer: that there are more pages, or that it left something out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading

_SEVERE = ("warning", "error", "fatal")
_WHY = {
    "suppressed": "not every record may be shown", "security": "not every record may be shown",
    "forbidden": "not every record may be shown", "login": "not every record may be shown",
    "incomplete": "the answer is not complete", "timeout": "the answer is not complete",
    "too-costly": "the answer is not complete", "throttled": "the answer is not complete",
    "transient": "the answer is not complete", "exception": "the answer is not complete",
}  # fmt: skip
"""FHIR issue types that mean that records may be missing, in words."""
MORE_PAGES = "the Bundle is one page of several; give the pages that follow it as well"


def has_next_page(resources: Sequence[object]) -> bool:
    """Whether a Bundle names a page after it that is not in the same file."""
    links = [link for item in resources for link in _links(item)]
    here = {link.text("url") for link in links if link.text("relation") == "self"}
    return any(link.text("relation") == "next" and link.text("url") not in here for link in links)


def _links(item: object) -> Iterator[Fields]:
    if isinstance(item, dict) and item.get("resourceType") == "Bundle":
        yield from Fields(item).parts("link")


def read_outcome(reading: Reading) -> None:
    """Tell of what a server left out; its own words may hold a patient's data and are not repeated."""
    for issue in reading.fields.parts("issue"):
        why = _WHY.get(issue.text("code")) if issue.text("severity") in _SEVERE else None
        if why:
            reading.problem("issue", f"the server says that {why}")
            return
