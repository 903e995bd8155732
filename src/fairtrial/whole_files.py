"""Files that are whole or not there: written beside their place, then put into it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

UNFINISHED = ".writing-"
"""How the name of a file that is being written begins."""


def put_whole(path: Path, write: Callable[[Path], object], mode: int) -> None:
    """Have ``write`` fill a file beside ``path``, then put it in its place with the permissions of ``mode``.

    Raises OSError and what ``write`` raises; nothing half stays behind.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        _to_disk(temporary)
        temporary.chmod(mode)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def given(mode: int) -> int:
    """The permissions of ``mode`` that this process gives to what it makes; they can only be read by setting them."""
    mask = os.umask(0)
    os.umask(mask)
    return mode & ~mask


def _to_disk(path: Path) -> None:
    """A file counts as written once the disk has it: a marker must never outlive the rows it speaks of."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
