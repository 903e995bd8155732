"""A note as a plain text file, through the notes reader."""

from __future__ import annotations

import re
from datetime import date

from fairtrial.facts import Facts
from fairtrial.records.errors import ReadError
from fairtrial.records.rtf import is_rtf, text_of_rtf
from fairtrial.tables import History

_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


def read_note_file(name: str, data: bytes, facts: Facts) -> History:
    """The history a note tells. Its day stands in the file's name ("2024-05-03 visit.txt") or in its words.

    Raises ReadError when the file is no text.
    """
    from fairtrial.records.notes import history

    text = text_of(name, data)
    return history(text, name, day_of_note(name, text), facts)


def day_of_note(name: str, text: str) -> date | None:
    """The day of a note: that in the file's name, or else the one that its words state."""
    from fairtrial.records.notes.rows.written_on import written_on

    return _day_of(name) or written_on(text)


def text_of(name: str, data: bytes) -> str:
    """The bytes of a note as text: RTF, UTF-8 or as Windows saves it. Raises ReadError when they are none of these."""
    if is_rtf(data):
        return text_of_rtf(name, data)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError(name, "its characters cannot be read", "Save it as UTF-8.")


def _day_of(name: str) -> date | None:
    found = _DAY_IN_NAME.search(name)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
