"""The packet for a payer: every criterion, every gap, safety first, and nothing that no record says."""

import re
from datetime import date
from pathlib import Path

import orjson
import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from typer.testing import CliRunner

import fairtrial
from fairtrial.cli import app
from fairtrial.facts import load
from fairtrial.facts.policies import every
from fairtrial.report.packet import html_of, packet, questionnaire_response
from people import AS_OF, history

FACTS = load()
EXAMPLES = Path(__file__).parents[3] / "examples"
PEOPLE = sorted(p.name for p in EXAMPLES.iterdir() if p.is_dir())


def packet_of(policy, as_of=AS_OF, **given):
    """The packet of an invented person."""
    return packet(fairtrial.examine(history(**given), as_of, FACTS), FACTS, FACTS.policies[policy])


@pytest.fixture(scope="module")
def ready():
    """A person with two fair trials, under a policy that asks for two."""
    found = fairtrial.examine(fairtrial.read(EXAMPLES / "ready-for-esketamine"), AS_OF, FACTS)
    return packet(found, FACTS, FACTS.policies["cigna-esketamine"])


def test_each_criterion_stands_with_its_locator_rule_and_records(ready):
    """In the order of the policy."""
    policy = FACTS.policies["cigna-esketamine"]
    assert [c["criterion"] for c in ready["criteria"]] == [c.criterion for c in policy.criteria]
    page = html_of(ready)
    for criterion in ready["criteria"]:
        assert criterion["sentence"] in page.replace("&#39;", "'")
        assert criterion["locator"] in page
    trials = next(c for c in ready["criteria"] if c["criterion"] == "trials")
    assert (trials["verdict"], trials["trials"]) == ("yes", ["T1", "T2"])
    assert set(trials["records"]) <= set(ready["records"])


def test_what_no_record_says_is_a_gap_and_a_blank_line(ready):
    """Psychosis is spoken of nowhere: not documented, and on the list of what is missing."""
    gaps = {(gap["kind"], gap["where"]) for gap in ready["missing"]}
    assert ("not_documented", "psychosis") in gaps
    by_hand = [f for s in ready["sections"] for f in s["fields"] if f["by"] == "hand"]
    assert by_hand
    assert all(field["values"] == [] for field in by_hand)
    blanks = sum(not f["values"] for s in ready["sections"] for f in s["fields"])
    stated = sum(c["by_hand"] for c in ready["criteria"])
    checked = len(ready["checklist"])
    assert html_of(ready).count('class="blank"') == blanks + stated + checked


def test_every_trial_gap_is_named():
    """A year is not a date, and a dose that is not recorded is not filled in."""
    found = packet_of(
        "union-tms", uses=[{"drug": "sertraline", "started_on": 2020, "stopped_on": "2021-12-01"}]
    )
    [gap] = [g for g in found["missing"] if g["kind"] == "trial"]
    assert gap["where"] == "T1 sertraline"
    for lacking in ("start (2020)", "dose", "response", "reason stopped"):
        assert lacking in gap["told"]
    assert "stop (" not in gap["told"]


@pytest.mark.parametrize("policy", FACTS.policies)
def test_every_policy_makes_a_packet_of_nothing(policy):
    """No trial, no score: nothing is met but by what is recorded, and all is said to be missing."""
    found = packet_of(policy)
    assert all(c["verdict"] != "yes" for c in found["criteria"])
    assert len(found["missing"]) > 1
    wanted = {c.criterion for c in every(FACTS.policies[policy].criteria)}
    stack, seen = list(found["criteria"]), set()
    while stack:
        each = stack.pop()
        seen.add(each["criterion"])
        stack += each["parts"]
    assert seen == wanted


def test_an_expired_policy_warns_on_every_page():
    """As a running header, on the page, in the list of gaps and in FHIR; a policy in force does not."""
    expired, in_force = packet_of("bcbsm-2016-tms"), packet_of("union-tms")
    assert re.search(r"@page \{ @top-left \{ content: \"EXPIRED POLICY", html_of(expired))
    assert 'role="alert"' in html_of(expired)
    assert any("ran out" in gap["told"] for gap in expired["missing"])
    assert "ran out" in questionnaire_response(expired)
    assert "EXPIRED" not in html_of(in_force)


def test_expiry_is_by_the_day_of_the_packet():
    """The same policy, a day apart."""
    policy = FACTS.policies["cigna-esketamine"]
    before = date.fromordinal(policy.expires_on.toordinal() - 1)
    assert not packet_of("cigna-esketamine", before)["policy"]["expired"]
    assert packet_of("cigna-esketamine", policy.expires_on)["policy"]["expired"]


@pytest.mark.parametrize("name", PEOPLE)
def test_safety_and_synthetic_stand_in_every_form(name):
    """Page, JSON, FHIR and terminal, before anything else."""
    found = fairtrial.examine(fairtrial.read(EXAMPLES / name), AS_OF, FACTS)
    made = packet(found, FACTS, FACTS.policies["union-esketamine"])
    page, fhir = html_of(made), questionnaire_response(made)
    arguments = ["packet", str(EXAMPLES / name), "--policy", "union-esketamine", "--as-of", AS_OF.isoformat()]
    terminal = CliRunner().invoke(app, arguments).output
    for rule in set(found.safety["rule"].to_list()):
        for text in (page, fhir, terminal):
            assert rule in text
        assert page.index(rule) < page.index('id="criteria-heading"')
    assert "Synthetic data" in page
    assert "HTEST" in fhir
    assert "Synthetic data" in terminal


@pytest.mark.parametrize("name", ["ready-for-esketamine", "undated-memories", "demo"])
def test_fhir_is_valid(name):
    """Under fhir.resources; a criterion that is not documented says so."""
    found = fairtrial.examine(fairtrial.read(EXAMPLES / name), AS_OF, FACTS)
    for policy in ("carefirst-esketamine", "union-tms"):
        text = questionnaire_response(packet(found, FACTS, FACTS.policies[policy]))
        response = QuestionnaireResponse.model_validate(orjson.loads(text))
        links = [item.linkId for group in response.item for item in group.item]
        assert len(links) == len(set(links))
        assert response.status == "in-progress"


def test_no_name_is_printed_and_the_day_of_birth_only_when_exact():
    """A year of birth leaves the line blank."""
    exact, vague = (packet_of("union-tms", people=[{"born_on": born}]) for born in ("1980-05-01", 1980))
    fields = [{f["field"]: f["values"] for s in p["sections"] for f in s["fields"]} for p in (exact, vague)]
    assert [f["member_born_on"] for f in fields] == [[{"told": "1980-05-01", "records": ["p-people-0"]}], []]
    assert all(f["member_name"] == [] for f in fields)


def test_the_checklist_shows_what_is_recorded_and_never_calls_silence_a_no():
    """An aneurysm is recorded; the rest is not recorded."""
    found = packet_of("cigna-esketamine", conditions=[{"topic": "aneurysm"}])
    states = {line["state"] for line in found["checklist"]}
    assert states == {"recorded", "not_recorded"}
    assert found["checklist"][0]["weight"] == "contraindicated"


def test_words_of_records_cannot_become_markup():
    """A value from a record is shown as text."""
    found = packet_of(
        "union-tms", context=[{"topic": "metal_near_coil", "value": "<script>alert(1)</script>"}]
    )
    assert "<script>alert(1)" not in html_of(found)
    assert "&lt;script&gt;" in html_of(found)


@pytest.mark.parametrize("ending", [".html", ".json", ".fhir.json", ".pdf"])
def test_the_command_writes_each_form(tmp_path, ending):
    """Whole, and with a warning when the policy has expired."""
    pytest.importorskip("weasyprint")
    path = tmp_path / f"packet{ending}"
    arguments = [
        str(EXAMPLES / "demo"),
        "--policy",
        "bcbsm-2016-tms",
        "--as-of",
        "2026-01-31",
        "-o",
        str(path),
    ]
    result = CliRunner().invoke(app, ["packet", *arguments])
    assert result.exit_code == 0
    assert path.stat().st_size > 1000
    assert "ran out" in result.stderr


@pytest.mark.parametrize(
    "command",
    [["policies", "cigna-esketamin"], ["packet", str(EXAMPLES / "demo"), "--policy", "cigna-esketamin"]],
)
def test_an_unknown_policy_is_refused_with_the_nearest(command):
    """Exit code 2."""
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert "Did you mean cigna-esketamine" in result.stderr


def test_policies_are_listed_and_shown():
    """With payer, product, dates and standing; one with its criteria."""
    listed = CliRunner().invoke(app, ["policies", "--as-of", "2026-12-01"]).output
    assert all(name in listed for name in FACTS.policies)
    assert "(EXPIRED)" in listed
    shown = CliRunner().invoke(app, ["policies", "carefirst-esketamine"]).output
    for criterion in every(FACTS.policies["carefirst-esketamine"].criteria):
        assert criterion.sentence in shown
