"""Notes as history tables."""

from __future__ import annotations

from datetime import date

from fairtrial.facts import load
from fairtrial.records.notes import findings, history
from fairtrial.records.notes.rows.days_in_words import dates_told, days_told

DAY = date(2024, 5, 1)


def uses(text: str) -> list[dict[str, object]]:
    return history(text, "note.txt", DAY, load()).uses.to_dicts()


def test_a_past_trial_with_its_reason() -> None:
    [use] = uses("Tried Zoloft 100 mg daily for 8 weeks in 2019, stopped because it did not help.")
    assert (use["drug"], use["kind"], use["status"]) == ("sertraline", "reported", "ended")
    assert (use["dose_mg_per_day_least"], use["dose_mg_per_day_most"]) == (100.0, 100.0)
    assert (use["days_reported_least"], use["days_reported_most"]) == (56.0, 56.0)
    assert (use["started_on_least"], use["started_on_most"]) == (date(2019, 1, 1), date(2019, 12, 31))
    assert (use["response"], use["stop_reason"]) == ("none", "no_benefit")
    assert use["asserted_on"] == DAY


def test_a_strength_without_frequency_leaves_the_most_open() -> None:
    [use] = uses("Patient takes Wellbutrin 150 mg.")
    assert (use["dose_mg_per_day_least"], use["dose_mg_per_day_most"]) == (150.0, None)


def test_a_bare_number_is_no_explicit_dose() -> None:
    [use] = uses("Currently on Effexor XR 225.")
    assert use["dose_mg_per_day_least"] is None


def test_inferred_reasons_are_not_stated_as_facts() -> None:
    [use] = uses("Past meds: Prozac 40 mg - no benefit.")
    assert (use["response"], use["stop_reason"]) == ("none", None)


def test_planned_and_never_taken() -> None:
    found = {u["drug"]: u["status"] for u in uses("We may start Lexapro 10 mg. She never filled the Paxil.")}
    assert found == {"escitalopram": "planned", "paroxetine": "not_taken"}


def test_family_and_allergy_are_context_only() -> None:
    h = history("Her mother takes Prozac.\nALLERGIES: Wellbutrin (seizure).", "note.txt", DAY, load())
    assert h.uses.height == 0
    assert sorted(h.context["topic"]) == ["allergy", "family_response", "seizure"]
    assert set(h.records["became"]) == {"context only"}


def test_relative_dates_count_from_the_note() -> None:
    [use] = uses("Restarted fluoxetine 20 mg two weeks ago.")
    assert use["started_on_least"] <= date(2024, 4, 17) <= use["started_on_most"]  # type: ignore[operator]


def test_record_holds_the_sentence_and_its_place() -> None:
    text = "Sleep is poor. Tried Zoloft without benefit. Lives alone."
    [record] = history(text, "note.txt", DAY, load()).records.to_dicts()
    start, end = map(int, record["place"].split("-"))
    assert text[start:end] == "Zoloft"
    assert record["words"] == "Tried Zoloft without benefit."


def test_scores_and_therapies() -> None:
    h = history(
        "PHQ-9 today: 18. CBT was helpful. ECT x 12 in 2018 with good response.", "n.txt", DAY, load()
    )
    assert h.scores.select("scale", "total").rows() == [("PHQ-9", 18.0)]
    assert sorted(h.therapies.select("therapy", "response").rows()) == [
        ("ect", "response"),
        ("psychotherapy", "response"),
    ]


def test_findings_know_negation_and_person() -> None:
    text = "Denies suicidal ideation. History of sexual abuse. Father with alcohol abuse."
    found = [(f.topic, f.negated, f.experiencer) for f in findings(text, "n", load())]
    assert found == [
        ("suicidal_ideation", True, "patient"),
        ("trauma", False, "patient"),
        ("alcohol_use", False, "other"),
    ]


def test_durations_and_dates_as_told() -> None:
    assert days_told("6-8 weeks") == (42.0, 56.0)
    assert days_told("a couple of months") == (56.0, 62.0)
    assert days_told("several years") == (None, None)
    assert dates_told("March 2019", None) == (date(2019, 3, 1), date(2019, 3, 31))
    assert dates_told("2/3/21", DAY) == (date(2021, 2, 3), date(2021, 2, 3))
    assert dates_told("in her twenties", DAY) == (None, None)
