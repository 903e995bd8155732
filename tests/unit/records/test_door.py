"""The one door: what is recognised, what is refused, whose records they are, and that order never matters."""

import gzip
import json
import os
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairtrial.records import inputs as inputs_module
from fairtrial.records.door import read
from fairtrial.records.errors import ReadError
from fairtrial.tables import HISTORY_TABLES


def patient(person_id, born="1984-05-06", sex="female"):
    return json.dumps({"resourceType": "Patient", "id": person_id, "birthDate": born, "gender": sex})


def put(folder, **files):
    """Write files into a folder; ``__`` in a name stands for the dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def told(history):
    return [(p["file"], p["problem"], p["left_out"]) for p in history.problems.rows(named=True)]


def same(one, other):
    return all(getattr(one, name).equals(getattr(other, name)) for name in HISTORY_TABLES)


def refusal(*paths, **options):
    with pytest.raises(ReadError) as error:
        read(*paths, **options)
    return str(error.value)


def test_a_folder_of_csv_tables(tmp_path):
    put(
        tmp_path, treatments__csv="drug\nZoloft\n", scores__csv="scale,total\nPHQ-9,18\n", README__txt="hello"
    )
    history = read(tmp_path)
    assert (history.uses.height, history.scores.height, history.problems.height) == (1, 1, 0)


def test_a_single_table_and_a_path_as_text(tmp_path):
    put(tmp_path, treatments__csv="drug\nZoloft\n")
    assert read(str(tmp_path / "treatments.csv")).uses["drug"].to_list() == ["sertraline"]


def test_content_decides_and_not_the_ending(tmp_path):
    put(tmp_path, a__csv=patient("p"), b__json="drug;weeks\nZoloft;6\n")
    history = read(tmp_path)
    assert history.people["person_id"].to_list() == ["p"]
    assert history.uses["person_id"].to_list() == ["p"], (
        "a table that names nobody belongs to the only person"
    )


def test_folders_are_read_to_the_bottom_and_hidden_files_are_not(tmp_path):
    put(tmp_path / "a" / "b", x__json=patient("p"))
    put(tmp_path / ".git", y__json=patient("q"))
    assert read(tmp_path).records["file"].to_list() == ["a/b/x.json"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"%PDF-1.7 ...", "the PDF document is damaged"),
        (b"PK\x03\x04...", "the archive is damaged"),
        (gzip.compress(b"{}", mtime=0), "it is a gzip archive, which is not read"),
        (b"\x89PNG\r\n", "it is a picture, which is not read"),
        (b"PAR1\x00", "the Parquet file is damaged"),
        (b"{\\rtf1\\u99999999999 Dear", "it is a damaged RTF document"),
        (b"MSH|^~\\&|", "it is an HL7 version 2 message, which is not read"),
        (b"drug\x00\x01", "it holds binary data, which is not read"),
        ("drug\nZoloft\n".encode("utf-16"), "it is saved as UTF-16"),
        (b"<Bundle xmlns='http://hl7.org/fhir'>", "it is FHIR as XML, which is not read"),
        (b"<!DOCTYPE html><html>", "it is a web page, which is not read"),
        (b"<other/>", "it is an XML document, which is not read"),
        (b"Dear doctor, I took Zoloft", "its first row does not name the columns of a table we know"),
        (b'{"resourceType": "Pat', None),
    ],
)  # fmt: skip
def test_what_is_not_read_is_refused_by_its_kind(tmp_path, content, says):
    put(tmp_path, x__dat=content)
    message = refusal(tmp_path / "x.dat")
    assert message.startswith(f"x.dat: {says}. " if says else "x.dat: ")
    assert "Zoloft" not in message


def test_missing_and_empty_inputs_are_refused(tmp_path):
    assert refusal(tmp_path / "none.json").startswith(
        "none.json: it cannot be opened (No such file or directory)."
    )
    assert refusal(tmp_path).startswith(f"{tmp_path.name}: the folder holds no file to read.")
    assert refusal(put(tmp_path / "r", README__md="hi")).startswith("r: the folder holds no file to read.")
    assert refusal() == "inputs: none was given. Name a file or a folder."
    assert refusal(put(tmp_path / "h", treatments__csv="drug\n")).startswith("inputs: they hold no record.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_we_may_not_read_is_refused(tmp_path):
    put(tmp_path, x__json=patient("p"))
    (tmp_path / "x.json").chmod(0)
    assert "Permission denied" in refusal(tmp_path / "x.json")


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs_module, "MOST_BYTES", 10)
    put(tmp_path, x__json=patient("p"))
    assert refusal(tmp_path / "x.json") == "x.json: it is larger than 2 GB. Split it by person."


def test_what_is_not_understood_beside_what_is_becomes_a_problem(tmp_path):
    put(tmp_path, a__json=patient("p"), b__pdf=b"%PDF", c__json="{", d__dat="Dear doctor")
    history = read(tmp_path)
    assert history.people.height == 1
    problems = told(history)
    assert [file for file, _, left_out in problems if left_out] == ["b.pdf", "c.json", "d.dat"]
    assert problems[0] == ("b.pdf", "it is a PDF document, which is not read", True)
    assert history.problems["person_id"].unique().to_list() == ["p"]


def test_a_folder_with_nothing_readable_is_refused(tmp_path):
    put(tmp_path, a__pdf=b"%PDF", b__png=b"\x89PNG")
    assert refusal(tmp_path).startswith(
        "inputs: none of 2 files can be read; of the first (a.pdf): it is a PDF document, which is not read."
    )


def test_a_bad_cell_in_a_folder_is_an_error_and_not_a_problem(tmp_path):
    put(tmp_path, a__json=patient("p"), treatments__csv="drug,weeks\nZoloft,many\n")
    assert "treatments.csv, row 2, column 'weeks'" in refusal(tmp_path)


def test_the_same_content_twice_is_read_once_and_told(tmp_path):
    one, two = put(tmp_path / "1", t__csv="drug\nZoloft\n"), put(tmp_path / "2", t__csv="drug\nZoloft\n")
    history = read(one, two)
    assert history.uses.height == 1
    assert told(history) == [("t.csv", "other files have the same content; it was read once", False)]


FILL = {
    "resourceType": "MedicationDispense",
    "id": "d1",
    "status": "completed",
    "subject": {"reference": "Patient/a"},
    "medicationCodeableConcept": {"text": "sertraline 50 mg tablet"},
    "whenHandedOver": "2020-01-01",
    "daysSupply": {"value": 30},
}


def test_the_same_fill_in_two_exports_is_one_use(tmp_path):
    bundle = {"resourceType": "Bundle", "entry": [{"resource": FILL}, {"resource": FILL | {"id": "d2"}}]}
    put(tmp_path, a__json=json.dumps(bundle), b__json=json.dumps(FILL | {"meta": {"versionId": "2"}}))
    history = read(tmp_path)
    assert history.uses.height == 2
    assert (
        "b.json",
        "1 resource stands in another file too, with the same content; read once",
        False,
    ) in told(history)


def test_one_id_with_other_content_in_two_exports_is_kept_twice(tmp_path):
    put(tmp_path, a__json=json.dumps(FILL), b__json=json.dumps(FILL | {"daysSupply": {"value": 90}}))
    assert sorted(read(tmp_path).uses["days_supply"]) == [30, 90]


def test_a_medication_in_another_file_is_found(tmp_path):
    order = {key: value for key, value in FILL.items() if key != "medicationCodeableConcept"}
    order["medicationReference"] = {"reference": "Medication/m1"}
    medication = {"resourceType": "Medication", "id": "m1", "code": {"text": "sertraline 50 mg tablet"}}
    put(tmp_path, a__json=json.dumps(order), b__json=json.dumps(medication))
    assert read(tmp_path).uses["drug"].to_list() == ["sertraline"]


def test_files_of_one_name_keep_places_of_their_own(tmp_path):
    one, two = put(tmp_path / "1", t__csv="drug\nZoloft\n"), put(tmp_path / "2", t__csv="drug\nProzac\n")
    history = read(one, two)
    assert sorted(history.records["file"]) == ["t.csv", "t.csv (2)"]
    assert history.records["record"].n_unique() == 2


def test_several_persons_are_counted_and_not_named(tmp_path):
    put(tmp_path, treatments__csv="person_id,drug\nQuixote,Zoloft\nSancho,Prozac\n")
    message = refusal(tmp_path)
    assert message == (
        "inputs: they hold records of 2 persons. "
        "Choose one with --person ID, or say --same-person when all are one person."
    )


def test_one_person_can_be_chosen(tmp_path):
    put(tmp_path, treatments__csv="person_id,drug\nQuixote,Zoloft\nSancho,Prozac\n,Celexa\n")
    history = read(tmp_path, person="Sancho")
    assert history.uses["drug"].to_list() == ["fluoxetine"]
    assert sorted(told(history)) == [
        ("(inputs)", "records of 1 person were left out, as asked", True),
        ("(inputs)", "records that name no person were left out, because there are several persons", True),
    ]


def test_a_person_who_is_not_there_is_not_repeated(tmp_path):
    put(tmp_path, treatments__csv="person_id,drug\nQuixote,Zoloft\n")
    message = refusal(tmp_path, person="Dulcinea")
    assert message.startswith("inputs: the person asked for is not among the 1 person found.")
    assert "Dulcinea" not in message
    assert "Quixote" not in message


def test_all_ids_are_one_person_when_that_is_said(tmp_path):
    put(tmp_path, treatments__csv="person_id,drug\nb,Zoloft\na,Prozac\n,Celexa\n")
    history = read(tmp_path, same_person=True)
    assert history.uses["person_id"].to_list() == ["a", "a", "a"]
    assert told(history) == [("(inputs)", "2 ids were read as one person, as asked", False)]


def test_ids_of_different_files_are_one_person_when_birth_date_and_sex_agree(tmp_path):
    put(tmp_path, x__json=patient("a"), y__json=patient("b"))
    history = read(tmp_path)
    assert history.people["person_id"].to_list() == ["a"]
    assert told(history) == [
        ("(inputs)", "2 ids were read as one person, because birth date and sex agree", False)
    ]
    assert read(tmp_path, person="b").people["person_id"].to_list() == ["a"]


@pytest.mark.parametrize(
    ("born", "sex"),
    [("1984-05-07", "female"), ("1984-05-06", "male"), ("1984", "female"), ("1984-05-06", None)],
)
def test_ids_are_kept_apart_when_birth_date_or_sex_differ_or_are_open(tmp_path, born, sex):
    put(tmp_path, x__json=patient("a"), y__json=patient("b", born, sex))
    assert "2 persons" in refusal(tmp_path)


def test_two_ids_of_one_file_are_never_joined(tmp_path):
    put(tmp_path, people__csv="person_id,birth_date,sex\na,1984-05-06,female\nb,1984-05-06,female\n")
    assert "2 persons" in refusal(tmp_path)


def test_many_persons_stay_as_they_are(tmp_path):
    put(tmp_path, x__json=patient("a"), y__json=patient("b"))
    assert read(tmp_path, many=True).people["person_id"].to_list() == ["a", "b"]


def test_sources_that_disagree_on_a_person_leave_it_open(tmp_path):
    put(tmp_path, x__json=patient("a"), people__csv="birth_date,sex\n1990,male\n")
    history = read(tmp_path)
    person = history.people.row(0, named=True)
    assert history.people.height == 1
    assert person["sex"] is None
    assert (person["born_on_least"], person["born_on_most"]) == (date(1984, 5, 6), date(1990, 12, 31))
    assert {p[1] for p in told(history)} == {
        "sources disagree; all of them are allowed for", "sources disagree; taken as not known"
    }  # fmt: skip


def test_sources_that_agree_narrow_a_birth_date(tmp_path):
    put(tmp_path, x__json=patient("a"), people__csv="birth_date,sex\n1984,female\n")
    history = read(tmp_path)
    person = history.people.row(0, named=True)
    assert (person["born_on_least"], person["born_on_most"]) == (date(1984, 5, 6), date(1984, 5, 6))
    assert told(history) == []


@pytest.mark.parametrize(
    ("line", "synthetic"), [("Synthetic: yes", True), ("Is it synthetic: yes or no?", None)]
)
def test_a_readme_can_say_that_the_people_are_invented(tmp_path, line, synthetic):
    put(tmp_path, README=f"Title\n{line}\n", treatments__csv="drug\nZoloft\n", x__json=patient("a"))
    assert read(tmp_path).people["synthetic"].to_list() == [synthetic]


def test_the_template_readme_does_not_say_that_people_are_invented(tmp_path):
    from fairtrial.records.template import write_template

    write_template(tmp_path / "t")
    put(tmp_path / "t", people__csv="sex\nfemale\n")
    assert read(tmp_path / "t").people["synthetic"].to_list() == [None]


@given(
    start=st.sampled_from(
        [b"", b"drug,weeks\n", b"scale;total\n", b"person_id,birth_date,sex\n", b'{"resourceType":']
    ),
    content=st.one_of(
        st.binary(max_size=60), st.text(',;"\n\t0123456789-abPHQ', max_size=60).map(str.encode)
    ),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_content_is_read_or_refused(tmp_path, start, content):
    """Nothing but a refusal ever comes out of a file, whatever it holds."""
    (tmp_path / "x").write_bytes(start + content)
    try:
        history = read(tmp_path / "x", many=True)
    except ReadError:
        return
    assert history.records.height > 0


FILES = {
    "a.json": patient("a"),
    "b.json": patient("b"),
    "treatments.csv": "drug,weeks\nZoloft,6\nunobtainium,2\n",
    "more.csv": "person_id,drug,colour\na,Prozac,red\n",
    "copy.csv": "person_id,drug,colour\na,Prozac,red\n",
    "people.csv": "birth_date,sex\n1984,female\n",
    "sub/treatments.csv": "drug\nCelexa\n",
}


@given(order=st.permutations(sorted(FILES)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_the_order_of_inputs_never_matters(tmp_path, order):
    (tmp_path / "sub").mkdir(exist_ok=True)
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    got = read(*(tmp_path / name for name in order))
    assert got.uses.height == 3
    assert same(got, read(*(tmp_path / name for name in sorted(FILES))))


def test_a_note_in_plain_words_is_read(tmp_path):
    (tmp_path / "2024-05-03 visit.txt").write_text(
        "Tried Zoloft 100 mg for 3 months in 2019, no benefit.", "utf-8"
    )
    history = read(tmp_path)
    assert history.uses["drug"].to_list() == ["sertraline"]
    assert history.uses["response"].to_list() == ["none"]


def test_an_rtf_document_is_read_as_a_note(tmp_path):
    """Its day stands in its words, as in any note."""
    put(tmp_path, x__rtf=rb"{\rtf1\ansi Date of visit: 2025-01-06\par Start \b Zoloft\b0  50 mg daily.}")
    ((drug, day),) = read(tmp_path).uses.select("drug", "started_on_least").rows()
    assert (drug, str(day)) == ("sertraline", "2025-01-06")
