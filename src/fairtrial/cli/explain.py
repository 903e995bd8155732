"""`fairtrial explain`: the page of one rule."""

from __future__ import annotations

from typing import Annotated

import typer

from fairtrial.cli import show
from fairtrial.cli.nearest import named


def explain(
    rule: Annotated[
        str | None,
        typer.Argument(
            help="The id of a rule, as a review shows it: FT101; or of a definition. All rules are listed "
            "without it."
        ),
    ] = None,
) -> None:
    """List the rules, or explain a rule or a definition.

    Shows its sentence, why it is asked, thresholds with sources, when it stays unknown, and test cases.
    """
    from fairtrial import rules
    from fairtrial.cli.definitions import one_definition
    from fairtrial.facts import load
    from fairtrial.facts.claims import claims_definitions

    if rule is None:
        show.lines(
            "\n".join(f"{r.rule}  {r.sentence}" for r in sorted(rules.RULES.values(), key=lambda r: r.rule))
        )
        return
    facts = load()
    if rule in facts.definitions or rule in claims_definitions(facts):
        one_definition(rule, facts)
        return
    known = {rule_id: rule_id for rule_id in rules.RULES}
    show.lines(rules.page(named("rule", rule, known, "fairtrial explain")))
