"""HTML, text and PDF say the same: everything the JSON says."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from fairtrial.report.html import html_of, paper_of
from fairtrial.report.pdf import pdf_of
from fairtrial.report.quantities import day_span
from fairtrial.report.text import text_of
from unit.report.reading import plain, squeezed, statements
from unit.report.samples import SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_html_says_every_statement(name):
    """Each sentence, number, place and word of the review stands on the page."""
    data = SAMPLES[name]()
    page = plain(html_of(data))
    assert [said for said in statements(data) if squeezed(said) not in page] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_text_says_every_statement(name):
    """Each sentence, number, place and word of the review stands in the terminal view."""
    data = SAMPLES[name]()
    text = squeezed(text_of(data))
    assert [said for said in statements(data) if squeezed(said) not in text] == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_pdf_says_every_statement(tmp_path):
    """Each sentence of the review stands in the PDF, in small type where the page folds it away."""
    data = SAMPLES["rich"]()
    (tmp_path / "review.pdf").write_bytes(pdf_of(paper_of(data)))
    read = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "review.pdf", "-"], capture_output=True, check=True
    )
    text = squeezed(read.stdout.decode())
    assert [said for said in statements(data) if squeezed(said) not in text] == []


def test_statements_are_found():
    """The rich sample has enough statements for these tests to mean something."""
    found = list(statements(SAMPLES["rich"]()))
    assert len(found) > 100
    assert "Fills say 50 mg; the order says 100 mg." in found
    assert "Response to bupropion (T2) is not recorded." in found


@pytest.mark.parametrize("name", SAMPLES)
def test_every_date_of_a_trial_is_shown(name):
    """Days stand on the page as people write them."""
    data = SAMPLES[name]()
    page, text = plain(html_of(data)), squeezed(text_of(data))
    for trial in data["trials"]:
        for field in ("started_on", "stopped_on"):
            said = squeezed(day_span(trial[field]))
            assert said in page
            assert said in text


def test_versions_and_support_statement_stand_on_every_report():
    """Who made the review, with which knowledge, and that it is no diagnosis."""
    for sample in SAMPLES.values():
        whole = (plain(html_of(sample())), plain(paper_of(sample())), squeezed(text_of(sample())))
        for said in (*whole, squeezed(text_of(sample(), full=False))):
            assert "fairtrial0.1.0" in said
            assert "0123456789ab" in said
            assert squeezed("not a diagnosis") in said
