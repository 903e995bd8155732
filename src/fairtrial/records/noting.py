"""What becomes of a record that is being read, and what of it could not be used."""

from __future__ import annotations

from dataclasses import dataclass, field

CONTEXT_ONLY = "context only"
NOT_UNDERSTOOD = "not understood"
IN_ERROR = "left out: entered in error"


@dataclass(kw_only=True)
class Noting:
    """``words`` of the record, what it ``became``, and (field, problem, left out), without any value."""

    words: str = ""
    became: str = CONTEXT_ONLY
    problems: list[tuple[str | None, str, bool]] = field(default_factory=list)

    def problem(self, field_name: str | None, problem: str, left_out: bool = False) -> None:
        """Say what of this record could not be used, without any value."""
        self.problems.append((field_name, problem, left_out))

    def not_understood(self, field_name: str | None, problem: str) -> None:
        """Say that the whole record is left out, and why."""
        self.became = NOT_UNDERSTOOD
        self.problem(field_name, problem, left_out=True)
