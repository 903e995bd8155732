"""A few hundred changed documents in every run; ``python tests/fuzz/run.py`` does as many as wanted."""

import random
import warnings

import pytest
from corpus import SECRETS, seeds
from mutate import mutated
from oracle import FACTS, WAYS, fault_of
from run import inputs

from fairtrial.records import ReadError

COUNT, BATCHES = 2000, 8
NAMES = sorted(seeds())


@pytest.mark.parametrize("batch", range(BATCHES))
def test_only_a_history_or_a_refusal_comes_out(batch):
    """No traceback, no hang, no value of the person in what is told, nothing readable lost."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        faults = [fault_of(*one) for one in inputs(COUNT // BATCHES, batch)]
    assert [f"{f.name} ({f.way}): {f.what}" for f in faults if f] == []


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("answers")])
def test_every_seed_is_read_and_found_without_fault(name):
    """A fuzzer that starts from documents which are refused finds nothing."""
    assert WAYS["door"](name, seeds()[name]).records.height > 0
    assert fault_of(name, seeds()[name], "door") is None


def test_the_same_seed_gives_the_same_changes():
    one, other = (mutated("bundle.json", seeds()["bundle.json"], random.Random(5)) for _ in range(2))
    assert one == other != seeds()["bundle.json"]


def test_the_oracle_notices_what_it_is_there_for(monkeypatch):
    """A crash, a value in a message, and slowness are each found."""

    def crash(name, data):
        raise KeyError("x")

    def leak(name, data):
        raise ReadError(name, f"it holds {SECRETS[0].title()}", "Do.")

    for way, what in ((crash, "KeyError"), (leak, "patient's data")):
        monkeypatch.setitem(WAYS, "door", way)
        assert what in fault_of("a.txt", b"x", "door").what
    assert FACTS is not None
