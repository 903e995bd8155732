"""Presets: complete, sourced, and true to the published numbers they are built on."""

import pytest

from fairtrial.facts import KnowledgeError, load
from fairtrial.simulate.check import gates, main
from fairtrial.simulate.preset import preset, presets

WANTED = ["claims", "pessimistic", "stard", "stard-hrsd"]


def test_the_four_presets_ship():
    """The names that the command line offers."""
    assert presets() == WANTED


@pytest.mark.parametrize("name", WANTED)
def test_every_drug_of_a_preset_is_known_and_has_a_minimum(name):
    """The truth must be able to say whether the dose was enough."""
    drugs = load().drugs
    for step in preset(name).steps:
        for arm in step.arms:
            assert "usual-minimum" in drugs[arm.drug].doses.minimum_adequate_mg_per_day


def test_a_preset_keeps_what_it_does_not_change():
    """stard-hrsd takes the arms of stard and its own shares and scale."""
    below, above = preset("stard"), preset("stard-hrsd")
    assert [s.arms for s in above.steps] == [s.arms for s in below.steps]
    assert above.scale == "HAM-D17"
    assert above.steps[0].remission_percent.value == 28


def test_an_unknown_preset_is_named_with_the_choices():
    """The message lists what there is."""
    with pytest.raises(KnowledgeError, match="stard-hrsd"):
        preset("star-d")


def test_every_gate_holds_at_20000_persons():
    """The figures of STAR*D and of its reanalysis, within their bounds."""
    found = gates()
    assert {gate.gate for gate in found} == {"a", "b", "c", "e", "f"}
    assert [gate for gate in found if not gate.holds] == []


def test_the_check_fails_when_a_gate_does(capsys):
    """Ten persons cannot keep to the shares; the exit code says so."""
    assert main(["--persons", "10"]) == 1
    assert "FAILS" in capsys.readouterr().out
