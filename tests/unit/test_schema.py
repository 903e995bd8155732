"""The published shape of the JSON holds for every sample, and refuses what is not in it."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from unit.report.samples import SAMPLES, hostile

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "reference" / "review.schema.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())

ISSUE_FIELDS = {
    "trial": (
        "id drug drug_class pathways role started_on stopped_on ongoing weeks weeks_at_dose "
        "highest_dose_mg_per_day adequate criteria baseline endpoint improvement_percent state "
        "stop_reason in_current_episode evidence conflicts records"
    ),
    "resistance_item": "definition version verdict failures trials possible_trials missing gates",
}


def test_schema_is_itself_valid():
    """The schema follows JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_fits(name):
    """Each invented review has the published shape."""
    assert [error.message for error in VALIDATOR.iter_errors(SAMPLES[name]())] == []


@pytest.mark.parametrize(("part", "fields"), ISSUE_FIELDS.items())
def test_promised_fields_are_required(part, fields):
    """A reader of the JSON can rely on every field that was promised."""
    assert set(fields.split()) <= set(SCHEMA["$defs"][part]["required"])


@pytest.mark.parametrize("field", SCHEMA["required"])
def test_a_missing_part_is_refused(field):
    """Every part of the review is there, also when it is empty."""
    data = SAMPLES["empty"]()
    del data[field]
    assert not VALIDATOR.is_valid(data)


def _changed(path, value):
    data = copy.deepcopy(SAMPLES["rich"]())
    *parents, last = path
    place = data
    for key in parents:
        place = place[key]
    place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("surprise",), 1),
        (("person", "name"), "a name"),
        (("trials", 0, "surprise"), 1),
        (("trials", 0, "adequate"), True),
        (("trials", 0, "adequate"), "maybe"),
        (("trials", 0, "weeks"), 6),
        (("trials", 0, "weeks"), {"least": "6", "most": 8}),
        (("trials", 0, "started_on"), {"least": "14 March 2019", "most": None}),
        (("trials", 0, "state"), "failed"),
        (("trials", 0, "coverage"), {"least": 84, "most": 90}),
        (("resistance", 0, "verdict"), None),
        (("resistance", 0, "failures"), {"least": 1.5, "most": 2}),
        (("as_of",), "2026-02-30"),
        (("safety", 0, "level"), "low risk"),
    ],
)
def test_what_is_not_in_the_shape_is_refused(path, value):
    """Unknown fields, other types and other words do not pass."""
    assert VALIDATOR.is_valid(SAMPLES["rich"]())
    assert not VALIDATOR.is_valid(_changed(path, value))


def test_hostile_words_do_not_change_the_shape():
    """Words of records are free text, but a therapy is a word of the list."""
    data = hostile()
    data["therapies"][0]["therapy"] = "other"
    data["trials"][1]["stop_reason"] = "other"
    assert VALIDATOR.is_valid(data)
