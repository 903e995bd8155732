"""The public OMOP sample database of invented persons, with vocabulary and without an antidepressant."""

from pathlib import Path

import pytest

from fairtrial.facts import load
from fairtrial.records.door import read
from fairtrial.records.errors import ReadError
from fairtrial.records.omop import blocks, open_source, read_omop

SAMPLE = Path(__file__).parents[4].parent / "shared" / "data" / "omop" / "Synthea27Nj_5.4.zip"

pytestmark = pytest.mark.skipif(not SAMPLE.is_file(), reason=f"the public OMOP sample is not at {SAMPLE}")


@pytest.fixture(scope="module")
def sample():
    """Everybody's history."""
    return read_omop(open_source(SAMPLE), None, load())


def test_no_antidepressant_and_no_error(sample):
    """Nobody takes one; every drug row is listed as context."""
    assert sample.uses.is_empty()
    drugs = sample.records.filter(sample.records["kind"] == "drug_exposure")
    assert (drugs.height, drugs["became"].unique().to_list()) == (883, ["context only"])


def test_what_the_vocabulary_says_is_used(sample):
    """Labs, vital signs, conditions and therapies by its codes; everybody is marked as invented."""
    assert sample.people["synthetic"].all()
    assert {"weight", "bmi", "sodium", "haemoglobin"} <= set(sample.measurements["measure"])
    assert {"ptsd", "dementia", "diabetes"} & set(sample.conditions["topic"].drop_nulls())
    assert sample.therapies["therapy"].unique().to_list() == ["psychotherapy"]


def test_questionnaire_totals_without_a_value_are_told(sample):
    """The conversion of this sample lost them; they are named and never taken for 0."""
    assert sample.scores.is_empty()
    lost = sample.problems.filter(sample.problems["field"] == "value_as_number")
    assert lost.height == 431
    assert lost["left_out"].all()


def test_one_person_through_the_door_and_several_refused():
    """The error counts persons and names none."""
    assert read(SAMPLE, person="3").people["person_id"].to_list() == ["3"]
    with pytest.raises(ReadError, match="28 persons"):
        read(SAMPLE)


def test_blocks_add_up(sample):
    """Without words the same rows come out."""
    pieces = list(blocks(open_source(SAMPLE), 10, load()))
    assert sum(piece.measurements.height for piece in pieces) == sample.measurements.height
    assert sum(piece.therapies.height for piece in pieces) == sample.therapies.height
