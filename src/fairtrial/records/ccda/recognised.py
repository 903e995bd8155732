"""Whether a file is a C-CDA document, told from its first bytes without a parser."""

from __future__ import annotations

import re

_ROOT_TAG = re.compile(rb"<(?:[\w.-]+:)?ClinicalDocument[\s>]")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


def looks_like_ccda(head: bytes) -> bool:
    """Whether the start of a file is XML with a ClinicalDocument in it, in UTF-8 or UTF-16.

    >>> looks_like_ccda('<ClinicalDocument xmlns="urn:hl7-org:v3">'.encode("utf-16"))
    True
    """
    return (
        head.lstrip(_BEFORE_XML).startswith(b"<") and _ROOT_TAG.search(head.replace(b"\0", b"")) is not None
    )
