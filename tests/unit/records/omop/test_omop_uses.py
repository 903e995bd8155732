"""Rows of drug_exposure: what is read, what stays unknown, and what is told."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_cdm import METFORMIN, SERTRALINE_50, as_parquet, exposure, strength, tables

from fairtrial.facts import load
from fairtrial.records.omop import Persons, open_source, read_omop
from fairtrial.records.omop.drugs import FOUND
from fairtrial.records.omop.exposures import EXPOSURE
from fairtrial.records.omop.uses import uses

CASES = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
PATCH, LIQUID, COMBINATION, GRAMS, MIXTURE = 51, 52, 53, 54, 55


def database(rows):
    """The invented database with these exposures of person 1 and a few products more."""
    made = tables()
    names = ["concept_id", "concept_name", "vocabulary_id", "concept_code"]
    products = [
        (PATCH, "24 HR selegiline 0.25 MG/HR Transdermal System", "RxNorm Extension", "X1"),
        (LIQUID, "fluoxetine 4 MG/ML Oral Solution", "RxNorm Extension", "X2"),
        (COMBINATION, "fluoxetine 25 MG / olanzapine 6 MG Oral Capsule", "RxNorm Extension", "X3"),
        (GRAMS, "lithium carbonate", "RxNorm Extension", "X4"),
        (MIXTURE, "compounded mixture", "RxNorm Extension", "X5"),
    ]
    made["concept"] += [dict(zip(names, each, strict=True)) for each in products]
    made["concept_ancestor"] += [
        {"ancestor_concept_id": ancestor, "descendant_concept_id": each}
        for ancestor, each in [
            (766209, PATCH),
            (755695, LIQUID),
            (755695, COMBINATION),
            (19124477, GRAMS),
            (739138, MIXTURE),
            (750982, MIXTURE),
        ]
    ]
    per_hour = {
        "numerator_value": 0.25,
        "numerator_unit_concept_id": 8576,
        "denominator_unit_concept_id": 8505,
    }
    per_ml = {
        **per_hour,
        "numerator_value": 4.0,
        "denominator_value": 1.0,
        "denominator_unit_concept_id": 8587,
    }
    made["drug_strength"] += [
        strength(PATCH, 766209, **per_hour),
        strength(LIQUID, 755695, **per_ml),
        strength(COMBINATION, 755695, 25.0),
        strength(GRAMS, 19124477, 0.3, unit=8504),
    ]
    made["drug_exposure"] = rows
    return made


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Every case as an exposure of its own, read at once."""
    rows = []
    for number, case in enumerate(CASES, start=1):
        given = {k: v.isoformat() if isinstance(v, date) else v for k, v in case["row"].items()}
        start = given.pop("drug_exposure_start_date", "2019-01-01")
        row = exposure(number, number, given.pop("drug_concept_id", SERTRALINE_50), start, **given)
        counted = ("quantity", "days_supply", "refills")
        rows.append({k: float(v) if k in counted and v is not None else v for k, v in row.items()})
    folder = as_parquet(tmp_path_factory.mktemp("cases") / "cdm", database(rows))
    return read_omop(open_source(folder), None, load())


@pytest.mark.parametrize(
    ("number", "case"), list(enumerate(CASES, start=1)), ids=[case["name"] for case in CASES]
)
def test_a_row_of_drug_exposure(read, number, case):
    """Each case of the table holds."""
    mine = pl.col("person_id") == str(number)
    place = f"drug_exposure {number}"
    record = read.records.filter(pl.col("place") == place)["record"].item()
    found = read.uses.filter(mine, pl.col("record") == record).rows(named=True)
    assert len(found) == (case["use"] is not None)
    for use in found:
        assert {key: use[key] for key in case["use"]} == case["use"]
    told = read.problems.filter(mine, pl.col("place") == place)["field"].to_list()
    assert sorted(told) == sorted(case.get("problems", []))


def test_two_rows_that_say_the_same_are_told(tmp_path):
    """Both are kept: the timeline takes fills of one day together."""
    rows = [exposure(n, 1, SERTRALINE_50, "2019-01-01", quantity=30.0, days_supply=30) for n in (1, 2)]
    rows.append({**rows[0], "drug_exposure_id": 3, "days_supply": 31})
    history = read_omop(open_source(as_parquet(tmp_path / "cdm", database(rows))), Persons.one(1), load())
    told = history.problems.filter(history.problems["field"] == "drug_exposure_id")
    assert told["place"].to_list() == ["drug_exposure 2"]
    assert history.uses.filter(history.uses["kind"] == "dispensed").height == 3


def test_a_population_counts_by_kind(tmp_path):
    """One line for each kind and table, without a person; every row of a drug of ours is kept."""
    rows = [exposure(n, n, SERTRALINE_50, "2019-01-01", days_supply=-1.0) for n in range(1, 6)]
    rows += [exposure(6, 6, 0, "2019-01-01"), exposure(7, 7, METFORMIN, "2019-01-01", days_supply=-1.0)]
    source = open_source(as_parquet(tmp_path / "cdm", database(rows)))
    history = read_omop(source, None, load(), with_words=False)
    told = history.problems.filter(history.problems["place"] == "drug_exposure").sort("field")
    assert told.select("person_id", "field", "problem").rows() == [
        (None, "days_supply", "5 rows: is zero, negative or above a year; taken as not known"),
        (None, "drug_concept_id", "1 row: names no drug and no text; left out"),
    ]
    assert history.uses.height == 5


NUMBER = (
    st.none()
    | st.floats(allow_nan=False, width=32)
    | st.sampled_from([-1.0, 0.0, 1.0, 30.0, 90.0, 365.0, 1e9])
)
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(
    quantity=NUMBER, supply=NUMBER, refills=NUMBER, start=DAYS, end=DAYS, verbatim=DAYS,
    kind=st.sampled_from([0, 32869, 32838, 32818, 32865, 38000176]), sig=st.none() | st.text(max_size=12),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_no_row_breaks_it_and_nothing_absurd_comes_out(
    quantity, supply, refills, start, end, verbatim, kind, sig
):
    """Whatever a row holds, one use comes out whose bounds are in order and whose supply can be."""
    row = exposure(1, 1, SERTRALINE_50, None, quantity=quantity, days_supply=supply, refills=refills, sig=sig,
                   drug_type_concept_id=kind)  # fmt: skip
    row |= {"drug_exposure_start_date": start, "drug_exposure_end_date": end, "verbatim_end_date": verbatim}
    types = {"quantity": pl.Float64, "days_supply": pl.Float64, "refills": pl.Float64, "sig": pl.String}
    days = dict.fromkeys(("drug_exposure_start_date", "drug_exposure_end_date", "verbatim_end_date"), pl.Date)
    words = dict.fromkeys(
        ("stop_reason", "dose_unit_source_value", "route_source_value", "drug_source_value"), pl.String
    )
    frame = pl.DataFrame([row], schema_overrides={**types, **days, **words}).select(EXPOSURE)
    known = {
        "drug": "sertraline",
        "strength_mg": 50.0,
        "name": None,
        "near_spelling": False,
        "two_drugs": False,
        "another_form": False,
    }
    found = uses(frame.with_columns(pl.lit(known[n], t).alias(n) for n, t in FOUND.items()), load()).row(
        0, named=True
    )
    if found["stopped_on_least"] is not None:
        assert found["stopped_on_least"] <= found["stopped_on_most"]
        assert start is None or found["stopped_on_least"] > start
    assert found["days_supply"] is None or 1 <= found["days_supply"] <= 365
    if found["dose_mg_per_day_most"] is not None:
        assert 0 <= found["dose_mg_per_day_least"] <= found["dose_mg_per_day_most"] <= 2000
