"""Review: tables as given, documents from the one dict, and a repr without patient data."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from time import sleep

import polars as pl
import pytest

from fairtrial.report import document, pdf
from fairtrial.report.document import Review
from unit.report.samples import SAMPLES, hostile, rich

TABLES = ("trials", "resistance", "safety", "therapies", "scores", "conditions", "not_understood", "records")


@pytest.fixture
def review():
    """The rich sample with one-column tables."""
    return Review(rich, lambda: {name: pl.DataFrame({name: [1]}) for name in TABLES})


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_the_frame_that_was_given(review, table):
    """No table is mixed up with another."""
    assert getattr(review, table).columns == [table]


def test_staging_and_synthetic_come_from_the_review(review):
    """What has no table of its own."""
    assert review.staging["athf"]["adequate_trials"] == {"least": 2, "most": 3}
    assert review.synthetic is True


def test_repr_counts_and_names_no_one(review):
    """Counts, verdicts and the day of the review; no drug, no date of the person, no word of a record."""
    said = repr(review)
    assert said.startswith("Review(5 trials: 2 fair, 1 not fair, 2 cannot tell; ")
    assert "canada-2021 yes" in said
    assert said.endswith("as of 2026-01-31)")
    for secret in ("sertraline", "female", "2023", "Zoloft", "r1"):
        assert secret not in said


@pytest.mark.parametrize("name", SAMPLES)
def test_json_is_the_same_review_and_the_same_bytes(name):
    """JSON reads back to the same dict; keys stand in order whatever the order of the dict."""
    data = SAMPLES[name]()
    turned = dict(reversed(data.items()))
    assert json.loads(Review(lambda: data, dict).to_json()) == data
    assert Review(lambda: turned, dict).to_json() == Review(lambda: data, dict).to_json()


def test_notebook_view_keeps_the_page_apart():
    """The page stands in a frame, escaped, so that no word of a record reaches the notebook as markup."""
    shown = Review(lambda: hostile(), dict)._repr_html_()
    assert shown.startswith("<iframe ")
    assert shown.count("<") == 2
    assert "sandbox" in shown


def test_pdf_is_the_same_bytes_each_time():
    """No clock and no chance in a PDF."""
    page = Review(lambda: SAMPLES["tiny"](), dict).to_html()
    first = pdf.pdf_of(page)
    sleep(1.1)
    second = pdf.pdf_of(page)
    assert first.startswith(b"%PDF-")
    assert first == second


def test_print_is_smaller_where_the_full_size_does_not_fit():
    """A sheet stays a sheet of letter paper, and what fits at no size is printed in full size."""
    pdfium = pytest.importorskip("pypdfium2")
    page = '<style>@page { margin: 0 } body { margin: 0 } p { margin: 0; height: 5.6in }</style><p>x</p><p id="b">x</p>'
    asked = (lambda sheets: True, lambda sheets: "b" in sheets[0], lambda sheets: False)
    full, fitted, never = (pdfium.PdfDocument(pdf.pdf_of(page, fits)) for fits in asked)
    assert [len(each) for each in (full, fitted, never)] == [2, 1, 2]
    assert {tuple(round(side) for side in each[0].get_size()) for each in (full, fitted, never)} == {
        (612, 792)
    }


def test_pdf_fetches_nothing():
    """An address in a page is refused before any request is made."""
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf._refuse("https://example.org/x.png")


def test_missing_pango_says_what_to_install(monkeypatch):
    """The message is a line to paste."""
    broken = types.ModuleType("weasyprint")

    def missing(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    broken.__getattr__ = missing
    monkeypatch.setitem(sys.modules, "weasyprint", broken)
    with pytest.raises(pdf.PdfUnavailable, match=r"apt-get install libpango-1\.0-0"):
        pdf.pdf_of("<p>x</p>")


def test_missing_weasyprint_says_what_to_install(monkeypatch):
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(pdf.PdfUnavailable, match=r"pip install 'fairtrial\[pdf\]'"):
        pdf.pdf_of("<p>x</p>")


def test_import_loads_no_renderer():
    """jinja2, rich and weasyprint are loaded when a document is asked for, so that import stays quick."""
    found = "sorted({'jinja2', 'rich', 'weasyprint'} & set(sys.modules))"
    code = f"import sys, {document.__name__}; print({found})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
