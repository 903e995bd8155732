"""Errors of the command line: one clear message on stderr, exit code 2, no traceback and no patient data."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

REFUSED, BROKEN = 2, 1
"""Exit codes: what was asked cannot be done; a defect of fairtrial itself."""


class Refusal(Exception):
    """What was asked cannot be done; the message says what and what to do."""


class PlainErrors(TyperGroup):
    """The group of all commands; whatever goes wrong in one of them ends here."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; refusals and defects become one message and an exit code."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if _is_of_typer(error):
                _say_plainly(error)
                raise
            message, code = _told(error)
            typer.echo(message, err=True)
            raise typer.Exit(code) from None


def _is_of_typer(error: Exception) -> bool:
    """Usage errors, exits and a closed pipe are dealt with by typer itself."""
    return isinstance(error, BrokenPipeError) or type(error).__module__.startswith(("typer", "click"))


def _say_plainly(error: Exception) -> None:
    """A usage error in words for people: without the mark of the checker, a day as it is to be written."""
    told = getattr(error, "message", None)
    if isinstance(told, str):
        plain = told.removeprefix("Value error, ")
        day = "it is not a day as YYYY-MM-DD, such as 2026-01-31."
        error.message = day if "does not match the formats" in plain else plain  # type: ignore[attr-defined]


def _told(error: Exception) -> tuple[str, int]:
    from fairtrial.facts import KnowledgeError
    from fairtrial.records.errors import ReadError

    if isinstance(error, (Refusal, ReadError, KnowledgeError)):
        return f"fairtrial: {error}", REFUSED
    return _defect(error), BROKEN


def _defect(error: Exception) -> str:
    """Where it broke, without the words of the error: they may hold patient data."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = (
        f"{place.tb_frame.f_globals.get('__name__')}, line {place.tb_lineno}" if place else "unknown place"
    )
    return (
        f"fairtrial: a defect of fairtrial itself ({type(error).__name__} in {where}). "
        "Its details are not shown because they may hold patient data. Please report this line."
    )
