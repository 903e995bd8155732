"""Names of files and folders on the command line: an empty one would mean the current folder."""

from __future__ import annotations

from pathlib import Path

from fairtrial.cli.errors import Refusal


def source_named(text: str) -> str:
    """A path or the address of a database as given. Raises Refusal when nothing is named."""
    if not text.strip():
        raise Refusal("no file is named: the name given is empty. Name a file or a folder; `.` is this one.")
    return text


def file_named(text: str) -> Path:
    """The path of a file or folder. Raises Refusal when nothing is named."""
    return Path(source_named(text))
