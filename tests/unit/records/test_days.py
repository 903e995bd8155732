"""Partial dates become intervals; what is not a date is refused without repeating it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairtrial.records.days import day_interval


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-02", date(2019, 2, 1), date(2019, 2, 28)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-03-14", date(2019, 3, 14), date(2019, 3, 14)),
        ("2019-03-14T23:30:00-05:00", date(2019, 3, 14), date(2019, 3, 14)),
        ("2019-03-14T00:10:00Z", date(2019, 3, 14), date(2019, 3, 14)),
        ("2019-03-14 08:00", date(2019, 3, 14), date(2019, 3, 14)),
        (" 2019-03-14 ", date(2019, 3, 14), date(2019, 3, 14)),
        ("1900", date(1900, 1, 1), date(1900, 12, 31)),
        ("2100-12-31", date(2100, 12, 31), date(2100, 12, 31)),
    ],
)
def test_a_date_spans_what_it_can_mean(text, least, most):
    """First and last day, both included."""
    assert day_interval(text) == (least, most)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/14/2019", "not a date"),
        ("", "not a date"),
        (None, "not a date"),
        (2019, "not a date"),
        (["2019"], "not a date"),
        ("2019-3-14", "not a date"),
        ("2019-03-14Tmorning", "not a date"),
        ("٢٠١٩", "not a date"),
        ("2019-13", "no such month"),
        ("2019-00-10", "no such month"),
        ("2019-02-29", "no such day"),
        ("1850-01-01", "before 1900"),
        ("2101", "after 2100"),
    ],
)
def test_what_is_not_a_date_is_refused_without_its_value(text, why):
    """The message says why and repeats nothing."""
    with pytest.raises(ValueError, match=why) as refused:
        day_interval(text)
    if text:
        assert str(text) not in str(refused.value)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_longer_text_narrows_the_interval(day):
    """Year, month and day nest."""
    year, month, full = (day_interval(day.isoformat()[:length]) for length in (4, 7, 10))
    assert year[0] <= month[0] <= full[0] == day == full[1] <= month[1] <= year[1]


@given(st.text())
def test_any_text_is_a_date_or_a_value_error(text):
    """No other exception."""
    try:
        least, most = day_interval(text)
    except ValueError:
        return
    assert least <= most
