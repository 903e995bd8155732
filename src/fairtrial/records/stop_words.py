"""Why a treatment was stopped, from the words in which the reason is given."""

from __future__ import annotations

import functools
import re

from fairtrial.facts import Facts

NOT_ENOUGH, OF_THE_ORDER = "not_enough_benefit", "of_the_order"
_STOPPED = re.compile(r"\b(?:stop|discontinu|d/c|quit|ceas)\w*", re.IGNORECASE)


def stop_reason(text: str, facts: Facts) -> str | None:
    """The stop reason whose words stand in the text; ``other`` when there are words but none we know; null when they
    speak of the order and not of the medicine.

    >>> from fairtrial.facts import load
    >>> stop_reason("Nausea and vomiting", load()), stop_reason("moon phase", load())
    ('side_effect', 'other')
    >>> stop_reason("Reorder", load()) is None, of_the_order("Dose increased", load())
    (True, True)
    """
    if not text.strip():
        return None
    lower = text.lower().replace("’", "'")
    for reason, pattern in _patterns(facts):
        if pattern.search(lower):
            return None if reason == OF_THE_ORDER else reason
    return "other"


def of_the_order(text: str, facts: Facts) -> bool:
    """Whether a reason says only why an order ended ("reorder", "dose change"), not why the medicine did."""
    return bool(text.strip()) and stop_reason(text, facts) is None


def improvement_of(reason: object, facts: Facts) -> float | None:
    """The most improvement in percent that "not enough" leaves open; the other reasons say no more by themselves.

    >>> from fairtrial.facts import load
    >>> improvement_of("not_enough_benefit", load()), improvement_of("cost", load())
    (49.9, None)
    """
    if reason != NOT_ENOUGH:
        return None
    return facts.number("response_percent") - facts.number("just_below_percent")


def stop_reason_in_note(text: str, facts: Facts) -> str | None:
    """The stop reason of the first sentence of a note that speaks of stopping and gives a reason we know."""
    for sentence in re.split(r"[.;\n]", text):
        if _STOPPED.search(sentence):
            reason = stop_reason(sentence, facts)
            if reason not in (None, "other"):
                return reason
    return None


@functools.lru_cache(maxsize=4)
def _patterns(facts: Facts) -> list[tuple[str, re.Pattern[str]]]:
    return [(reason, any_of(cue.words)) for reason, cue in facts.stop_reason_cues.items()]


def any_of(words: list[str]) -> re.Pattern[str]:
    """A pattern that finds any of these words or phrases, in lower case; ``*`` stands for any ending."""
    shapes = (re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(r"(?<!\w)(?:" + "|".join(shapes) + r")(?!\w)")
