"""Writing a report: all of it or nothing."""

from __future__ import annotations

import os
from pathlib import Path

from fairtrial.cli.errors import Refusal
from fairtrial.whole_files import given, put_whole

ENDINGS = (".html", ".json", ".pdf", ".txt")
FHIR = ".fhir.json"
"""A review with this ending is written as a FHIR document."""
_NEVER_READ = (".html",)
"""Endings of ours that no reader takes for a record."""
_ORDINARY_MODE = 0o666


def check_output(path: Path, inputs: list[Path], endings: tuple[str, ...] = ENDINGS) -> None:
    """Raise Refusal when nothing can be written there; called before anything is read."""
    if path.suffix.lower() not in endings:
        raise Refusal(f"the ending of the output file is not one we write. Use {', '.join(endings)}.")
    if path.is_dir():
        raise Refusal(f"{path} is a folder. Name a file in it.")
    _check_inputs(path, [one.resolve() for one in inputs])
    if not path.parent.is_dir():
        raise Refusal(f"the folder {path.parent} is not there. Make it first.")


def _check_inputs(path: Path, inputs: list[Path]) -> None:
    """Nothing that is read is written over, and no report lies where the next review would read it as a record."""
    if path.resolve() in inputs:
        raise Refusal(f"{path} is one of the inputs, and would be lost. Name another file.")
    inside = any(one.is_dir() and one in path.resolve().parents for one in inputs)
    if inside and path.suffix.lower() not in _NEVER_READ:
        raise Refusal(
            f"{path} lies in an input folder: a record there would be lost, or the report read as a record "
            "next time. Name a file outside of it."
        )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no half of it is ever seen. Raises Refusal when it cannot be written."""
    try:
        put_whole(path, lambda beside: beside.write_bytes(content), given(_ORDINARY_MODE))
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise Refusal(f"{path} cannot be written ({why}). Name a folder where you may write.") from None
