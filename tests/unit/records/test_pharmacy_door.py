"""Tables of fills, PDF documents and archives through the one door and the command line."""

import json
from datetime import date

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pharmacy_files import ROWS, delimited, sheet, workbook, zipped
from typer.testing import CliRunner

from fairtrial.cli import app
from fairtrial.records.door import read
from fairtrial.records.errors import ReadError

PERSON = {"resourceType": "Patient", "id": "p", "birthDate": "1984-05-06", "gender": "female"}
DISPENSE = {
    "resourceType": "MedicationDispense",
    "id": "d",
    "status": "completed",
    "subject": {"reference": "Patient/p"},
    "medicationCodeableConcept": {"text": "Venlafaxine 75 mg"},
    "whenHandedOver": "2023-02-01",
    "daysSupply": {"value": 30},
}
AMBIGUOUS = b"Drug,Fill Date\nsertraline 50 mg,03/04/2024\n"
MAPPING = "columns: {drug: Drug, filled_on: {column: Fill Date, date: dmy}}\n"


def put(folder, **files):
    """Write files into a folder; ``__`` in a name stands for the dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def bundle(*resources):
    return json.dumps({"resourceType": "Bundle", "entry": [{"resource": r} for r in resources]})


@pytest.mark.parametrize("data", [delimited(), delimited(encoding="utf-16"), workbook(sheet(ROWS))])
def test_a_table_of_fills_beside_fhir_belongs_to_the_same_person(tmp_path, data):
    put(tmp_path, a__json=bundle(PERSON, DISPENSE), fills__dat=data)
    history = read(tmp_path)
    assert history.uses["drug"].sort().to_list() == ["bupropion", "sertraline", "venlafaxine"]
    assert set(history.uses["person_id"]) == {"p"}


def test_a_mapping_is_used_when_given_or_beside_the_file(tmp_path):
    put(tmp_path, fills__csv=AMBIGUOUS)
    with pytest.raises(ReadError, match="mdy or dmy"):
        read(tmp_path / "fills.csv")
    put(tmp_path / "elsewhere", m__yaml=MAPPING)
    given_day = (
        read(tmp_path / "fills.csv", mapping=tmp_path / "elsewhere" / "m.yaml")
        .uses["started_on_least"]
        .item()
    )
    put(tmp_path, **{"fills__mapping__yaml": MAPPING})
    beside = read(tmp_path / "fills.csv").uses["started_on_least"].item()
    in_folder = read(tmp_path).uses["started_on_least"].to_list()
    assert (given_day, beside, in_folder) == (date(2024, 4, 3), date(2024, 4, 3), [date(2024, 4, 3)])


def test_a_table_with_names_we_do_not_know_is_read_under_a_mapping(tmp_path):
    put(
        tmp_path,
        x__csv="wann,was\n2024-01-14,sertraline 50 mg\n",
        m__yaml="columns: {drug: was, filled_on: wann}",
    )
    with pytest.raises(ReadError, match="fairtrial map"):
        read(tmp_path / "x.csv")
    assert read(tmp_path / "x.csv", mapping=tmp_path / "m.yaml").uses.height == 1


def test_an_uncertain_table_in_a_folder_is_listed_and_the_rest_is_read(tmp_path):
    put(tmp_path, a__json=bundle(PERSON, DISPENSE), fills__csv=AMBIGUOUS)
    history = read(tmp_path)
    assert history.uses["drug"].to_list() == ["venlafaxine"]
    assert history.problems.filter(file="fills.csv")["left_out"].to_list() == [True]


def test_the_tables_of_the_template_stay_what_they_are(tmp_path):
    put(tmp_path, treatments__csv="drug,status,started_on\nZoloft,active,2024-01-14\n")
    assert read(tmp_path).records["kind"].to_list() == ["treatments"]


def test_a_portal_export_as_zip(tmp_path):
    data = zipped(
        [
            ("export/clinical-records/b.json", json.dumps(DISPENSE)),
            ("export/clinical-records/a.json", json.dumps(PERSON)),
            ("export/picture.png", b"\x89PNG\r\n"),
            ("../../outside.csv", delimited()),
            ("__MACOSX/._a.json", b"\0"),
            ("inner.zip", zipped([("a.json", b"{}")])),
        ]
    )
    put(tmp_path, export__zip=data)
    history = read(tmp_path / "export.zip")
    assert history.uses["drug"].sort().to_list() == ["bupropion", "sertraline", "venlafaxine"]
    assert set(history.records["file"]) == {
        "export.zip/export/clinical-records/a.json",
        "export.zip/export/clinical-records/b.json",
        "export.zip/outside.csv",
    }
    left = history.problems.filter(history.problems["left_out"])["file"].to_list()
    assert sorted(left) == ["export.zip/export/picture.png", "export.zip/inner.zip"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["export.zip"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (zipped([("a", b"\0" * 30_000_000)]), "far more than it should"),
        (zipped([]), "damaged|no file"),
        (zipped([("[Content_Types].xml", "<a/>"), ("word/document.xml", "<a/>")]), "office document"),
    ],
)
def test_an_archive_that_cannot_be_used_is_refused(tmp_path, data, why):
    put(tmp_path, x__zip=data)
    with pytest.raises(ReadError, match=why):
        read(tmp_path / "x.zip")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(["a.json", "fills.csv", "more.zip"]))
def test_the_order_of_files_does_not_matter(tmp_path, order):
    put(
        tmp_path,
        a__json=bundle(PERSON),
        fills__csv=delimited(),
        more__zip=zipped([("d.json", json.dumps(DISPENSE))]),
    )
    one, two = (
        read(*(tmp_path / name for name in order)),
        read(tmp_path / "a.json", tmp_path / "fills.csv", tmp_path / "more.zip"),
    )
    assert one.uses.equals(two.uses)
    assert one.problems.equals(two.problems)


def test_map_prints_a_mapping_that_review_takes(tmp_path):
    put(tmp_path, fills__csv=AMBIGUOUS)
    written = run("map", tmp_path / "fills.csv", "-o", tmp_path / "fills.mapping.yaml")
    assert written.exit_code == 0
    mapping = yaml.safe_load((tmp_path / "fills.mapping.yaml").read_text())
    assert mapping["columns"]["filled_on"] == {"column": "Fill Date", "date": "mdy"}
    assert (
        run("map", tmp_path / "fills.csv").stdout.strip()
        == (tmp_path / "fills.mapping.yaml").read_text().strip()
    )
    reviewed = run("records", tmp_path / "fills.csv", "--mapping", tmp_path / "fills.mapping.yaml")
    assert reviewed.exit_code == 0
    assert "1 record; 0 problems" in reviewed.stdout


def test_map_writes_over_nothing_and_refuses_what_is_no_table(tmp_path):
    put(tmp_path, fills__csv=AMBIGUOUS, m__yaml="mine", x__txt="Dear doctor, XAVERIUS here")
    for words in (
        ("map", tmp_path / "fills.csv", "-o", tmp_path / "m.yaml"),
        ("map", tmp_path / "fills.csv", "-o", tmp_path / "none" / "m.yaml"),
        ("map", tmp_path),
        ("map", tmp_path / "x.txt"),
        ("map", tmp_path / "none.csv"),
        ("records", tmp_path / "fills.csv", "--mapping", tmp_path / "m.yaml"),
        ("records", tmp_path / "fills.csv", "--mapping", tmp_path / "none.yaml"),
    ):
        done = run(*words)
        assert done.exit_code == 2
        assert done.stderr.startswith("fairtrial: ")
        assert "XAVERIUS" not in done.stderr
    assert (tmp_path / "m.yaml").read_text() == "mine"


def test_a_mapping_that_no_file_needs_is_told(tmp_path):
    """It is likely meant for a file that was forgotten, or recognised as something else."""
    (tmp_path / "note.txt").write_text("Took paroxetine 20 mg in 2011.", "utf-8")
    (tmp_path / "fills.csv").write_bytes(AMBIGUOUS)
    mapping = tmp_path / "my.mapping.yaml"
    mapping.write_text(MAPPING, "utf-8")
    told = [
        read(*files, mapping=mapping).problems.filter(file="my.mapping.yaml")["problem"].to_list()
        for files in ([tmp_path / "note.txt"], [tmp_path / "note.txt", tmp_path / "fills.csv"])
    ]
    assert told == [["the mapping was given, but none of the files is a table of fills; it was not used"], []]
