"""`fairtrial definitions`: the definitions of treatment resistance that a review can apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fairtrial.cli import show
from fairtrial.cli.nearest import named
from fairtrial.cli.values import number, origin, source_lines

if TYPE_CHECKING:
    from fairtrial.facts import Facts
    from fairtrial.facts.models import Choice, Definition, DidNotHelp, Sourced


def definitions(
    definition: Annotated[str | None, typer.Argument(help="The id of one definition.")] = None,
) -> None:
    """List the definitions known, or show one.

    One definition is shown with each of its numbers, their sources, and which of them are our own reading.
    """
    from fairtrial.facts import load

    facts = load()
    if definition is None:
        known = sorted(facts.definitions.items())
        show.table(
            ("definition", "name", "sentence"), [(i, entry.name, entry.sentence) for i, entry in known]
        )
    else:
        _one(facts.definitions[find_definition(definition, facts)], facts)


def find_definition(name: str, facts: Facts) -> str:
    """The id of a definition. Raises Refusal with the nearest ids."""
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
