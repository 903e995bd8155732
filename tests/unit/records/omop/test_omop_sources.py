"""The same invented database in every form, with and without vocabulary, gives the same history."""

from dataclasses import replace
from pathlib import Path

import pytest
from invented_cdm import WRITERS, as_csv, as_duckdb, as_parquet, as_sqlite, tables

from fairtrial.facts import load
from fairtrial.records import door
from fairtrial.records.errors import ReadError
from fairtrial.records.omop import Persons, blocks, is_omop, open_source, person_ranges, read_omop
from fairtrial.records.omop import databases as databases_module
from fairtrial.tables import HISTORY_TABLES

CONTENT = [name for name in HISTORY_TABLES if name != "records"]


def told(history, without=("record", "file")):
    """Rows of every table without what names the form of the database."""
    kept = {name: [c for c in HISTORY_TABLES[name] if c not in without] for name in CONTENT}
    return {name: sorted(map(repr, getattr(history, name).select(kept[name]).rows())) for name in CONTENT}


def read(path, persons=None):
    """The history, and that its database is recognised."""
    assert is_omop(path)
    return read_omop(open_source(path), persons, load())


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """The history of the Parquet form."""
    return read(as_parquet(tmp_path_factory.mktemp("cdm") / "cdm", tables()))


def test_the_history_itself(expected):
    """What the two invented persons' rows say."""
    noted = expected.records.filter(expected.records["file"] == "cdm, note 1")
    uses = expected.uses.join(noted, on="record", how="anti").sort("person_id", "started_on_least")
    columns = ["drug", "kind", "status", "dose_mg_per_day_least", "dose_mg_per_day_most", "days_supply"]
    assert uses.select(columns).rows() == [
        ("sertraline", "reported", "ended", None, None, None),
        ("sertraline", "dispensed", "unknown", 100.0, 100.0, 30.0),
        ("sertraline", "dispensed", "unknown", 150.0, 150.0, 30.0),
        ("escitalopram", "prescribed", "unknown", 10.0, 10.0, 30.0),
        ("sertraline", "dispensed", "unknown", 50.0, 50.0, 30.0),
    ]
    assert expected.uses.join(noted, on="record", how="semi")["drug"].to_list() == ["sertraline"]
    assert uses["stop_reason"].to_list() == ["side_effect", None, None, None, None]
    totals = expected.scores.filter(expected.scores["item"].is_null()).sort("on_least")["total"].to_list()
    assert totals == [18.0, 9.0], "40 is no PHQ-9 total; nine items of 1 add up to 9"
    assert expected.scores["scale"].unique().to_list() == ["PHQ-9"]
    assert expected.conditions.sort("person_id")["topic"].to_list() == ["major_depression", "bipolar"]
    assert expected.therapies["therapy"].to_list() == ["ect"]
    assert expected.measurements.select("measure", "value", "unit").rows() == [("weight", 70.5, "kg")]
    assert expected.context["topic"].to_list() == ["observed"]
    assert expected.people.sort("person_id")["sex"].to_list() == ["female", "male"]


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
@pytest.mark.parametrize("vocabulary", [True, False], ids=["vocabulary", "no vocabulary"])
def test_every_form_says_the_same(tmp_path, write, vocabulary, expected):
    """Form and vocabulary change where a meaning is found, never the meaning."""
    assert told(read(write(tmp_path / "cdm", tables(vocabulary)))) == told(expected)


@pytest.mark.parametrize("write", [as_csv, as_duckdb, as_sqlite], ids=lambda write: write.__name__)
def test_one_person_is_fetched_alone(tmp_path, write):
    """Nothing of the other person comes along."""
    history = read(write(tmp_path / "cdm", tables()), Persons.one(2))
    assert history.uses.height == 1
    assert history.records["person_id"].unique().to_list() == ["2"]


def test_blocks_hold_everybody_once(tmp_path):
    """The rows of all blocks are those of the whole, whatever the size of a block."""
    source = open_source(as_parquet(tmp_path / "cdm", tables()))
    whole = read_omop(source, None, load(), with_words=False)
    for size in (1, 2, 3):
        pieces = list(blocks(source, size, load()))
        assert len(pieces) == len(person_ranges(source, size))
        for name in ("uses", "scores", "conditions", "therapies", "people", "context"):
            rows = [row for piece in pieces for row in getattr(piece, name).rows()]
            assert sorted(map(repr, rows)) == sorted(map(repr, getattr(whole, name).rows())), name


def test_a_population_keeps_no_words_but_the_same_meaning(tmp_path, expected):
    """Without words a row's record is table:id and nothing else of the uses differs."""
    history = read_omop(open_source(as_parquet(tmp_path / "cdm", tables())), None, load(), with_words=False)
    assert history.records.is_empty()
    assert set(history.uses["record"]) == {f"drug_exposure:{n}" for n in (1, 2, 3, 4, 7)}
    in_table = expected.records.filter(expected.records["kind"] == "drug_exposure")
    same = replace(expected, uses=expected.uses.join(in_table, on="record", how="semi"))
    assert told(history)["uses"] == told(same)["uses"]
    assert told(history)["scores"] == told(expected)["scores"]
    other = history.problems.filter(history.problems["place"] == "drug_exposure")["problem"].to_list()
    assert other == ["1 row: is a form of the drug that is another treatment; left out"], (
        "selegiline by mouth"
    )
    counted = history.problems.filter(history.problems["place"] == "measurement")["problem"].to_list()
    assert counted == ["1 row: is outside the range of its scale; left out"]


def test_a_person_named_by_no_row_of_person_is_in_some_block(tmp_path):
    """Ranges are open at both ends."""
    made = tables()
    made["drug_exposure"] += [
        {**made["drug_exposure"][0], "drug_exposure_id": 90 + n, "person_id": who}
        for n, who in enumerate((-5, 99))
    ]
    source = open_source(as_parquet(tmp_path / "cdm", made))
    found = {who for block in blocks(source, 1, load()) for who in block.uses["person_id"]}
    assert found == {"-5", "1", "2", "99"}


def test_rows_that_name_nobody_are_counted(tmp_path):
    """They are in no block, and are said once."""
    made = tables()
    made["drug_exposure"].append({**made["drug_exposure"][0], "drug_exposure_id": 90, "person_id": None})
    source = open_source(as_parquet(tmp_path / "cdm", made))
    said = [p for block in blocks(source, 1, load()) for p in block.problems["problem"] if "no person" in p]
    assert said == ["1 row names no person; left out"]
    assert [p for p in read_omop(source, None, load()).problems["problem"] if "no person" in p] == said


@pytest.mark.parametrize("module", ["duckdb", "adbc_driver_postgresql"])
def test_a_missing_package_is_named(tmp_path, monkeypatch, module):
    """The message says which extra brings it."""
    real = databases_module.import_module

    def without(name):
        if name.startswith(module):
            raise ImportError(name)
        return real(name)

    where = (
        as_duckdb(tmp_path / "cdm", tables()) if module == "duckdb" else "postgresql://u:secret@localhost/x"
    )
    monkeypatch.setattr(databases_module, "import_module", without)
    with pytest.raises(ReadError, match=r"fairtrial\[omop\]") as error:
        open_source(where)
    assert module.replace("_", "-") in str(error.value)
    assert "secret" not in str(error.value)


def test_an_address_never_stands_in_a_message():
    """Neither user, password, host nor database."""
    with pytest.raises(ReadError) as error:
        open_source("postgresql://someuser:secretword@127.0.0.1:1/somedatabase")
    said = str(error.value)
    assert not [w for w in ("someuser", "secretword", "127.0.0.1", "somedatabase") if w in said]
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def packed(instead_of, name, data):
    """A packed file that is broken, in the place of another."""
    instead_of.unlink()
    (instead_of.parent / name).write_bytes(data)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "drug_exposure.parquet").write_bytes(b"PAR1 not whole"),
        lambda folder: (folder / "drug_exposure.csv").write_text("person_id\n1\n"),
        lambda folder: (folder / "concept.parquet").write_bytes(b""),
        lambda folder: packed(folder / "concept.parquet", "concept.csv.gz", b"\x1f\x8b\x08 not whole"),
        lambda folder: packed(folder / "concept.parquet", "concept.csv.zip", b"PK\x03\x04 not whole"),
    ],
    ids=["broken", "twice", "empty", "gzip cut short", "zip cut short"],
)
def test_a_broken_table_is_named(tmp_path, spoil):
    """Table and database are named; nothing else."""
    folder = as_parquet(tmp_path / "cdm", tables())
    spoil(folder)
    with pytest.raises(ReadError, match=r"cdm.*(drug_exposure|concept)"):
        read_omop(open_source(folder), None, load())


def test_what_is_no_database_is_not_taken_for_one(tmp_path):
    """A lone file of persons, an empty folder, a text."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "person.csv").write_text("person_id\n1\n")
    (tmp_path / "note.txt").write_text("postgres is a database")
    for path in (tmp_path / "a", tmp_path / "note.txt", tmp_path / "none", Path("people.csv")):
        assert not is_omop(path)


def test_a_database_without_persons_is_refused(tmp_path):
    """It says which table is missing."""
    made = {name: rows for name, rows in tables().items() if name != "person"}
    with pytest.raises(ReadError, match="no table 'person'"):
        open_source(as_duckdb(tmp_path / "cdm", made))


def test_columns_of_text_are_read_as_what_they_mean(tmp_path):
    """An SQLite file imported from text still finds persons by number, and counts what it cannot read."""
    made = tables()
    texts = {
        name: [{k: None if v is None else str(v) for k, v in row.items()} for row in rows]
        for name, rows in made.items()
    }
    texts["drug_exposure"][0]["quantity"] = "sixty"
    history = read(as_sqlite(tmp_path / "cdm", texts), Persons.one(1))
    in_table = history.records.filter(history.records["kind"] == "drug_exposure")["record"].to_list()
    assert sum(record in in_table for record in history.uses["record"]) == 4
    odd = history.problems.filter(history.problems["field"] == "quantity")
    assert odd["place"].to_list() == ["drug_exposure 1"]


def test_public_names_are_what_they_say():
    """A part of the package never hides a name of the same spelling."""
    import fairtrial.records.omop as package

    found = {name: getattr(package, name) for name in package.__all__}
    assert all(callable(each) for each in found.values()), found
    with pytest.raises(AttributeError, match="open_source"):
        _ = package.open_database


def test_through_the_one_door(tmp_path):
    """One person is chosen by person_id; several are counted, not named; other files join in."""
    path = as_duckdb(tmp_path / "cdm", tables())
    assert door.read(path, person="1").people["person_id"].to_list() == ["1"]
    assert door.read(path, many=True).people["person_id"].to_list() == ["1", "2"]
    for wrong in ("3", "01", "Zoloft", "²", "9" * 30):
        with pytest.raises(ReadError, match="not among the 2 persons") as error:
            door.read(path, person=wrong)
        assert wrong not in str(error.value)
    with pytest.raises(ReadError, match="2 persons"):
        door.read(path)
    (tmp_path / "told").mkdir()
    (tmp_path / "told" / "treatments.csv").write_text("person_id,drug,weeks\n1,Remeron,8\n")
    both = door.read(tmp_path / "told", path, person="1")
    assert {"mirtazapine", "sertraline"} <= set(both.uses["drug"])
    assert both.people["person_id"].to_list() == ["1"]
