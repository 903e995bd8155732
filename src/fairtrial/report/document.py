"""Review: one person's review as tables and as documents."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence, Set
from html import escape
from typing import Any

import polars as pl

from fairtrial.report.json import json_of
from fairtrial.report.quantities import count
from fairtrial.report.view.glance import summary


class Review:
    """The review of one person.

    The tables are Polars frames; the documents all come from the same object that `to_dict` gives. Each is
    made when it is first asked for, and kept. Nothing is decided or read from a clock here.
    """

    def __init__(
        self, told: Callable[[], Mapping[str, Any]], shown: Callable[[], Mapping[str, pl.DataFrame]]
    ) -> None:
        """``told`` makes the dict of the review, ``shown`` its tables by name; both from the same findings."""
        self._told, self._shown = told, shown

    @functools.cached_property
    def _data(self) -> Mapping[str, Any]:
        return self._told()

    @functools.cached_property
    def _frames(self) -> Mapping[str, pl.DataFrame]:
        return self._shown()

    @property
    def trials(self) -> pl.DataFrame:
        """One row a trial."""
        return self._frames["trials"]

    @property
    def resistance(self) -> pl.DataFrame:
        """One row a definition."""
        return self._frames["resistance"]

    @property
    def safety(self) -> pl.DataFrame:
        """Banners and gates."""
        return self._frames["safety"]

    @property
    def therapies(self) -> pl.DataFrame:
        """Treatments other than medicines."""
        return self._frames["therapies"]

    @property
    def scores(self) -> pl.DataFrame:
        """Scores of rating scales."""
        return self._frames["scores"]

    @property
    def conditions(self) -> pl.DataFrame:
        """Conditions that rules ask about."""
        return self._frames["conditions"]

    @property
    def not_understood(self) -> pl.DataFrame:
        """What could not be read."""
        return self._frames["not_understood"]

    @property
    def records(self) -> pl.DataFrame:
        """Where each row came from, with the words themselves."""
        return self._frames["records"]

    @property
    def staging(self) -> Mapping[str, Any]:
        """Maudsley, Thase-Rush, the count of adequate trials and the pathways tried, each as an interval."""
        staging: Mapping[str, Any] = self._data["staging"]
        return staging

    @property
    def synthetic(self) -> bool:
        """Whether the person is marked as invented."""
        return bool(self._data["person"]["synthetic"])

    def to_dict(self) -> dict[str, Any]:
        """The review in the shape of docs/reference/review.schema.json."""
        return dict(self._data)

    def to_json(self) -> str:
        """The same as JSON text."""
        return json_of(self._data)

    def to_fhir(self) -> str:
        """A FHIR R4 document Bundle as JSON text."""
        from fairtrial.report.fhir import fhir_json_of

        return fhir_json_of(self._data)

    def to_html(self) -> str:
        """One page that needs no network and no script."""
        from fairtrial.report.html import html_of

        return html_of(self._data)

    def to_text(self, *, full: bool = True) -> str:
        """Plain text, 100 columns wide; without ``full`` only what was found at a glance."""
        from fairtrial.report.text import text_of

        return text_of(self._data, full=full)

    def to_pdf(self) -> bytes:
        """The review for paper as PDF. Raises PdfUnavailable where WeasyPrint or Pango is missing."""
        from fairtrial.report.html import paper_of
        from fairtrial.report.pdf import pdf_of

        return pdf_of(paper_of(self._data), _answers_on_two_sheets)

    def __repr__(self) -> str:
        """Counts and verdicts only: nothing of the person."""
        verdicts = ", ".join(f"{item['definition']} {item['verdict']}" for item in self._data["resistance"])
        return f"Review({'; '.join(part for part in (summary(self._data), verdicts, self._as_of()) if part)})"

    def _repr_html_(self) -> str:
        """The page in a frame of its own, so that its styles stay out of the notebook."""
        title = f"Treatment review, {count(len(self._data['trials']), 'trial')}"
        frame = f'<iframe title="{title}" srcdoc="{escape(self.to_html())}" sandbox="allow-same-origin" '
        return f'{frame}style="width:100%;height:48rem;border:1px solid #d9dee4"></iframe>'

    def _as_of(self) -> str:
        return f"as of {self._data['as_of']}"


def _answers_on_two_sheets(sheets: Sequence[Set[str]]) -> bool:
    """What was found is on the first, the timeline with the questions on the second."""
    return "timeline" in sheets[1] and "each-trial" in sheets[2]
