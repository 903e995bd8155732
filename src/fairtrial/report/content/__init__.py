"""The review as one dict: what a report says, before how it looks. Shape: docs/reference/review.schema.json."""

from __future__ import annotations

from fairtrial.report.content.whole import review_dict

__all__ = ["review_dict"]
