"""Days, numbers and codes as files write them."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pharmacy_files import refusal_of

from fairtrial.facts import load
from fairtrial.records.pharmacy.cells import CellError, amount, day, shown
from fairtrial.records.pharmacy.ndc import ndc11
from fairtrial.records.pharmacy.words import pharmacy_words

CASES = yaml.safe_load(
    """
days:  # cell, order, day; null when it is no day in this order
  - ["2019-03-14", null, "2019-03-14"]
  - ["2019/3/14 08:15", null, "2019-03-14"]
  - ["2019-03-14T00:00:00Z", mdy, "2019-03-14"]
  - ["3/14/2019", mdy, "2019-03-14"]
  - ["3/14/2019 12:00:00 AM", mdy, "2019-03-14"]
  - ["03-14-19", mdy, "2019-03-14"]
  - ["14.03.2019", dmy, "2019-03-14"]
  - ["14/3/69", dmy, "2069-03-14"]
  - ["14/3/70", dmy, "1970-03-14"]
  - ["19-03-14", ymd, "2019-03-14"]
  - ["20190314", ymd, "2019-03-14"]
  - ["03142019", mdy, "2019-03-14"]
  - ["14032019", dmy, "2019-03-14"]
  - ["14MAR2019", null, "2019-03-14"]
  - ["14-Mar-19", null, "2019-03-14"]
  - ["March 14th, 2019", null, "2019-03-14"]
  - ["Sept. 3 2019", null, "2019-09-03"]
  - ["43538", excel, "2019-03-14"]
  - ["43538.5", excel, "2019-03-14"]
  - ["43538", mdy, null]
  - ["3/14/2019", dmy, null]
  - ["3/14/2019", null, null]
  - ["2/30/2019", mdy, null]
  - ["3/14/1819", mdy, null]
  - ["14 Foo 2019", null, null]
  - ["999999", excel, null]
  - ["0019-03-14", mdy, null]
  - ["3/14/0019", mdy, null]
  - ["3/14/9", mdy, null]
  - ["19-3-4", ymd, "2019-03-04"]
  - ["soon", mdy, null]
  - ["", mdy, null]
numbers:  # cell, decimal mark, number, unit; null when it is none
  - ["30", ".", 30, ""]
  - ["30.000", ".", 30, ""]
  - ["30.000", ",", 30000, ""]
  - ["30,000", ",", 30, ""]
  - ["1,000", ".", 1000, ""]
  - ["1.000,5", ",", 1000.5, ""]
  - ["1 000,5", ",", 1000.5, ""]
  - ["37,5", ",", 37.5, ""]
  - ["37,5", ".", null, ""]
  - ["30 EA", ".", 30, ea]
  - ["90ml", ".", 90, ml]
  - ["(30)", ".", -30, ""]
  - ["-30", ".", -30, ""]
  - ["30-", ".", -30, ""]
  - ["'30", ".", 30, ""]
  - ['="30"', ".", 30, ""]
  - [".5", ".", 0.5, ""]
  - ["30 60", ".", null, ""]
  - ["thirty", ".", null, ""]
  - ["1e9", ".", null, ""]
  - ["3.4.5", ".", null, ""]
codes:
  - ["0049-4900-30", "00049490030"]
  - ["50090-0123-1", "50090012301"]
  - ["50090-123-01", "50090012301"]
  - ["NDC: 00049-4900-30", "00049490030"]
  - ["49490030", "00049490030"]
  - ["1234567", null]
  - ["sertraline", null]
"""
)
WORDS = pharmacy_words(load())


def as_day(cell, order):
    return day(cell, order, WORDS.limit("first_year_of_two_digits"))


@pytest.mark.parametrize(("cell", "order", "wanted"), CASES["days"])
def test_days(cell, order, wanted):
    if wanted is None:
        with pytest.raises(CellError) as error:
            as_day(cell, order)
        assert not cell or cell not in str(error.value)
    else:
        assert as_day(cell, order) == date.fromisoformat(wanted)


@pytest.mark.parametrize(("cell", "mark", "wanted", "unit"), CASES["numbers"])
def test_numbers(cell, mark, wanted, unit):
    if wanted is None:
        with pytest.raises(CellError):
            amount(cell, mark)
    else:
        assert amount(cell, mark) == (wanted, unit)


@pytest.mark.parametrize(("cell", "wanted"), CASES["codes"])
def test_codes(cell, wanted):
    assert ndc11(cell) == wanted


@given(
    st.dates(date(1971, 1, 1), date(2069, 12, 31)),
    st.sampled_from(["ymd", "mdy", "dmy"]),
    st.sampled_from("-/. "),
)
def test_every_day_is_read_back_in_its_order(given_day, order, mark):
    parts = {"y": f"{given_day.year % 100:02d}", "m": str(given_day.month), "d": str(given_day.day)}
    assert as_day(mark.join(parts[letter] for letter in order), order) == given_day


@given(st.text(max_size=60), st.sampled_from(["ymd", "mdy", "dmy", "excel", None]), st.sampled_from(".,"))
def test_any_text_is_read_or_refused(text, order, mark):
    reads = (
        lambda: as_day(text, order),
        lambda: amount(text, mark),
        lambda: shown(text),
        lambda: ndc11(text),
    )
    told = [refusal_of(read, CellError) for read in reads]
    assert len(text) < 4 or not any(text in refusal for refusal in told)
