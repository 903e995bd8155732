"""Check digits of LOINC and SNOMED CT codes: they catch a mistyped code without a licence or a network."""

from __future__ import annotations

_FLIP = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_DIHEDRAL = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)  # fmt: skip


def loinc_is_well_formed(code: str) -> bool:
    """True when the digit after the hyphen is the Luhn digit of the number before it.

    >>> loinc_is_well_formed("44261-6"), loinc_is_well_formed("44261-5"), loinc_is_well_formed("x-6")
    (True, False, False)
    """
    number, _, digit = code.partition("-")
    if not (number.isdecimal() and digit.isdecimal() and len(digit) == 1):
        return False
    doubled = sum(sum(divmod(2 * int(d), 10)) for d in number[::-2])
    return (doubled + sum(int(d) for d in number[-2::-2]) + int(digit)) % 10 == 0


def snomed_is_well_formed(code: str) -> bool:
    """True when the last digit is the Verhoeff digit of those before it and the length is right.

    >>> snomed_is_well_formed("370143000"), snomed_is_well_formed("370143001"), snomed_is_well_formed("37")
    (True, False, False)
    """
    if not (code.isdecimal() and 6 <= len(code) <= 18):
        return False
    total = 0
    for place, digit in enumerate(reversed(code)):
        total = _DIHEDRAL[total][_turned(int(digit), place)]
    return total == 0


def _turned(digit: int, times: int) -> int:
    for _ in range(times % 8):
        digit = _FLIP[digit]
    return digit
