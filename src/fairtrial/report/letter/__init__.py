"""The patient's page: a review in plain words. It explains and asks; it never ranks, decides or predicts."""

from __future__ import annotations

from fairtrial.report.letter.content import Letter, letter
from fairtrial.report.letter.page import html_of, pdf_of
from fairtrial.report.letter.text import text_of

__all__ = ["Letter", "html_of", "letter", "pdf_of", "text_of"]
