"""What is applied twice for speed, to one person and to many, gives the same answer."""

import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from fairtrial.facts import load
from fairtrial.outlook.other_medicines import other_medicines
from fairtrial.rules.reasons.presence import context_of
from fairtrial.rules.reasons.presence import other_medicines as of_many
from fairtrial.rules.stated import meant
from people import history

FACTS = load()
WORDS = sorted({word for group in FACTS.medicines.values() for word in group.words})
TEXT = st.lists(
    st.sampled_from(WORDS) | st.sampled_from(("metformin", "500", "mg,", "NOT", "St. John's", "/", "xx")),
    max_size=5,
).map(" ".join)
KIND = st.sampled_from(("MedicationRequest", "note", "Condition", "pharmacy row"))
SAID = st.sampled_from(
    ("denied: x", "someone else's: x", "Someone Else's: x", "no", "None known", "no longer", "not asked", "yes", "",
     "unknown", "Nothing", "never", " denies it", "not only x", "nonexistent")
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(TEXT, KIND), max_size=4), st.lists(TEXT, max_size=2))
def test_other_medicines_of_one_person_are_those_of_the_query(records, noted):
    """Same groups, same words, same records."""
    rows = [{"record": f"r{n}", "kind": kind, "words": text} for n, (text, kind) in enumerate(records)]
    context = [
        {"topic": "other_medicine", "value": f"{text}: past", "record": f"n{n}"}
        for n, text in enumerate(noted)
    ]
    one = history(records=rows, context=context)
    many = of_many(one, FACTS).collect()
    found = other_medicines(one, FACTS)
    mine = {
        (g, t.key.removeprefix("medicine:"), r)
        for g, ts in found.by_group.items()
        for t in ts
        for r in t.records
    }
    assert mine == set(many.select("group", "by", "record").rows())


@settings(deadline=None)
@given(SAID)
def test_a_statement_is_meant_alike_everywhere(value):
    """Denied, left open, another person's: by value and by column."""
    rows = context_of(history(context=[{"topic": "seizure", "value": value}]), FACTS).collect()
    said = meant(value, FACTS)
    assert rows.height == (said in ("stated", "denied"))
    assert rows["absent"].to_list() == ([said == "denied"] if rows.height else [])
