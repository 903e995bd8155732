"""Daily doses from directions: a range stays a range, and what is not said stays unknown."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fairtrial.records.directions import daily_dose
from fairtrial.records.directions_words import dose_in_words

CASES = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize(
    "case", CASES["words"], ids=lambda case: f"{case['words']} @ {case.get('strength_mg')}"
)
def test_directions_in_words(case):
    """Each line of the table holds."""
    found = dose_in_words(case["words"], case.get("strength_mg"))
    assert found == (pytest.approx(tuple(case["dose"])) if case["dose"] else None)


@pytest.mark.parametrize("case", CASES["dosages"], ids=lambda case: case["name"])
def test_fhir_dosages(case):
    """Each case of the table holds."""
    found = daily_dose(dosages=case["dosages"], words=case.get("words", ""), strength_mg=50)
    assert [found.least, found.most] == (case["dose"] or [None, None])
    assert found.differs is case.get("differs", False)


def test_strength_times_quantity_over_days():
    """The supply gives the dose when directions do not."""
    found = daily_dose(words="as directed", strength_mg=50, quantity=45, days_supply=30)
    assert (found.least, found.most, found.how) == (75, 75, "supply")


def test_directions_come_before_the_supply():
    """Ninety tablets in thirty days do not overrule "one daily"."""
    assert daily_dose(words="1 tablet daily", strength_mg=50, quantity=90, days_supply=30).most == 50


@pytest.mark.parametrize(("quantity", "days"), [(0, 30), (30, 0), (-30, 30), (None, 30), (30, None)])
def test_a_supply_that_says_nothing_gives_no_dose(quantity, days):
    """No division by nothing and no negative dose."""
    assert daily_dose(strength_mg=50, quantity=quantity, days_supply=days).most is None


@given(st.integers(1, 4), st.sampled_from(["daily", "bid", "tid", "qid"]), st.sampled_from([10, 25, 37.5]))
def test_words_and_structure_say_the_same(tablets, often, strength_mg):
    """The same directions in both forms give the same dose."""
    times = ["daily", "bid", "tid", "qid"].index(often) + 1
    timing = {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}}
    structured = daily_dose(
        dosages=[{"timing": timing, "doseQuantity": {"value": tablets}}], strength_mg=strength_mg
    )
    told = daily_dose(words=f"take {tablets} tablets {often}", strength_mg=strength_mg)
    assert (
        (structured.least, structured.most) == (told.least, told.most) == (tablets * times * strength_mg,) * 2
    )


@pytest.mark.parametrize("text", ["increase by " * 83, "1" * 1000, "(" * 1000, "take one tablet daily " * 45])
def test_no_text_takes_long(text):
    """Patterns that could go back over a text again and again do not, at the length that is read."""
    begin = time.process_time()
    dose_in_words(text, 50)
    assert time.process_time() - begin < 2


def test_a_text_too_long_for_directions_is_not_read():
    """A pasted chart is not directions."""
    assert dose_in_words("take 1 tablet daily" + " and walk" * 200, 50) is None


@given(st.text(max_size=60), st.none() | st.floats(0.1, 500))
def test_any_words_are_read_without_error(text, strength_mg):
    """Least never exceeds most."""
    dose = dose_in_words(text, strength_mg)
    assert dose is None or dose[0] <= dose[1]


@given(st.lists(JSON, max_size=2), JSON, JSON)
def test_any_dosage_is_read_without_error(noise, timing, quantity):
    """Whatever stands in the elements."""
    daily_dose(dosages=[*noise, {"timing": timing, "doseQuantity": quantity}], strength_mg=50)
    daily_dose(
        dosages=[{"timing": {"repeat": timing, "code": quantity}, "doseAndRate": noise}], strength_mg=50
    )
