"""Paths to files: what a folder holds, and names that are the same in whatever order inputs are given."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from fairtrial.records.archive import is_office_document, is_zip, unpack
from fairtrial.records.errors import ReadError
from fairtrial.records.folders import Found, below, hidden
from fairtrial.records.pharmacy import MAPPING_ENDING
from fairtrial.records.regular import MOST_BYTES, bytes_of

_UNPACK = "Unpack it yourself and give the files that matter."
_README = re.compile(r"readme(\.(txt|md))?", re.IGNORECASE)
_SAYS_SYNTHETIC = re.compile(rb"^\s*synthetic:\s*yes\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class InputFile:
    """One file: the name shown, its bytes, and whether it was given itself or found in a folder.

    ``readme`` names the README beside it that says "synthetic: yes", or is empty.
    ``copies`` counts further files with the same content; they are not read again. ``path`` is where it lies,
    null inside an archive; ``unusable`` says why it cannot be opened or is empty, and ``remedy`` what to do then.
    """

    name: str
    data: bytes
    alone: bool
    readme: str = ""
    copies: int = 0
    path: Path | None = None
    unusable: str = ""
    remedy: str = _UNPACK

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
    paths = sorted({_resolved(Path(path)) for path in inputs})
    found = [file for path in paths for file in _files(path)]
    return list(_named_once(_read_once(found)))


def _resolved(path: Path) -> Path:
    """Where a path leads; one that leads to no file or folder stays as given, so that it is known again."""
    return path.resolve() if path.is_file() or path.is_dir() else path


def _files(path: Path) -> Iterator[InputFile]:
    if path.is_dir():
        yield from _folder_files(path)
    else:
        yield from _opened(InputFile(path.name, _bytes(path, path.name), alone=True, path=path))


def _folder_files(folder: Path) -> Iterator[InputFile]:
    found = below(folder)
    named = [each for each in found if _README.fullmatch(each.path.name)]
    texts = {each.path: file for each in named if not (file := _of_folder(each, folder, "")).unusable}
    if len(found) == len(texts):
        do = "Name a folder with FHIR or CSV files."
        raise ReadError(folder.name, "the folder holds no file to read", do)
    synthetic = {path.parent: path.name for path, file in texts.items() if _SAYS_SYNTHETIC.search(file.data)}
    for each in found:
        if each.path not in texts and not each.path.name.endswith(MAPPING_ENDING):
            yield from _opened(_of_folder(each, folder, synthetic.get(each.path.parent, "")))


def _of_folder(found: Found, folder: Path, readme: str) -> InputFile:
    """A file of a folder: one that cannot be opened stays among the others, with the reason."""
    name = found.path.relative_to(folder).as_posix()
    file = InputFile(name, b"", alone=False, readme=readme, path=found.path)
    try:
        if found.why is not None:
            raise found.why
        return replace(file, data=_bytes(found.path, name))
    except ReadError as error:
        return replace(file, data=name.encode(), unusable=error.what, remedy=error.do)


def _opened(file: InputFile) -> Iterator[InputFile]:
    """The file itself, or the files of a zip archive; archives inside archives stay closed."""
    if file.unusable or not is_zip(file.data) or is_office_document(file.data):
        yield file
        return
    try:
        archive = unpack(file.name, file.data)
    except ReadError as error:
        yield replace(file, unusable=error.what)
        return
    inside = replace(file, data=b"", alone=False, path=None)
    for member in archive.members:
        if not hidden(member.name):
            yield replace(inside, name=f"{file.name}/{member.name}", data=member.data)
    for name, why in archive.refused:
        yield replace(inside, name=f"{file.name}/{name}", data=name.encode(), unusable=why)
    if not archive.members:
        yield replace(file, unusable="the archive holds no file to read")


def _bytes(path: Path, name: str) -> bytes:
    return bytes_of(path, name, MOST_BYTES)


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
