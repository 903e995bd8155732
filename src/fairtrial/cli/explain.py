"""`fairtrial explain`: the page of one rule."""

from __future__ import annotations

from typing import Annotated

import typer

from fairtrial.cli import show
from fairtrial.cli.nearest import named


def explain(
    rule: Annotated[str, typer.Argument(help="The id of a rule, as a review shows it: FT101.")],
) -> None:
    """Explain one rule of a review.

    Shows its sentence, why it is asked, thresholds with sources, when it stays unknown, and test cases.
    """
    from fairtrial import rules

    known = {rule_id: rule_id for rule_id in rules.RULES}
    show.lines(rules.page(named("rule", rule, known, "fairtrial explain FT101")))
