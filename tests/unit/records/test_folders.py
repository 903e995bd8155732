"""What lies in a folder and cannot be read is named, and nothing beside it is lost; pipes and devices are not opened."""

import os
import socket
from pathlib import Path

import pytest

from fairtrial.population.input_parts import files_below
from fairtrial.population.opening import open_source
from fairtrial.records.door import read
from fairtrial.records.errors import ReadError
from fairtrial.records.folders import below
from fairtrial.records.regular import NOT_REGULAR


@pytest.fixture
def folder(tmp_path):
    """A folder with one treatment, and another one in a folder inside."""
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "treatments.csv").write_text("drug\nZoloft\n")
    (tmp_path / "in" / "sub" / "treatments.csv").write_text("drug\nProzac\n")
    return tmp_path / "in"


@pytest.fixture
def locked(monkeypatch):
    """Takes the right to open some paths away, also from root."""
    kept: set[Path] = set()

    def guarded(call):
        def opened(path, *arguments, **settings):
            if Path(path) in kept:
                raise PermissionError(13, "Permission denied", str(path))
            return call(path, *arguments, **settings)

        return opened

    monkeypatch.setattr(os, "scandir", guarded(os.scandir))
    monkeypatch.setattr(Path, "read_bytes", guarded(Path.read_bytes))
    return kept


def told(history):
    return {(p["file"], p["problem"]) for p in history.problems.rows(named=True)}


def drugs(history):
    return history.uses["drug"].to_list()


def test_a_folder_inside_that_cannot_be_opened_is_named(folder, locked):
    locked.add(folder / "sub")
    history = read(folder)
    assert drugs(history) == ["sertraline"]
    assert told(history) == {("sub", "it cannot be opened (Permission denied)")}


def test_a_file_that_cannot_be_opened_is_named_and_the_others_are_read(folder, locked):
    locked.add(folder / "sub" / "treatments.csv")
    history = read(folder)
    assert drugs(history) == ["sertraline"]
    assert told(history) == {("sub/treatments.csv", "it cannot be opened (Permission denied)")}


def test_a_readme_that_cannot_be_opened_is_named(folder, locked):
    (folder / "README.txt").write_text("synthetic: yes\n")
    locked.add(folder / "README.txt")
    assert ("README.txt", "it cannot be opened (Permission denied)") in told(read(folder))


def test_the_folder_itself_must_be_one_that_can_be_opened(folder, locked):
    locked.add(folder)
    with pytest.raises(ReadError, match="in: it cannot be opened"):
        read(folder)


def test_a_folder_of_which_nothing_can_be_opened_is_refused_with_its_reason(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(
        ReadError, match=r"pipe\.json: it is not a regular file\. Save what it gives as a file"
    ):
        read(tmp_path)


def test_pipes_sockets_and_links_are_named_and_never_opened(folder):
    os.mkfifo(folder / "pipe.json")
    (folder / "nowhere.csv").symlink_to("no-such-file")
    (folder / "elsewhere").symlink_to(folder / "sub")
    here = os.getcwd()
    os.chdir(folder)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("door")
    os.chdir(here)
    history = read(folder)
    assert sorted(drugs(history)) == ["fluoxetine", "sertraline"]
    assert told(history) == {
        ("door", NOT_REGULAR),
        ("elsewhere", "it is a link to a folder, which is not followed"),
        ("nowhere.csv", "it cannot be opened (No such file or directory)"),
        ("pipe.json", NOT_REGULAR),
    }


def test_hidden_things_are_passed_over(folder):
    (folder / ".git").mkdir()
    (folder / ".git" / "treatments.csv").write_text("drug\nPaxil\n")
    os.mkfifo(folder / ".pipe")
    assert [found.path.name for found in below(folder)] == ["treatments.csv", "treatments.csv"]


def test_a_population_is_refused_when_persons_would_be_missing(tmp_path, locked):
    (tmp_path / "uses" / "part").mkdir(parents=True)
    (tmp_path / "uses" / "a.parquet").write_bytes(b"PAR1")
    assert files_below(tmp_path / "uses", ".parquet") == [tmp_path / "uses" / "a.parquet"]
    locked.add(tmp_path / "uses" / "part")
    with pytest.raises(ReadError, match="part: it cannot be opened"):
        files_below(tmp_path / "uses", ".parquet")


def test_a_pipe_in_a_population_is_refused(tmp_path):
    os.mkfifo(tmp_path / "Patient.ndjson")
    with pytest.raises(ReadError, match=r"Patient\.ndjson: it is not a regular file"):
        open_source(tmp_path, tmp_path / "work").plan(10)
