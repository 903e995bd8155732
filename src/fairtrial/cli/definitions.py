"""`fairtrial definitions`: the definitions of treatment resistance that a review can apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fairtrial.cli import show
from fairtrial.cli.errors import Refusal
from fairtrial.cli.nearest import named
from fairtrial.cli.values import number, origin, source_lines

if TYPE_CHECKING:
    from fairtrial.facts import Facts
    from fairtrial.facts.claims import ClaimsDefinition
    from fairtrial.facts.models import Choice, Definition, DidNotHelp, Sourced, Strict


def definitions(
    definition: Annotated[str | None, typer.Argument(help="The id of one definition.")] = None,
) -> None:
    """List the definitions known, or show one.

    One definition is shown with each of its numbers, their sources, and which of them are our own reading.
    Those that read treatments only are for records without scores: `fairtrial cohort` applies them.
    """
    from fairtrial.facts import load

    facts = load()
    if definition is None:
        show.table(("definition", "reads", "name", "sentence"), _listed(facts))
    else:
        one_definition(find_any_definition(definition, facts), facts)


def _listed(facts: Facts) -> list[tuple[str, str, str, str]]:
    from fairtrial.facts.claims import claims_definitions

    outcomes = [(name, "outcomes", d.name, d.sentence) for name, d in sorted(facts.definitions.items())]
    treatments = [
        (name, "treatments", d.name, d.sentence) for name, d in sorted(claims_definitions(facts).items())
    ]
    return outcomes + treatments


def find_any_definition(name: str, facts: Facts) -> str:
    """The id of a definition of either kind. Raises Refusal with the nearest ids."""
    from fairtrial.facts.claims import claims_definitions

    ids = {key: key for key in (*facts.definitions, *claims_definitions(facts))}
    return named("definition", name, ids, "fairtrial definitions")


def one_definition(name: str, facts: Facts) -> None:
    """Print the page of one definition."""
    from fairtrial.facts.claims import claims_definitions

    if name in facts.definitions:
        _one(facts.definitions[name], facts)
    else:
        _one_of_treatments(claims_definitions(facts)[name], facts)


def find_definition(name: str, facts: Facts) -> str:
    """The id of a definition that reads outcomes. Raises Refusal with the nearest ids."""
    from fairtrial.facts.claims import claims_definitions

    if name in claims_definitions(facts):
        raise Refusal(
            f"definition '{name}' reads treatments only and is for whole populations. `fairtrial cohort` applies it."
        )
    return named("definition", name, {key: key for key in facts.definitions}, "fairtrial definitions")


def _one(entry: Definition, facts: Facts) -> None:
    show.lines(f"{entry.definition}, version {entry.version}", entry.name, entry.sentence, "")
    parts = _parts(entry)
    show.table(
        ("what", "value", "source; standing"), [(what, value, origin(of)) for what, value, of in parts]
    )
    cited = [*entry.sources, *(name for _, _, of in parts for name in of.source)]
    ours = "'ours' is a reading of our own where the source is silent."
    show.lines(
        "", *(f"Note: {quirk}" for quirk in entry.quirks), ours, "", "Sources", *source_lines(cited, facts)
    )


def _one_of_treatments(entry: ClaimsDefinition, facts: Facts) -> None:
    from fairtrial.rules.page import definition_cases, told

    show.lines(f"{entry.definition}, version {entry.version}", entry.name, entry.sentence)
    show.lines("Reads treatments and diagnoses, no scores; `fairtrial cohort` applies it.", "")
    parts = _parts_of_treatments(entry)
    show.table(
        ("what", "value", "source; standing"), [(what, value, origin(of)) for what, value, of in parts]
    )
    cited = [*entry.sources, *(name for _, _, of in parts for name in of.source)]
    show.lines("", *(f"Note: {quirk}" for quirk in entry.quirks), "", "Sources", *source_lines(cited, facts))
    show.lines("", "Cases", *(f"  {told(case)}" for case in definition_cases(entry.definition)))


def _parts_of_treatments(entry: ClaimsDefinition) -> list[tuple[str, str, Sourced]]:
    """Each route under its rule, any of which is enough; then the diagnoses."""
    from fairtrial.facts.claims import parts_of
    from fairtrial.rules.treatments import DIAGNOSES, RULE_OF_ROUTE

    several = len(entry.routes) > 1
    asked: list[tuple[str, Strict | None]] = [
        (f"{f'route {n}, ' if several else ''}{RULE_OF_ROUTE[route.rule]}", route)
        for n, route in enumerate(entry.routes, start=1)
    ]
    asked += [(f"required, {DIAGNOSES}", entry.required), (f"excluded, {DIAGNOSES}", entry.excluded)]
    return [
        (f"{under}: {what}", value, of)
        for under, part in asked
        if part is not None
        for what, value, of in parts_of(part)
    ]


def _parts(entry: Definition) -> list[tuple[str, str, Sourced]]:
    return [
        ("trials needed", number(entry.distinct_trials), entry.distinct_trials),
        ("trials are distinct by", _word(entry.distinct_by), entry.distinct_by),
        ("trials must be consecutive", _word(entry.consecutive), entry.consecutive),
        ("weeks at dose, at least", number(entry.weeks_at_dose), entry.weeks_at_dose),
        ("did not help means", _did_not_help(entry.did_not_help), entry.did_not_help),
        ("stop for side effects counts", _word(entry.side_effect_stop_counts), entry.side_effect_stop_counts),
        ("window", _word(entry.window), entry.window),
        ("ongoing trials count", _word(entry.ongoing_counts), entry.ongoing_counts),
    ]


def _word(choice: Choice) -> str:
    if isinstance(choice.value, bool):
        return "yes" if choice.value else "no"
    return choice.value.replace("_", " ")


def _did_not_help(rule: DidNotHelp) -> str:
    bounds = (("at least", rule.at_least), ("below", rule.below), ("at most", rule.at_most))
    told = [f"{word} {value:g} %" for word, value in bounds if value is not None]
    return "no remission" if rule.without_remission else "improvement " + " and ".join(told)
