"""What a folder holds, down to the bottom: files to read, and what is there and cannot be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fairtrial.records.errors import ReadError
from fairtrial.records.regular import CHECK, NOT_REGULAR, SAVE_FIRST, not_opened

_LINKED = "it is a link to a folder, which is not followed"


@dataclass(frozen=True)
class Found:
    """A file below a folder, or why what lies there is not read (``why`` is then set)."""

    path: Path
    why: ReadError | None = None


def below(folder: Path) -> list[Found]:
    """Everything below a folder but what is hidden, in order of path; folders only where they cannot be entered.

    Raises ReadError when the folder itself cannot be opened.
    """
    try:
        names = _names(folder)
    except OSError as error:
        raise not_opened(folder.name, error) from None
    return sorted(_found(folder, names, folder), key=lambda found: found.path)


def hidden(name: str) -> bool:
    """Whether a path below a folder or in an archive is one that programs keep for themselves."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in name.split("/"))


def _names(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries if not hidden(entry.name)]


def _found(folder: Path, names: list[str], root: Path) -> Iterator[Found]:
    for name in names:
        path = folder / name
        shown = path.relative_to(root).as_posix()
        try:
            mode = path.stat().st_mode
            inside = _names(path) if stat.S_ISDIR(mode) and not path.is_symlink() else None
        except OSError as error:
            yield Found(path, not_opened(shown, error))
            continue
        if inside is not None:
            yield from _found(path, inside, root)
        elif stat.S_ISDIR(mode):
            yield Found(path, ReadError(shown, _LINKED, CHECK))
        elif stat.S_ISREG(mode):
            yield Found(path)
        else:
            yield Found(path, ReadError(shown, NOT_REGULAR, SAVE_FIRST))
