"""The collector: ids depend on where a record stands, never on what was read before."""

import pytest

from fairtrial.records.rows import Rows, record_id


def test_the_id_does_not_depend_on_the_order_of_reading():
    """Read backwards, the ids are the same."""
    one, two = Rows(), Rows()
    ids = [one.record("p", "f.csv", place, "uses", "", "use") for place in ("row 2", "row 3")]
    assert ids[::-1] == [two.record("p", "f.csv", place, "uses", "", "use") for place in ("row 3", "row 2")]


def test_the_same_place_twice_gives_two_records_at_two_places():
    """Both are kept."""
    rows = Rows()
    first, second = (rows.record("p", "f.json", "Patient/1", "Patient", "", "person") for _ in range(2))
    assert first != second
    assert rows.history().records["place"].to_list() == ["Patient/1", "Patient/1 (2)"]
    assert second == record_id("f.json", "Patient/1 (2)")


def test_an_unknown_column_is_refused():
    """A typing error in a reader does not pass."""
    with pytest.raises(KeyError, match="no column dose"):
        Rows().add("uses", dose=3)


def test_a_problem_keeps_every_part():
    """All columns are filled in their order."""
    rows = Rows()
    rows.problem("p", None, "f.json", "line 3", None, "not JSON; left out", True)
    assert rows.history().problems.rows() == [
        ("p", None, "f.json", "line 3", None, "not JSON; left out", True)
    ]
