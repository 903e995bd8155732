"""One cell of a pharmacy file to a day or a number; a refusal says what was wrong, never the value."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from fairtrial.records.days import EARLIEST_YEAR, LATEST_YEAR, NUMBER_OF_MONTH, day_interval

Cell: TypeAlias = str | float | date
"""Text as written, or a number or day where the file format itself says so. An empty cell is ""."""
DateOrder = Literal["ymd", "mdy", "dmy", "excel"]
"""Year, month, day in this order, or the day count of spreadsheets."""
DecimalMark = Literal[".", ","]

_Parts: TypeAlias = tuple[str, int, int]
"""The year as written, the month and the day."""
_EXCEL_DAY_0 = date(1899, 12, 30)
_LONGEST = 40
_TIME = r"(?:[T ,]+[0-9]{1,2}[:.h].*)?"
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + _TIME, re.ASCII | re.DOTALL)
_PARTS = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{1,2})" + _TIME, re.ASCII | re.DOTALL)
_COMPACT = re.compile(r"[0-9]{8}", re.ASCII)
_COUNT = re.compile(r"([0-9]{1,6})(?:\.[0-9]*)?", re.ASCII)
_DAY_MONTH = re.compile(r"([0-9]{1,2})[-/. ]*([a-z]{3,9})\.?[-/., ]*([0-9]{4}|[0-9]{2})" + _TIME, re.I | re.A)
_MONTH_DAY = re.compile(
    r"([a-z]{3,9})\.?[-/. ]*([0-9]{1,2})(?:st|nd|rd|th)?[-/., ]+([0-9]{4}|[0-9]{2})" + _TIME, re.I | re.A
)
_AMOUNT = re.compile(r"([+-]?)([0-9][0-9., ']*|[.,][0-9]+)(-?)\s*([a-zµ%()/. ]*)", re.ASCII | re.IGNORECASE)
_GROUPED = {
    mark: re.compile(rf"[0-9]{{1,3}}(?:[{other} '][0-9]{{3}})+(?:[{mark}][0-9]*)?")
    for mark, other in (".,", (",."))
}
_PLAIN = {mark: re.compile(rf"[0-9]*(?:[{mark}][0-9]*)?") for mark in ".,"}


class CellError(ValueError):
    """A cell cannot be read; the message holds no value."""


def shown(cell: Cell) -> str:
    """The cell as text, white space made one blank.

    >>> shown(30.0), shown(37.5), shown(date(2019, 3, 14)), shown('="00049"')
    ('30', '37.5', '2019-03-14', '00049')
    """
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    text = " ".join(cell.split())
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1].strip()
    return text.removeprefix("'")


def day(cell: Cell, order: DateOrder | None, first_two_digit_year: int) -> date:
    """The day of a cell. A year that stands first in four digits, and a month in letters, need no ``order``.

    A year of two digits is the one in the hundred years from ``first_two_digit_year``. Raises CellError.

    >>> day("3/4/19", "mdy", 1970), day("3/4/19", "dmy", 1970), day(43538.0, "excel", 1970)
    (datetime.date(2019, 3, 4), datetime.date(2019, 4, 3), datetime.date(2019, 3, 14))
    """
    if isinstance(cell, datetime):
        return _calendar_day(cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return _calendar_day(cell.year, cell.month, cell.day)
    text = shown(cell)
    if len(text) > _LONGEST:
        raise CellError("is too long for a date")
    parts = _year_month_day(text, order)
    if parts is None:
        raise CellError(f"is not a date that can be read ({order or 'no date order'})")
    year, month, number = parts
    return _calendar_day(_whole_year(year, first_two_digit_year), month, number)


def _year_month_day(text: str, order: DateOrder | None) -> _Parts | None:
    if match := _ISO.fullmatch(text):
        return match[1], int(match[2]), int(match[3])
    if order == "excel":
        return _from_count(text)
    if match := _PARTS.fullmatch(text):
        return _ordered(match[1], match[3], match[4], order)
    if _COMPACT.fullmatch(text):
        return _compact(text, order)
    return _in_letters(text)


def _from_count(text: str) -> _Parts | None:
    match = _COUNT.fullmatch(text)
    if match is None:
        return None
    found = _EXCEL_DAY_0 + timedelta(days=int(match[1]))
    return str(found.year), found.month, found.day


def _ordered(one: str, two: str, three: str, order: DateOrder | None) -> _Parts | None:
    if order == "ymd":
        return (one, int(two), int(three)) if len(three) <= 2 else None
    if order not in ("mdy", "dmy") or len(three) == 1:
        return None
    return (three, int(one), int(two)) if order == "mdy" else (three, int(two), int(one))


def _compact(text: str, order: DateOrder | None) -> _Parts | None:
    if order == "ymd":
        return text[:4], int(text[4:6]), int(text[6:])
    return _ordered(text[:2], text[2:4], text[4:], order)


def _in_letters(text: str) -> _Parts | None:
    if match := _DAY_MONTH.fullmatch(text):
        number, name, year = match[1], match[2], match[3]
    elif match := _MONTH_DAY.fullmatch(text):
        name, number, year = match[1], match[2], match[3]
    else:
        return None
    month = NUMBER_OF_MONTH.get(name.lower())
    return (year, month, int(number)) if month else None


def _whole_year(year: str, first: int) -> int:
    return int(year) if len(year) > 2 else first + (int(year) - first) % 100


def _calendar_day(year: int, month: int, number: int) -> date:
    try:
        return day_interval(f"{year:04d}-{month:02d}-{number:02d}")[0]
    except ValueError as error:
        raise CellError(f"is not a day between {EARLIEST_YEAR} and {LATEST_YEAR} ({error})") from None


def has_two_digit_year(cell: Cell) -> bool:
    """Whether a text writes its year in two digits.

    >>> has_two_digit_year("03/14/19"), has_two_digit_year("03/14/2019")
    (True, False)
    """
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return False
    text = shown(cell)
    match = _PARTS.fullmatch(text)
    year = (
        match[4] if match else next((m[3] for p in (_DAY_MONTH, _MONTH_DAY) if (m := p.fullmatch(text))), "")
    )
    return len(year) == 2


def amount(cell: Cell, mark: DecimalMark) -> tuple[float, str]:
    """A number and the unit after it, in lower case. Brackets and a minus at either end mean below zero.

    Raises CellError.

    >>> amount("30 tabs", "."), amount("1.234,5", ","), amount("(30)", "."), amount("30.000-", ".")
    ((30.0, 'tabs'), (1234.5, ''), (-30.0, ''), (-30.0, ''))
    """
    if isinstance(cell, float):
        return cell, ""
    text = shown(cell)
    bracketed = text.startswith("(") and text.endswith(")")
    match = (
        _AMOUNT.fullmatch(text.strip("()").strip() if bracketed else text) if len(text) <= _LONGEST else None
    )
    if isinstance(cell, date) or match is None:
        raise CellError("is not a number")
    sign = -1.0 if bracketed or "-" in (match[1], match[3]) else 1.0
    return sign * _number(match[2].strip(), mark), match[4].strip(" .").lower()


def _number(digits: str, mark: DecimalMark) -> float:
    if _GROUPED[mark].fullmatch(digits):
        digits = re.sub(rf"[^0-9{mark}]", "", digits)
    elif not _PLAIN[mark].fullmatch(digits):
        raise CellError(f"is not a number with '{mark}' as decimal mark")
    return float(digits.replace(",", "."))
