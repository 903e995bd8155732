"""Whatever the person: gates first, nothing recorded is dropped, a silent record is never absent."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairtrial.facts import load
from fairtrial.report.view.options import options_of
from outlook_cases import steps_of
from people import AS_OF

FACTS = load()
TOPICS = sorted(
    {topic for o in FACTS.options.values() for entry in FACTS.all_against(o) for topic in entry.when.topics}
    | {"bipolar", "mania", "suicide_attempt"}
)
DRUGS = (
    "sertraline",
    "fluoxetine",
    "phenelzine",
    "bupropion",
    "citalopram",
    "lithium",
    "venlafaxine",
    "esketamine",
)
OTHERS = ("Lorazepam 1 MG Oral Tablet", "tramadol", "St. John's wort", "ibuprofen 800 mg", "metformin 500 MG")
CALM = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SPEAKS = ("recorded", "possible")


@st.composite
def condition(draw):
    return {
        "topic": draw(st.sampled_from(TOPICS)),
        "certainty": draw(st.sampled_from(("confirmed", "possible", "refuted"))),
        "status": draw(st.sampled_from(("active", "resolved", "unknown"))),
    }


@st.composite
def use(draw):
    row = {"drug": draw(st.sampled_from(DRUGS)), "started_on": date(2025, draw(st.integers(1, 12)), 1)}
    row["dose"] = draw(st.sampled_from((None, 20, 100, 300)))
    how = draw(st.sampled_from(("now", "stopped", "lately", "open")))
    if how == "now":
        row |= {"kind": "prescribed", "status": "active"}
    elif how != "open":
        row["stopped_on"] = date(2025, 12, 20) if how == "stopped" else date(2026, 1, 25)
    return row


@st.composite
def person(draw):
    born = draw(st.sampled_from((None, "2004-03-01", "2001", "1985-06-01", "1950")))
    egfr = draw(st.sampled_from((None, 25, 50, 90)))
    return {
        "people": [{"born_on": born}] if born else [],
        "conditions": draw(st.lists(condition(), max_size=5)),
        "uses": draw(st.lists(use(), max_size=3)),
        "records": [
            {"kind": "MedicationRequest", "words": w}
            for w in draw(st.lists(st.sampled_from(OTHERS), max_size=2))
        ],
        "measurements": [] if egfr is None else [{"measure": "egfr", "value": egfr, "unit": "mL/min/1.73m2"}],
        "scores": [{"scale": "PHQ-9", "item": 9, "total": 1, "on": date(2025, 12, 1)}]
        if draw(st.booleans())
        else [],
    }


def items(rows):
    return {item["option"]: item for item in steps_of(**rows)["options"]["items"]}


@CALM
@given(person())
def test_gates_stand_before_every_option(rows):
    """In the list, and again in front of each option: every gate that is recorded or possible."""
    found = steps_of(**rows)["options"]
    standing = [gate["rule"] for gate in found["gates"] if gate["state"] in SPEAKS]
    assert list(found).index("gates") < list(found).index("items")
    assert [gate["rule"] for gate in found["gates"]] == [
        "FT901", "FT902", "FT910", "FT911", "FT912", "FT903", "FT904", "FT913",
    ]  # fmt: skip
    for item in found["items"]:
        assert next(iter(item)) == "gates"
        assert item["gates"] == standing


@CALM
@given(person())
def test_what_is_recorded_puts_up_its_gate(rows):
    """Worked out again from the rows: no gate that a row asks for is missing."""
    standing = set(next(iter(items(rows).values()))["gates"])
    topics = {c["topic"] for c in rows["conditions"] if c["certainty"] != "refuted"}
    assert not (topics & {"bipolar", "mania"}) or "FT910" in standing
    assert not (topics & {"aneurysm", "avm", "intracerebral_haemorrhage"}) or "FT913" in standing
    assert "suicide_attempt" not in topics or "FT902" in standing
    assert not rows["scores"] or "FT901" in standing
    assert (
        not any(u["drug"] == "phenelzine" and u.get("status") == "active" for u in rows["uses"])
        or "FT904" in standing
    )


@CALM
@given(person())
def test_nothing_recorded_against_is_dropped(rows):
    """Every entry is there, and told as recorded when a confirmed condition is one of its circumstances.

    Only entries about drugs that are not on offer may be left out: of the current drug, a switch, and two together.
    """
    sure = {
        c["topic"] for c in rows["conditions"] if (c["certainty"], c["status"]) == ("confirmed", "active")
    }
    for option_id, item in items(rows).items():
        told = [(entry["why"], entry["weight"]) for entry in item["against"]]
        for entry in FACTS.all_against(FACTS.options[option_id]):
            if entry.drugs is not None and (entry.why, entry.weight) not in told:
                assert FACTS.options[option_id].kind in ("optimise", "switch", "combine"), (
                    "only the drugs on offer are looked at"
                )
                continue
            assert (entry.why, entry.weight) in told
            if sure & set(entry.when.topics):
                states = {
                    e["state"]
                    for e in item["against"]
                    if (e["why"], e["weight"]) == (entry.why, entry.weight)
                }
                assert "recorded" in states


@CALM
@given(person(), st.randoms(use_true_random=False))
def test_a_blanked_condition_is_not_recorded_and_never_absent(rows, random):
    """All rows of one topic taken out: the entry stays, and may turn to not recorded, never to absent."""
    if not rows["conditions"]:
        return
    topic = random.choice(rows["conditions"])["topic"]
    blank = {**rows, "conditions": [c for c in rows["conditions"] if c["topic"] != topic]}
    full, emptier = items(rows), items(blank)
    for option_id, item in full.items():
        before = {(e["why"], e["weight"], tuple(e["drugs_named"])): e["state"] for e in item["against"]}
        after = {
            (e["why"], e["weight"], tuple(e["drugs_named"])): e["state"]
            for e in emptier[option_id]["against"]
        }
        assert before.keys() == after.keys()
        turned = {key for key in before if before[key] in SPEAKS and after[key] == "recorded_absent"}
        assert not turned


@CALM
@given(person())
def test_options_are_grouped_and_never_ranked(rows):
    """The same options in the same order for everybody, by kind and name; no score of preference."""
    found = steps_of(**rows)["options"]["items"]
    nobody = steps_of()["options"]["items"]
    assert [item["option"] for item in found] == [item["option"] for item in nobody]
    assert all(not {"rank", "score", "probability", "recommended"} & item.keys() for item in found)


@CALM
@given(person())
def test_an_interval_that_no_source_states_is_null_and_never_zero(rows):
    """Days between two drugs are a number above zero or unknown."""
    found = steps_of(**rows)
    days = [line["days"] for row in found["switching"]["from"] for line in row["lines"]]
    days += [wait["days"] for agent in found["options"]["agents"] for wait in agent["days_between"]]
    assert all(number is None or number > 0 for number in days)


def test_every_agent_of_the_us_is_in_the_table():
    """All antidepressants that have a drug file, each once."""
    agents = [agent["drug"] for agent in steps_of()["options"]["agents"]]
    assert sorted(agents) == sorted(d.drug for d in FACTS.drugs.values() if d.role == "antidepressant")


def test_an_allergy_is_told_with_the_drug():
    """By brand or generic name; a denied one is not."""
    told = steps_of(context=[{"topic": "allergy", "value": "Zoloft: rash"}])
    denied = steps_of(context=[{"topic": "allergy", "value": "denied: Zoloft"}])
    for steps, number in ((told, 1), (denied, 0)):
        agent = next(a for a in steps["options"]["agents"] if a["drug"] == "sertraline")
        assert sum("llergy" in entry["why"] for entry in agent["against"]) == number


def test_medicines_in_no_list_are_named():
    """What could not be checked is said."""
    steps = steps_of(records=[{"kind": "MedicationRequest", "words": "metformin 500 MG"}])
    assert len(steps["options"]["medicines_in_no_list"]["records"]) == 1


@pytest.mark.parametrize("definitions", [["ema-2013"], None])
def test_the_step_is_unknown_when_its_count_was_not_asked_for(definitions):
    """No step is guessed."""
    from fairtrial.findings import examine
    from fairtrial.outlook.expectation import expectation
    from people import history

    uses = [{"drug": "sertraline", "started_on": "2025-01-01", "stopped_on": "2025-06-01", "dose": 100}]
    found = expectation(examine(history(uses=uses), AS_OF, FACTS, definitions=definitions), FACTS)
    assert (found["next_step"]["least"] is None) == (definitions is not None)
    assert {step["cumulative_if_nobody_left"]["in_100"] for step in found["steps"]} >= {"about 67 in 100"}
    assert found["steps"][-1]["cumulative_in_reanalysis"]["in_100"] == "about 35 in 100"


def test_a_medicine_taken_by_itself_is_named_where_it_is_thought_of_as_an_addition():
    row = {"drug": "bupropion", "started_on": "2025-01-01", "stopped_on": "2025-01-20", "dose": 150}
    tried = items({"uses": [row | {"stop_reason": "side_effect"}]})["add_bupropion"]["tried"]
    assert (tried["fairly"], [t["id"] for t in tried["trials"]]) == ("not_recorded", ["T1"])
    assert "taken otherwise" in tried["sentence"]


def test_measures_are_told_as_they_are_written():
    told = str(items({"uses": []})["add_lithium"]["against"])
    assert "eGFR below 30 mL/min/1.73 m²" in told
    assert "egfr below" not in told


LITHIUM = {"drug": "lithium", "dose": 900, "started_on": date(2025, 10, 1)}


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({"status": "active"}, "recorded"),
        ({}, "possible"),
        ({"stopped_on": date(2025, 11, 1)}, None),
    ],
)
def test_what_is_taken_now_is_no_addition(more, state):
    """It keeps what speaks against it; what was stopped may be added again."""
    found = items({"uses": [SERTRALINE_NOW, {**LITHIUM, **more}]})
    already = found["add_lithium"]["taken_now"]
    assert (already and already["state"]) == state
    assert found["add_lithium"]["against"]
    assert all(item["taken_now"] is None for name, item in found.items() if name != "add_lithium")


SERTRALINE_NOW = {"drug": "sertraline", "dose": 100, "started_on": date(2025, 6, 1), "status": "active"}


def test_the_only_antidepressant_is_not_offered_as_an_addition():
    """And stays a medicine to look at more closely."""
    found = items({"uses": [{**SERTRALINE_NOW, "drug": "bupropion", "dose": 300}]})
    assert found["add_bupropion"]["taken_now"]["told"] == "bupropion, taken now"
    assert found["optimise_current"]["taken_now"] is None


def test_the_report_says_so_in_place_of_the_offer():
    """In the name and in the sentence of the card."""
    rows = {"uses": [SERTRALINE_NOW, {**LITHIUM, "status": "active"}]}
    view = options_of({"options": steps_of(**rows)["options"], "trials": []})
    cards = {card.id: card for group in view.groups for card in group.cards}
    assert cards["add_lithium"].name == "Add lithium (taken now)"
    assert cards["add_lithium"].sentence.startswith("It is taken now, so it is no addition.")
    assert cards["add_quetiapine"].sentence.startswith("Add quetiapine")


def test_bipolar_disorder_that_was_ruled_out_is_told_beside_a_silence_on_mania():
    """The gate names what was ruled out, and stays open; without it the records are silent."""

    def state(*conditions):
        gates = steps_of(conditions=list(conditions))["options"]["gates"]
        return next((gate["state"], len(gate["because"])) for gate in gates if gate["rule"] == "FT910")

    ruled_out = {"topic": "bipolar", "certainty": "refuted"}
    assert state(ruled_out) == ("not_recorded", 1)
    assert state(ruled_out, {"topic": "mania", "certainty": "confirmed"})[0] == "recorded"
    assert state({"topic": "mania", "certainty": "refuted"}) == ("not_recorded", 0)
    view = options_of(steps_of(conditions=[ruled_out]) | {"trials": []}).gates
    assert "absent in part" in next(gate.word for gate in view if gate.rule == "FT910")
