"""`fairtrial switch`: from one antidepressant to another, days and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fairtrial.cli import show
from fairtrial.cli.drugs import find_drug_named
from fairtrial.cli.errors import Refusal
from fairtrial.cli.values import source_lines

if TYPE_CHECKING:
    from fairtrial.facts import Facts

Found = Mapping[str, Any]
RULES = "Rules FT603 and FT604; for clinicians. Do not stop suddenly."


def switch(
    stopped: Annotated[str, typer.Argument(metavar="FROM", help="The drug that is stopped.")],
    started: Annotated[
        str | None, typer.Argument(metavar="TO", help="The drug that is started; every one when not given.")
    ] = None,
) -> None:
    """Show how to go from one antidepressant to another.

    Days without either drug, how, and what stopping may bring, each with its source.
    """
    from fairtrial.facts import load

    facts = load()
    one = find_drug_named(stopped, facts)
    if started is None:
        _row(one, facts)
        return
    other = find_drug_named(started, facts)
    if one == other:
        raise Refusal(f"{one} is named twice. Name the drug that is stopped and the drug that is started.")
    _cell(one, other, facts)


def _cell(one: str, other: str, facts: Facts) -> None:
    from fairtrial.outlook.switching import cell

    found = cell(one, other, facts)
    show.lines(f"From {one} to {other}: {_days(found)}", "", *_how(found))
    pairs = _pairs(one, other, facts)
    if pairs:
        show.lines("", f"{one} and {other} together:")
        show.lines(*(f"- {p['severity']}: {p['effect']} {p['do']} [{_origin(p)}]" for p in pairs))
    _stop_and_sources(one, [found, *pairs], facts)


def _row(one: str, facts: Facts) -> None:
    from fairtrial.outlook.switching import row_of

    lines: list[Any] = list(row_of(one, facts))
    show.lines(f"From {one} to every other antidepressant", "")
    for line in lines:
        show.lines(f"To {', '.join(line['to'])}: {_days(line)}", *_how(line), "")
    _stop_and_sources(one, lines, facts)


def _days(found: Found) -> str:
    from fairtrial.outlook.switching import NO_DAYS

    days = found["days"]
    if days is None:
        return NO_DAYS
    return f"{days:g} day{'' if days == 1 else 's'} without either [{_origin(found['days_from'])}]"


def _how(found: Found) -> list[str]:
    caution = [f"  Caution: {found['caution']}"] if found["caution"] else []
    return [f"  {found['how']} [{_origin(found)}]", *caution]


def _pairs(one: str, other: str, facts: Facts) -> list[Found]:
    from fairtrial.outlook.interactions import between

    return list(between(one, other, facts))


def _stop_and_sources(one: str, found: list[Any], facts: Facts) -> None:
    from fairtrial.outlook.switching import risk_of_stopping

    stop = risk_of_stopping(facts.drugs[one])
    risk = stop["risk"]
    told = f"{risk['value']} risk [{_origin(risk)}]" if isinstance(risk, dict) else "no rating was found"
    cited = [*found, *(f["days_from"] for f in found if f.get("days_from")), *([risk] if risk else [])]
    names = list(dict.fromkeys(name for fact in cited for name in fact["source"]))
    show.lines("", f"Withdrawal when {one} is stopped: {told}", "", RULES)
    if names:
        show.lines("", "Sources", *source_lines(names, facts))


def _origin(fact: Found) -> str:
    where = ", ".join(fact["source"]) or "no source"
    more = "".join(f"; {fact[name]}" for name in ("locator", "note") if fact.get(name))
    return f"{where}; {fact['standing']}{more}"
