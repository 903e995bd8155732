"""A tolerant look into a resource: what cannot be used is noted with its path, and nothing is raised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fairtrial.records.days import NO_DAYS, Days, day_after, day_interval
from fairtrial.records.timings import finite


@dataclass(slots=True)  # not frozen: tens of thousands are made of one file, in half the time
class Fields:
    """The fields of one JSON object. ``noted`` collects (path, problem) without any value."""

    data: dict[str, Any]
    path: str = ""
    noted: list[tuple[str, str]] = field(default_factory=list)

    def note(self, key: str, problem: str) -> None:
        """Note a problem with a field."""
        self.noted.append((f"{self.path}.{key}" if self.path else key, problem))

    def raw(self, key: str) -> Any:
        """The value as it is."""
        return self.data.get(key)

    def has(self, key: str) -> bool:
        """Whether the field holds anything."""
        return self.data.get(key) not in (None, "", [], {})

    def text(self, key: str) -> str:
        """A text, or nothing."""
        value = self.data.get(key)
        if value is None or isinstance(value, str):
            return " ".join(value.split()) if value else ""
        self.note(key, "is not a text; ignored")
        return ""

    def word(self, key: str) -> str:
        """A code in lower case, from a plain code (also of STU3) or a CodeableConcept."""
        value = self.data.get(key)
        if isinstance(value, dict):
            codes = [coding.word("code") for coding in self.part(key).parts("coding")]
            return next((code for code in codes if code), "") or self.part(key).text("text").lower()
        return self.text(key).lower()

    def flag(self, key: str) -> bool:
        """Whether the field is true."""
        value = self.data.get(key)
        if value not in (None, True, False):
            self.note(key, "is not true or false; ignored")
        return value is True

    def number(self, key: str) -> float | None:
        """A finite number; a number written as text counts and is noted."""
        value = self.data.get(key)
        found = finite(value)
        if found is None and isinstance(value, str):
            found = _number_in(value)
            self.note(
                key, "is a number written as text; read" if found is not None else "is not a number; ignored"
            )
        elif found is None and value is not None:
            self.note(key, "is not a number; ignored")
        return found

    def part(self, key: str) -> Fields:
        """An object inside; empty when there is none."""
        value = self.data.get(key)
        if isinstance(value, list) and len(value) == 1:
            self.note(key, "is a list where one value belongs; its one value was read")
            value = value[0]
        if isinstance(value, dict):
            return Fields(value, self._at(key), self.noted)
        if value is not None:
            self.note(key, "is not an object; ignored")
        return Fields({}, self._at(key), self.noted)

    def parts(self, key: str) -> Iterator[Fields]:
        """The objects of a list; one object where a list belongs counts and is noted."""
        value = self.data.get(key)
        if isinstance(value, dict):
            self.note(key, "is one value where a list belongs; read")
            value = [value]
        if value is not None and not isinstance(value, list):
            self.note(key, "is not a list; ignored")
            return
        for index, item in enumerate(value or []):
            if isinstance(item, dict):
                yield Fields(item, f"{self._at(key)}[{index}]", self.noted)
            else:
                self.note(f"{key}[{index}]", "is not an object; ignored")

    def days(self, key: str) -> Days:
        """The calendar days a date can mean; null and noted when it is not a date."""
        value = self.data.get(key)
        if value is None:
            return NO_DAYS
        try:
            return day_interval(value)
        except ValueError as error:
            self.note(key, f"{error}; the date was left out")
            return NO_DAYS

    def period(self, key: str) -> tuple[Days, Days]:
        """First day, and first day after the end (a FHIR period includes its last day)."""
        inside = self.part(key)
        return inside.days("start"), day_after(inside.days("end"))

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _number_in(text: str) -> float | None:
    try:
        return finite(float(text)) if text.strip()[:1].isdigit() or text.strip()[:1] in "+-." else None
    except ValueError:
        return None
