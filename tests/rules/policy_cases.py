"""What rules of the FT8 family say in the cases of their tables."""

from pydantic import TypeAdapter

from fairtrial.facts import load
from fairtrial.facts.policies import AnyCriterion, Policy, every
from fairtrial.findings import examine
from fairtrial.outlook.policies import verdict
from people import AS_OF, history

FACTS = load()
WORDS = {True: "yes", False: "no", None: "unknown"}
CRITERION = TypeAdapter(AnyCriterion)


def decided_of_policies(rule, case):
    """A criterion in a policy of its own, or a shipped policy as a whole."""
    given = {k: v for k, v in case.items() if k not in ("name", "verdict", "criterion", "policy")}
    found = examine(history(**given), AS_OF, FACTS)
    if "policy" in case:
        return WORDS[verdict(FACTS.policies[case["policy"]], found, FACTS).met]
    [decided] = verdict(policy_of(case["criterion"]), found, FACTS).criteria
    assert decided.rule == rule
    return WORDS[decided.shown.met]


def policy_of(criterion):
    """A policy that asks for one thing, which a case writes without its prose."""
    made = CRITERION.validate_python(_whole(criterion, "asked"))
    shipped = FACTS.policies["union-tms"].model_dump() | {"criteria": [made]}
    policy = Policy.model_construct(**shipped)
    assert len(every(policy.criteria)) >= 1
    return policy


def _whole(criterion, name):
    parts = [_whole(part, f"{name}-{n}") for n, part in enumerate(criterion.get("criteria", ()))]
    told = {"criterion": name, "sentence": name, "standing": "ours", **criterion}
    return told | ({"criteria": parts} if parts else {})
