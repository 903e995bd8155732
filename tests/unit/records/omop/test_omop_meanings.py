"""Codes of conditions, procedures and measurements: what each stands for, with the vocabulary at hand."""

from pathlib import Path

import polars as pl
import pytest
import yaml
from invented_cdm import as_parquet, tables

from fairtrial.facts import load
from fairtrial.records.omop import open_source, read_omop
from fairtrial.records.omop.coded import KEYS, conditions_of, therapies_of
from fairtrial.records.omop.measured import measured_by

CASES = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))


def looked_up(tmp_path, case):
    """A database whose vocabulary has the concepts of the case, and the one key of the case."""
    made, ids = tables(), []
    for number, concept in enumerate((case.get("concept"), case.get("source")), start=800_001):
        ids.append(number if concept else 0)
        if concept:
            vocabulary, code, name = concept
            made["concept"].append(
                {
                    "concept_id": number,
                    "concept_name": name,
                    "vocabulary_id": vocabulary,
                    "concept_code": code,
                }
            )
    types = {"concept_id": pl.Int64, "source_concept_id": pl.Int64, "source_value": pl.String}
    keys = pl.DataFrame([(*ids, case["text"])], schema=types, orient="row")
    return open_source(as_parquet(tmp_path / "cdm", made)), keys.select(KEYS)


@pytest.mark.parametrize("case", CASES["conditions"], ids=lambda case: case["name"])
def test_conditions(tmp_path, case):
    """Each case of the table holds."""
    found = conditions_of(*looked_up(tmp_path, case), load())
    assert found["topic"].drop_nulls().to_list() == case["topics"]
    assert found.height == max(1, len(case["topics"]))


@pytest.mark.parametrize("case", CASES["procedures"], ids=lambda case: case["name"])
def test_procedures(tmp_path, case):
    """Each case of the table holds."""
    assert therapies_of(*looked_up(tmp_path, case), load())["therapy"].to_list() == [case["therapy"]]


@pytest.mark.parametrize("case", CASES["measured"], ids=lambda case: case["name"])
def test_what_is_measured(tmp_path, case):
    """Each case of the table holds."""
    found = measured_by(*looked_up(tmp_path, case), load())
    assert sorted(map(list, found.select("what", "id", "number").rows()), key=str) == sorted(
        case["means"], key=str
    )


def scored(tmp_path, rows):
    """The scores of observations (code, day, value) of person 1."""
    made = tables()
    first = made["observation"][0]
    made["measurement"] = made["measurement"][:1]
    made["observation"] = [
        {**first, "observation_id": n, "observation_source_value": code, "observation_date": day, **value}
        for n, (code, day, value) in enumerate(rows, start=1)
    ]
    history = read_omop(open_source(as_parquet(tmp_path / "cdm", made)), None, load())
    return history.scores.filter(pl.col("on_least") != pl.date(2019, 1, 2)), history


def test_two_items_of_one_day_are_a_phq2_and_nine_a_phq9(tmp_path):
    """Items that scales share go to the scale that the day's items make whole."""
    day, other = pl.date_range(pl.date(2020, 1, 1), pl.date(2020, 1, 2), eager=True).to_list()
    nine = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
    value = {"value_as_number": 2.0}
    rows = [(code, day, value) for code in nine] + [(code, other, value) for code in nine[:2]]
    scores, _ = scored(tmp_path, rows)
    totals = scores.filter(pl.col("item").is_null()).sort("on_least")
    assert totals.select("scale", "total").rows() == [("PHQ-9", 18.0), ("PHQ-2", 4.0)]
    assert scores.filter(pl.col("item").is_not_null()).group_by("scale").len().sort("scale").rows() == [
        ("PHQ-2", 2),
        ("PHQ-9", 9),
    ]


def test_a_stated_total_stands_and_items_are_not_added_up(tmp_path):
    """One total a day."""
    day = pl.date_range(pl.date(2020, 1, 1), pl.date(2020, 1, 1), eager=True).to_list()[0]
    value = {"value_as_number": 1.0}
    rows = [("44250-9", day, value), ("44255-8", day, value), ("55758-7", day, {"value_as_number": 3.0})]
    scores, _ = scored(tmp_path, rows)
    assert scores.filter(pl.col("item").is_null())["total"].to_list() == [3.0]


@pytest.mark.parametrize(
    ("value", "score"),
    [
        ({"value_as_string": "Nearly every day"}, 3.0),
        ({"value_as_string": "2"}, 2.0),
        ({"value_as_concept_id": 45883172}, 1.0),
        ({"value_as_string": "prefer not to say"}, None),
        ({"value_as_number": 7.0}, None),
    ],
    ids=["words", "number in words", "coded", "no answer", "no score of an item"],
)
def test_answers_in_words_and_codes(tmp_path, value, score):
    """An answer that cannot be read is told and never taken for 0."""
    made = tables()
    made["concept"].append(
        {
            "concept_id": 45883172,
            "concept_name": "Several days",
            "vocabulary_id": "LOINC",
            "concept_code": "LA6569-3",
        }
    )
    made["measurement"] = made["measurement"][:1]
    blank = {"value_as_number": None, "value_as_string": None, "value_as_concept_id": 0}
    made["observation"] = [{**made["observation"][8], **blank, **value}]
    history = read_omop(open_source(as_parquet(tmp_path / "cdm", made)), None, load())
    items = history.scores.filter(pl.col("item") == 9)["total"].to_list()
    assert items == ([] if score is None else [score])
    told = history.problems.filter(pl.col("place") == "observation 9")
    assert told.height == (score is None)


@pytest.mark.parametrize(
    ("answer", "held"), [(0, True), (4188539, True), (4188540, False)], ids=["none", "yes", "no"]
)
def test_an_observation_states_a_condition_unless_its_answer_is_no(tmp_path, answer, held):
    """An attempted suicide lies in the table observation in many databases."""
    made = tables()
    made["observation"] = [
        {**made["observation"][0], "observation_concept_id": 443277, "observation_source_value": None,
         "value_as_number": None, "value_as_concept_id": answer}
    ]  # fmt: skip
    history = read_omop(open_source(as_parquet(tmp_path / "cdm", made)), None, load())
    assert ("suicide_attempt" in history.conditions["topic"].to_list()) is held
