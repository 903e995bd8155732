"""Fuzz one reader guided by coverage, with atheris, which is not a dependency: see DEVELOPERS.md.

    python tests/fuzz/guided.py NAME FOLDER [options of libFuzzer, such as -max_total_time=300]

NAME is a document of the corpus, such as document.xml; it says which reader is meant. FOLDER keeps inputs that
reach new code, and starts from the documents of the same ending. Stops at the first input with a fault.
"""

import sys
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "src")]

with atheris.instrument_imports(include=["fairtrial.records"]):
    from corpus import seeds
    from oracle import fault_of


def main():
    """Fill the folder, then fuzz."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for seed, data in seeds().items():
        if seed.rpartition(".")[2] == name.rpartition(".")[2]:
            (folder / seed).write_bytes(data)

    def read(data):
        fault = fault_of(name, data, "direct")
        if fault is not None:
            raise AssertionError(fault.what)

    atheris.Setup([sys.argv[0], str(folder), *sys.argv[3:]], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
