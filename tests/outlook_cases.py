"""What the rules of options (FT5xx), interactions and switching (FT6xx) say in a case of their tables."""

from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.outlook.next_steps import next_steps
from fairtrial.outlook.switching import cell, risk_of_stopping
from people import AS_OF, history

FACTS = load()
_ABOUT = ("name", "verdict", "option", "why", "ask", "pathway", "gate", "pair", "drug", "from", "to")
_BESTS = ("fairly", "possibly_fairly", "not_fairly", "not_tried")


def steps_of(**rows):
    """The four parts for a small person."""
    return next_steps(examine(history(**rows), AS_OF, FACTS), FACTS)


def option(steps, option_id):
    """One option of them."""
    return next(item for item in steps["options"]["items"] if item["option"] == option_id)


def decided_of_next_steps(rule, case):
    """The answer of the rule, in the words of the case table."""
    if rule in ("FT603", "FT604"):
        return _of_switch(rule, case)
    steps = steps_of(**{key: value for key, value in case.items() if key not in _ABOUT})
    return _ANSWERS[rule](steps, case)


def _of_switch(rule, case):
    if rule == "FT603":
        days = cell(case["from"], case["to"], FACTS)["days"]
        return "unknown" if days is None else f"{days:g} days"
    risk = risk_of_stopping(FACTS.drugs[case["drug"]])["risk"]
    return "unknown" if risk is None else risk["value"]


def _tried(steps, case):
    return option(steps, case["option"])["tried"]["fairly"]


def _pathway(steps, case):
    found = option(steps, case["option"])["pathways"]
    return next(how for how in _BESTS if case["pathway"] in found[how])


def _against(steps, case):
    entries = [e for e in option(steps, case["option"])["against"] if case["why"] in e["why"]]
    assert len(entries) == 1, "the words of the case must name one entry"
    return entries[0]["state"]


def _needed(steps, case):
    return next(n for n in option(steps, case["option"])["needed"] if case["ask"] in n["ask"])["state"]


def _gate(steps, case):
    return next(gate for gate in steps["options"]["gates"] if gate["rule"] == case["gate"])["state"]


def _step(steps, case):
    here = steps["expectation"]["next_step"]
    return "unknown" if here["least"] is None else f"{here['least']} to {here['most']}"


def _current(steps, case):
    return _pair(steps["interactions"]["pairs"], case["pair"])


def _offered(steps, case):
    agents = {agent["drug"]: agent["interactions"] for agent in steps["options"]["agents"]}
    offered = {w["drug"]: w for item in steps["options"]["items"] for w in item["interactions"]}
    found = {**offered, **agents}[case["drug"]]
    return "not_recorded" if case["pair"] in found["not_recorded"] else _pair(found["found"], case["pair"])


def _pair(pairs, pair_id):
    states = {pair["state"] for pair in pairs if pair["pair"] == pair_id}
    return next((state for state in ("recorded", "possible") if state in states), "not_found")


_ANSWERS = {
    "FT501": _tried, "FT502": _pathway, "FT503": _against, "FT504": _needed, "FT505": _gate, "FT511": _step,
    "FT601": _current, "FT602": _offered,
}  # fmt: skip
