"""`fairtrial switch` in the terminal."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from fairtrial.cli import app
from fairtrial.facts import load
from fairtrial.outlook.switching import antidepressants

RUN = CliRunner()


def told(*arguments: str) -> str:
    """What the command prints."""
    result = RUN.invoke(app, ["switch", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_one_cell_has_days_and_their_source():
    """By generic or brand name."""
    output = told("venlafaxine", "Nardil")
    assert output.startswith("From venlafaxine to phenelzine: 7 days without either [LBL_EFFXR_OLD; seen")
    assert "contraindicated: Serotonin syndrome." in output
    assert "Do not stop suddenly." in output
    assert "LBL_EFFXR_OLD: Effexor XR US label" in output


def test_no_days_is_never_none_needed():
    """Where no source states days."""
    assert told("sertraline", "escitalopram").startswith(
        "From sertraline to escitalopram: no source states days; never take that for none needed"
    )


def test_the_whole_row_names_every_other_antidepressant_once():
    """None is left out."""
    heads = [line for line in told("fluoxetine").splitlines() if line.startswith("To ")]
    named = [drug for head in heads for drug in head[3:].split(": ")[0].split(", ")]
    assert sorted(named) == sorted(set(antidepressants(load())) - {"fluoxetine"})
    assert heads[0].endswith("35 days without either [LBL_FLX, SPEARLS; seen; section 4.1, 5 weeks]")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("sertralin",), "sertraline"),
        (("sertraline", "nardill"), "Nardil"),
        (("sertraline", "Zoloft"), "twice"),
    ],
)
def test_what_cannot_be_answered_is_refused(arguments, hint):
    """Exit code 2, the nearest names, no traceback."""
    result = RUN.invoke(app, ["switch", *arguments])
    assert result.exit_code == 2
    assert hint in result.output
    assert "Traceback" not in result.output
