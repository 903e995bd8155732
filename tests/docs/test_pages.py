"""What must be true of the pages: current, short where they must be, no dead link, no test missing."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from fairtrial import tables
from fairtrial.facts import load
from fairtrial.report.words import words

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SCHEMA = ROOT / "docs" / "reference" / "review.schema.json"
README_LINES = 80
PICTURE_BYTES = 300_000


def maker():
    """docs/make_reference.py as a module."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "docs" / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = maker()


def ids(page):
    """Pages by their place in the repository."""
    return str(page.relative_to(ROOT)) if isinstance(page, Path) else str(page)


@pytest.mark.parametrize("name", MAKER.PAGES)
def test_a_generated_page_is_current(name):
    """The committed page is what the code and its knowledge say now; `make docs` writes it anew."""
    committed = (MAKER.HERE / name).read_text("utf-8")
    assert committed == MAKER.written(name, load()), f"docs/reference/{name} is out of date: run `make docs`"


def test_the_readme_is_short_and_its_picture_small():
    """A newcomer reads it all."""
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= README_LINES
    assert (ROOT / "docs" / "images" / "review.png").stat().st_size < PICTURE_BYTES


def test_the_readme_warns():
    """Decision support, nobody watching, 988."""
    text = (ROOT / "README.md").read_text("utf-8")
    for said in ("not a diagnosis", "nobody is watching", "988"):
        assert said in text.lower()


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_links_lead_somewhere(page):
    """Every relative link names a file, and every anchor a heading of it."""
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path) if path else page
        assert linked.exists(), f"{target} leads nowhere"
        if anchor:
            assert anchor in anchors(linked.read_text("utf-8")), f"{target}: no such heading"


def anchors(text):
    """The anchors that headings get."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower().replace("`", "")).replace(" ", "-") for h in headings}


def named_tests(text):
    """(file, test) for every `tests/....py::test_...` in a text."""
    return re.findall(r"(tests/[\w/]+\.py)::(test_\w+)", text)


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_tests_that_a_page_names_exist(page):
    """A control is worth what its test is worth."""
    for file, test in named_tests(page.read_text("utf-8")):
        code = (ROOT / file).read_text("utf-8")
        assert re.search(rf"^\s*def {test}\(", code, re.MULTILINE), f"{file}::{test}"


def test_every_hazard_that_is_controlled_names_a_test():
    """A row of the hazard log without a test says so in plain words."""
    log = (ROOT / "docs" / "hazard-log.md").read_text("utf-8")
    rows = [line for line in log.splitlines() if re.match(r"\| H\d+ ", line)]
    assert len(rows) > 10
    for row in rows:
        assert named_tests(row) or "no test" in row, row


def explained():
    """The words in bold or in code type of the glossary."""
    text = (ROOT / "GLOSSARY.md").read_text("utf-8")
    found = {word for pair in re.findall(r"\*\*([^*\n]+)\*\*|`([^`\n]+)`", text) for word in pair if word}
    return found | {word.replace(" ", "_") for word in found}


def quantities():
    """Every column of the history tables, without the ending of a bound."""
    columns = {column for table in tables.HISTORY_TABLES.values() for column in table}
    return sorted({re.sub(r"_(least|most)$", "", column) for column in columns})


def parts_of_the_json():
    """Every key of the review and of a trial."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    found = {key for shape in schema["$defs"].values() for key in shape.get("properties", {})}
    return sorted((found | set(schema["properties"])) - {"least", "most"})


WORDS = sorted({
    *tables.HISTORY_TABLES, *tables.KINDS, *tables.STATUSES, *tables.STOP_REASONS, *tables.RESPONSES,
    *words()["states"], *words()["roles"], *quantities(), *parts_of_the_json(),
})  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_tables_and_the_review_is_in_the_glossary(word):
    """Tables, columns, states, roles, kinds and JSON keys: one sentence each."""
    assert word in explained(), f"GLOSSARY.md does not explain '{word}'"


def test_the_glossary_does_not_know_every_word():
    """The test above can fail."""
    assert "no_such_word" not in explained()
