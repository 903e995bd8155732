"""PDF: the same page as the HTML, set by WeasyPrint without any access to network or files."""

from __future__ import annotations

import hashlib
import os
from typing import Any

_PANGO = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"
_NO_CLOCK = ("SOURCE_DATE_EPOCH", "0")
"""fontTools would write the time of making into each font of the PDF."""


class PdfUnavailable(RuntimeError):
    """WeasyPrint, or the Pango library it needs, is not there; the message says how to get it."""


def pdf_of(html: str) -> bytes:
    """The page as PDF; the same page gives the same bytes. Raises PdfUnavailable."""
    page, fonts = _weasyprint()
    os.environ.setdefault(*_NO_CLOCK)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    made: bytes = page(string=html, url_fetcher=_refuse).write_pdf(
        font_config=fonts(), pdf_identifier=identifier, pdf_tags=True, full_fonts=False
    )
    return made


def _weasyprint() -> tuple[Any, Any]:
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
        from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
    except ImportError:
        raise PdfUnavailable(
            "PDF needs WeasyPrint: pip install 'fairtrial[pdf]'. The HTML prints well too."
        ) from None
    except OSError:
        raise PdfUnavailable(f"PDF needs the Pango library: {_PANGO}. The HTML prints well too.") from None
    return HTML, FontConfiguration


def _refuse(url: str, *_: object, **__: object) -> dict[str, Any]:
    """A report is complete in itself; nothing may be fetched."""
    raise ValueError("a report fetches nothing")
