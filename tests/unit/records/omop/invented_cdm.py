"""A tiny invented OMOP database, and writers for every way in which one may be kept."""

import csv
import io
import sqlite3
import zipfile
from datetime import date

import polars as pl

DAY = date.fromisoformat
SERTRALINE_50, ESCITALOPRAM_10, METFORMIN, SELEGILINE_ORAL = 40000001, 40000002, 1503297, 40000003
PHQ9, ICD_F331, SNOMED_MDD, CPT_ECT = 3042932, 45000001, 4152280, 2100001


def exposure(number, person, concept, start, **given):
    """One row of drug_exposure; what is not given is null."""
    row = {
        "drug_exposure_id": number, "person_id": person, "drug_concept_id": concept,
        "drug_exposure_start_date": DAY(start) if start else None, "drug_exposure_end_date": None,
        "verbatim_end_date": None, "drug_type_concept_id": 32869, "stop_reason": None, "refills": None,
        "quantity": None, "days_supply": None, "sig": None, "route_concept_id": 0, "drug_source_value": None,
        "drug_source_concept_id": 0, "route_source_value": None, "dose_unit_source_value": None,
    }  # fmt: skip
    unknown = given.keys() - row.keys()
    assert not unknown, unknown
    days = {key: DAY(value) if key.endswith("_date") and value else value for key, value in given.items()}
    return {**row, **days}


def tables(vocabulary=True):
    """Two invented persons; with ``vocabulary`` false the codes stand in the source values alone."""
    procedure = CPT_ECT if vocabulary else 0
    clinical = {
        "person": _people(),
        "observation_period": [
            {"observation_period_id": 1, "person_id": 1, "observation_period_start_date": DAY("2018-01-01"),
             "observation_period_end_date": DAY("2022-12-31")},
        ],
        "drug_exposure": _exposures(),
        "measurement": _measurements(),
        "observation": _answers(),
        "condition_occurrence": _conditions(ICD_F331 if vocabulary else 0),
        "procedure_occurrence": [
            {"procedure_occurrence_id": 1, "person_id": 1, "procedure_concept_id": procedure,
             "procedure_date": DAY("2021-05-01"), "procedure_end_date": None, "quantity": None,
             "procedure_source_value": "90870", "procedure_source_concept_id": 0},
        ],
        "note": [
            {"note_id": 1, "person_id": 1, "note_date": DAY("2021-06-01"),
             "note_text": "Tried Zoloft; it did not help."},
        ],
    }  # fmt: skip
    return {**clinical, **(_vocabulary() if vocabulary else {})}


def _row(columns, *values):
    return dict(zip(columns.split(), values, strict=True))


def _people():
    columns = "person_id year_of_birth month_of_birth day_of_birth gender_concept_id"
    return [_row(columns, 1, 1980, 5, 6, 8532), _row(columns, 2, 1990, None, None, 8507)]


def _exposures():
    fill = {"days_supply": 30, "drug_source_value": "312941"}
    order = {"drug_type_concept_id": 38000177, "days_supply": 30, "quantity": 30.0, "refills": 2}
    told = {"drug_type_concept_id": 44787730, "stop_reason": "nausea", "verbatim_end_date": "2018-04-01"}
    other = {"quantity": 60.0, "days_supply": 30}
    first, third = {"quantity": 60.0, "drug_exposure_end_date": "2019-01-30"}, "take 3 tablets by mouth daily"
    return [
        exposure(1, 1, SERTRALINE_50, "2019-01-01", **fill, **first),
        exposure(2, 1, SERTRALINE_50, "2019-02-01", **fill, quantity=90.0, sig=third),
        exposure(3, 1, 0, "2020-01-01", **order, drug_source_value="Lexapro 10 mg tab"),
        exposure(4, 1, SERTRALINE_50, "2018-03-01", **told, drug_source_value="312941"),
        exposure(5, 1, METFORMIN, "2019-05-01", **other, drug_source_value="metformin"),
        exposure(6, 1, SELEGILINE_ORAL, "2019-06-01", **other, drug_source_value="859186"),
        exposure(7, 2, SERTRALINE_50, "2021-01-01", **fill, quantity=30.0),
    ]


def _measurements():
    columns = (
        "measurement_id person_id measurement_concept_id measurement_date value_as_number "
        "measurement_source_value unit_source_value"
    )
    return [
        _row(columns, 1, 1, PHQ9, DAY("2019-01-02"), 18.0, "44261-6", "{score}"),
        _row(columns, 2, 1, PHQ9, DAY("2019-03-02"), 40.0, "44261-6", None),
        _row(columns, 3, 1, 3025315, DAY("2019-03-02"), 70.5, "29463-7", "kg"),
    ]


def _answers():
    """All nine items of a PHQ-9, several days each."""
    columns = (
        "observation_id person_id observation_concept_id observation_date value_as_number "
        "observation_source_value"
    )
    codes = [
        "44250-9",
        "44255-8",
        "44259-0",
        "44254-1",
        "44251-7",
        "44258-2",
        "44252-5",
        "44253-3",
        "44260-8",
    ]
    return [_row(columns, n, 1, 0, DAY("2019-04-01"), 1.0, code) for n, code in enumerate(codes, start=1)]


def _conditions(source_concept):
    columns = (
        "condition_occurrence_id person_id condition_concept_id condition_start_date condition_end_date "
        "condition_source_value condition_source_concept_id"
    )
    began = DAY("2018-02-01")
    return [
        _row(columns, 1, 1, SNOMED_MDD, began, None, "F33.1", source_concept),
        _row(columns, 2, 2, 0, began, began, "F31.81", 0),
    ]


def _vocabulary():
    concepts = [
        (SERTRALINE_50, "sertraline 50 MG Oral Tablet", "RxNorm", "312941"),
        (ESCITALOPRAM_10, "escitalopram 10 MG Oral Tablet", "RxNorm", "349332"),
        (SELEGILINE_ORAL, "selegiline hydrochloride 5 MG Oral Capsule", "RxNorm", "859186"),
        (METFORMIN, "metformin", "RxNorm", "6809"),
        (PHQ9, "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]", "LOINC", "44261-6"),
        (3025315, "Body weight", "LOINC", "29463-7"),
        (ICD_F331, "Major depressive disorder, recurrent, moderate", "ICD10CM", "F33.1"),
        (SNOMED_MDD, "Major depressive disorder", "SNOMED", "370143000"),
        (CPT_ECT, "Electroconvulsive therapy", "CPT4", "90870"),
    ]
    ancestors = [(739138, SERTRALINE_50), (715939, ESCITALOPRAM_10), (766209, SELEGILINE_ORAL)]
    names = ["concept_id", "concept_name", "vocabulary_id", "concept_code"]
    return {
        "concept": [dict(zip(names, row, strict=True)) for row in concepts],
        "concept_ancestor": [
            {"ancestor_concept_id": ancestor, "descendant_concept_id": each} for ancestor, each in ancestors
        ],
        "drug_strength": [strength(SERTRALINE_50, 739138, 50.0), strength(ESCITALOPRAM_10, 715939, 10.0)],
    }


def strength(drug, ingredient, amount=None, unit=8576, **given):
    """One row of drug_strength, in mg unless another unit is given."""
    row = {
        "drug_concept_id": drug, "ingredient_concept_id": ingredient, "amount_value": amount,
        "amount_unit_concept_id": unit if amount else None, "numerator_value": None,
        "numerator_unit_concept_id": None, "denominator_value": None, "denominator_unit_concept_id": None,
    }  # fmt: skip
    return {**row, **given}


def frames(made):
    """The tables as Polars frames; a column that is null throughout is text."""
    built = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in made.items()}
    return {name: frame.with_columns(pl.col(pl.Null).cast(pl.String)) for name, frame in built.items()}


def as_parquet(folder, made):
    """A folder with one Parquet file for each table."""
    folder.mkdir(parents=True)
    for name, frame in frames(made).items():
        frame.write_parquet(folder / f"{name}.parquet")
    return folder


def as_csv(folder, made):
    """A folder with one CSV file for each table, names in capitals."""
    folder.mkdir(parents=True)
    for name, frame in frames(made).items():
        frame.write_csv(folder / f"{name.upper()}.csv")
    return folder


def as_packed_csv(folder, made):
    """A folder with a gzipped CSV file for each table, the vocabulary with tabs and without quotes."""
    import gzip

    folder.mkdir(parents=True)
    for name, frame in frames(made).items():
        tabs = name in ("concept", "concept_ancestor", "drug_strength")
        options = {"separator": "\t", "quote_style": "never"} if tabs else {}
        (folder / f"{name}.csv.gz").write_bytes(gzip.compress(frame.write_csv(**options).encode()))
    return folder


def as_zip(path, made):
    """A zip archive of CSV files, beside the resource forks that some systems add."""
    path = path.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in made.items():
            out = io.StringIO()
            writer = csv.DictWriter(out, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"cdm/{name.upper()}.csv", out.getvalue())
            archive.writestr(f"__MACOSX/._{name.upper()}.csv", b"\0\1")
    return path


def as_duckdb(path, made):
    """A DuckDB file."""
    import duckdb

    path = path.with_suffix(".duckdb")
    with duckdb.connect(str(path)) as connection:
        for name, frame in frames(made).items():
            connection.register("given", frame.to_arrow())
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            connection.unregister("given")
    return path


def as_sqlite(path, made):
    """An SQLite file, days as text."""
    path = path.with_suffix(".sqlite")
    with sqlite3.connect(path) as connection:
        for name, rows in made.items():
            columns = list(rows[0])
            connection.execute(f"CREATE TABLE {name.upper()} ({', '.join(columns)})")
            marks = ", ".join("?" for _ in columns)
            values = [[_plain(row.get(column)) for column in columns] for row in rows]
            connection.executemany(f"INSERT INTO {name.upper()} VALUES ({marks})", values)
    connection.close()
    return path


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value


WRITERS = [as_parquet, as_csv, as_packed_csv, as_zip, as_duckdb, as_sqlite]
