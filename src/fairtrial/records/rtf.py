"""RTF documents as the text a person sees."""

from __future__ import annotations

from fairtrial.records.errors import ReadError

_START = b"{\\rtf"
_ENCODING = "cp1252"
"""What Windows writes where a document names no code page of its own."""


def is_rtf(data: bytes) -> bool:
    """Whether this is the beginning of an RTF document.

    >>> is_rtf(b"{\\\\rtf1 On Zoloft.}"), is_rtf(b"On Zoloft.")
    (True, False)
    """
    return data.lstrip().startswith(_START)


def text_of_rtf(name: str, data: bytes) -> str:
    """The words of the document, without fonts and pictures. Raises ReadError when it is damaged.

    >>> text_of_rtf("note.rtf", b"{\\\\rtf1\\\\ansi {\\\\fonttbl{\\\\f0 Arial;}} On \\\\b Zoloft\\\\b0  50 mg.\\\\par No benefit.}").strip()
    'On Zoloft 50 mg.\\nNo benefit.'
    """
    from striprtf.striprtf import rtf_to_text  # few inputs are RTF

    try:
        words: str = rtf_to_text(data.decode(_ENCODING, "replace"), _ENCODING, "replace")  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError, LookupError):
        raise ReadError(name, "it is a damaged RTF document", "Save it again, or as plain text.") from None
    return words.replace("\0", "")
