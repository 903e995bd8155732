"""Zip archives opened safely: nothing is written to disk, and nothing is unpacked beyond set limits."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from fairtrial.records.errors import ReadError

MOST_MEMBERS = 20_000
MOST_MEMBER_BYTES = 256 * 1024**2
MOST_BYTES = 1024**3
MOST_RATIO = 100
RATIO_FROM_BYTES = 8 * 1024**2
"""Limits of an archive, unpacked (our choice). The ratio counts from eight megabytes on."""

ZIP_START = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_ENCRYPTED = 0x1
_DO = "Unpack it yourself and give the files that matter."
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises over a damaged archive."""
_NOT_A_NAME = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Member:
    """One file of an archive: its path inside, without steps upward, and its bytes."""

    name: str
    data: bytes


@dataclass
class Archive:
    """An archive's files, and why others were not unpacked (path inside, reason)."""

    members: list[Member] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def is_zip(data: bytes) -> bool:
    """Whether the bytes start as a zip archive does."""
    return data.startswith((ZIP_START, _EMPTY_ZIP))


def is_workbook(data: bytes) -> bool:
    """Whether a zip archive is an Excel workbook (xlsx).

    >>> is_workbook(b"PK")
    False
    """
    return {"[Content_Types].xml", "xl/workbook.xml"} <= _names(data)


def _names(data: bytes) -> set[str]:
    """Names of an archive's files as they stand; none when it is no archive or is damaged."""
    if not is_zip(data):
        return set()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return set(archive.namelist())
    except UNREADABLE:
        return set()


def is_office_document(data: bytes) -> bool:
    """Whether a zip archive is one document of an office program (docx, xlsx, pptx)."""
    return "[Content_Types].xml" in _names(data)


def unpack(name: str, data: bytes) -> Archive:
    """Every file of an archive, in order of name. A file beyond the limits is refused, and the others kept.

    Raises ReadError when the archive is damaged or is as a whole beyond the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpacked(name, archive, len(data))
    except UNREADABLE as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(name, "the archive is damaged", _DO) from None


def _unpacked(name: str, archive: zipfile.ZipFile, packed: int) -> Archive:
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if len(infos) > MOST_MEMBERS:
        raise ReadError(name, f"the archive holds more than {MOST_MEMBERS} files", _DO)
    found, left = Archive(), min(MOST_BYTES, max(RATIO_FROM_BYTES, MOST_RATIO * packed))
    for shown, info in _named(infos):
        reason, content = _content(archive, info, left)
        left -= len(content)
        if left < 0:
            raise ReadError(name, "the archive unpacks to far more than it should", _DO)
        if len(content) > MOST_MEMBER_BYTES:
            reason = f"it is larger than {MOST_MEMBER_BYTES // 1024**2} MB unpacked"
        if reason:
            found.refused.append((shown, reason))
        else:
            found.members.append(Member(shown, content))
    return found


def _named(infos: list[zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Each file with the name shown, in order of name. Steps upward and drives are taken out of names."""
    named = ((_safe_name(info.filename), info) for info in infos)
    yield from sorted(named, key=lambda pair: (pair[0], pair[1].header_offset))


def _safe_name(name: str) -> str:
    """A path that stays inside.

    >>> _safe_name("../../etc/passwd"), _safe_name("C:\\\\a\\\\b.json")
    ('etc/passwd', 'a/b.json')
    """
    parts = PurePosixPath(_NOT_A_NAME.sub("", name.replace("\\", "/"))).parts
    kept = [part for part in parts if part not in ("/", "..", ".", "//") and not part.endswith(":")]
    return "/".join(kept) or "unnamed"


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> tuple[str, bytes]:
    """Why a file cannot be unpacked (or ""), and its bytes, at most one more than a limit allows.

    Bytes are counted as they come; the sizes that an archive states are not believed.
    """
    if info.flag_bits & _ENCRYPTED:
        return "it is locked with a password", b""
    try:
        with archive.open(info) as file:
            return "", file.read(min(MOST_MEMBER_BYTES, left) + 1)
    except UNREADABLE:
        return "it is damaged inside the archive", b""
