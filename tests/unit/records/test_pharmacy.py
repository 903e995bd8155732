"""Pharmacy and claims files: columns found, fills settled, every row accounted for."""

import csv
import io
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fairtrial.facts import load
from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy import (
    as_mapping,
    as_yaml,
    grid_of,
    load_mapping,
    mapping_beside,
    read_pharmacy,
)
from fairtrial.records.pharmacy.propose import propose

HERE = Path(__file__).parent
HEADERS = yaml.safe_load((HERE / "test_pharmacy_headers.yaml").read_text("utf-8"))
FILLS = yaml.safe_load((HERE / "test_pharmacy_fills.yaml").read_text("utf-8"))
NDC_LIST = HERE.parents[2].parent / "shared" / "data" / "codes" / "mhrn_antidepressant_ndc_2024.csv"
USE = ["status", "started_on_least", "days_supply", "dose_mg_per_day_least", "dose_mg_per_day_most"]


def as_csv(rows, mark=","):
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(rows)
    return text.getvalue().encode()


def proposal_of(rows):
    return propose(grid_of("fills.csv", as_csv(rows), load()), load())


@pytest.mark.parametrize("case", HEADERS, ids=lambda case: case["file"])
def test_columns_are_found(case):
    proposal = proposal_of(case["rows"])
    header = proposal.grid.header
    found = {name: "+".join(header[i] for i in guess.columns) for name, guess in proposal.guesses.items()}
    assert {name: found.get(name) for name in case["holds"]} == case["holds"]
    assert set(found) - set(case["holds"]) <= {"quantity", "days_supply", "strength", "person_name"}
    assert proposal.certain is case["certain"]
    if "filled_on" in proposal.guesses:
        assert proposal.guesses["filled_on"].date == case.get("date")


@pytest.mark.parametrize("mark", [";", "\t", "|"])
@pytest.mark.parametrize("case", HEADERS, ids=lambda case: case["file"])
def test_the_separator_does_not_matter(case, mark):
    other = propose(grid_of("fills.csv", as_csv(case["rows"], mark), load()), load())
    assert other.guesses == proposal_of(case["rows"]).guesses


@pytest.mark.parametrize("case", HEADERS, ids=lambda case: case["file"])
def test_a_written_mapping_says_what_was_proposed(case):
    proposal = proposal_of(case["rows"])
    text = as_yaml(proposal)
    if {"drug", "filled_on"} <= set(proposal.guesses) and "????" not in text:
        assert load_mapping("m.yaml", text.encode()) == as_mapping(proposal, certain_only=False)
    else:
        with pytest.raises(ReadError):
            load_mapping("m.yaml", text.encode())


@pytest.mark.parametrize("case", FILLS, ids=lambda case: case["says"])
def test_fills(case):
    history = read_pharmacy("fills.csv", case["file"].encode(), load())
    uses = history.uses.filter(drug=case["drug"]) if "drug" in case else history.uses
    assert sorted(map(list, uses.select(USE).rows()), key=str) == sorted(case["uses"], key=str)
    assert set(uses["kind"]) == {"dispensed"}
    told = history.problems.filter(history.problems["place"] != "header").select("field", "problem").rows()
    wanted = [tuple(pair) for pair in case.get("problems", [])]
    assert len(told) == len(wanted)
    assert all(any(f == field and word in p for f, p in told) for field, word in wanted)
    assert uses["stopped_on_least"].to_list() == [case.get("stopped_on")] * uses.height


@pytest.mark.parametrize("case", FILLS, ids=lambda case: case["says"])
def test_every_row_becomes_a_record_once(case):
    history = read_pharmacy("fills.csv", case["file"].encode(), load())
    above = sum(1 for word in ("TEST PHARMACY", "Prescription history") if word in case["file"])
    header = sum(
        line.startswith(("Drug Name", "Claim Number", "Arznei")) for line in case["file"].splitlines()
    )
    filled = sum(bool(line.strip()) for line in case["file"].splitlines())
    assert history.records.height == filled - header - above
    assert history.records["record"].is_unique().all()
    assert set(history.uses["record"]) == set(history.records.filter(became="use")["record"])


_ROW = st.tuples(
    st.sampled_from(["Sertraline 50 mg", "Sertraline 100 mg", "Bupropion XL 150 mg", "Lisinopril 10 mg"]),
    st.sampled_from(["2024-01-14", "2024-01-20", "2024-02-14", "2024-02-20", "", "soon"]),
    st.sampled_from(["30", "-30", "60", "0", ""]),
    st.sampled_from(["30", "-30", "x"]),
    st.sampled_from(["Paid", "Reversed", "Denied", "ZQ", ""]),
    st.sampled_from(["1", "2"]),
)
_MAPPING = load_mapping(
    "m.yaml",
    b"columns: {drug: Drug, filled_on: Fill Date, quantity: Qty, days_supply: Days,"
    b" status: Status, rx_number: Rx}",
)
_NAMES = ("Drug", "Fill Date", "Qty", "Days", "Status", "Rx")


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(_ROW, max_size=8), data=st.data())
def test_the_order_of_rows_does_not_matter(rows, data):
    shuffled = data.draw(st.permutations(rows))
    one, two = (
        read_pharmacy("fills.csv", as_csv([_NAMES, *some]), load(), _MAPPING) for some in (rows, shuffled)
    )
    for table, left_away in (
        ("uses", ["record"]),
        ("records", ["record", "place"]),
        ("problems", ["record", "place"]),
    ):
        first, second = (getattr(history, table).drop(left_away) for history in (one, two))
        columns = first.columns
        assert first.sort(columns).equals(second.sort(columns))


def test_a_proposal_is_told_when_it_is_used_without_asking():
    history = read_pharmacy("fills.csv", as_csv(HEADERS[0]["rows"]), load())
    told = history.problems.filter(place="header")["problem"].item()
    assert told.startswith("columns read as ")
    assert "drug (column 2)" in told
    assert "fairtrial map" in told


def test_an_uncertain_proposal_is_not_used():
    uncertain = next(case for case in HEADERS if case["file"] == "days that can be read in two orders")
    with pytest.raises(ReadError, match=r"mdy or dmy.*fairtrial map"):
        read_pharmacy("fills.csv", as_csv(uncertain["rows"]), load())


def test_a_mapping_settles_what_was_not_certain():
    rows = [["Drug", "Fill Date"], ["sertraline 50 mg", "03/04/2024"]]
    for order, month in (("mdy", 3), ("dmy", 4)):
        mapping = load_mapping(
            "m.yaml", f"columns: {{drug: Drug, filled_on: {{column: Fill Date, date: {order}}}}}".encode()
        )
        history = read_pharmacy("fills.csv", as_csv(rows), load(), mapping)
        assert history.uses["started_on_least"].item().month == month
        assert history.problems.is_empty()


def test_a_file_without_header_is_read_by_column_numbers():
    mapping = load_mapping("m.yaml", b"header_row: 0\ncolumns: {drug: '#2', filled_on: '#1'}")
    history = read_pharmacy(
        "fills.csv", b"2024-01-14,sertraline 50 mg\n2024-02-14,sertraline 50 mg\n", load(), mapping
    )
    assert history.uses.height == 2


def test_a_status_word_is_given_its_meaning():
    rows = [
        ["Drug", "Fill Date", "Status"],
        ["sertraline 50 mg", "2024-01-14", "ZQ"],
        ["sertraline 50 mg", "2024-02-14", "OK"],
    ]
    text = (
        b"columns: {drug: Drug, filled_on: Fill Date, status: {column: Status, values: {zq: not_dispensed}}}"
    )
    history = read_pharmacy("fills.csv", as_csv(rows), load(), load_mapping("m.yaml", text))
    assert history.uses["status"].to_list() == ["not_taken", "unknown"]


def test_a_status_word_that_is_not_known_leaves_the_fill_out_and_says_so():
    rows = [["Drug", "Fill Date", "Status"], ["sertraline 50 mg", "2024-01-14", "ZQ"]]
    text = b"columns: {drug: Drug, filled_on: Fill Date, status: Status}"
    history = read_pharmacy("fills.csv", as_csv(rows), load(), load_mapping("m.yaml", text))
    assert history.uses.is_empty()
    assert history.problems.filter(field="status")["left_out"].to_list() == [True]


def test_names_of_persons_stay_out_of_the_history():
    rows = [
        ["Patient Name", "Drug", "Fill Date", "Rx Number"],
        ["XAVERIUS", "sertraline 50 mg", "2024-01-14", "RX777"],
    ]
    one = read_pharmacy("fills.csv", as_csv(rows), load())
    assert set(one.uses["person_id"]) == {""}
    two = read_pharmacy(
        "fills.csv", as_csv([*rows, ["YOLANDA", "sertraline 50 mg", "2024-01-14", "RX778"]]), load()
    )
    assert two.uses["person_id"].n_unique() == 2
    text = "".join(str(getattr(two, table).rows()) for table in ("uses", "records", "problems"))
    assert not any(word in text.upper() for word in ("XAVERIUS", "YOLANDA", "RX777"))


def test_a_list_of_codes_of_ones_own_names_the_drugs(tmp_path):
    (tmp_path / "codes.csv").write_text("code,name\n00456-2010-01,Escitalopram 10 mg\n", "utf-8")
    text = (
        b"ndc_list: {file: codes.csv, ndc: code, drug: name}\n"
        b"columns: {ndc: NDC, filled_on: D, quantity: Q, days_supply: S}"
    )
    rows = [
        ["NDC", "D", "Q", "S"],
        ["456201001", "2024-01-14", "60", "30"],
        ["00000000001", "2024-01-14", "30", "30"],
    ]
    history = read_pharmacy("fills.csv", as_csv(rows), load(), load_mapping("m.yaml", text), tmp_path)
    assert history.uses.select("drug", "dose_mg_per_day_least").rows() == [("escitalopram", 20.0)]
    assert history.records.filter(became="context only").height == 1


@pytest.mark.skipif(not NDC_LIST.exists(), reason="../shared/data/codes is not here")
def test_a_public_list_of_codes_can_be_used_as_it_is():
    listed = f"ndc_list: {{file: {NDC_LIST.name}, ndc: ndc, drug: [generic, brand]}}"
    text = f"{listed}\ncolumns: {{ndc: NDC, filled_on: D}}"
    with NDC_LIST.open(encoding="utf-8") as file:
        wanted = [
            row for row in csv.DictReader(file) if row["generic"] in ("SERTRALINE", "FLUOXETINE", "TRAZODONE")
        ][:200]
    rows = [["NDC", "D"], *([row["ndc"], "2024-01-14"] for row in wanted)]
    history = read_pharmacy(
        "fills.csv", as_csv(rows), load(), load_mapping("m.yaml", text.encode()), NDC_LIST.parent
    )
    joined = history.uses.join(history.records, on="record")["drug"].to_list()
    assert len(joined) == len(wanted)
    assert set(joined) <= {row["generic"].lower() for row in wanted}


def test_a_mapping_is_found_beside_its_file(tmp_path):
    file = tmp_path / "fills.csv"
    assert mapping_beside(file) is None
    (tmp_path / "fills.mapping.yaml").touch()
    assert mapping_beside(file) == tmp_path / "fills.mapping.yaml"


WRONG_MAPPINGS = {
    "columns: {filled_on: D}": "must name drug",
    "columns: {ndc: N, filled_on: D}": "name an ndc_list",
    "columns: {drug: X}": "must name filled_on",
    "columns: {drug: X, filled_on: {column: D, date: us}}": "columns.filled_on.date: .*'ymd', 'mdy', 'dmy'",
    "columns: {drug: {column: X, date: mdy}, filled_on: D}": "columns.drug: date belongs to",
    "columns: {drug: {column: X, decimal: ','}, filled_on: D}": "columns.drug: decimal belongs to",
    "columns: {drug: {column: X, values: {a: dispensed}}, filled_on: D}": "columns.drug: values belong to",
    "columns: {drug: X, filled_on: D, medicine: Y}": "not one of person_id",
    "columns: {drug: X, filled_on: {column: D, hint: x}}": "columns.filled_on.hint is not an entry",
    "columns: {drug: X, filled_on: D, status: {column: S, values: {a: x}}}": "status.values.*'dispensed'",
    "columns: {drug: [], filled_on: D}": "name a column",
    "separator: x\ncolumns: {drug: X, filled_on: D}": "separator",
    "- a": "not a mapping",
    "": "not a mapping",
    "columns: {drug": "line 1.*not readable as YAML",
}


@pytest.mark.parametrize("text", WRONG_MAPPINGS)
def test_a_wrong_mapping_is_refused_with_the_entry(text):
    with pytest.raises(ReadError, match=WRONG_MAPPINGS[text]):
        load_mapping("m.yaml", text.encode())


@pytest.mark.parametrize("column", ["Nowhere", "Twice", "#9"])
def test_a_column_that_is_not_there_once_is_refused(column):
    mapping = load_mapping("m.yaml", f"header_row: 1\ncolumns: {{drug: '{column}', filled_on: D}}".encode())
    with pytest.raises(ReadError, match=r"column that the mapping names is (not there|more than once)"):
        read_pharmacy("fills.csv", b"D,Twice,Twice\n2024-01-14,a,b\n", load(), mapping)
