"""The page of definitions says what runs."""

from definitions_page import PAGE, page


def test_the_page_is_what_the_definitions_give():
    assert PAGE.read_text() == page(), "run: python tests/population/definitions_page.py"
