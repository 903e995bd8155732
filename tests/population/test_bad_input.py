"""Bad input: the run names file, row group and column, writes nothing half, and goes on once mended."""

import resource
import subprocess
import sys
from dataclasses import replace

import orjson
import polars as pl
import pyarrow.parquet as pq
import pytest
from invented_population import AS_OF, output, rows, tables, write

from fairtrial.population import CohortSettings, run_cohort
from fairtrial.population import blocks as engine
from fairtrial.records.errors import ReadError

SETTINGS = CohortSettings(AS_OF, persons_per_block=20)


@pytest.fixture(scope="module")
def found():
    return tables(60)


def summary(out):
    return orjson.loads((out / "summary.json").read_bytes())


def problems(out):
    return {p["problem"]: p["count"] for p in summary(out)["left_out"]["problems"]}


def test_a_column_of_the_wrong_type_is_named_before_anything_runs(found, tmp_path):
    spoiled = found["uses"].with_columns(pl.col("started_on_least").cast(pl.String))
    write(tmp_path / "in", found | {"uses": spoiled}, split=2)
    with pytest.raises(
        ReadError, match=r"part-0.parquet, column started_on_least: its type is String. Store it as Date"
    ):
        run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    assert output(tmp_path / "out") == {}


def test_a_needed_column_that_is_missing_is_named(found, tmp_path):
    write(tmp_path / "in", found | {"uses": found["uses"].drop("drug")})
    with pytest.raises(ReadError, match="column drug: it is missing"):
        run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)


def test_columns_that_say_nothing_may_be_missing_and_unknown_ones_are_told(found, tmp_path):
    fewer = found["uses"].drop("route", "asserted_on").with_columns(colour=pl.lit("red"))
    write(tmp_path / "in", found | {"uses": fewer})
    run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    assert any(
        "column colour of uses" in told
        for told in summary(tmp_path / "out")["left_out"]["of_the_whole_input"]
    )


def test_files_of_one_table_must_agree(found, tmp_path):
    write(tmp_path / "in", found, split=2)
    found["uses"].drop("route").write_parquet(tmp_path / "in" / "uses" / "part-2.parquet")
    with pytest.raises(
        ReadError, match=r"column route: it stands in only one of this file and part-0\.parquet"
    ):
        run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)


def test_a_csv_cell_that_is_no_value_is_named_by_row_and_column_and_not_shown(found, tmp_path):
    write(tmp_path / "in", found, ending="csv")
    path = tmp_path / "in" / "scores" / "part-0.csv"
    lines = path.read_text().splitlines()
    lines[4] = lines[4].replace(lines[4].split(",")[3], "31 March")
    path.write_text("\n".join(lines))
    with pytest.raises(ReadError) as error:
        run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    assert "part-0.csv, row 5, column on_least" in str(error.value)
    assert "March" not in str(error.value)


def corrupted(path, group, column):
    """Overwrite the pages of one column of one row group; returns the sound bytes."""
    sound = path.read_bytes()
    meta = pq.ParquetFile(path).metadata.row_group(group)
    chunk = next(meta.column(c) for c in range(meta.num_columns) if meta.column(c).path_in_schema == column)
    spoiled = bytearray(sound)
    spoiled[chunk.data_page_offset : chunk.data_page_offset + chunk.total_compressed_size // 2] = b"\xff" * (
        chunk.total_compressed_size // 2
    )
    path.write_bytes(spoiled)
    return sound


@pytest.mark.parametrize("shuffled", [False, True])
def test_a_damaged_row_group_is_named_and_the_run_goes_on_once_mended(found, shuffled, tmp_path):
    write(tmp_path / "in", found, row_group_size=40, shuffled=shuffled)
    path = tmp_path / "in" / "uses" / "part-0.parquet"
    sound = corrupted(path, 6, "days_supply")
    with pytest.raises(ReadError, match=r"part-0.parquet, row group 6, column days_supply: it is damaged"):
        run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    assert not (tmp_path / "out" / "summary.json").exists()
    path.write_bytes(sound)
    run = run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS, resume=True)
    assert run.kept == (0 if shuffled else 2), "the blocks before the damage are kept"
    run_cohort(tmp_path / "in", tmp_path / "anew", SETTINGS)
    assert output(tmp_path / "out") == output(tmp_path / "anew")


def test_workers_name_the_same_damage(found, tmp_path):
    """The blocks that were under way are whole, and the run goes on once the file is mended."""
    write(tmp_path / "in", found, row_group_size=40)
    path = tmp_path / "in" / "uses" / "part-0.parquet"
    sound = corrupted(path, 6, "days_supply")
    with pytest.raises(ReadError, match=r"part-0.parquet, row group 6, column days_supply: it is damaged"):
        run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS, workers=2)
    path.write_bytes(sound)
    assert run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS, resume=True, workers=2).blocks == 3
    run_cohort(tmp_path / "in", tmp_path / "anew", SETTINGS)
    assert output(tmp_path / "out") == output(tmp_path / "anew")


def test_a_file_that_is_cut_off_is_named(found, tmp_path):
    write(tmp_path / "in", found)
    path = tmp_path / "in" / "scores" / "part-0.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ReadError, match=r"part-0.parquet: it is not a whole Parquet file"):
        run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)


def test_skip_bad_leaves_out_what_is_damaged_and_lists_it(found, tmp_path):
    write(tmp_path / "in", found, row_group_size=40)
    corrupted(tmp_path / "in" / "uses" / "part-0.parquet", 6, "days_supply")
    run = run_cohort(tmp_path / "in", tmp_path / "out", replace(SETTINGS, skip_bad=True))
    assert run.skipped
    listed = summary(tmp_path / "out")["left_out"]["blocks"]
    assert [b["block"] for b in listed] == list(run.skipped)
    assert "row group 6, column days_supply" in listed[0]["why"]
    assert rows(tmp_path / "out", "people").height == 60 - 20 * len(run.skipped)


def test_rows_that_repeat_are_read_once_and_counted(found, tmp_path):
    write(tmp_path / "once", found)
    write(tmp_path / "twice", {name: pl.concat([frame, frame]) for name, frame in found.items()})
    run_cohort(tmp_path / "once", tmp_path / "a", SETTINGS)
    run_cohort(tmp_path / "twice", tmp_path / "b", SETTINGS)
    before, after = problems(tmp_path / "a"), problems(tmp_path / "b")
    repeated = {told: count for told, count in after.items() if told not in before}
    assert sum(repeated.values()) == sum(frame.height for frame in found.values())
    assert {told: after[told] for told in before} == before
    assert rows(tmp_path / "a", "trials").equals(rows(tmp_path / "b", "trials"))


def test_persons_whose_rows_disagree_are_counted_and_what_differs_is_not_known(found, tmp_path):
    other = found["people"].head(3).with_columns(sex=pl.lit("other"))
    write(tmp_path / "in", found | {"people": pl.concat([found["people"], other])})
    run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    people = rows(tmp_path / "out", "people")
    assert people.height == 60
    assert people.head(3)["sex"].null_count() == 3
    assert 3 in problems(tmp_path / "out").values()


def test_rows_of_nobody_are_counted(found, tmp_path):
    nobody = found["uses"].head(5).with_columns(person_id=pl.lit(None, pl.String))
    write(tmp_path / "in", found | {"uses": pl.concat([found["uses"], nobody])})
    run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    assert (
        "5 rows of uses name no person and are left out"
        in summary(tmp_path / "out")["left_out"]["of_the_whole_input"]
    )


def test_a_person_only_in_uses_is_examined(found, tmp_path):
    write(tmp_path / "in", found | {"people": found["people"].tail(30)})
    run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    write(tmp_path / "all", found)
    run_cohort(tmp_path / "all", tmp_path / "out_all", SETTINGS)
    same = ["person_id", "trial", "drug", "state"]
    assert (
        rows(tmp_path / "out", "trials")
        .select(same)
        .equals(rows(tmp_path / "out_all", "trials").select(same))
    )


def test_whole_numbers_as_ids_and_narrow_numbers_are_read(found, tmp_path):
    number = pl.col("person_id").str.slice(1).cast(pl.Int64)
    narrow = {name: frame.with_columns(number) for name, frame in found.items()}
    narrow["scores"] = narrow["scores"].with_columns(
        pl.col("total").cast(pl.Int32), pl.col("item").cast(pl.Int8)
    )
    write(tmp_path / "in", narrow)
    run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    assert rows(tmp_path / "out", "people").height == 60


def raising(history, *others, **named):
    """A block function that cannot bear one person."""
    if "p00025" in history.people["person_id"]:
        raise ZeroDivisionError("Mr Smith")
    return engine_examine(history, *others, **named)


engine_examine = engine.examine_block


def test_a_block_that_raises_is_named_without_its_words_and_done_again_later(found, tmp_path, monkeypatch):
    write(tmp_path / "in", found)
    monkeypatch.setattr(engine, "examine_block", raising)
    with pytest.raises(ReadError) as error:
        run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    assert str(error.value).startswith(
        "block 1: examining its 20 persons raised ZeroDivisionError in test_bad_input"
    )
    assert "Smith" not in str(error.value)
    assert sorted(p.name for p in (tmp_path / "out" / "trials").iterdir()) == ["block-00000.parquet"]
    skipped = run_cohort(tmp_path / "in", tmp_path / "out", replace(SETTINGS, skip_bad=True), resume=True)
    assert skipped.skipped == (1,)
    monkeypatch.undo()
    run = run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS, resume=True)
    assert (run.kept, run.skipped) == (2, ())
    run_cohort(tmp_path / "in", tmp_path / "anew", SETTINGS)
    assert output(tmp_path / "out") == output(tmp_path / "anew")


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))
sys.argv = ["fairtrial", *sys.argv[1:]]
from fairtrial.cli import main
main()
"""


def test_a_disk_that_takes_no_more_leaves_nothing_half(found, tmp_path):
    """A limit on the size of files stands for a full disk: a write ends in the middle."""
    assert resource.RLIMIT_FSIZE is not None
    write(tmp_path / "in", found)
    command = [
        "cohort",
        str(tmp_path / "in"),
        "-o",
        str(tmp_path / "out"),
        "--as-of",
        AS_OF.isoformat(),
        "--persons-per-block",
        "20",
    ]
    full = subprocess.run([sys.executable, "-c", FULL, *command], capture_output=True, text=True)
    assert full.returncode == 2
    assert "cannot be written" in full.stderr
    assert "--resume" in full.stderr
    assert [p for p in (tmp_path / "out").rglob("*") if p.is_file() and p.name != "settings.json"] == []
    run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS, resume=True)
    run_cohort(tmp_path / "in", tmp_path / "anew", SETTINGS)
    assert output(tmp_path / "out") == output(tmp_path / "anew")


def test_an_empty_input_is_an_empty_cohort(found, tmp_path):
    write(tmp_path / "in", {name: frame.clear() for name, frame in found.items()})
    run = run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    assert run.persons == 0
    assert summary(tmp_path / "out")["sections"] == {}
    assert "nobody in this cohort" in (tmp_path / "out" / "report.html").read_text()


def test_what_is_no_population_is_refused(tmp_path):
    (tmp_path / "in").mkdir()
    with pytest.raises(ReadError, match="not a population"):
        run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
