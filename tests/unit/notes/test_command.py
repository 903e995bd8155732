"""`fairtrial notes`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fairtrial.cli import app

NOTE = "Tried Zoloft 100 mg, stopped due to nausea. Secretname takes Prozac."


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["notes", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_words_are_marked_in_context(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTE)
    code, out, _ = run(str(tmp_path / "a.txt"))
    assert code == 0
    assert "sertraline: past, 100 mg, stopped: side_effect" in out
    assert "[Zoloft] [100 mg], [stopped] due to [nausea]" in out


def test_one_line_per_episode(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(NOTE)
    (tmp_path / "a.txt").write_text("Nothing here.")
    code, out, _ = run(str(tmp_path), "--jsonl")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(f["note_id"], f["drug"]) for f in found] == [("b", "sertraline"), ("b", "fluoxetine")]
    assert "why" not in found[0]


def test_why_names_the_cue(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(NOTE)
    _, out, _ = run(str(tmp_path / "b.txt"), "--jsonl", "--why")
    assert json.loads(out.splitlines()[0])["why"]["status"]["cue"] == "stop.done"


def test_what_it_is_for_is_shown(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("Trazodone 50 mg nightly for sleep.")
    _, out, _ = run(str(tmp_path / "c.txt"))
    assert "trazodone: current, 50 mg, nightly, for sleep" in out
    _, out, _ = run(str(tmp_path / "c.txt"), "--jsonl", "--why")
    line = json.loads(out)
    assert (line["indication"], line["purpose"]) == ("sleep", "other")
    assert line["why"]["indication"]["cue"] == "purpose.after"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"Secretname\0Zoloft", "not plain text"),
        (None, "cannot be opened"),
    ],
)
def test_what_cannot_be_read_is_refused_without_its_words(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    path = tmp_path / "note.txt"
    if content is not None:
        path.write_bytes(content)
    code, out, err = run(str(path))
    assert code == 2
    assert told in err
    assert "Secretname" not in out + err


def test_other_encodings_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Zoloft – didn’t help".encode("cp1252"))
    code, out, _ = run(str(tmp_path / "a.txt"))
    assert (code, "response: none" in out) == (0, True)
