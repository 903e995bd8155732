"""Files that are whole or not there: written beside their place, then put into it."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from fairtrial.records.errors import ReadError
from fairtrial.whole_files import UNFINISHED, put_whole

_MODE = 0o644


def write_parquet(path: Path, frame: pl.DataFrame) -> None:
    """The frame as one Parquet file. Raises ReadError when it cannot be written; nothing half stays
    behind."""
    _put(path, lambda temporary: frame.write_parquet(temporary, compression="zstd", compression_level=1))


def write_bytes(path: Path, content: bytes) -> None:
    """The bytes as one file, whole or not at all."""
    _put(path, lambda temporary: temporary.write_bytes(content))


def _put(path: Path, write: Callable[[Path], object]) -> None:
    with _cannot_write(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        put_whole(path, write, _MODE)


@contextlib.contextmanager
def _cannot_write(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ReadError(
            f"{path.parent.name}/{path.name}", f"it cannot be written ({_why(error)})", _DO
        ) from None


_DO = "Make room or name another folder, then run again with --resume; what is written so far is whole."


def _why(error: Exception) -> str:
    code = getattr(error, "errno", None)
    if code is None and "No space left" in str(error):
        code = errno.ENOSPC
    return os.strerror(code) if code else type(error).__name__


def sweep(folder: Path) -> None:
    """Remove what a killed run left half written."""
    for path in folder.glob(f"*/{UNFINISHED}*"):
        path.unlink(missing_ok=True)
    for path in folder.glob(f"{UNFINISHED}*"):
        path.unlink(missing_ok=True)
