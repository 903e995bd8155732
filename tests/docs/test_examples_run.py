"""Docs run: every python and console block of a page, and every example of a docstring, gives what it shows.

A console block holds lines that begin with ``$`` and what they print; ``...`` stands for anything. Blocks of
one page run in order in one folder that holds a copy of ``examples``, so that a page may write files.
"""

import doctest
import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import fairtrial

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
SECONDS = 120
LETTERS = 3000
"""Of the output of a command, as much as a failure shows."""
FOUND = [module.name for module in pkgutil.walk_packages(fairtrial.__path__, "fairtrial.")]
MODULES = [name for name in FOUND if not name.endswith("__main__")]


def check_console(example: Example) -> str | None:
    """Run each ``$`` line of a block; the first that prints something else is shown."""
    for command, shown in commands(example.parsed):
        printed = run(command)
        if not doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS):
            lost = [line for line in shown.splitlines() if line not in printed and "..." not in line]
            return f"$ {command}\nshown on the page and not printed: {lost}\nit prints:\n{printed[:LETTERS]}"
    return None


def commands(block: str) -> list[tuple[str, str]]:
    """(command, output) pairs; a command goes on over a backslash at the end and a here-document."""
    parts = re.split(r"^\$ ", block.strip("\n") + "\n", flags=re.MULTILINE)[1:]
    return [_command_and_output(part) for part in parts]


def _command_and_output(part: str) -> tuple[str, str]:
    lines = part.splitlines(keepends=True)
    last = 0
    here = re.search(r"<<'?(\w+)'?", lines[0])
    if here:
        last = lines.index(f"{here.group(1)}\n")
    while lines[last].endswith("\\\n"):
        last += 1
    return "".join(lines[: last + 1]).rstrip("\n"), "".join(lines[last + 1 :])


def run(command: str) -> str:
    """What a reader would see below empty lines, with this environment's fairtrial first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        ["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=SECONDS,
        env={**os.environ, "PATH": path, "COLUMNS": "80"}, check=False,
    )  # fmt: skip
    return done.stdout.lstrip("\n")


PYTHON, CONSOLE = (
    PythonCodeBlockParser(doctest_optionflags=OPTIONS),
    CodeBlockParser("console", check_console),
)
SYBIL = Sybil(parsers=[PYTHON, CONSOLE])


def examples(page: Path) -> list[Example]:
    """The blocks of a page in order."""
    return list(SYBIL.parse(page).examples())


WITH_EXAMPLES = [page for page in PAGES if examples(page)]


@pytest.fixture
def a_readers_folder(tmp_path, monkeypatch):
    """An empty folder with a copy of the shipped examples."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_of_a_page_gives_what_it_shows(page, a_readers_folder):
    """In order, in one folder, with one set of names."""
    for example in examples(page):
        example.evaluate()


@pytest.mark.parametrize("name", MODULES)
def test_every_example_of_a_docstring_gives_what_it_shows(name):
    """As a reader of the code would paste it."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_readme_and_tutorial_have_examples():
    """The finder finds: a page that lost its examples would pass without being run."""
    names = {page.name for page in WITH_EXAMPLES}
    assert {"README.md", "first-review.md"} <= names


def test_a_wrong_output_is_noticed(a_readers_folder):
    """The runner can fail, and leaves room only where ``...`` stands."""
    page = "```console\n$ echo one; echo two\none\n...\n```\n\n```console\n$ echo one\ntwo\n```\n"
    (a_readers_folder / "page.md").write_text(page)
    right, wrong = examples(a_readers_folder / "page.md")
    right.evaluate()
    with pytest.raises(AssertionError, match="it prints"):
        wrong.evaluate()


def test_a_wrong_python_example_is_noticed(a_readers_folder):
    """The same for python."""
    (a_readers_folder / "page.md").write_text("```python\n>>> 1 + 1\n3\n```\n")
    with pytest.raises(AssertionError):
        examples(a_readers_folder / "page.md")[0].evaluate()
