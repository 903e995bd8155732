"""Where the mapping of a pharmacy file lies: beside it, under its name."""

from __future__ import annotations

from pathlib import Path

MAPPING_ENDING = ".mapping.yaml"


def mapping_beside(path: Path) -> Path | None:
    """The mapping that lies beside a file (``fills.csv`` has ``fills.mapping.yaml``), when there is one."""
    candidates = (path.with_name(path.stem + MAPPING_ENDING), path.with_name(path.name + MAPPING_ENDING))
    return next((candidate for candidate in candidates if candidate.is_file()), None)
