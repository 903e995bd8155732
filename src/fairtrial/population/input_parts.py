"""The files of a population's input: one that cannot be read is refused, since its persons would be missing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fairtrial.records.folders import below
from fairtrial.records.regular import size_of


def files_below(folder: Path, ending: str) -> list[Path]:
    """Files of this ending down to the bottom of ``folder``, in order of path; none when it is no folder.

    Raises ReadError for a folder that cannot be entered, and for such a file that is none.
    """
    if not folder.is_dir():
        return []
    found = below(folder)
    for each in found:
        if each.why is not None and (each.path.is_dir() or each.path.suffix in ("", ending)):
            raise each.why
    return [each.path for each in found if each.path.suffix == ending]


def regular(files: Iterable[Path]) -> list[Path]:
    """The files in order. Raises ReadError when one is a pipe, socket or device, or is not there."""
    found = sorted(files)
    for path in found:
        size_of(path, path.name)
    return found
