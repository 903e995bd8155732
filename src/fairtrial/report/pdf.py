"""PDF: the same page as the HTML, set by WeasyPrint without any access to network or files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence, Set
from typing import Any

_PANGO = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"
_NO_CLOCK = ("SOURCE_DATE_EPOCH", "0")
"""fontTools would write the time of making into each font of the PDF."""
Fits = Callable[[Sequence[Set[str]]], bool]
"""From the anchors (ids) on each sheet, in order: does everything stand where it should?"""
SIZES = (1.0, 0.94, 0.88)
"""Sizes of print tried in turn: what fits in the narrow letters of one machine may not in the wide ones of another."""
WIDTH_IN, HEIGHT_IN = 8.5, 11.0
"""US letter."""


class PdfUnavailable(RuntimeError):
    """WeasyPrint, or the Pango library it needs, is not there; the message says how to get it."""


def pdf_of(html: str, fits: Fits = lambda sheets: True) -> bytes:
    """The page as PDF in the largest size that ``fits``, or the full size if none does; the same page gives the same bytes.

    Raises PdfUnavailable.
    """
    page_of, style, fonts = _weasyprint()
    os.environ.setdefault(*_NO_CLOCK)
    page = page_of(string=html, url_fetcher=_refuse)

    def laid_out(size: float) -> Any:
        return page.render(font_config=fonts(), stylesheets=[style(string=_sheet(size))])

    sized = ((size, laid_out(size)) for size in SIZES)
    fitting = ((size, made) for size, made in sized if fits([set(sheet.anchors) for sheet in made.pages]))
    size, made = next(fitting, None) or (1.0, laid_out(1.0))
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    pdf: bytes = made.write_pdf(zoom=size, pdf_identifier=identifier, pdf_tags=True, full_fonts=False)
    return pdf


def _sheet(size: float) -> str:
    """A sheet so much larger that, drawn so much smaller, it is a sheet of letter paper again."""
    return f"@page {{ size: {WIDTH_IN / size:.4f}in {HEIGHT_IN / size:.4f}in !important }}"


def _weasyprint() -> tuple[Any, Any, Any]:
    try:
        from weasyprint import CSS, HTML  # type: ignore[import-untyped]
        from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
    except ImportError:
        raise PdfUnavailable(
            "PDF needs WeasyPrint: pip install 'fairtrial[pdf]'. The HTML prints well too."
        ) from None
    except OSError:
        raise PdfUnavailable(f"PDF needs the Pango library: {_PANGO}. The HTML prints well too.") from None
    return HTML, CSS, FontConfiguration


def _refuse(url: str, *_: object, **__: object) -> dict[str, Any]:
    """A report is complete in itself; nothing may be fetched."""
    raise ValueError("a report fetches nothing")
