"""What a note says of mania, psychosis, bleeding in the brain and pregnancy: stated, denied, a relative's, left open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.outlook.answers import Answer, with_answer
from fairtrial.outlook.questions import questions
from fairtrial.records.notes import Finding, findings, history
from fairtrial.records.notes.stated.mentions import other_conditions
from fairtrial.report import review

AS_OF = date(2025, 1, 1)
CASES = yaml.safe_load(Path(__file__).with_name("mentions.yaml").read_text("utf-8"))
CIRCUMSTANCES = [
    case
    for name in ("suicidality.yaml", "substances.yaml")
    for case in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
]
OTHERS = yaml.safe_load(Path(__file__).with_name("conditions.yaml").read_text("utf-8"))
TOPICS = (
    "suicidal_ideation",
    "suicide_attempt",
    "self_harm",
    "substance_use",
    "alcohol_use",
    "nicotine_use",
    "trauma",
)
THERAPY = yaml.safe_load(Path(__file__).with_name("psychotherapy.yaml").read_text("utf-8"))
TRIED = (
    "Failed Zoloft 200 mg daily for 12 weeks in 2019, stopped because it did not help. "
    "Failed Effexor XR 225 mg daily for 10 weeks in 2020, stopped because of no benefit. "
    "Failed Lexapro 20 mg daily for 12 weeks in 2021, stopped because of no benefit. "
)
DEFINITION = "ema-old"


def how(f: Finding) -> str:
    if f.experiencer == "other":
        return "someone_elses"
    return "denied" if f.negated else "left_open" if f.left_open else "stated"


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_a_mention_is_meant_as_a_reader_means_it(text: str, wanted: dict[str, str]) -> None:
    told = [f for f in findings(text, "n", load()) if f.why.cue.startswith("mention.")]
    assert {f.topic: how(f) for f in told} == wanted


@pytest.mark.parametrize(("text", "wanted"), OTHERS, ids=[text for text, _ in OTHERS])
def test_another_condition_is_meant_as_a_reader_means_it(text: str, wanted: dict[str, str]) -> None:
    asked = set(other_conditions(load()).values())
    assert {f.topic: how(f) for f in findings(text, "n", load()) if f.topic in asked} == wanted


def speaks_against_bupropion(text: str) -> str:
    told = history(TRIED + text, "n.txt", date(2024, 5, 1), load(), person_id="p")
    options = review(told, AS_OF).to_dict()["options"]["items"]
    (added,) = (option for option in options if option["option"] == "add_bupropion")
    return next(str(entry["state"]) for entry in added["against"] if "seizures" in entry["why"])


def test_a_seizure_told_in_a_note_speaks_against_bupropion() -> None:
    """Denied, a relative's or only warned of, it does not."""
    assert speaks_against_bupropion("PMH: seizure disorder, HTN.") == "recorded"
    for nothing in ("", "No history of seizures.", "Sister has epilepsy.", "Discussed the risk of seizures."):
        assert speaks_against_bupropion(nothing) != "recorded"


def test_a_condition_named_twice_is_told_once_and_without_a_day() -> None:
    """The day of the note is not when it was."""
    told = history("HTN. Insomnia. Still insomnia.", "n.txt", date(2024, 5, 1), load()).context
    assert sorted(told["topic"]) == ["hypertension", "insomnia"]
    assert told["on_least"].null_count() == 2


def reviewed(text: str, *answers: tuple[str, str]):  # type: ignore[no-untyped-def]
    told = history(TRIED + text, "n.txt", date(2024, 5, 1), load(), person_id="p")
    for n, (about, said) in enumerate(answers):
        told = with_answer(told, Answer("topic", said, None, (), about), "p", f"answer {n}", AS_OF)
    return examine(told, AS_OF, load())


def verdict(text: str, *answers: tuple[str, str]) -> bool | None:
    return reviewed(text, *answers).resistance[f"{DEFINITION}|verdict"].item()  # type: ignore[no-any-return]


def test_a_note_alone_decides_nothing_and_asks() -> None:
    """Yes becomes unknown; denied, a relative's or only looked for leaves it."""
    assert verdict("") is True
    assert verdict("She had a manic episode in 2018.") is None
    for nothing in ("Denies mania.", "Father bipolar.", "R/o bipolar disorder.", "Screen for mania."):
        assert verdict(nothing) is True, nothing


def test_the_answer_decides() -> None:
    noted = "She had a manic episode in 2018."
    assert verdict(noted, ("bipolar", "no")) is True
    assert verdict(noted, ("bipolar", "yes")) is None
    assert verdict(noted, ("psychosis", "no")) is None


def test_what_a_note_names_is_asked_before_all_else() -> None:
    found = reviewed("She had a manic episode in 2018. Brain aneurysm clipped in 2009.")
    first, second, *others = [q.text for q in questions(found, load())]
    assert {first.split(". ")[0], second.split(". ")[0]} == {
        "A note names this: manic episode (2018)", "A note names this: Brain aneurysm (2009)",
    }  # fmt: skip
    assert not any(text.startswith("A note names") for text in others)


def test_every_gate_can_come_from_a_note_and_go_with_an_answer() -> None:
    said = "Hypomanic in May. Psychotic break. Currently pregnant. Cerebral AVM."
    rules = {"FT910", "FT911", "FT912", "FT913"}
    assert set(reviewed(said).safety["rule"]) == rules
    no = [(about, "no") for about in ("bipolar", "psychosis", "pregnancy", "bleeding")]
    assert not set(reviewed(said, *no).safety["rule"]) & rules


@pytest.mark.parametrize(("text", "wanted"), CIRCUMSTANCES)
def test_a_circumstance_is_meant_as_a_reader_means_it(text: str, wanted: dict[str, str]) -> None:
    told = [f for f in findings(text, "n", load()) if f.topic in TOPICS]
    assert {f.topic: how(f) for f in told} == wanted


@pytest.mark.parametrize(("text", "wanted"), THERAPY)
def test_psychotherapy_that_is_only_advised_was_not_had(text: str, wanted: str) -> None:
    told = [how(f) for f in findings(text, "n", load()) if f.topic == "psychotherapy"]
    assert (told[-1] if told else "nothing") == wanted
    had = history(text, "n.txt", None, load()).therapies
    assert had.height == sum(each == "stated" for each in told)


@pytest.mark.parametrize(
    ("text", "wanted"), yaml.safe_load(Path(__file__).with_name("procedures.yaml").read_text("utf-8"))
)
def test_a_procedure_that_is_only_advised_was_not_had(text: str, wanted: list[str]) -> None:
    had = history(text, "n.txt", None, load()).therapies["therapy"].to_list()
    assert sorted(set(had)) == wanted


def test_a_warning_read_out_to_somebody_raises_no_banner_and_a_thought_does() -> None:
    """What the note only warns of is no record of suicidal thoughts."""
    assert "FT902" not in set(reviewed("Boxed warning regarding suicidality reviewed.").safety["rule"])
    assert "FT902" not in set(reviewed("Denies suicidal ideation.").safety["rule"])
    assert "FT902" in set(reviewed("Denies HI but endorses suicidal ideation.").safety["rule"])
