"""An empty name is refused by every command: as a path it would mean the current folder."""

from pathlib import Path
from typing import get_type_hints

import pytest
from typer.models import ParameterInfo
from typer.testing import CliRunner

from fairtrial.cli import app
from fairtrial.cli.naming import file_named

PERIOD = ("--start", "2025-01-01", "--end", "2025-12-31")


@pytest.mark.parametrize(
    "arguments",
    [
        ("template", ""), ("review", ""), ("review", "x", ""), ("notes", ""), ("ask", ""), ("records", " "),
        ("map", ""), ("measure", "cms128", "", *PERIOD), ("cohort", "", "-o", "x"), ("cohort", "x", "-o", ""),
        ("simulate", "-o", ""), ("review", "x", "-o", ""), ("review", "x", "--output="), ("ask", "x", "-o", ""),
        ("review", "x", "--mapping", ""), ("measure", "cms128", "x", *PERIOD, "--valuesets", ""),
        ("letter", "x", "-o", ""), ("packet", "x", "--policy", "cigna-esketamine", "-o", ""),
    ],
)  # fmt: skip
def test_an_empty_name_is_refused(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("fairtrial: no file is named: the name given is empty. Name a file")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [c.callback for c in app.registered_commands], ids=lambda c: c.__name__)
def test_every_path_of_every_command_is_asked_for_its_name(command):
    for name, kind in get_type_hints(command, include_extras=True).items():
        given = [m for m in getattr(kind, "__metadata__", ()) if isinstance(m, ParameterInfo)]
        if given and Path.__name__ in str(kind):
            assert given[0].parser is file_named, name
