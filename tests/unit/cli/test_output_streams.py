"""Inputs that are no regular files: a pipe or device may never end, so each command refuses it at once."""

import os

import pytest
from typer.testing import CliRunner

from fairtrial.cli import app

PERIOD = ("--start", "2025-01-01", "--end", "2025-12-31")


def refused(*arguments):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr.strip()


@pytest.fixture
def pipe(tmp_path):
    """A named pipe that nobody writes to."""
    os.mkfifo(tmp_path / "x.json")
    return tmp_path / "x.json"


@pytest.mark.parametrize("command", ["review", "notes", "map", "ask", "records", "letter"])
def test_a_pipe_is_refused(pipe, command):
    assert refused(command, pipe) == (
        "fairtrial: x.json: it is not a regular file. Save what it gives as a file first, and name that file."
    )


@pytest.mark.parametrize("command", ["review", "notes"])
@pytest.mark.parametrize(("path", "shown"), [("/dev/zero", "/dev/zero"), ("-", "standard input")])
def test_a_device_and_standard_input_are_refused(command, path, shown):
    assert refused(command, path).startswith(f"fairtrial: {shown}: it is not a regular file. Save")


def test_a_pipe_as_mapping_or_file_of_answers_is_refused(pipe, tmp_path):
    (tmp_path / "fills.csv").write_text("Drug Name,Fill Date\nZoloft,2024-01-02\n")
    assert "not a regular file" in refused("review", tmp_path / "fills.csv", "--mapping", pipe)
    assert "not a regular file" in refused("ask", tmp_path / "fills.csv", "-o", pipe)


def test_a_pipe_in_a_folder_of_value_sets_is_refused(pipe, tmp_path):
    (tmp_path / "in").mkdir()
    said = refused("measure", "cms128", tmp_path / "in", *PERIOD, "--valuesets", tmp_path)
    assert said.startswith("fairtrial: x.json: it is not a regular file.")
