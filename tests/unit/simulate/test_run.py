"""A whole simulation: the same whatever the blocks, marked, atomic, and refused in one line."""

import os
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner

from fairtrial import tables
from fairtrial.cli import app
from fairtrial.facts import load
from fairtrial.records.door import read
from fairtrial.simulate import run
from fairtrial.simulate.course import course
from fairtrial.simulate.preset import preset
from fairtrial.simulate.run import Plan, SimulationRefused, block, simulate
from fairtrial.simulate.streams import Streams

FACTS = load()
TRUTH = ("people", "trials", "supplies", "severity")


def plan(folder, **changes):
    """Sixty invented people."""
    return replace(Plan(folder / "out", 60, seed=4), **changes)


def made(folder, **changes):
    """The folder of records of a simulation."""
    simulate(plan(folder, **changes), facts=FACTS)
    return folder / "out" / "records"


def rows(folder, table):
    """All parts of a table."""
    return pl.read_parquet(folder / table / "*.parquet")


def same(one, other, columns):
    """Both tables say the same in these columns, in any order."""
    assert_frame_equal(one.select(columns).sort(columns), other.select(columns).sort(columns))


@pytest.mark.parametrize("size", [1, 7, 60])
def test_the_size_of_a_block_changes_nothing(tmp_path, size):
    """Records and truth are the same, row for row."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    whole, parts = made(tmp_path / "a"), made(tmp_path / "b", persons_per_block=size)
    for table in ("people", "uses", "scores", "conditions", "therapies"):
        key = [c for c in ("person_id", "record") if c in rows(whole, table).columns]
        assert_frame_equal(rows(whole, table).sort(key), rows(parts, table).sort(key))
    for table in TRUTH:
        assert_frame_equal(rows(whole.parent / "truth", table), rows(parts.parent / "truth", table))


def test_tables_have_the_shape_of_history_tables(tmp_path):
    """Every table, every column, and people marked as synthetic."""
    folder = made(tmp_path)
    found = {
        name: rows(folder, name)
        for name in ("people", "uses", "scores", "conditions", "therapies", "context")
    }
    history = tables.History(**found)
    assert history.people.height == 60
    assert history.people["synthetic"].all()
    assert history.people["person_id"][0] == "s00000001"
    assert history.uses.n_unique(["person_id", "record"]) == history.uses.height


@pytest.mark.parametrize("name", ["stard", "stard-hrsd", "pessimistic"])
def test_every_score_lies_on_its_scale(name):
    """Also after several steps that made it worse."""
    chosen = preset(name)
    scale = FACTS.scales[chosen.scale]
    for attempt in course(Streams(5, 0, 4000), chosen, FACTS, review_day=20_000).attempts:
        scores = np.concatenate([attempt.before, attempt.result.end, attempt.result.after_relapse])
        assert scale.least <= scores.min()
        assert scores.max() <= scale.most


@pytest.mark.parametrize("form", ["csv", "fhir"])
def test_readers_read_back_what_was_written(tmp_path, form):
    """Every use and score, with its drug, days, dose and status."""
    life, whole = block(preset("stard"), Streams(4, 0, 60), date(2026, 1, 31), FACTS)
    history = read(made(tmp_path, form=form), many=True, facts=FACTS)
    columns = [
        "person_id", "drug", "kind", "status", "started_on_least", "started_on_most", "stopped_on_least",
        "stopped_on_most", "dose_mg_per_day_least", "stop_reason",
    ]  # fmt: skip
    assert_frame_equal(
        history.uses.select(columns).sort(columns), whole["uses"].select(columns).sort(columns)
    )
    totals = ["person_id", "scale", "on_least", "total"]
    assert_frame_equal(
        history.scores.select(totals).sort(totals), whole["scores"].select(totals).sort(totals)
    )
    assert history.people["synthetic"].all()
    assert history.problems.height == 0
    assert life.people.height == history.people.height


def test_an_omop_reader_reads_uses_scores_and_diagnoses(tmp_path):
    """What the model can hold: all but statements with partial dates and orders known as not filled."""
    _, whole = block(preset("stard"), Streams(4, 0, 60), date(2026, 1, 31), FACTS)
    uses = whole["uses"].filter(
        (pl.col("started_on_least") == pl.col("started_on_most")) & (pl.col("status") != "not_taken")
    )
    history = read(made(tmp_path, form="omop"), many=True, facts=FACTS)
    columns = ["drug", "kind", "started_on_least"]
    same(history.uses, uses, columns)
    assert history.scores["total"].sum() == whole["scores"]["total"].sum()
    assert history.conditions["topic"].unique().to_list() == ["major_depression"]
    assert history.people["synthetic"].all()


def test_notes_name_every_drug_and_say_that_they_are_invented(tmp_path):
    """One note for each person, with a header; the generic or a brand name of every drug on record."""
    folder = made(tmp_path, form="notes")
    _, whole = block(preset("stard"), Streams(4, 0, 60), date(2026, 1, 31), FACTS)
    texts = {path.stem: path.read_text("utf-8") for path in folder.rglob("s*.txt")}
    assert len(texts) == 60
    assert all(text.startswith("SYNTHETIC") for text in texts.values())
    for who, drug in whole["uses"].select("person_id", "drug").unique().iter_rows():
        assert any(name in texts[who] for name in (drug, *FACTS.drugs[drug].names.brands))


@pytest.mark.parametrize("form", ["tables", "omop", "fhir", "csv", "notes"])
def test_every_form_is_marked_and_keeps_the_truth_apart(tmp_path, form):
    """A README says so wherever one may look; no record file stands among the truth."""
    folder = made(tmp_path, form=form)
    for place in (folder, folder.parent, folder.parent / "truth"):
        assert "synthetic: yes" in (place / "README.txt").read_text("utf-8")
    assert not any("truth" in str(path.relative_to(folder)) for path in folder.rglob("*"))
    for path in folder.rglob("*.parquet"):
        assert pl.read_parquet_metadata(path)["synthetic"] == "true"


def test_nothing_is_left_when_it_breaks_off(tmp_path, monkeypatch):
    """A disk that fills up: one message, no half folder."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run, "write_truth", full)
    with pytest.raises(SimulationRefused, match="No space left"):
        simulate(plan(tmp_path), facts=FACTS)
    assert os.listdir(tmp_path) == []


BAD = {
    "preset": (["--preset", "star"], "choose one of claims"),
    "format": (["--format", "xml"], "choose one of tables"),
    "too few": (["--persons", "0"], "takes a number from 1"),
    "too many": (["--persons", "100000001"], "takes a number from 1"),
    "seed": (["--seed", "-1"], "takes a number from 0"),
}


@pytest.mark.parametrize("options", BAD)
def test_bad_options_are_refused(tmp_path, options):
    """One message, exit code 2, nothing written."""
    arguments, message = BAD[options]
    found = CliRunner().invoke(app, ["simulate", "-o", str(tmp_path / "out"), *arguments])
    assert found.exit_code == 2
    assert message in found.stderr
    assert os.listdir(tmp_path) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    """Nothing is written over."""
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    found = CliRunner().invoke(app, ["simulate", "--persons", "2", "-o", str(tmp_path)])
    assert found.exit_code == 2
    assert "not an empty folder" in found.stderr
    assert os.listdir(tmp_path) == ["mine.txt"]


def test_the_truth_under_every_definition_on_request(tmp_path):
    """A verdict for each person and definition, and a state for each trial."""
    folder = made(tmp_path, verdicts=True).parent / "truth"
    assert rows(folder, "verdicts").height == 60 * len(FACTS.definitions)
    assert rows(folder, "judged").height == rows(folder, "trials").height
    assert rows(folder, "judged")["state"].null_count() == 0


def test_the_command_writes_what_it_says(tmp_path):
    """Complete records on request."""
    out = tmp_path / "new" / "out"
    found = CliRunner().invoke(
        app, ["simulate", "--persons", "20", "--preset", "claims", "--complete", "-o", str(out)]
    )
    assert found.exit_code == 0
    assert rows(out / "records", "scores").height > 0
    assert "records: complete" in (out / "README.txt").read_text("utf-8")
