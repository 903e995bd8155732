"""Reports: a review rendered as HTML, text, PDF, JSON and tables. Nothing is decided here."""

from fairtrial.report.document import Review
from fairtrial.report.one import review
from fairtrial.report.pdf import PdfUnavailable

__all__ = ["PdfUnavailable", "Review", "review"]
