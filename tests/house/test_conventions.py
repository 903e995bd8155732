"""The house rules that a machine can check. Each detector is also shown to notice what it is there for."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "fairtrial"
CORE = ("timeline", "rules", "findings.py")
LONGEST_FILE_LINES = 300
PLAIN_NUMBERS = {0, 1, 2, 7, 100}
"""Counting, days of a week, percent; every other number in the rules is taken for a clinical choice."""
EXPLAINED_NUMBERS = {
    ("timeline/intervals.py", 24): "a distance in days beyond any two dates",
    ("rules/severity.py", 3): "points that the Maudsley method gives; its thresholds are in settings.yaml",
    ("rules/severity.py", 4): "points that the Maudsley method gives",
    ("rules/severity.py", 5): "points that the Maudsley method gives",
    ("rules/staging.py", 3): "the most points that the Maudsley method gives for duration",
    ("rules/staging.py", 5): "one more than the thresholds of the Maudsley method, and its most for severity",
    ("rules/staging.py", 9): "what the most points of the Maudsley items add up to when nothing is known",
}
"""(file, number) -> why it is no clinical choice. An entry that is no longer needed fails the test."""
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
NO_CALLS = {
    "over": "window expressions are several times slower: sort, shift and accumulate instead",
    "map_elements": "a Python call per row: write it as an expression",
    "map_rows": "a Python call per row: write it as an expression",
    "today": "the core reads no clock: take as_of as an argument",
    "now": "the core reads no clock: take as_of as an argument",
}
NO_WORDS = (
    "failed patient", "failed treatment", "treatment failure", "non-compliant", "noncompliant",
    "non-compliance", "last resort", "refractory", "chemical imbalance", "low serotonin", "committed suicide",
)  # fmt: skip
"""Words that are never ours. The word lists by which records are read may hold them: see RECORD_WORDS."""
RECORD_WORDS = ("knowledge/records/", "knowledge/notes/", "knowledge/codes/", "knowledge/sources.yaml")
Fault = tuple[int, str]


def python_files(*inside: str) -> list[Path]:
    """Python files of the package, or of some parts of it."""
    parts = [SOURCE / part for part in inside] or [SOURCE]
    return sorted(p for part in parts for p in ([part] if part.is_file() else part.rglob("*.py")))


def text_files() -> list[Path]:
    """Files whose words a person may read, without the word lists by which records are read."""
    every = (p for kind in ("py", "yaml", "html", "j2") for p in SOURCE.rglob(f"*.{kind}"))
    return sorted(p for p in every if not str(p.relative_to(SOURCE)).startswith(RECORD_WORDS))


def vague_name(path: Path) -> Iterator[Fault]:
    """A file or folder whose name does not say what it holds."""
    for part in {*path.parts[:-1], path.stem} & NO_NAMES:
        yield 1, f"'{part}' says nothing: name the file by what it does"


def too_long(text: str) -> Iterator[Fault]:
    """A file with more than one reason to change."""
    lines = len(text.splitlines())
    if lines > LONGEST_FILE_LINES:
        yield lines, f"{lines} lines: divide the file at about {LONGEST_FILE_LINES // 2}"


def undocumented(text: str) -> Iterator[Fault]:
    """Public modules, classes, functions and methods without a docstring."""
    tree = ast.parse(text)
    if ast.get_docstring(tree) is None:
        yield 1, "the module has no docstring: say in one sentence what it is for"
    for node in _public(tree):
        if ast.get_docstring(node) is None:
            yield (
                node.lineno,
                f"'{node.name}' has no docstring: say what it gives, in which unit, and its errors",
            )


def numbers(text: str) -> Iterator[Fault]:
    """Numbers in the rules or the timeline that belong into the knowledge."""
    for node in literals(text):
        yield (
            node.lineno,
            (
                f"{node.value} stands in the code: give it a home in knowledge/settings.yaml with unit, "
                "source and standing and read it with facts.number(...)"
            ),
        )


def literals(text: str) -> list[ast.Constant]:
    """Number literals that are not plain, but the parts of a calendar date."""
    tree = ast.parse(text)
    dates = {id(part) for node in ast.walk(tree) if _makes_a_date(node) for part in ast.walk(node)}
    return [node for node in ast.walk(tree) if _clinical(node) and id(node) not in dates]


def calls(text: str) -> Iterator[Fault]:
    """Calls that the core must not make."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in NO_CALLS:
            yield node.lineno, f".{node.func.attr}(...): {NO_CALLS[node.func.attr]}"


def words(text: str) -> Iterator[Fault]:
    """Words that blame or frighten, or that stand for a word of the glossary."""
    for number, line in enumerate(text.splitlines(), start=1):
        for word in NO_WORDS:
            if re.search(rf"\b{re.escape(word)}", line, re.IGNORECASE):
                yield number, f"'{word}' is not our word: see GLOSSARY.md"


def of_text(detector: Callable[[str], Iterator[Fault]]) -> Callable[[Path], Iterator[Fault]]:
    """The same detector for a file."""
    return lambda path: detector(path.read_text("utf-8"))


def found(detector: Callable[[Path], Iterator[Fault]], paths: list[Path]) -> list[str]:
    """Every fault as file, line and what to do."""
    assert paths, "no file to look at: the test would pass without looking"
    return [f"{p.relative_to(SOURCE)}:{line}: {what}" for p in paths for line, what in detector(p)]


def test_names_say_what_a_file_holds():
    """No utils, helpers, common or manager."""
    assert found(lambda p: vague_name(p.relative_to(SOURCE)), python_files()) == []


def test_files_are_short():
    """A file has one reason to change."""
    assert found(of_text(too_long), python_files()) == []


def test_public_things_have_docstrings():
    """What another file may use says what it gives."""
    assert found(of_text(undocumented), python_files()) == []


def test_no_clinical_number_stands_in_the_rules_or_the_timeline():
    """A number has a home, a unit and a source."""
    paths = python_files("rules", "timeline")
    seen = {(str(p.relative_to(SOURCE)), n.value) for p in paths for n in literals(p.read_text("utf-8"))}
    unexplained = [line for line in found(of_text(numbers), paths) if not _explained(line)]
    assert unexplained == []
    assert EXPLAINED_NUMBERS.keys() - seen == set(), "remove what is no longer there"


def test_the_core_reads_no_clock_and_runs_no_python_per_row():
    """One engine for one person and for ten million, and the same answer on every day."""
    assert found(of_text(calls), python_files(*CORE)) == []


def test_texts_use_the_words_of_the_glossary():
    """The medicine did not help enough; nobody failed."""
    assert found(of_text(words), text_files()) == []


PLANTED = [
    (too_long, "x = 1\n" * (LONGEST_FILE_LINES + 1), "x = 1\n" * LONGEST_FILE_LINES),
    (undocumented, '"""M."""\ndef f(): pass', '"""M."""\ndef f():\n    """Gives."""\ndef _g(): pass'),
    (undocumented, "x = 1", '"""M."""'),
    (
        undocumented,
        '"""M."""\nclass C:\n    """C."""\n    def m(self): pass',
        '"""M."""\nclass C:\n    """C."""',
    ),
    (numbers, "x = weeks >= 6", "x = weeks >= adequate / 7 and flag is True"),
    (numbers, "x = -50", "x = -1"),
    (numbers, "x = 0.8", '"""4 weeks, as a sentence."""'),
    (numbers, "x = f(1970)", "x = as_of - date(1970, 1, 1)"),
    (calls, 'pl.col("a").sum().over("person_id")', 'pl.col("over").sum()'),
    (calls, "as_of = date.today()", "as_of = today"),
    (calls, "datetime.now()", "now = as_of"),
    (calls, 'pl.col("a").map_elements(f)', "map_elements = 1"),
    (words, "a treatment-refractory person", "a treatment-resistant depression"),
    (words, "Non-compliant.", "Doses were missed."),
    (words, "He is a failed patient", "The medicine did not help enough; the patient failed the exam"),
]


@pytest.mark.parametrize(("detector", "bad", "good"), PLANTED)
def test_each_detector_notices_and_is_not_jumpy(detector, bad: str, good: str):
    """The planted fault is named; what merely looks like it is not."""
    assert list(detector(bad))
    assert list(detector(good)) == []


@pytest.mark.parametrize("name", ["utils.py", "report/helpers.py", "common/words.py"])
def test_a_vague_name_is_noticed(name: str):
    """In the file name or in a folder above it."""
    assert list(vague_name(Path(name)))
    assert list(vague_name(Path("report/words.py"))) == []


def _public(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Definitions at the top of a module and within public classes, but those with a leading underscore."""
    for node in ast.iter_child_nodes(tree):
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if named and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _clinical(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and type(node.value) in (int, float)
        and node.value not in PLAIN_NUMBERS
    )


def _makes_a_date(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", None) == "date"


def _explained(line: str) -> bool:
    """A fault line reads 'file:line: number stands in the code ...'."""
    file, _, what = line.split(":", 2)
    return (file, float(what.split()[0])) in EXPLAINED_NUMBERS
