"""Has the input changed? Names, sizes, times and the ends of files tell, without reading everything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from fairtrial.records.regular import opened

TAIL_BYTES = 1 << 16
"""A Parquet file ends with its footer: counts and bounds of every column."""


def of_files(files: Iterable[Path], root: Path) -> dict[str, str]:
    """Path below ``root`` -> digest of size, time of change and last 64 KiB of each file.

    Raises ReadError for one that cannot be opened.
    """
    return {str(path.relative_to(root)): _of_file(path) for path in sorted(files)}


def _of_file(path: Path) -> str:
    stat = path.stat()
    with opened(path) as file:
        file.seek(max(0, stat.st_size - TAIL_BYTES))
        tail = file.read()
    seen = f"{stat.st_size} {stat.st_mtime_ns} ".encode() + tail
    return hashlib.sha256(seen).hexdigest()


def of_rows(tables: Mapping[str, pl.DataFrame]) -> str:
    """Digest of the rows of some tables, whatever their order."""
    seen = hashlib.sha256()
    for name, frame in sorted(tables.items()):
        rows = frame.hash_rows(0).sum() if frame.height else 0
        seen.update(f"{name} {frame.height} {rows};".encode())
    return seen.hexdigest()
