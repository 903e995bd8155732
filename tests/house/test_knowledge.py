"""The shipped knowledge is sound, and each check catches the fault it is there for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from fairtrial.facts import check, check_sources
from fairtrial.facts.check_digits import loinc_is_well_formed, snomed_is_well_formed
from fairtrial.facts.load import Facts
from fairtrial.facts.problem import Problem
from fairtrial.rules import RULES

FAULTS: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("faults.yaml").read_text("utf-8"))
OTHERS = ("loading", "repeated_keys", "standings_and_sources", "uncited_sources")
"""Checks that do not take loaded facts."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the knowledge that a test may spoil."""
    return Path(shutil.copytree(check.shipped(), tmp_path / "knowledge"))


def test_the_shipped_knowledge_is_sound():
    """What `make check` runs."""
    assert [str(problem) for problem in check.problems(check.shipped())] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught_by_its_check(folder: Path, fault: str):
    """The check named in the table notices, and no other check need be there for it."""
    case = FAULTS[fault]
    path = folder / case["file"]
    path.write_text(planted(path.read_text("utf-8"), case), "utf-8")
    found = [str(problem) for problem in run(case["check"], folder)]
    assert any(case["says"] in line for line in found), found


def test_every_check_has_a_planted_fault():
    """A check without a fault in the table could be broken and nobody would know."""
    assert {case["check"] for case in FAULTS.values()} == {c.__name__ for c in check.CHECKS} | {*OTHERS}


def test_a_fault_reaches_the_command_with_exit_code_one(folder: Path, capsys: pytest.CaptureFixture[str]):
    """Each of the three kinds of check is really called by the command."""
    for name in ("unknown key", "key given twice", "unknown source in a file", "unknown topic"):
        case = FAULTS[name]
        path = folder / case["file"]
        before = path.read_text("utf-8")
        path.write_text(planted(before, case), "utf-8")
        assert check.main(["--folder", str(folder)]) == 1
        assert case["says"] in capsys.readouterr().out
        path.write_text(before, "utf-8")
    assert check.main(["--folder", str(folder)]) == 0


def test_the_counts_add_up(folder: Path, capsys: pytest.CaptureFixture[str]):
    """The last line is the sum of the lines above, and one more unverified row shows."""
    before = _unverified(folder, capsys)
    with (folder / "codes" / "conditions.csv").open("a", encoding="utf-8") as table:
        table.write("icd10cm,F99,exact,anxiety,mental disorder,,unverified\n")
    assert _unverified(folder, capsys) == before + 1


def test_sources_that_only_rules_cite_are_cited_by_rules():
    """The check of the knowledge cannot see the rules, which lie above it."""
    assert {source for rule in RULES.values() for source in rule.sources} >= check_sources.CITED_BY_RULES


@pytest.mark.parametrize("code", ["44261-6", "44249-1", "55758-7", "70274-6", "89209-1", "71354-5"])
def test_a_changed_digit_of_a_published_loinc_code_shows(code: str):
    """The codes were read at loinc.org and in HL7 examples."""
    assert loinc_is_well_formed(code)
    assert not loinc_is_well_formed(f"{(int(code[0]) + 1) % 10}{code[1:]}")


@pytest.mark.parametrize("code", ["370143000", "13746004", "1121000119107", "10939881000119105"])
def test_a_changed_digit_of_a_published_snomed_code_shows(code: str):
    """Any other digit in the last place but one is noticed."""
    others = [code[:-2] + str(n) + code[-1] for n in range(10) if str(n) != code[-2]]
    assert snomed_is_well_formed(code)
    assert not any(snomed_is_well_formed(other) for other in others)


def planted(text: str, case: dict[str, str]) -> str:
    """The text with the fault in it; a place that is not there is a fault of the table."""
    if "becomes" in case:
        return case["becomes"]
    if "add" in case:
        return text + case["add"]
    assert case["find"] in text, (
        f"{case['file']} no longer holds {case['find']}: mend tests/house/faults.yaml"
    )
    return text.replace(case["find"], case["put"], 1)


def run(name: str, folder: Path) -> list[Problem]:
    """What one check, by name, finds in a folder."""
    facts = Facts(folder)
    if name == "loading":
        return check.loading(facts)
    if name == "repeated_keys":
        return check_sources.repeated_keys(folder)
    if name in ("standings_and_sources", "uncited_sources"):
        return getattr(check_sources, name)(folder, set(facts.sources))
    return next(c for c in check.CHECKS if c.__name__ == name)(facts)


def _unverified(folder: Path, capsys: pytest.CaptureFixture[str]) -> int:
    check.main(["--folder", str(folder), "--counts"])
    lines = [line.rsplit(maxsplit=3)[1:] for line in capsys.readouterr().out.splitlines()[1:-1]]
    *parts, whole = [[int(cell) for cell in line] for line in lines]
    assert whole == [sum(column) for column in zip(*parts, strict=True)]
    return whole[1]
