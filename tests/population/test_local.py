"""The local engine: the same answer however the input lies, and the same bytes after any interruption."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from invented_population import AS_OF, output, rows, tables, write
from polars.testing import assert_frame_equal

from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.outlook.reasons import reasons_table
from fairtrial.population import CohortSettings, cohort, run_cohort
from fairtrial.population.shapes import OF_EACH_DEFINITION, SHAPES
from fairtrial.records.errors import ReadError
from fairtrial.tables import HISTORY_TABLES, History, empty

PERSONS = 120
SETTINGS = CohortSettings(AS_OF, persons_per_block=50)


@pytest.fixture(scope="module")
def found():
    return tables(PERSONS)


@pytest.fixture(scope="module")
def whole(found, tmp_path_factory):
    """An undisturbed run over sorted Parquet."""
    folder = tmp_path_factory.mktemp("whole")
    write(folder / "in", found)
    run_cohort(folder / "in", folder / "out", SETTINGS)
    return folder


@pytest.mark.parametrize(
    "how",
    [
        {"shuffled": True},
        {"split": 3},
        {"split": 4, "shuffled": True},
        {"ending": "csv"},
        {"ending": "csv", "split": 2, "shuffled": True},
    ],
    ids=str,
)
def test_files_and_order_do_not_matter(found, whole, how, tmp_path):
    write(tmp_path / "in", found, **how)
    run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    assert {k: v for k, v in output(tmp_path / "out").items() if k != "summary.json"} == {
        k: v for k, v in output(whole / "out").items() if k != "summary.json"
    }
    assert (tmp_path / "out" / "summary.json").read_bytes() == (whole / "out" / "summary.json").read_bytes()


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_the_size_of_blocks_does_not_matter(whole, size, tmp_path):
    run_cohort(whole / "in", tmp_path, replace(SETTINGS, persons_per_block=size))
    for table in SHAPES:
        assert_frame_equal(rows(tmp_path, table), rows(whole / "out", table))


def test_the_number_of_workers_does_not_matter(whole, tmp_path):
    done = run_cohort(whole / "in", tmp_path, SETTINGS, workers=3)
    assert (done.persons, done.blocks, done.kept, done.skipped) == (PERSONS, 3, 0, ())
    assert output(tmp_path) == output(whole / "out")


def test_a_population_is_examined_as_one_person_is(found, whole):
    """The tables are those of ``examine`` for the one person alone."""
    trials = rows(whole / "out", "trials")
    for who in trials["person_id"].unique().sort()[:10]:
        mine = {name: frame.filter(pl.col("person_id") == who) for name, frame in found.items()}
        alone = examine(
            History(**{name: mine.get(name, empty(c)) for name, c in HISTORY_TABLES.items()}), AS_OF
        )
        same = [
            c for c in trials.columns if c in alone.trials.columns and c not in ("baseline_on", "endpoint_on")
        ]
        assert_frame_equal(trials.filter(pl.col("person_id") == who).select(same), alone.trials.select(same))


def test_the_reasons_are_those_of_each_person_alone(found, whole):
    """But for what no record speaks of, which is not written for everybody."""
    reasons = rows(whole / "out", "reasons")
    for who in reasons["person_id"].unique().sort()[:10]:
        mine = {name: frame.filter(pl.col("person_id") == who) for name, frame in found.items()}
        alone = History(**{name: mine.get(name, empty(c)) for name, c in HISTORY_TABLES.items()})
        told = reasons_table(examine(alone, AS_OF), load(), silence=False)
        assert_frame_equal(reasons.filter(pl.col("person_id") == who), told)


def test_the_tables_have_the_columns_that_the_reference_lists(whole):
    """Whatever the definitions add is named by definition."""
    for table, columns in SHAPES.items():
        written = rows(whole / "out", table).schema
        own = {name: dtype for name, dtype in written.items() if "|" not in name}
        assert own == {name: dtype for name, (dtype, _) in columns.items()}, table
    added = {name.split("|")[1] for name in rows(whole / "out", "resistance").columns if "|" in name}
    assert added == set(OF_EACH_DEFINITION)


def test_cohort_yields_block_by_block(whole):
    """Nothing is read before it is asked for; the rows are those of the run."""
    yielded = cohort(whole / "in", as_of=AS_OF, persons_per_block=50)
    first = next(yielded)
    rest = list(yielded)
    assert first.people.height == 50
    assert_frame_equal(pl.concat([b.trials for b in [first, *rest]]), rows(whole / "out", "trials"))


def test_killed_and_resumed_gives_the_same_bytes(whole, tmp_path):
    """kill -9 in the middle of a run, then --resume."""
    command = [sys.executable, "-m", "fairtrial", "cohort", str(whole / "in"), "-o", str(tmp_path / "out"),
               "--as-of", AS_OF.isoformat(), "--persons-per-block", "7"]  # fmt: skip
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 60
    while not list((tmp_path / "out").glob("run/block-00003.json")) and time.monotonic() < limit:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not (tmp_path / "out" / "summary.json").exists(), "it was over before it was killed"
    (tmp_path / "out" / "trials" / ".writing-half").write_bytes(b"half")
    resumed = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=True)
    assert "(0 kept" not in resumed.stderr
    run_cohort(whole / "in", tmp_path / "undisturbed", replace(SETTINGS, persons_per_block=7))
    assert output(tmp_path / "out") == output(tmp_path / "undisturbed")


def test_a_worker_that_is_killed_ends_the_run_with_one_line(whole, tmp_path):
    """One line that says what to do, no traceback; what was done is whole, and the run can go on."""
    command = [sys.executable, "-m", "fairtrial", "cohort", str(whole / "in"), "-o", str(tmp_path / "out"),
               "--as-of", AS_OF.isoformat(), "--persons-per-block", "3", "--workers", "2"]  # fmt: skip
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    limit = time.monotonic() + 60
    while not list((tmp_path / "out").glob("run/block-*.json")) and time.monotonic() < limit:
        time.sleep(0.02)
    os.kill(workers_of(running.pid)[0], signal.SIGKILL)
    told = running.communicate(timeout=60)[1]
    assert running.returncode == 2
    assert "its process was ended from outside" in told
    assert "Traceback" not in told
    resumed = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=True)
    assert "(0 kept" not in resumed.stderr


def workers_of(process):
    """The worker processes of a run, by their command line (Linux)."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(c) for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]


def test_an_earlier_run_is_not_overwritten(whole):
    with pytest.raises(ReadError, match="--resume"):
        run_cohort(whole / "in", whole / "out", SETTINGS)


def test_other_settings_are_refused(whole):
    with pytest.raises(ReadError, match=r"other settings \(persons_per_block\)"):
        run_cohort(whole / "in", whole / "out", replace(SETTINGS, persons_per_block=51), resume=True)


def test_a_folder_with_other_files_is_refused(whole, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ReadError, match="other files"):
        run_cohort(whole / "in", tmp_path, SETTINGS)


def test_resuming_a_complete_run_changes_nothing(whole):
    before = output(whole / "out")
    run = run_cohort(whole / "in", whole / "out", SETTINGS, resume=True)
    assert run.kept == run.blocks == 3
    assert output(whole / "out") == before


def test_resuming_with_changed_rows_does_only_their_block_again(found, tmp_path):
    """What changed is told by the rows, not by the time of a file."""
    write(tmp_path / "in", found)
    run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    changed = found["scores"].with_columns(
        total=pl.when(pl.col("person_id") < "p00050").then(27.0).otherwise("total")
    )
    write(tmp_path / "in", found | {"scores": changed})
    run = run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS, resume=True)
    assert (run.kept, run.blocks) == (2, 3)
    run_cohort(tmp_path / "in", tmp_path / "anew", SETTINGS)
    assert output(tmp_path / "out") == output(tmp_path / "anew")
