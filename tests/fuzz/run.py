"""Fuzz every reader for as long as wanted.

    python tests/fuzz/run.py --count 100000 --seed 1 [--keep FOLDER]

Prints how many inputs of each document were read, and what went wrong; inputs that did are kept in FOLDER.
"""

import argparse
import faulthandler
import random
import sys
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "src")]

from corpus import seeds  # noqa: E402
from mutate import mutated  # noqa: E402
from oracle import fault_of  # noqa: E402

HANGS_AFTER_SECONDS = 120


def way_of(name, rng):
    """Mostly the reader itself, which is quick. PDF seldom through the door, which starts a process for each."""
    if name.endswith(".pdf"):
        return "door" if rng.random() < 0.01 else "direct"
    return "door" if name.endswith(".zip") else rng.choices(("direct", "door", "beside"), (7, 2, 1))[0]


def inputs(count, seed):
    """``count`` inputs as (name, bytes, way); the same seed gives the same ones."""
    rng, corpus = random.Random(seed), seeds()
    names, others = sorted(corpus), list(corpus.values())
    for _ in range(count):
        name = rng.choice(names)
        yield name, mutated(name, corpus[name], rng, others), way_of(name, rng)


def main():
    """Fuzz, and say what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    done, faults, start = Counter(), {}, time.monotonic()
    for name, data, way in inputs(given.count, given.seed):
        faulthandler.dump_traceback_later(HANGS_AFTER_SECONDS, exit=True)
        fault = fault_of(name, data, way)
        done[name] += 1
        if fault:
            _keep(fault, given.keep, faults)
        if done.total() % 10_000 == 0:
            print(
                f"{done.total()} inputs, {len(faults)} kinds of fault, {time.monotonic() - start:.0f} s",
                flush=True,
            )
    faulthandler.cancel_dump_traceback_later()
    print(f"{done.total()} inputs in {time.monotonic() - start:.0f} s:", dict(sorted(done.items())))
    print(f"{len(faults)} kinds of fault")
    sys.exit(bool(faults))


def _keep(fault, folder, faults):
    kind = (fault.name, fault.what[:110])
    faults[kind] = faults.get(kind, 0) + 1
    if faults[kind] > 1:
        return
    print(f"{fault.name} ({fault.way}): {fault.what}", flush=True)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{sha256(fault.data).hexdigest()[:8]}-{fault.name}").write_bytes(fault.data)


if __name__ == "__main__":
    main()
