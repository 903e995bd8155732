"""Spark gives the local engine's rows, person for person."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace

import polars as pl
import pytest
from invented_population import AS_OF, rows, tables, write
from polars.testing import assert_frame_equal

from fairtrial.population import CohortSettings, run_cohort
from fairtrial.population import spark as engine
from fairtrial.population.shapes import REASONS, SHAPES
from fairtrial.records.errors import ReadError

SETTINGS = CohortSettings(AS_OF, persons_per_block=30)


def test_missing_java_is_named_with_how_to_install_it(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ReadError, match=r"Java was not found\. Install Java 17"):
        engine._java()


@pytest.mark.parametrize(("said", "old"), [("1.8.0_392", "1"), ("11.0.2", "11")])
def test_java_that_is_too_old_is_named(monkeypatch, said, old):
    monkeypatch.setattr(shutil, "which", lambda name: "java")
    told = subprocess.CompletedProcess([], 0, stdout="", stderr=f'openjdk version "{said}" 2024')
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: told)
    with pytest.raises(ReadError, match=f"Java {old} is too old"):
        engine._java()


@pytest.fixture(scope="module")
def session():
    pytest.importorskip("pyspark", reason="PySpark is not installed (extra spark)")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    made = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.executorEnv.PYTHONPATH", os.environ.get("PYTHONPATH", ""))
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()


def test_spark_and_local_give_the_same_rows(session, tmp_path):
    found = tables(90, seed=9)
    race = pl.Series("race", ["A", "B", None] * 30)
    write(tmp_path / "in", found | {"people": found["people"].with_columns(race)}, split=3, shuffled=True)
    run_cohort(tmp_path / "in", tmp_path / "local", SETTINGS)
    run = engine.run_on_spark(tmp_path / "in", tmp_path / "spark", SETTINGS, session)
    assert run.persons == 90
    keys_of = {"trials": ["person_id", "trial"], "reasons": list(REASONS)}
    for table in SHAPES:
        keys = keys_of.get(table, ["person_id"])
        assert_frame_equal(
            rows(tmp_path / "spark", table).sort(keys), rows(tmp_path / "local", table).sort(keys)
        )
    assert (tmp_path / "spark" / "report.html").read_bytes() == (
        tmp_path / "local" / "report.html"
    ).read_bytes()
    assert (tmp_path / "spark" / "summary.json").read_bytes() == (
        tmp_path / "local" / "summary.json"
    ).read_bytes()


def test_spark_reads_parquet_only(session, tmp_path):
    write(tmp_path / "in", tables(3), ending="csv")
    with pytest.raises(ReadError, match="Parquet only"):
        engine.run_on_spark(tmp_path / "in", tmp_path / "out", replace(SETTINGS), session)
