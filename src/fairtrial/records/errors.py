"""The one error a reader raises: where, what, and what to do next; never a patient's data."""

from __future__ import annotations


class ReadError(ValueError):
    """An input cannot be used.

    ``where`` is a file name (with row, column or resource where known), ``what`` says what is wrong and
    ``do`` what to do next. None of them may carry a value from the records.

    >>> print(ReadError("treatments.csv, row 3, column 'drug'", "the cell is empty", "Write a drug name."))
    treatments.csv, row 3, column 'drug': the cell is empty. Write a drug name.
    """

    def __init__(self, where: str, what: str, do: str) -> None:
        super().__init__(f"{where}: {what}. {do}")
        self.where, self.what, self.do = where, what, do

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str]]:
        """It travels between processes in its three parts."""
        return type(self), (self.where, self.what, self.do)
