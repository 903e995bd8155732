"""Paths to files: what a folder holds, and names that are the same in whatever order inputs are given."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from fairtrial.records.archive import is_office_document, is_zip, unpack
from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy import MAPPING_ENDING

MOST_BYTES = 2 * 1024**3
"""Larger files are refused; they are exports of many persons (our choice)."""

_README = re.compile(r"readme(\.(txt|md))?", re.IGNORECASE)
_SAYS_SYNTHETIC = re.compile(rb"^\s*synthetic:\s*yes\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class InputFile:
    """One file: the name shown, its bytes, and whether it was given itself or found in a folder.

    ``readme`` names the README beside it that says "synthetic: yes", or is empty.
    ``copies`` counts further files with the same content; they are not read again. ``path`` is where it lies,
    null inside an archive; ``unusable`` says why an archive or a file of one cannot be opened, or is empty.
    """

    name: str
    data: bytes
    alone: bool
    readme: str = ""
    copies: int = 0
    path: Path | None = None
    unusable: str = ""

    @property
    def digest(self) -> str:
        """Fingerprint of the content."""
        return sha256(self.data).hexdigest()


def input_files(inputs: tuple[str | Path, ...]) -> list[InputFile]:
    """Every file of the inputs, once, in an order that does not depend on how they were given.

    Raises ReadError for a path that is not there, cannot be opened, is too large, or is an empty folder.
    """
    if not inputs:
        raise ReadError("inputs", "none was given", "Name a file or a folder.")
    paths = sorted({Path(path).resolve() for path in inputs})
    found = [file for path in paths for file in _files(path)]
    return list(_named_once(_read_once(found)))


def _files(path: Path) -> Iterator[InputFile]:
    if path.is_dir():
        yield from _folder_files(path)
    else:
        yield from _opened(InputFile(path.name, _bytes(path, path.name), alone=True, path=path))


def _folder_files(folder: Path) -> Iterator[InputFile]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _hidden(path, folder)]
    readmes = {path for path in paths if _README.fullmatch(path.name)}
    if len(paths) == len(readmes):
        do = "Name a folder with FHIR or CSV files."
        raise ReadError(folder.name, "the folder holds no file to read", do)
    synthetic = {path.parent: path for path in readmes if _SAYS_SYNTHETIC.search(_bytes(path, path.name))}
    for path in paths:
        if path not in readmes and not path.name.endswith(MAPPING_ENDING):
            name, readme = path.relative_to(folder).as_posix(), synthetic.get(path.parent)
            said = readme.name if readme else ""
            yield from _opened(InputFile(name, _bytes(path, name), alone=False, readme=said, path=path))


def _opened(file: InputFile) -> Iterator[InputFile]:
    """The file itself, or the files of a zip archive; archives inside archives stay closed."""
    if not is_zip(file.data) or is_office_document(file.data):
        yield file
        return
    try:
        archive = unpack(file.name, file.data)
    except ReadError as error:
        yield replace(file, unusable=error.what)
        return
    inside = replace(file, data=b"", alone=False, path=None)
    for member in archive.members:
        if not _hidden_name(member.name):
            yield replace(inside, name=f"{file.name}/{member.name}", data=member.data)
    for name, why in archive.refused:
        yield replace(inside, name=f"{file.name}/{name}", data=name.encode(), unusable=why)
    if not archive.members:
        yield replace(file, unusable="the archive holds no file to read")


def _hidden(path: Path, folder: Path) -> bool:
    return _hidden_name(path.relative_to(folder).as_posix())


def _hidden_name(name: str) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) for part in name.split("/"))


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ReadError(name, "it is larger than 2 GB", "Split it by person.")
        return path.read_bytes()
    except OSError as error:
        what = f"it cannot be opened ({os.strerror(error.errno or 0)})"
        raise ReadError(name, what, "Check the name and your right to read it.") from None


def _read_once(files: list[InputFile]) -> Iterator[InputFile]:
    """Each content once, under the first of its names."""
    same: dict[str, list[InputFile]] = {}
    for file in sorted(files, key=lambda file: (file.name, not file.alone, file.readme)):
        same.setdefault(file.digest, []).append(file)
    for first, *others in same.values():
        alone, readme = first.alone or any(o.alone for o in others), max(o.readme for o in [first, *others])
        yield replace(first, alone=alone, readme=readme, copies=len(others))


def _named_once(files: Iterator[InputFile]) -> Iterator[InputFile]:
    """Number files that would show the same name, so that each record has a place of its own."""
    taken: set[str] = set()
    for file in sorted(files, key=lambda file: (file.name, file.digest)):
        names = (file.name if count == 1 else f"{file.name} ({count})" for count in itertools.count(1))
        free = next(name for name in names if name not in taken)
        taken.add(free)
        yield replace(file, name=free)
