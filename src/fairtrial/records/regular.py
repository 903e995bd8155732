"""Only regular files are opened: a pipe or a device may never end, and its content can be read once only."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from fairtrial.records.errors import ReadError

MOST_BYTES = 2 * 1024**3
"""Larger files are refused; they are exports of many persons (our choice)."""
TOO_LARGE = ("it is larger than 2 GB", "Split it by person.")
NOT_REGULAR = "it is not a regular file"
SAVE_FIRST = "Save what it gives as a file first, and name that file."
CHECK = "Check the name and your right to read it."
_STANDARD_INPUT = "-"
_DEVICES = ("/dev/", "/proc/")


def size_of(path: Path, name: str) -> int:
    """Bytes of a regular file. Raises ReadError for what is not there, and for a pipe, socket or device."""
    try:
        found = path.stat()
    except OSError as error:
        if str(path) == _STANDARD_INPUT:
            raise ReadError("standard input", NOT_REGULAR, SAVE_FIRST) from None
        raise not_opened(name, error) from None
    if not stat.S_ISREG(found.st_mode):
        shown = str(path) if str(path).startswith(_DEVICES) else name
        raise ReadError(shown, NOT_REGULAR, SAVE_FIRST)
    return found.st_size


def bytes_of(path: Path, name: str, most: int = MOST_BYTES, too_large: tuple[str, str] = TOO_LARGE) -> bytes:
    """The content of a regular file of at most ``most`` bytes; ``too_large``: what is said of a larger one, and what
    to do. Raises ReadError."""
    if size_of(path, name) > most:
        raise ReadError(name, *too_large)
    try:
        return path.read_bytes()
    except OSError as error:
        raise not_opened(name, error) from None


@contextlib.contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A regular file, to be read in parts. Raises ReadError when it is none or cannot be opened."""
    size_of(path, path.name)
    try:
        file = path.open("rb")
    except OSError as error:
        raise not_opened(path.name, error) from None
    with file:
        yield file


def not_opened(name: str, error: OSError) -> ReadError:
    """What is said of a file or folder that the system does not open."""
    return ReadError(name, f"it cannot be opened ({os.strerror(error.errno or 0)})", CHECK)
