"""A real PostgreSQL gives the same history as files, and its address never shows."""

from pathlib import Path

import pytest
from invented_cdm import as_parquet, frames, tables
from postgresql_server import PASSWORD

from fairtrial.facts import load
from fairtrial.records.door import read
from fairtrial.records.errors import ReadError
from fairtrial.records.omop import Persons, blocks, open_source, read_omop
from fairtrial.tables import HISTORY_TABLES

VOCABULARY = ("concept", "concept_ancestor", "drug_strength")


def put(address, schemas):
    """Write tables into schemas, numbers as numeric as many sites have them."""
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '20s'")
        for schema, made in schemas.items():
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            cursor.execute(f"CREATE SCHEMA {schema}")
            for name, frame in frames(made).items():
                cursor.adbc_ingest(name, frame.to_arrow(), mode="create", db_schema_name=schema)
                for column in {"quantity", "amount_value", "value_as_number"} & set(frame.columns):
                    cursor.execute(
                        f"ALTER TABLE {schema}.{name} ALTER {column} TYPE numeric USING {column}::numeric"
                    )
        connection.commit()


@pytest.fixture(scope="module")
def cdm(postgresql):
    """The invented database in a schema of its own, the vocabulary in another."""
    made = tables()
    clinical = {name: rows for name, rows in made.items() if name not in VOCABULARY}
    put(postgresql, {"cdm": clinical, "vocabulary": {name: made[name] for name in VOCABULARY}})
    return postgresql


def same(one, other):
    """Equal but for where the rows were kept."""
    for name, columns in HISTORY_TABLES.items():
        kept = [c for c in columns if c not in ("record", "file", "place")]
        rows = [sorted(map(repr, getattr(history, name).select(kept).rows())) for history in (one, other)]
        assert rows[0] == rows[1], name
    return True


def test_it_says_the_same_as_files(cdm, tmp_path):
    """Numeric columns, two schemas, notes and all."""
    files = open_source(as_parquet(tmp_path / "cdm", tables()))
    assert same(read_omop(open_source(cdm), None, load()), read_omop(files, None, load()))


def test_one_person_through_the_door(cdm):
    """As `fairtrial review postgresql://... --person 1` reads: a path swallows one of the slashes."""
    history = read(Path(cdm), person="1")
    assert history.people.height == 1
    assert "sertraline" in history.uses["drug"].to_list()
    with pytest.raises(ReadError, match="2 persons"):
        read(cdm)


def test_blocks(cdm):
    """Only the rows of a block are fetched."""
    found = [block.people["person_id"].to_list() for block in blocks(open_source(cdm), 1, load())]
    assert found == [["1"], ["2"]]


def test_a_wrong_password_is_said_without_showing_it(cdm):
    """Nor the right one, the user or the host."""
    wrong = cdm.replace(PASSWORD, "another-word")
    with pytest.raises(ReadError, match="refuses this user or password") as error:
        open_source(wrong)
    assert not [
        word for word in (PASSWORD, "another-word", "tester", "127.0.0.1") if word in str(error.value)
    ]


def test_no_transaction_is_left_open(cdm):
    """A reader that holds a lock would keep others from changing their tables."""
    source = open_source(cdm)
    read_omop(source, None, load())
    put(cdm, {"other": tables(vocabulary=False)})
    put(cdm, {"other": {}})
    assert source.tables()


def test_two_databases_in_one_are_told_apart(cdm):
    """Several schemas with persons are an error, unless the address says which is meant."""
    other = tables(vocabulary=False)
    other["person"] = [{**other["person"][0], "person_id": 77}]
    put(cdm, {"other": other})
    with pytest.raises(ReadError, match=r"2 schemas.*search_path"):
        open_source(cdm).tables()
    chosen = open_source(f"{cdm}?options=-csearch_path%3Dother")
    assert read_omop(chosen, Persons.one(77), load()).people["person_id"].to_list() == ["77"]
    put(cdm, {"other": {}})
