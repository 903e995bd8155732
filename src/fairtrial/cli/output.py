"""Writing a report: all of it or nothing."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from fairtrial.cli.errors import Refusal

ENDINGS = (".html", ".json", ".pdf", ".txt")
FHIR = ".fhir.json"
"""A review with this ending is written as a FHIR document."""
_ORDINARY_MODE = 0o666


def check_output(path: Path, inputs: list[Path], endings: tuple[str, ...] = ENDINGS) -> None:
    """Raise Refusal when nothing can be written there; called before anything is read."""
    if path.suffix.lower() not in endings:
        raise Refusal(f"the ending of the output file is not one we write. Use {', '.join(endings)}.")
    if path.is_dir():
        raise Refusal(f"{path} is a folder. Name a file in it.")
    if path.resolve() in {given.resolve() for given in inputs}:
        raise Refusal(f"{path} is one of the inputs, and would be lost. Name another file.")
    if not path.parent.is_dir():
        raise Refusal(f"the folder {path.parent} is not there. Make it first.")


def write_whole(path: Path, content: bytes) -> None:
    """Write to a temporary file beside it and put that in its place, so that no half file is ever seen."""
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".fairtrial-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, _ORDINARY_MODE & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        why = os.strerror(error.errno or 0)
        raise Refusal(f"{path} cannot be written ({why}). Name a folder where you may write.") from None


def _umask() -> int:
    """The permissions this process does not give; they can only be read by setting them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
