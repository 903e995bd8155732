"""What reasons and directions say that a medicine is for."""

import pytest

from fairtrial.facts import load
from fairtrial.records.purposes import purpose


@pytest.mark.parametrize(
    ("reasons", "words", "expected"),
    [
        (["Insomnia"], "", "other"),
        (["Anxiety; insomnia"], "", None),
        (["Mood disorder with insomnia"], "", None),
        (["Chronic pain; anxiety and depression"], "", "depression"),
        (["Insomnia"], "1 tablet daily for depression", "depression"),
        ([], "sertraline 50 mg; take 1 tablet daily for depression and sleep", "depression"),
        ([], "take 1 tablet at bedtime for sleep/depression", "depression"),
        ([], "take 1 tablet daily for 30 days. May disturb sleep", None),
        ([], "Zyban 150 mg; 1 tablet twice daily", "other"),
        ([], "1 tablet daily for mood", None),
        ([], "take 1 tablet at bedtime as needed (insomnia)", "other"),
        ([], "1 tab po qhs prn sleep", "other"),
        ([], "take 1 capsule as needed for anxiety", None),
        ([], "take 1 tablet to help with appetite", "other"),
        ([], "take for 7 days if pain persists", None),
        ([], "call for worsening pain", None),
        ([], "1 tablet daily, not for pain", None),
    ],
)
def test_a_purpose(reasons, words, expected):
    """Depression goes first; beside anxiety or mood nothing is only for sleep."""
    assert purpose(reasons, words, load()) == expected
