"""Which pathways of a drug count towards treating depression."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairtrial.facts.load import Facts


@functools.cache
def antidepressant_pathways(drug: str, facts: Facts) -> tuple[str, ...]:
    """Pathways through which a drug may treat depression, in the order of its file, each once.

    What it does only weakly is left out.

    >>> from fairtrial.facts import load
    >>> antidepressant_pathways("sertraline", load()), antidepressant_pathways("bupropion", load())
    (('serotonin reuptake',), ('dopamine reuptake', 'norepinephrine reuptake'))
    """
    strong = dict.fromkeys(p.pathway for p in facts.drugs[drug].pathways if not p.weak)
    return tuple(name for name in strong if facts.pathways[name].antidepressant)
