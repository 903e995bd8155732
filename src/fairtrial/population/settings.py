"""What a cohort run was asked for; two runs with equal settings and equal input give equal output."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from fairtrial.findings import DOSE_LIST

PERSONS_PER_BLOCK = 50_000
"""Persons examined at once: about 1 GB of memory at 11 uses a person."""


@dataclass(frozen=True)
class CohortSettings:
    """``definitions`` None means all, of both kinds. ``skip_bad``: go on after a block that raises, and
    list it."""

    as_of: date
    definitions: tuple[str, ...] | None = None
    dose_list: str = DOSE_LIST
    persons_per_block: int = PERSONS_PER_BLOCK
    skip_bad: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError for a block that could hold nobody."""
        if self.persons_per_block < 1:
            raise ValueError("persons_per_block is below 1; give at least 1")

    def plain(self) -> dict[str, object]:
        """The settings that shape the output, as JSON values."""
        chosen = asdict(self) | {"as_of": self.as_of.isoformat()}
        chosen.pop("skip_bad")
        return dict(json.loads(json.dumps(chosen)))
