"""Shares that others published, to stand beside ours with a caution."""

from __future__ import annotations

import functools

from fairtrial.facts import Facts
from fairtrial.facts.files import checked, read
from fairtrial.facts.models import Sourced


class PublishedShare(Sourced):
    """A share of some people, in percent, and the definition of ours that is nearest to theirs, if any."""

    setting: str
    of: str
    percent_least: float
    percent_most: float
    definition: str | None = None


@functools.cache
def published_shares(facts: Facts) -> tuple[PublishedShare, ...]:
    """All of knowledge/published_shares.yaml."""
    path = facts.folder / "published_shares.yaml"
    return tuple(checked(path, PublishedShare, row) for row in read(path))
