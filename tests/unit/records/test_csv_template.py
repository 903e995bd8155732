"""The template: the columns of the specification, a README whose examples read, nothing overwritten."""

import pytest

from fairtrial.facts import load
from fairtrial.records.csv import TABLES, CsvFile, read_csv_tables
from fairtrial.records.errors import ReadError
from fairtrial.records.template import readme, write_template

HEADERS = {
    "treatments.csv": "person_id,drug,dose_mg_per_day,started_on,stopped_on,weeks,improvement_percent,"
    "response,stop_reason,status,kind,taken_for",
    "scores.csv": "person_id,scale,on,total",
    "conditions.csv": "person_id,code,system,started_on,ended_on",
    "people.csv": "person_id,birth_date,sex",
    "therapies.csv": "person_id,kind,started_on,stopped_on,sessions,improvement_percent,response",
    "context.csv": "person_id,topic,value,on",
    "genotypes.csv": "person_id,gene,diplotype,phenotype,activity_score",
}


def test_the_template_has_exactly_these_tables_and_columns(tmp_path):
    written = write_template(tmp_path / "new" / "folder")
    assert {path.name for path in written} == {*HEADERS, "README.txt"}
    for name, header in HEADERS.items():
        assert (tmp_path / "new" / "folder" / name).read_bytes() == f"{header}\r\n".encode()


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "scores.csv").write_text("mine")
    with pytest.raises(ReadError, match=r"scores\.csv already there; nothing was written"):
        write_template(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["scores.csv"]
    assert (tmp_path / "scores.csv").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ReadError, match="the folder cannot be written"):
        write_template(tmp_path / "file" / "folder")


def test_the_examples_of_the_readme_read_without_a_problem():
    files = [
        CsvFile(table.file, name, "\n".join([HEADERS[table.file], *table.examples]).encode())
        for name, table in TABLES.items()
    ]
    history = read_csv_tables(files, load())
    assert history.problems.is_empty()
    assert history.records.height == sum(len(table.examples) for table in TABLES.values())
    assert history.conditions["topic"].null_count() == 0


def test_the_readme_explains_every_column_and_shows_every_example():
    text = readme()
    for table in TABLES.values():
        for column in table.columns:
            assert f"  {column.name}" in text
            assert column.meaning in text
            assert column.cell.takes in text
        assert all(example in text for example in table.examples)
