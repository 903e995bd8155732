"""How fast notes are read, as ratios within one run.

    python benchmarks/notes.py [FOLDER] [--python PATH]

FOLDER holds .txt notes (default: the annotated notes beside the repository, if they are there). They are
repeated until they hold about 3 MB. Beside the reader runs the scan for drug names alone, and, where PATH is
a Python with medspaCy, medspaCy's matcher with the same names. Processor time of one core is counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fairtrial.facts import load
from fairtrial.records.notes import read_notes
from fairtrial.records.notes.words.lexicon import lexicon
from fairtrial.records.notes.words.text import lowered

NOTES = Path(__file__).parents[2] / "shared" / "data" / "notes" / "dev"
WANTED_BYTES = 3_000_000
OTHER = """
import json, sys, time
names, texts = json.load(sys.stdin)
import medspacy
from medspacy.ner import TargetRule
nlp = medspacy.load(enable=["medspacy_pyrush", "medspacy_target_matcher", "medspacy_context"])
nlp.get_pipe("medspacy_target_matcher").add([TargetRule(n, "DRUG") for n in names])
for text in texts[:2]:
    nlp(text)
start = time.process_time()
found = sum(len(nlp(text).ents) for text in texts)
print(json.dumps([time.process_time() - start, found]))
"""


def main(arguments: list[str]) -> None:
    """Print megabytes a second and ratios."""
    python = arguments[arguments.index("--python") + 1] if "--python" in arguments else None
    given = [a for a in arguments if not a.startswith("--") and a != python]
    texts = [p.read_text("utf-8") for p in sorted((Path(given[0]) if given else NOTES).glob("*.txt"))]
    if not texts:
        sys.exit("no notes found. Name a folder with .txt files.")
    size = sum(len(t.encode()) for t in texts)
    facts, rounds = load(), max(1, round(WANTED_BYTES / size))
    pattern = lexicon(facts).name_pattern
    for text in texts:
        read_notes(text, "n", facts)
    whole = _seconds(lambda: [read_notes(t, "n", facts) for _ in range(rounds) for t in texts])
    scan = _seconds(lambda: [pattern.findall(lowered(t)) for _ in range(rounds) for t in texts])
    megabytes = size * rounds / 1e6
    print(f"{len(texts)} notes x {rounds}: {megabytes:.1f} MB")
    print(f"reading episodes   {megabytes / whole:6.2f} MB/s")
    print(f"finding names only {megabytes / scan:6.2f} MB/s   reading takes {whole / scan:.1f} times as long")
    if python is None:
        print("medspaCy           not run: give --python with a Python that has it")
        return
    seconds, found = _medspacy(python, texts, sorted(lexicon(facts).names))
    rate = size / 1e6 / seconds
    times = megabytes / whole / rate
    print(
        f"medspaCy           {rate:6.3f} MB/s   ({found} names, once); reading is {times:.0f} times as fast"
    )


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _medspacy(python: str, texts: list[str], names: list[str]) -> tuple[float, int]:
    done = subprocess.run(
        [python, "-c", OTHER], input=json.dumps([names, texts]), capture_output=True, text=True, check=True
    )
    seconds, found = json.loads(done.stdout.splitlines()[-1])
    return float(seconds), int(found)


if __name__ == "__main__":
    main(sys.argv[1:])
