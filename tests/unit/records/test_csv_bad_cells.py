"""Cells that cannot be used: the complaint says where and what is allowed, and repeats no value."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fairtrial.facts import load
from fairtrial.records.csv import TABLES, CsvFile, read_csv_tables
from fairtrial.records.errors import ReadError

CASES = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))


def read(table, text):
    return read_csv_tables([CsvFile(f"{table}.csv", table, text.encode())], load())


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['table']}: {c['header']}: {c['row']}")
def test_the_complaint_is_exact(case):
    file = f"{case['table']}.csv"
    with pytest.raises(ReadError) as error:
        read(case["table"], f"{case['header']}\n{case['row']}\n")
    assert str(error.value) == (
        f"{file}: 1 place cannot be used:\n  {file}, {case['says']}\n"
        "Nothing was read. Correct them; `fairtrial template DIR` explains each column."
    )


def test_every_column_that_restricts_its_cells_has_a_case():
    told = {(c["table"], c["says"].split("'")[1]) for c in CASES if "column" in c["says"]}
    free = {"any text", "a code or words", "the name of a scale, such as PHQ-9"}
    wanted = {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns + table.extra
        if column.cell.takes not in free and not column.cell.takes.startswith("a date")
    }
    assert wanted <= told


def test_all_bad_cells_of_all_tables_are_told_at_once():
    files = [
        CsvFile("treatments.csv", "treatments", b"drug,weeks\nZoloft,x\n\nProzac,y\n"),
        CsvFile("scores.csv", "scores", b"scale,total\nPHQ-9,99\n"),
    ]
    with pytest.raises(ReadError) as error:
        read_csv_tables(files, load())
    told = str(error.value)
    assert told.startswith("CSV tables: 3 places cannot be used:\n  scores.csv, row 2")
    assert "treatments.csv, row 2, column 'weeks'" in told
    assert "treatments.csv, row 4, column 'weeks'" in told, "a blank row keeps its number"


def test_only_twenty_are_shown_and_the_rest_are_counted():
    with pytest.raises(ReadError) as error:
        read("treatments", "drug,weeks\n" + "Zoloft,x\n" * 23)
    told = str(error.value)
    assert told.count("column 'weeks'") == 20
    assert "and 3 more" in told


@given(st.data())
def test_a_refusal_never_repeats_a_cell(data):
    """A marker in every cell of a table never shows up in the refusal."""
    table = data.draw(st.sampled_from(list(TABLES.values())))
    before, after = data.draw(
        st.tuples(st.text("0123456789-;, ab'", max_size=4), st.text("0123 %x", max_size=4))
    )
    cell = '"' + f"{before}Quixote{after}".replace('"', "") + '"'
    text = ",".join(table.known) + "\n" + ",".join([cell] * len(table.known)) + "\n"
    assert "Quixote" not in told_of(table.name, text)


def told_of(table, text):
    """The refusal, or the problems listed, as text."""
    try:
        return " ".join(read(table, text).problems["problem"].to_list())
    except ReadError as error:
        return str(error)
